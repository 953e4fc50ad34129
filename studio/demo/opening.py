"""The demo from its begin to its end: a folder for a while, settings of its own, and the painters."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired

from library.errors import LibraryError
from library.files.disk import make_folder, write_over
from library.files.scratch import scratch_folder, sweep
from studio.errors import StudioError
from studio.settings import settings
from studio.settings.settings import Settings
from studio.terminal import remembered

NAME = "milo-studio-demo-"
"""Folders of demos begin so, among the system's temporary files."""

MOST_PAINTERS = 3
ENDS_WITHIN = 2.0
"""Seconds for which the end of a painter is waited for."""


@contextmanager
def opened_demo() -> Iterator[Path]:
    """The settings folder of a demo, whose library is being painted; all of it goes at the end.

    Raises DiskFull, LibraryUnwritable.
    """
    with scratch_folder(NAME) as place:
        folder = place / "settings"
        _write_settings(folder, place / "library")
        with ExitStack() as painters:
            shares = painter_count()
            for share in range(shares):
                painters.callback(_end, _painter(folder, share, shares))
            yield folder
        # The demo is gone, the terminal is not: who was asked of it there is not asked again.
        with suppress(StudioError, LibraryError, OSError):
            remembered.hand_over(settings.folder(), folder)


def sweep_demos() -> int:
    """Take away what demos left that were killed; how many that were. Blocks."""
    return sweep(NAME)


def painter_count() -> int:
    """How many processes paint: one processor is the studio's, where there are several."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST_PAINTERS, cores - 1))


def _write_settings(folder: Path, library: Path) -> None:
    """Settings for a demo: the person's keys, colours and way of pictures, and nothing else of theirs."""
    own = settings.folder()
    chosen = Settings()
    # A demo opens where the person's own settings have a slip, too.
    with suppress(StudioError, OSError):
        chosen = settings.load(own)
    make_folder(folder)
    write_over(folder / "settings.toml", demo_settings(chosen, library).encode())
    with suppress(OSError):
        write_over(folder / remembered.FILE, (own / remembered.FILE).read_bytes())


def demo_settings(chosen: Settings, library: Path) -> str:
    """The settings file of a demo in `library`, with how the studio looks and is used from a person's settings."""
    lines = [
        f"library = {_quoted(str(library))}",
        f"pictures = {_quoted(chosen.pictures)}",
        f"colours = {_quoted(chosen.colours)}",
        f"notify = {str(chosen.notify).lower()}",
        f"motion = {_quoted(chosen.motion)}",
        f"theme = {_quoted(chosen.theme)}",
    ]
    if chosen.keys:
        lines += ["[keys]", *(f"{_quoted(name)} = {_quoted(key)}" for name, key in chosen.keys.items())]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    """A text as TOML has it: a string of JSON is one, but for DEL, which JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _painter(folder: Path, share: int, shares: int) -> Popen[bytes]:
    # Not from the present folder: a module there may have the name of one of the studio's.
    command = (sys.executable, "-P", "-m", "studio.demo.painter", str(folder), str(share), str(shares))
    home = str(Path(__file__).parents[2])
    given = os.environ.get("PYTHONPATH", "")
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (home, given)))}
    return Popen(command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True, env=surroundings)


def _end(painter: Popen[bytes]) -> None:
    """End a painter, so that it writes nothing more into a folder that goes."""
    assert painter.stdin is not None
    painter.stdin.close()
    try:
        painter.wait(ENDS_WITHIN)
    except TimeoutExpired:
        painter.kill()
        painter.wait()
