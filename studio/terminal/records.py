"""The records of what a terminal is and can."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Colours = Literal["16", "256", "24-bit"]
"""How many colours reach the person. 256: the 240 fixed ones; the first 16 are the person's own."""

Protocol = Literal["kitty", "kitty-placed", "sixel", "iterm2", "sextants", "quadrants", "half-cells"]
"""The ways to show a picture: Kitty graphics by placeholder cells, the same placed at the cursor, Sixel, iTerm2's own,
and cells of text that show 6, 4 or 2 pixels each."""

Notification = Literal["osc9", "osc99", "osc777", "bell"]
"""How a terminal tells its person of something while it does not have the focus."""

Clipboard = Literal["osc52", "tmux", "none"]
"""How words reach the clipboard: by OSC 52, by `tmux load-buffer -w`, or not at all."""

Arrival = Literal["likely", "perhaps", "never"]
"""Whether what is sent to the clipboard is there then; nobody answers, so it is never sure."""

Version = tuple[int, ...]
"""The numbers of a version from the left; () where it is not known."""


class CellSize(NamedTuple):
    """A cell's width and height in pixels."""

    width: int
    height: int


USUAL_CELL = CellSize(10, 20)
"""The VT340's, taken where the terminal does not say."""


class PictureChoice(msgspec.Struct, frozen=True):
    """The way of pictures, the reason in words, whether sequences go to the outer terminal wrapped for tmux, and in how
    many colours cells are drawn. `better` says what would give a better way, empty where nothing would."""

    protocol: Protocol
    reason: str
    passthrough: bool = False
    colours: Colours = "24-bit"
    better: str = ""


class ClipboardChoice(msgspec.Struct, frozen=True):
    """The way to the person's clipboard, whether what goes it arrives there, and the reason in words. `better` says
    what would make it arrive, empty where nothing would. `takes_pictures`: pictures too, as they are."""

    way: Clipboard
    arrives: Arrival
    reason: str
    better: str = ""
    takes_pictures: bool = False


class Finding(NamedTuple):
    """Something that was found out of a terminal, and how."""

    topic: str
    value: str
    how: str


class Terminal(msgspec.Struct, frozen=True):
    """What is known of the terminal that a person sits at.

    `name` and `version` are as it says them ("kitty", "0.41.1"), empty where nobody says; `within` is the multiplexer
    between it and the studio, and `passes` whether tmux passes sequences on that
    are wrapped for it. `cell` and `background` (red, green, blue, 0 to 255) are None where it does not say.
    `round_trip` is the seconds until its last answer, None where none came. `doubtful` are ways of pictures that it
    may have, the best first, where nobody knows.
    """

    name: str
    version: str
    within: str
    colours: Colours
    picture: PictureChoice
    passes: bool
    notification: Notification
    has_progress: bool
    clipboard: ClipboardChoice
    cell: CellSize | None = None
    background: tuple[int, int, int] | None = None
    round_trip: float | None = None
    findings: tuple[Finding, ...] = ()
    doubtful: tuple[Protocol, ...] = ()

    @property
    def key(self) -> str:
        """What a person's word on this terminal is kept under."""
        return self.name or next((one.value for one in self.findings if one.topic == "TERM"), "")
