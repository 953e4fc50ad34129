"""What a person said of a picture, as XMP: read from any program's, written so that others understand it.

Format: XMP Specification Part 1 (ISO 16684-1), RDF/XML; `library.exchange.rdf` reads it within bounds. Written are
`xmp:Rating` (0 to 5; −1 for a reject, as darktable and Lightroom have it), `digiKam:PickLabel` (1 rejected, 3
accepted), and tags and albums as `library.exchange.keywords` has them; `milo:Stars` keeps a reject's stars. The ratings
and picks of others (Windows, ACDSee, Lightroom) are read where those are not there, and written where they stand.
Colour labels are read (`library.exchange.colour_labels`). All else that a file holds stays as it is, these labels too.
Errors are PictureUnreadable.
"""

from __future__ import annotations

from xml.dom import minidom

from library.exchange import colour_labels, keywords, rdf
from library.exchange.keywords import Named
from library.exchange.rdf import LARGEST, Property
from library.judgement import Judgement
from library.records import Mark

__all__ = [
    "LARGEST",
    "dates",
    "facts",
    "is_judgement_only",
    "read",
    "read_with_label",
    "says_anything",
    "user_comment",
    "with_source_type",
    "write",
]

_XMP = "http://ns.adobe.com/xap/1.0/"
_MILO = "urn:milo-studio:1.0/"
"""With a slash at its end, which exiv2 would add: it does to every namespace that ends in neither slash nor hash."""
_DYNAMIC = "http://ns.adobe.com/xmp/1.0/DynamicMedia/"

_RATING = Property(_XMP, "Rating", "xmp")
_STARS = Property(_MILO, "Stars", "milo")
_FACTS = Property(_MILO, "Facts", "milo")
_PICK_LABEL = Property("http://www.digikam.org/ns/1.0/", "PickLabel", "digiKam")
_PERCENT = Property("http://ns.microsoft.com/photo/1.0/", "Rating", "MicrosoftPhoto")
_ACDSEE = Property("http://ns.acdsee.com/iptc/1.0/", "rating", "acdsee")
_PICK = Property(_DYNAMIC, "pick", "xmpDM")
_GOOD = Property(_DYNAMIC, "good", "xmpDM")
_PERCENTS = ("0", "1", "25", "50", "75", "99")
"""What Windows writes for no star to five (System.Rating of the Windows Property System)."""

SOURCE_TYPE = Property("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "DigitalSourceType", "Iptc4xmpExt")
"""How a picture came into being, as `library.exchange.source_types` has it."""

_USER_COMMENT = Property("http://ns.adobe.com/exif/1.0/", "UserComment", "exif")
_DATES = (
    Property("http://ns.adobe.com/exif/1.0/", "DateTimeOriginal", "exif"),
    Property("http://ns.adobe.com/photoshop/1.0/", "DateCreated", "photoshop"),
    Property(_XMP, "CreateDate", "xmp"),
)


def read(data: bytes, name: str = "The sidecar") -> Judgement:
    """The judgement in XMP bytes; what is not there is empty. Raises PictureUnreadable."""
    with rdf.parsed(data, name) as document:
        return _judgement(document)


def read_with_label(data: bytes, name: str = "The sidecar") -> tuple[Judgement, str | None]:
    """The judgement in XMP bytes, and the colour label; None where nothing is said of one. Raises PictureUnreadable."""
    with rdf.parsed(data, name) as document:
        return _judgement(document), colour_labels.read(document)


def says_anything(data: bytes, name: str = "The sidecar") -> bool:
    """Whether XMP bytes say anything of a judgement, if only that there is no star. Raises PictureUnreadable."""
    with rdf.parsed(data, name) as document:
        return (
            any(rdf.has(document, one) for one in (_RATING, _PERCENT, _ACDSEE)) or _judgement(document) != Judgement()
        )


def facts(data: bytes, name: str = "The picture") -> str:
    """The studio's note in XMP bytes, as JSON; empty where there is none. Raises PictureUnreadable."""
    with rdf.parsed(data, name) as document:
        return rdf.simple(document, _FACTS)


def user_comment(data: bytes, name: str = "The picture") -> str:
    """`exif:UserComment` in XMP bytes; empty where there is none. Raises PictureUnreadable."""
    with rdf.parsed(data, name) as document:
        return next(iter(rdf.items(document, _USER_COMMENT)), "")


def dates(data: bytes, name: str = "The picture") -> list[str]:
    """What XMP bytes say of when a picture was made, in ISO 8601, the surest first. Raises PictureUnreadable."""
    with rdf.parsed(data, name) as document:
        return [text for one in _DATES if (text := rdf.simple(document, one))]


def write(
    judgement: Judgement,
    existing: bytes = b"",
    name: str = "The sidecar",
    *,
    facts: str = "",
    label: str = "",
    source_type: str = "",
) -> bytes:
    """XMP bytes that say `judgement`, and all else that `existing` says. Raises PictureUnreadable for that.

    `facts` is the studio's note on a picture as JSON in ASCII, `label` its colour label, and `source_type` how it came
    into being: for a copy of it that carries all. Where they are empty, what stands stays.
    """
    with rdf.parsed(existing or _EMPTY.encode(), name) as document:
        root = rdf.description(document, name)
        is_reject = judgement.mark == "reject"
        rdf.set_simple(document, root, _RATING, "-1" if is_reject else str(judgement.rating))
        rdf.set_simple(document, root, _STARS, str(judgement.rating) if is_reject and judgement.rating else "")
        _set_standing(document, root, _PERCENT, _PERCENTS[0 if is_reject else judgement.rating])
        _set_standing(document, root, _ACDSEE, "0" if is_reject else str(judgement.rating))
        _set_mark(document, root, judgement.mark)
        if facts:
            rdf.set_simple(document, root, _FACTS, facts)
        if label:
            colour_labels.write(document, root, label)
        if source_type:
            rdf.set_simple(document, root, SOURCE_TYPE, source_type)
        keywords.write(document, root, Named(judgement.tags, judgement.albums))
        return _whole(document)


def with_source_type(existing: bytes, source_type: str, name: str = "The picture") -> bytes:
    """XMP bytes that say how a picture came into being, and all that `existing` says. Raises PictureUnreadable."""
    with rdf.parsed(existing or _EMPTY.encode(), name) as document:
        rdf.set_simple(document, rdf.description(document, name), SOURCE_TYPE, source_type)
        return _whole(document)


def _whole(document: minidom.Document) -> bytes:
    """A document as a packet."""
    body = document.documentElement.toxml() if document.documentElement is not None else ""
    head, tail = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="w"?>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n{tail}\n'.encode()


_EMPTY = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'
)


def is_judgement_only(data: bytes, name: str = "The sidecar") -> bool:
    """Whether XMP bytes say nothing but a judgement, in the words of `write`. Raises PictureUnreadable."""
    with rdf.parsed(data, name) as document:
        is_own = keywords.take_away(document)
        for one in (_RATING, _STARS, _PICK_LABEL):
            rdf.take_away(document, one)
        return is_own and rdf.is_bare(document)


def _judgement(document: minidom.Document) -> Judgement:
    rating, mark = _rating(document), _mark(document)
    stars = _number(rdf.simple(document, _STARS))
    named = keywords.read(document)
    return Judgement(
        rating=min(5, max(0, stars if rating == -1 else rating)),
        mark="reject" if rating == -1 else mark,
        tags=named.tags,
        albums=named.albums,
    )


def _rating(document: minidom.Document) -> int:
    """Stars, or −1 for a reject: of the first program that says any, `xmp:Rating` before all."""
    if text := rdf.simple(document, _RATING):
        return _number(text)
    if text := rdf.simple(document, _PERCENT):
        return stars_of(_number(text))
    return _number(rdf.simple(document, _ACDSEE))


def stars_of(percent: int) -> int:
    """Windows' rating of 0 to 99 as stars: it takes 1 to 12 for one star, 13 to 37 for two, and so on."""
    return 0 if percent < 1 else 1 + min(4, (percent + 12) // 25)


def _mark(document: minidom.Document) -> Mark:
    """What digiKam says, or else Lightroom."""
    label, pick = _number(rdf.simple(document, _PICK_LABEL)), _number(rdf.simple(document, _PICK))
    good = rdf.simple(document, _GOOD).lower()
    if label in (1, 3):
        return "reject" if label == 1 else "pick"
    if pick in (1, -1):
        return "pick" if pick == 1 else "reject"
    return "pick" if good == "true" else "reject" if good == "false" else ""


def _set_mark(document: minidom.Document, root: minidom.Element, mark: Mark) -> None:
    label = rdf.simple(document, _PICK_LABEL)
    # digiKam's 0 and 2 (none, pending) say nothing else than no mark does.
    unmarked = label if label in ("0", "2") else ""
    rdf.set_simple(document, root, _PICK_LABEL, {"reject": "1", "pick": "3"}.get(mark, unmarked))
    _set_standing(document, root, _PICK, {"reject": "-1", "pick": "1"}.get(mark, "0"))
    _set_standing(document, root, _GOOD, {"reject": "False", "pick": "True"}.get(mark, ""))


def _set_standing(document: minidom.Document, root: minidom.Element, wanted: Property, value: str) -> None:
    if rdf.has(document, wanted):
        rdf.set_simple(document, root, wanted, value)


def _number(text: str) -> int:
    try:
        return int(float(text[:20])) if text.strip() else 0
    except (ValueError, OverflowError):
        return 0
