"""The terminals: how each is started, asked for its version and resized, and what Debian calls its packages."""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.terminals.displays import Display

FONT: Final = "DejaVu Sans Mono"
CELLS: Final = "150x48"
"""Columns and rows where a terminal is told these: about what 1,250 × 850 px hold."""


class Emulator(NamedTuple):
    """One terminal. `command` is followed by what runs in it; `packages` bring it."""

    name: str
    command: tuple[str, ...]
    version: tuple[str, ...]
    packages: tuple[str, ...]


XTERM: Final = ("xterm", "-fa", FONT, "-fs", "10", "-geometry", CELLS)
SMALLER: Final = (1010, 690)
"""The size in px that a window is given when it is made smaller."""

KITTY: Final = {"remember_window_size": "no", "initial_window_width": "1250", "initial_window_height": "850"}

EMULATORS: Final = {
    emulator.name: emulator
    for emulator in (
        Emulator(
            "kitty",
            ("kitty", *(part for name, value in KITTY.items() for part in ("-o", f"{name}={value}"))),
            ("kitty", "--version"),
            ("kitty", "libgl1", "libgl1-mesa-dri"),
        ),
        Emulator("xterm", (*XTERM, "-e"), ("xterm", "-version"), ("xterm",)),
        Emulator("xterm-sixel", (*XTERM, "-ti", "vt340", "-e"), ("xterm", "-version"), ("xterm",)),
        Emulator(
            "konsole",
            ("dbus-run-session", "konsole", "--qwindowgeometry", "1250x850", "--hide-menubar", "--hide-tabbar", "-e"),
            ("konsole", "--version"),
            ("konsole", "dbus-x11"),
        ),
        Emulator("mlterm", ("mlterm", "-w", "14", "-g", CELLS, "-e"), ("mlterm", "--version"), ("mlterm",)),
        Emulator(
            "foot",
            ("foot", "-f", f"{FONT}:size=10", "-w", "1000x640", "--fullscreen"),
            ("foot", "--version"),
            ("foot", "weston"),
        ),
        Emulator(
            "xtermjs",
            (
                "chromium",
                "--no-sandbox",
                "--test-type",
                "--no-first-run",
                "--window-position=0,0",
                "--window-size=1250,850",
            ),
            ("chromium", "--version"),
            ("chromium",),
        ),
    )
}


def resize(name: str, display: Display) -> None:
    """Give the terminal's window another size. Foot, whose window fills Weston's screen, leaves it by Weston's key."""
    if name == "foot":
        display.press("super+shift+f")
    else:
        display.resize(*SMALLER)
