"""The faces, the shipped ones and a person's own, and which characters they have."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont

import data
from studio.lettering.records import Case, FontUnknown, GlyphsMissing, NothingToSet, TextTooLong
from studio.plain_text import expanded
from studio.scenes.limits import LONGEST_TEXT

FACES = {
    "roboto-condensed": "fonts/RobotoCondensed-Bold.ttf",
    "roboto-slab": "fonts/RobotoSlab-Bold.otf",
    "comic-neue": "fonts/ComicNeue-Bold.otf",
    "lobster": "fonts/Lobster.otf",
}
"""Name → shipped file. The Roboto faces are under the Apache License 2.0, the others under the SIL Open Font License
1.1; both lie beside the files."""

USUAL = "roboto-condensed"

SMALL = 0.78
"""The height of small capitals over that of capitals."""

SUFFIXES = (".ttf", ".otf", ".ttc")
LARGEST_FILE = 64 << 20
"""Bytes of the largest font file that is read."""

PROBE = 200
"""Pixels an em of the face that text is measured with."""

_LACKING = "\uffff"
"""No face has this one: it is drawn as the box for what a face lacks."""

_MARK = "#sha256="
"""Stands between a font file's path and the digest that a record keeps, so that another file is not taken for it."""


def chosen(font: str) -> str:
    """A shipped name as it is; a font file's path with the digest of its bytes, as looks keep it. Raises FontUnknown.

    This is where a file is tried: what it gives can be set with.
    """
    if not font or font in FACES:
        return font
    path = str(expanded(font.partition(_MARK)[0]))
    if not _is_file_name(path):
        raise _unknown(font)
    marked = f"{path}{_MARK}{_digest(_read(path))}"
    face(marked, 16)
    return marked


def name_of(font: str) -> str:
    """A face in words: its shipped name, or its file's name."""
    return Path(font.partition(_MARK)[0]).name if font else USUAL


@lru_cache(maxsize=48)
def face(name: str, size: float) -> ImageFont.FreeTypeFont:
    """The face at `size` pixels an em. Raises FontUnknown."""
    try:
        return ImageFont.truetype(io.BytesIO(_bytes(name)), size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise FontUnknown(
            "That is no font", f"{name_of(name)} cannot be read as one: {error}", "Name a TrueType or OpenType file"
        ) from error


def clean(text: str) -> str:
    """The text as it is set: composed (NFC), single blanks, no controls. Raises NothingToSet, TextTooLong."""
    composed = unicodedata.normalize("NFC", text)
    seen = (c for c in composed if unicodedata.category(c) != "Cf")
    words = "".join(" " if unicodedata.category(c) in {"Zs", "Zl", "Zp", "Cc"} else c for c in seen).split()
    if not words:
        raise NothingToSet("There is nothing to set", "the text has no characters that can be seen", "Type some words")
    if len(text) > LONGEST_TEXT:
        reason = f"it has {len(text)} characters"
        raise TextTooLong("The text is too long to be read", reason, f"Take at most {LONGEST_TEXT}")
    return " ".join(words)


def check(text: str, name: str = "") -> None:
    """Raise GlyphsMissing where the face lacks a character of the text."""
    missing = tuple(dict.fromkeys(c for c in text if not _has(name, c)))
    if missing:
        shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing[:8])
        raise GlyphsMissing(
            "Some characters cannot be set",
            f"the face has no glyph for {shown}" + (" and others" if len(missing) > 8 else ""),
            _remedy(missing, name),
            missing,
        )


def runs(text: str, case: Case) -> tuple[tuple[str, float], ...]:
    """The text as it is drawn: pieces, each with its size over that of the whole."""
    if case == "as-written":
        return ((text, 1.0),)
    if case == "upper":
        return ((text.upper(), 1.0),)
    pieces = groupby(text, key=lambda c: c.upper() != c)
    return tuple(("".join(piece).upper(), SMALL if small else 1.0) for small, piece in pieces)


def length(text: str, case: Case, name: str) -> float:
    """The width of a text in ems."""
    probe = probe_face(name)
    return sum(probe.getlength(piece) * size for piece, size in runs(text, case)) / PROBE


def extent(text: str, case: Case, name: str) -> tuple[float, float]:
    """How far the text's ink goes above and below the baseline, in ems; at least a little above."""
    probe = probe_face(name)
    boxes = [(size, probe.getbbox(piece, anchor="ls")) for piece, size in runs(text, case)]
    above, below = max(-box[1] * size for size, box in boxes), max(box[3] * size for size, box in boxes)
    return max(above, 1.0) / PROBE, max(below, 0.0) / PROBE


def _remedy(missing: tuple[str, ...], name: str) -> str:
    """What to do about characters that a face lacks: the shipped faces that have them all, where there are such."""
    having = [other for other in FACES if other != (name or USUAL) and all(_has(other, c) for c in missing)]
    return f"Choose another face: {', '.join(having)}" if having else "Leave them out, or write them in words"


@cache
def _bytes(name: str) -> bytes:
    file = FACES.get(name or USUAL)
    if file is not None:
        return data.blob(file)
    path, _, digest = name.partition(_MARK)
    if not digest or not _is_file_name(path):
        raise _unknown(name)
    content = _read(path)
    if _digest(content) != digest:
        raise FontUnknown(
            "The font is not the one that was used", f"{path} has changed since", "Letter the picture again"
        )
    return content


def _is_file_name(path: str) -> bool:
    return Path(path).is_absolute() and Path(path).suffix.casefold() in SUFFIXES


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:24]


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FontUnknown("The font cannot be read", f"{path}: {why}", "Name another font file") from error
    if len(content) > LARGEST_FILE:
        raise FontUnknown("The font cannot be read", f"{path} is larger than 64 MiB", "Name another font file")
    return content


def _unknown(name: str) -> FontUnknown:
    known = ", ".join(FACES)
    return FontUnknown(
        "There is no such face",
        f"{name!r} is not shipped",
        f"Choose one of {known}, or name a .ttf or .otf file in full",
    )


@lru_cache(maxsize=4096)
def _has(name: str, character: str) -> bool:
    """Whether the face draws the character as something other than its box for characters that it lacks."""
    if character == " ":
        return True
    probe = probe_face(name)
    # Drawing takes many times as long as measuring.
    if _measured(probe, character) != _measured(probe, _LACKING):
        return True
    return _drawn(probe, character) != _drawn(probe, _LACKING)


@cache
def probe_face(name: str) -> ImageFont.FreeTypeFont:
    """The face at PROBE pixels an em, loaded once; it is only asked for sizes and masks."""
    return face(name, PROBE)


def _measured(probe: ImageFont.FreeTypeFont, character: str) -> tuple[object, float]:
    return probe.getbbox(character), probe.getlength(character)


def _drawn(probe: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], bytes]:
    mask = probe.getmask(character, mode="L")
    return mask.size, bytes(mask)
