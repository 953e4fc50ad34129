"""The command `studio`, and the single door from the studio up to the screens."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from studio.cli.entry import Doors, run

if TYPE_CHECKING:
    from PIL import Image

    from studio.terminal.records import CellSize, PictureChoice


def open_screens(is_demo: bool = False) -> int:
    """Open the studio on the terminal until the person quits, on the demo's library where that is wanted; the exit
    status."""
    if is_demo:
        return _open_demo()
    status, wants_demo = _open(None)
    if wants_demo:
        sys.stdout.flush()
        # As if it had been typed: nothing of this studio is left in the one that shows the demo.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:], "--demo"])
    return status


def _open_demo() -> int:
    from studio.demo.opening import opened_demo

    with opened_demo() as folder:
        status, _ = _open(folder)
    sys.stdout.write("The demo is gone, with all that was in it. Your own library: studio\n")
    return status


def _open(demo: Path | None) -> tuple[int, bool]:
    """The exit status, and whether the person left for the demo. `demo` is the settings folder of one."""
    from studio.terminal.asking import Exchange

    # The terminal answers while all else is imported.
    with Exchange.with_terminal() as exchange:
        # All that is made until the first picture stands stays; to look through it again and again delays that picture.
        gc.disable()
        from screens.app import run as run_screens

        return run_screens(exchange, demo)


def picture_text(image: Image.Image, columns: int, rows: int, cell: CellSize, choice: PictureChoice) -> str:
    """What shows a picture at the cursor of a shell, as `screens.terminal.frames.printed` has it."""
    from screens.terminal.frames.printed import printed

    return printed(image, columns, rows, cell, choice)


def main() -> int:
    """Run the command line; the exit status: 0, 1 for a failure, 2 for wrong use, 130 for Ctrl-C."""
    try:
        return run(Doors(open_screens, picture_text))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
