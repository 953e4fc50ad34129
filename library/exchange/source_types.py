"""How a picture came into being, as its own file says it: `Iptc4xmpExt:DigitalSourceType` in XMP.

Format: IPTC Photo Metadata Standard 2023.1 and later (a simple value, the URI of a concept), of the vocabulary
http://cv.iptc.org/newscodes/digitalsourcetype/. What a trained model drew is trainedAlgorithmicMedia, what it drew into
a part of another picture compositeWithTrainedAlgorithmicMedia (inpainting is its example), what an algorithm alone drew
algorithmicMedia, and a sheet of several of which a model drew one compositeSynthetic.

Words that code sets on a picture change none of this: they are no generative edit, and the picture under them is as
much made by a model as before. So a lettering says what its picture says. What came from elsewhere keeps what it says,
and nothing is claimed of what says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache

import msgspec

from library.errors import PictureUnreadable
from library.exchange import rdf, xmp
from library.formats.heads.parts import XMP
from library.records import PictureFacts

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED = f"{VOCABULARY}trainedAlgorithmicMedia"
EDITED = f"{VOCABULARY}compositeWithTrainedAlgorithmicMedia"
COMPOSITE = f"{VOCABULARY}compositeSynthetic"
ALGORITHMIC = f"{VOCABULARY}algorithmicMedia"
_BY_MODELS = frozenset({TRAINED, EDITED, COMPOSITE})


class _Masked(msgspec.Struct):
    """The one thing of a recipe that matters here: whether a part of another picture was drawn anew."""

    mask: object = None


def of_facts(facts: PictureFacts) -> str:
    """What to say of a picture that the studio had drawn; empty where nobody knows by whom."""
    if facts.draft:
        return ALGORITHMIC
    if not facts.engine:
        return ""
    with suppress(msgspec.DecodeError, UnicodeError, RecursionError):
        if facts.recipe and msgspec.json.decode(facts.recipe, type=_Masked).mask is not None:
            return EDITED
    return TRAINED


def of_sheet(parts: Iterable[str]) -> str:
    """What to say of one picture that is made of others, by what each of those says."""
    said = set(parts)
    if said & _BY_MODELS:
        return COMPOSITE
    return ALGORITHMIC if said == {ALGORITHMIC} else ""


def said_in(texts: Mapping[str, str]) -> str:
    """What a file says, among its texts by keyword; empty where it says nothing that can be read."""
    text = texts.get(XMP, "")
    if xmp.SOURCE_TYPE.local in text:
        with suppress(PictureUnreadable), rdf.parsed(text.encode(), "The picture") as document:
            return rdf.simple(document, xmp.SOURCE_TYPE).strip()
    return ""


def marked(texts: Mapping[str, str], source_type: str) -> dict[str, str]:
    """The text that makes a PNG with these texts say it, beside what its XMP says already; none where that says one.

    XMP that cannot be read stays as it is.
    """
    existing = texts.get(XMP, "")
    if not source_type or said_in(texts):
        return {}
    if not existing:
        return {XMP: packet(source_type).decode()}
    with suppress(PictureUnreadable):
        return {XMP: xmp.with_source_type(existing.encode(), source_type).decode()}
    return {}


def packet(source_type: str) -> bytes:
    """XMP that says this and nothing else."""
    return xmp.with_source_type(b"", source_type)


def is_packet(text: str) -> bool:
    """Whether this XMP says nothing but how the studio's picture came into being: there is nothing else to look for."""
    return text in _packets()


@cache
def _packets() -> frozenset[str]:
    return frozenset(packet(one).decode() for one in (TRAINED, EDITED, COMPOSITE, ALGORITHMIC))
