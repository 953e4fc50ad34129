"""The way in: with nothing typed behind it `studio` opens the screens, and every error becomes one line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from PIL import Image

    from studio.terminal.records import CellSize, PictureChoice

COMPLETES = "_STUDIO_COMPLETE"
"""The variable by which a shell asks for completions, with no arguments (Click's; studio.cli.completing)."""

PictureText: TypeAlias = "Callable[[Image.Image, int, int, CellSize, PictureChoice], str]"
"""A picture (RGB), the most columns and rows, a cell's size and the way of pictures → what shows it at the cursor."""


class Doors(NamedTuple):
    """What only the screens can do, as it is given from above: the command line knows no screens.

    `open_screens` opens them until the person quits, on the demo's library where it hears True, and gives the exit
    status; `picture_text` is a PictureText.
    """

    open_screens: Callable[[bool], int]
    picture_text: PictureText


def run(doors: Doors, arguments: Sequence[str] | None = None) -> int:
    """Open the screens or run a command, and give the exit status. Errors become one line on stderr, no traceback."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal's encoding lacks is written as an escape instead of ending the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if COMPLETES in os.environ:
        return _complete(doors)
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        if typed:
            # Click takes time, and the screens do without it.
            from studio.cli.root import run_command

            status = run_command(typed, doors._replace(open_screens=partial(_open_in_terminal, doors.open_screens)))
        else:
            status = _open_in_terminal(doors.open_screens, is_demo=False)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        from studio.cli.statuses import INTERRUPTED

        return INTERRUPTED
    except BrokenPipeError:
        from studio.cli.statuses import FAILED

        _let_stdout_go()
        return FAILED
    except Exception as error:  # noqa: BLE001  the one place: it logs what it does not know
        from studio.cli.failure import told
        from studio.cli.output import complain

        _let_stdout_go()
        notice, status = told(error)
        complain(notice.line())
        return status


def _complete(doors: Doors) -> int:
    """Answer a shell that completes words, and say nothing else: whatever goes wrong would stand in the person's line.

    Click looks into the environment itself for what is asked, and ends by SystemExit.
    """
    from studio.cli.statuses import FAILED

    with open("/dev/null", "w") as nowhere, redirect_stderr(nowhere):  # noqa: PTH123
        try:
            from studio.cli.root import run_command

            return run_command((), doors)
        except SystemExit as end:
            sys.stdout.flush()
            return end.code if isinstance(end.code, int) else FAILED
        except (Exception, KeyboardInterrupt):  # noqa: BLE001
            _let_stdout_go()
            return FAILED


def _open_in_terminal(open_screens: Callable[[bool], int], is_demo: bool) -> int:
    """Open the screens, and give their exit status. Raises WrongUse where there is no terminal to open them in."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from studio.cli.failure import WrongUse

        remedy = 'Draw without one: studio draw "Milo debugging at 2 AM" --shirt PEBKAC; studio --help lists the rest'
        raise WrongUse("The studio opens in a terminal, and there is none here", "", remedy)
    return open_screens(is_demo)


def _open_closed_streams() -> None:
    """A stream that the shell closed (`>&-`) takes what is written and keeps nothing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open("/dev/null", "w"))  # noqa: SIM115, PTH123


def _let_stdout_go() -> None:
    """Where stdout cannot be written any more, write nothing to it, also not when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = open("/dev/null", "w")  # noqa: SIM115, PTH123
