"""What was said of a picture inside its own file: in XMP, or else in EXIF and IPTC."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from library.errors import PictureUnreadable
from library.exchange import xmp
from library.exchange.source_types import is_packet
from library.formats.heads import iptc
from library.formats.heads.exif_values import value
from library.formats.heads.parts import XMP
from library.judgement import Judgement, names


def said_in(texts: Mapping[str, str]) -> Judgement:
    """The judgement among a file's texts; empty where there is none, or none that can be read.

    XMP leads; stars that it does not have are EXIF's, and keywords are taken from all of them together.
    """
    said = Judgement()
    if XMP in texts and not is_packet(texts[XMP]):
        with suppress(PictureUnreadable):
            said = xmp.read(texts[XMP].encode())
    keywords = [
        *value(texts, "XPKeywords").split(";"),
        *{**iptc.in_profile(texts), **texts}.get(iptc.KEYWORDS, "").split("\n"),
    ]
    rating = said.rating if said.rating or said.mark == "reject" else _stars(texts)
    return Judgement(rating=rating, mark=said.mark, tags=names([*said.tags, *keywords]), albums=said.albums)


def label_in(texts: Mapping[str, str]) -> str | None:
    """The colour label among a file's texts; None where nothing is said of one that can be read."""
    text = texts.get(XMP, "")
    # Few have any, and XML takes its time.
    if any(word in text for word in ("Label", "colorlabels")):
        with suppress(PictureUnreadable):
            return xmp.read_with_label(text.encode())[1]
    return None


def _stars(texts: Mapping[str, str]) -> int:
    """EXIF's stars: its Rating, or else the percentage that Windows has beside it."""
    rating, percent = value(texts, "Rating"), value(texts, "RatingPercent")
    if rating.isdigit() and 0 < int(rating) <= 5:
        return int(rating)
    return xmp.stars_of(int(percent)) if percent.isdigit() and int(percent) <= 100 else 0
