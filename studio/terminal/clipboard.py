"""Whether what is copied reaches the person's clipboard: nobody answers to OSC 52, so it goes by who the terminal is.

In tmux `load-buffer -w` puts it into tmux's buffer and sends OSC 52 on where tmux believes that its terminal takes it
(the feature `clipboard`, or Ms in terminfo). It does so whatever `set-clipboard` says (seen with tmux 3.3a), which is
about the OSC 52 that programs write. `-w` came with tmux 3.2.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from studio.terminal.known import NEVER, Known, surely_since
from studio.terminal.records import ClipboardChoice, Version

if TYPE_CHECKING:
    from studio.terminal.records import Arrival, Terminal
    from studio.terminal.tmux import Tmux

LOAD = ("tmux", "load-buffer", "-w", "-")
"""What takes the text on its standard input."""

PATIENCE = 2.0
"""Seconds to wait for tmux to take it."""


def clipboard_of(known: Known | None, name: str, version: Version, tmux: Tmux | None, within: str) -> ClipboardChoice:
    """The way to the clipboard of this terminal, whether it arrives, and why."""
    if tmux is not None:
        return _in_tmux(known, name, version, tmux)
    if within == "GNU screen":
        return ClipboardChoice("none", "never", "GNU screen keeps what is copied to itself", "Use tmux, or none")
    called = name or "the terminal"
    arrives, reason, better = _taken(known, called, version)
    takes_pictures = known is not None and surely_since(version, known.pictures_copied)
    return ClipboardChoice("none" if arrives == "never" else "osc52", arrives, reason, better, takes_pictures)


def _in_tmux(known: Known | None, name: str, version: Version, tmux: Tmux) -> ClipboardChoice:
    called = name or tmux.term or "its terminal"
    arrives, reason, better = _taken(known, called, version)
    if arrives == "never":
        return ClipboardChoice("tmux", "never", f"tmux has it, and {reason}", better)
    if "clipboard" not in tmux.features:
        line = f"`set -as terminal-features ',{tmux.term or 'xterm*'}:clipboard'` in tmux.conf"
        return ClipboardChoice("tmux", "never", f"tmux has it, and does not send it on to {called}", line)
    option = ", although set-clipboard is off" if tmux.clipboard == "off" else ""
    return ClipboardChoice("tmux", arrives, f"tmux has it, and sends it on{option}; {reason}", better)


def _taken(known: Known | None, called: str, version: Version) -> tuple[Arrival, str, str]:
    """Whether a terminal takes OSC 52, the reason in words, and what a person does so that it is so."""
    if known is None or known.clipboard is None:
        return "perhaps", f"{called} does not say whether it takes it", ""
    if surely_since(version, known.clipboard):
        return "likely", f"{called} takes it as it comes", ""
    if known.allows:
        return "perhaps", f"{called} takes it only where a setting allows it", known.allows
    if known.clipboard == NEVER:
        return "never", f"{called} takes none from a program", "Mark the words with Shift and the mouse"
    first = ".".join(map(str, known.clipboard))
    return "never" if version else "perhaps", f"{called} takes it from version {first} on", ""


def sent_words(choice: ClipboardChoice) -> str:
    """What may truly be said when text has gone this way."""
    if choice.way == "none":
        return f"Not copied: {choice.reason}"
    if choice.arrives == "likely":
        return "Copied"
    if choice.arrives == "never":
        return "Copied in tmux only: its prefix and ] paste it"
    kept = "Copied in tmux, and sent" if choice.way == "tmux" else "Sent"
    return f"{kept} to the terminal's clipboard, if it takes it"


def load(text: str) -> bool:
    """Have tmux take the text; whether it did. Blocks for PATIENCE at most."""
    try:
        given = subprocess.run(
            LOAD,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return given.returncode == 0


def clipboard_words(terminal: Terminal) -> tuple[str, str]:
    """How the doctor says it: the state, and what would make it better, "" where nothing would."""
    choice = terminal.clipboard
    way = {"osc52": "by OSC 52", "tmux": "by `tmux load-buffer -w`", "none": "nowhere"}[choice.way]
    return f"what you copy goes {way}: {choice.reason}", choice.better
