"""What a lettering is: words, places and look, as records that serialise to JSON and back without loss."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from studio.errors import StudioError

FORMAT = 3
"""Grows when a record would give other pixels than before; fields that are only added keep the number.

Of 1, paint is dimmed by the light on every ground; since 2 only on white panels, and less on cloth (`manner`).
Since 3, words are broken between syllables (`hyphens`), a caption's words fill more of its bar, and a bubble's tail
narrows only outside it (`paper`); and a place made by hand is filled, whatever is there (`ground`).
"""

Method = Literal["panel", "shirt", "pose", "centre", "hand", "sign", "edge", "space"]
"""What placed the words: `hand` is a person, `sign` a bright thing that a person pointed at, `edge` the picture's edge,
`space` a part of the picture where little is."""

Kind = Literal["print", "caption", "bubble"]
"""What the words are set as: printed on what is there, on a bar over the picture, or in a speech bubble."""

Case = Literal["as-written", "upper", "small-caps"]
CASES: tuple[Case, ...] = ("as-written", "upper", "small-caps")
Halo = Literal["auto", "on", "off"]

MOST_FAR = 1e6
"""No corner lies further out than this, in pixels."""


class LetteringUnreadable(StudioError):
    """A text is not a lettering record, or was written by a newer studio."""


class NothingToSet(StudioError):
    """There are no words, or there is no picture, to letter."""


class TextTooLong(StudioError):
    """A text has more than `LONGEST_TEXT` characters."""


class GlyphsMissing(StudioError):
    """The face has no glyph for some characters; `characters` are those, each once, in the order of the text."""

    def __init__(self, title: str, reason: str, remedy: str, characters: tuple[str, ...]) -> None:
        super().__init__(title, reason, remedy)
        self.characters = characters


class FontUnknown(StudioError):
    """A look names a face that is not shipped, or a font file that is not there, is none, or is another by now."""


class InkUnknown(StudioError):
    """A look's ink is neither `auto` nor `#rrggbb`."""


class PlaceUnusable(StudioError):
    """A quadrilateral that nothing can be set in: not four corners, not convex, or without area."""


class PoseModelUnusable(StudioError):
    """The pose model's file is missing, or is not a YOLOv8-pose network in ONNX."""


class Placement(msgspec.Struct, frozen=True):
    """Where words go. `quad` is four corners (x, y) in pixels, top-left first, clockwise; `confidence` is 0 to 1.

    Corners may lie outside the picture where a panel is cut by its edge. A pixel's centre has whole coordinates.
    `shared`: it is on somebody who wears other words, for there was nobody else.
    """

    method: Method
    quad: tuple[tuple[float, float], ...]
    confidence: float = 1.0
    shared: bool = False

    @property
    def worn(self) -> bool:
        """Whether somebody was found for the words, or a person chose their place."""
        return self.method != "centre" and not self.shared


class Look(msgspec.Struct, frozen=True):
    """How the words look. `font` names a shipped face ("": the usual one) or a font file, as `fonts.chosen` gives it;
    `ink` is `#rrggbb` or auto, by contrast."""

    case: Case = "as-written"
    font: str = ""
    ink: str = "auto"
    halo: Halo = "auto"


class Setting(msgspec.Struct, frozen=True):
    """One text at one place. `tail` is the point (x, y), in pixels, that a bubble's tail goes to."""

    text: str
    placement: Placement
    kind: Kind = "print"
    tail: tuple[float, float] | None = None


class LetteringRecord(msgspec.Struct, frozen=True):
    """A whole lettering: with the picture it was made for, it gives the same pixels again, byte for byte.

    `read` is what a reader of text saw at each setting, where one was asked; it changes no pixel.
    """

    format: int = FORMAT
    settings: tuple[Setting, ...] = ()
    look: Look = Look()
    read: tuple[str, ...] | None = None


def to_json(record: LetteringRecord) -> str:
    """The record as JSON, keys in the order of the fields."""
    return msgspec.json.encode(record).decode()


def from_json(text: str | bytes) -> LetteringRecord:
    """The record in a JSON text. Raises LetteringUnreadable."""
    try:
        record = msgspec.json.decode(text, type=LetteringRecord)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LetteringUnreadable("This is not a lettering", str(error), "Letter the picture again") from error
    if record.format > FORMAT:
        raise LetteringUnreadable(
            "This lettering is newer than this studio",
            f"it has format {record.format}, and this studio reads up to {FORMAT}",
            "Update the studio",
        )
    for setting in record.settings:
        corners = setting.placement.quad
        if len(corners) != 4 or not all(len(c) == 2 and all(_sane(v) for v in c) for c in corners):
            raise LetteringUnreadable(
                "This is not a lettering", "a place does not have four corners", "Letter the picture again"
            )
        if setting.tail is not None and not all(_sane(v) for v in setting.tail):
            raise LetteringUnreadable("This is not a lettering", "a tail goes nowhere", "Letter the picture again")
    return record


def _sane(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= MOST_FAR
