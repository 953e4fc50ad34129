"""The shipped faces, and which characters they have."""

from __future__ import annotations

import io
import unicodedata
from functools import cache, lru_cache

from PIL import ImageFont

import data
from studio.lettering.records import FontUnknown, GlyphsMissing, NothingToSet

FACES = {"roboto-condensed": "fonts/RobotoCondensed-Bold.ttf"}
"""Name → shipped file. Roboto Condensed Bold is under the Apache License 2.0, which lies beside it."""

USUAL = "roboto-condensed"


def face(name: str, size: float) -> ImageFont.FreeTypeFont:
    """The face at `size` pixels an em. Raises FontUnknown for a name that is not shipped."""
    return ImageFont.truetype(io.BytesIO(_bytes(name)), size, layout_engine=ImageFont.Layout.BASIC)


def clean(text: str) -> str:
    """The text as it is set: composed (NFC), white space as single blanks, no controls. Raises NothingToSet."""
    composed = unicodedata.normalize("NFC", text)
    seen = (c for c in composed if unicodedata.category(c) != "Cf")
    words = "".join(" " if unicodedata.category(c) in {"Zs", "Zl", "Zp", "Cc"} else c for c in seen).split()
    if not words:
        raise NothingToSet("There is nothing to set", "the text has no characters that can be seen", "Type some words")
    return " ".join(words)


def check(text: str, name: str = "") -> None:
    """Raise GlyphsMissing where the face lacks a character of the text."""
    missing = tuple(dict.fromkeys(c for c in text if not _has(name, c)))
    if missing:
        shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing[:8])
        raise GlyphsMissing(
            "Some characters cannot be set",
            f"the face has no glyph for {shown}" + (" and others" if len(missing) > 8 else ""),
            "Leave them out, or write them in words",
            missing,
        )


@cache
def _bytes(name: str) -> bytes:
    file = FACES.get(name or USUAL)
    if file is None:
        raise FontUnknown("There is no such face", f"{name!r} is not shipped", f"Choose one of {', '.join(FACES)}")
    return data.blob(file)


@lru_cache(maxsize=4096)
def _has(name: str, character: str) -> bool:
    """Whether the face draws the character as something other than its box for characters that it lacks."""
    if character == " ":
        return True
    probe = probe_face(name)
    return _drawn(probe, character) != _drawn(probe, "\uffff")


PROBE = 200
"""Pixels an em of the face that text is measured with."""


@cache
def probe_face(name: str) -> ImageFont.FreeTypeFont:
    """The face at PROBE pixels an em, loaded once; it is only asked for sizes and masks."""
    return face(name, PROBE)


def _drawn(probe: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], float, bytes]:
    mask = probe.getmask(character, mode="L")
    return mask.size, probe.getlength(character), bytes(mask)
