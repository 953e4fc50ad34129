"""`python -m tests.terminals`: the studio in real terminals, over SSH, as a table, and screenshots of it all."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import cv2
import numpy as np

from tests.terminals import needs
from tests.terminals.displays import xvfb
from tests.terminals.emulators import EMULATORS, Emulator, resize
from tests.terminals.home import Home, How, command_there, furnished, tmux
from tests.terminals.options import Options, read
from tests.terminals.processes import NotStarted
from tests.terminals.roots import Root
from tests.terminals.seeing import Image
from tests.terminals.sshd import Door, sshd
from tests.terminals.starting import opened
from tests.terminals.steps import Figures, Seat, Watched, walk
from tests.terminals.table import Row, table


def run(emulator: Emulator, how: How, door: Door, home: Home, root: Root, out: Path) -> Figures | str:
    """One run of one terminal; why there was none, where something did not start, or ended before its time."""
    out.mkdir(parents=True, exist_ok=True)
    pictures: list[Image] = [np.asarray(cv2.imread(str(picture)), np.uint8) for picture in home.pictures]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="terminal-")))
        watched = Watched(folder)
        stack.callback(watched.end)
        if how != "plain":
            stack.callback(subprocess.run, [*tmux(folder), "kill-server"], capture_output=True, check=False)
        ssh = door.command(command_there(home, how, folder))
        try:
            display = stack.enter_context(xvfb(folder))
            stack.enter_context(opened(emulator, display, root, folder, ssh, door.folder))
            return walk(Seat(display, watched, lambda: resize(emulator.name, display), out), pictures)
        except (NotStarted, subprocess.CalledProcessError) as why:
            log = folder / "terminal.log"
            return f"{why}; the terminal said: {log.read_text().strip()[-500:] if log.exists() else 'nothing'}"


def rows(options: Options, folder: Path, out: Path) -> list[Row]:
    """Each terminal in each way, one after the other."""
    root, seen = Root(options.root), []
    (folder / "door").mkdir()
    with sshd(folder / "door") as door:
        home = furnished(folder / "home")
        for name in options.emulators:
            emulator = EMULATORS[name]
            for how in options.hows:
                print(f"{name}, {how} …", file=sys.stderr, flush=True)
                figures = run(emulator, how, door, home, root, out / f"{name}-{how}")
                seen.append(Row(needs.version(name, root), how, figures))
    return seen


def main() -> int:
    """Print the table; 2 where something is missing."""
    options = read(sys.argv[1:])
    # Whoever ends this ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        needs.bring(options.emulators, Root(options.root))
    except needs.Missing as missing:
        print(f"missing: {missing}", file=sys.stderr)
        return 2
    out = options.out or Path(tempfile.mkdtemp(prefix="terminals-"))
    with tempfile.TemporaryDirectory(prefix="studio-") as folder:
        print(table(rows(options, Path(folder), out)))
    print(f"screenshots: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
