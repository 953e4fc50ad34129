"""What a terminal is told beside what it shows: notifications, progress in its tab, its title, its clipboard.

Sources: OSC 9 https://iterm2.com/documentation-escape-codes.html; OSC 99
https://sw.kovidgoyal.net/kitty/desktop-notifications/; OSC 777 `notify` of rxvt-unicode; OSC 9;4
https://conemu.github.io/en/AnsiEscapeCodes.html#ConEmu_specific_OSC; OSC 5522
https://sw.kovidgoyal.net/kitty/clipboard/; OSC 2, OSC 52 and CSI 22 and 23 t
https://invisible-island.net/xterm/ctlseqs/ctlseqs.html; the envelope for tmux in tmux(1), `allow-passthrough`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from enum import IntEnum

from studio.plain_text import plain
from studio.terminal.records import Notification

BELL = "\a"
_ST = "\x1b\\"
"""The end of a sequence: VTE takes OSC 9;4 with no other."""

MOST_TITLE = 60
MOST_BODY = 240
"""Characters; in UTF-8 both stay below the 2,048 bytes that kitty takes of each."""

MOST_COPIED = 74_994
"""Bytes that OSC 52 carries: as base64 and with its ends 100,000, where the strictest of the common terminals cut."""

_PIECE = 4095
"""Bytes of one OSC 5522, which may carry 4,096; as base64 a multiple of three needs no padding."""
_STATUS = re.compile(rb"\x1b\]5522;type=write:(?:[a-z]+=[^:;]*:)*status=([A-Z]+)")

PUSH_TITLE = "\x1b[22;2t"
"""Keep the title that the terminal has."""

POP_TITLE = f"\x1b]2;{_ST}\x1b[23;2t"
"""Bring the title that was kept back. Where none can be kept, the terminal's own name comes instead of ours."""


class Progress(IntEnum):
    """The states of OSC 9;4."""

    NONE = 0
    VALUE = 1
    ERROR = 2
    UNKNOWN = 3
    PAUSED = 4


def told(text: str, most: int) -> str:
    """Text from outside for a sequence: one line of `most` characters, no control characters, no semicolon."""
    # OSC 777 is parted by semicolons, and what begins with "4;" in OSC 9 is no notification.
    safe = plain(text).replace(";", ",")
    return safe if len(safe) <= most else f"{safe[: most - 1].rstrip()}…"


def notification(way: Notification, title: str, body: str) -> str:
    """What rings: with these words where the terminal shows words."""
    title, body = told(title, MOST_TITLE), told(body, MOST_BODY)
    if way == "osc9":
        return f"\x1b]9;{title}: {body}{_ST}"
    if way == "osc777":
        return f"\x1b]777;notify;{title};{body}{_ST}"
    if way == "osc99":
        # A new notification with the id of one that stands takes its place.
        shared = "i=milo-studio:e=1"
        return f"\x1b]99;{shared}:d=0;{_base64(title)}{_ST}\x1b]99;{shared}:p=body;{_base64(body)}{_ST}"
    return BELL


def progress(state: Progress, percent: int = 0) -> str:
    """Progress in the terminal's tab. `percent`, 0 to 100, is for all states but NONE and UNKNOWN."""
    has_value = state not in (Progress.NONE, Progress.UNKNOWN)
    return f"\x1b]9;4;{state:d};{min(100, max(0, percent)) if has_value else 0}{_ST}"


def title(text: str) -> str:
    """The title of the terminal's window or tab; inside tmux, of the pane."""
    return f"\x1b]2;{told(text, MOST_TITLE)}{_ST}"


def clipboard(text: str) -> str:
    """Text for the clipboard. Raises ValueError for more than MOST_COPIED bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    if len(data) > MOST_COPIED:
        raise ValueError(f"{len(data)} bytes are more than OSC 52 carries")
    return f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}{BELL}"


def clipboard_data(data: bytes, kind: str) -> Iterator[str]:
    """Data of a MIME type for the clipboard, _PIECE bytes in a sequence; the terminal answers when all is there."""
    named = f"type=wdata:mime={_base64(kind)}"
    yield f"\x1b]5522;type=write{_ST}"
    for at in range(0, len(data), _PIECE):
        yield f"\x1b]5522;{named};{base64.b64encode(data[at : at + _PIECE]).decode('ascii')}{_ST}"
    yield f"\x1b]5522;type=wdata{_ST}"


def clipboard_status(answer: bytes) -> str:
    """What a terminal says of data for its clipboard: DONE, or why not (EPERM); empty where it says something else."""
    found = _STATUS.match(answer)
    return found[1].decode("ascii") if found else ""


def through_tmux(sequence: str) -> str:
    """The sequence for the terminal that tmux is in; tmux takes the envelope off where `allow-passthrough` is on."""
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}{_ST}"


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
