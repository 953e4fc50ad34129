"""Which way pictures reach this terminal: Kitty graphics, Sixel or cells; from the settings and the environment.

No terminal is asked by escape sequence: inside tmux and over slow lines the answer comes late or never.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from studio.settings import PictureProtocol

Protocol = Literal["kitty", "sixel", "sextants", "half-cells"]

TMUX_QUESTION = ("tmux", "display-message", "-p", "#{allow-passthrough} #{client_termname}")
TMUX_PATIENCE = 0.5
"""Seconds to wait for tmux's answer."""

_KITTY_TERMS = {"xterm-kitty": "Kitty", "xterm-ghostty": "Ghostty"}
_KITTY_PROGRAMS = {"ghostty": "Ghostty", "kitty": "Kitty"}
_SEXTANT_TERMS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour", "wezterm", "rio")
"""Terminals that draw sextants (U+1FB00 to U+1FB3B) themselves, whatever the font has."""
_SIXEL_TERMS = ("foot", "mlterm", "contour", "yaft")
_SIXEL_PROGRAMS = {"WezTerm": "WezTerm", "iTerm.app": "iTerm", "mintty": "mintty", "contour": "Contour"}


class PictureChoice(msgspec.Struct, frozen=True):
    """The protocol, the reason in words, and whether sequences go to the outer terminal wrapped for tmux."""

    protocol: Protocol
    reason: str
    passthrough: bool = False


AskTmux = Callable[[], str]


def choose(setting: PictureProtocol, environment: Mapping[str, str], ask_tmux: AskTmux | None = None) -> PictureChoice:
    """How pictures are shown. `ask_tmux` gives tmux's answer to TMUX_QUESTION, and is called only inside tmux."""
    answer = (ask_tmux or _ask_tmux)() if environment.get("TMUX") else ""
    allowed, _, outer = answer.strip("\r\n").partition(" ")
    passes = allowed in ("on", "all")
    if setting != "auto":
        wrapped = setting == "kitty" and bool(environment.get("TMUX"))
        return PictureChoice(setting, f"the setting pictures = {setting!r}", wrapped)
    if environment.get("TMUX"):
        return _in_tmux(passes, outer)
    if environment.get("STY"):
        return PictureChoice("half-cells", "GNU screen passes no pictures on")
    return _outside(environment)


def _in_tmux(passes: bool, outer: str) -> PictureChoice:
    if outer in _KITTY_TERMS and passes:
        return PictureChoice("kitty", f"tmux passes sequences on to {_KITTY_TERMS[outer]}", True)
    if outer in _KITTY_TERMS:
        reason = f"tmux holds back what {_KITTY_TERMS[outer]} could show: `set -g allow-passthrough on` in tmux.conf"
        return PictureChoice("sextants", reason)
    if not outer:
        return PictureChoice("half-cells", "tmux did not say which terminal it is in")
    if outer.startswith(_SEXTANT_TERMS):
        return PictureChoice("sextants", f"tmux is in {outer}, which draws them itself")
    return PictureChoice("half-cells", f"tmux is in {outer}, not known to show pictures through it")


def _outside(environment: Mapping[str, str]) -> PictureChoice:
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if term in _KITTY_TERMS:
        return PictureChoice("kitty", f"TERM={term}")
    if environment.get("KITTY_WINDOW_ID"):
        return PictureChoice("kitty", "KITTY_WINDOW_ID is set")
    if any(name.startswith("GHOSTTY_") for name in environment):
        return PictureChoice("kitty", "Ghostty's variables are set")
    if program.casefold() in _KITTY_PROGRAMS:
        return PictureChoice("kitty", f"TERM_PROGRAM={program}")
    if program in _SIXEL_PROGRAMS:
        # WezTerm speaks Kitty's graphics too, but not their placeholder characters.
        return PictureChoice("sixel", f"TERM_PROGRAM={program}")
    if term.startswith(_SIXEL_TERMS):
        return PictureChoice("sixel", f"TERM={term}")
    if "sixel" in term:
        return PictureChoice("sixel", f"TERM={term}")
    if term.startswith(_SEXTANT_TERMS):
        return PictureChoice("sextants", f"TERM={term}")
    if environment.get("VTE_VERSION"):
        return PictureChoice("sextants", "VTE_VERSION is set")
    return PictureChoice("half-cells", f"nothing says that {program or term or 'this terminal'} shows pictures")


def _ask_tmux() -> str:
    try:
        done = subprocess.run(
            TMUX_QUESTION, stdin=subprocess.DEVNULL, capture_output=True, timeout=TMUX_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
