"""Opening a terminal on a display, with a command in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.terminals.displays import SIZE, Display
from tests.terminals.emulators import Emulator
from tests.terminals.needs import modules
from tests.terminals.processes import NotStarted, running, until
from tests.terminals.roots import Root

COMPOSITOR = "weston-of-a-test"


@contextmanager
def opened(
    emulator: Emulator, display: Display, root: Root, folder: Path, command: Sequence[str], shared: Path
) -> Iterator[None]:
    """The terminal with `command` running in it; `folder` is its home, and takes what it says.

    Both it and `shared` are seen in `root`. Raises NotStarted.
    """
    environment = surroundings(folder, display)
    with ExitStack() as stack:
        whole = [*emulator.command, *command]
        if emulator.name == "foot":
            stack.enter_context(_weston(folder, environment))
            environment["WAYLAND_DISPLAY"] = COMPOSITOR
        if emulator.name == "xtermjs":
            whole = [*emulator.command, stack.enter_context(_bridge(folder, command))]
        inside = stack.enter_context(root.inside(whole, [folder, shared]))
        stack.enter_context(running(inside, environment, folder / "terminal.log"))
        yield


def surroundings(home: Path, display: Display) -> dict[str, str]:
    """The environment of a terminal on `display`: of a person who has set nothing, with `home` as home."""
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    said = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    return {**said, "LIBGL_ALWAYS_SOFTWARE": "1", "QT_QPA_PLATFORM": "xcb", **display.environment}


@contextmanager
def _weston(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """A Wayland compositor whose screen is a window on the display, where keys reach it."""
    size = [f"--width={SIZE[0]}", f"--height={SIZE[1]}"]
    command = ["weston", "--backend=x11-backend.so", "--use-pixman", "--no-config", *size, f"--socket={COMPOSITOR}"]
    socket = Path(environment["XDG_RUNTIME_DIR"]) / COMPOSITOR
    with running(command, environment, folder / "weston.log"):
        if not until(socket.exists, 10.0):
            raise NotStarted(f"weston does not start: {(folder / 'weston.log').read_text()}")
        yield


@contextmanager
def _bridge(folder: Path, command: Sequence[str]) -> Iterator[str]:
    """What lets a browser show `command`; gives the page's address."""
    said = folder / "address"
    whole = [sys.executable, "-m", "tests.terminals.bridge", str(said), str(modules()), *command]
    with running(whole, log=folder / "bridge.log"):
        if not until(lambda: said.exists() and said.read_text().endswith("\n"), 10.0):
            raise NotStarted(f"the bridge does not start: {(folder / 'bridge.log').read_text()}")
        yield f"--app={said.read_text().strip()}"
