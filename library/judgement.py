"""What a person says of a picture, and the names in it; without XML, which only sidecars need."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from library.names import clean
from library.records import Mark

_MOST_NAMES = 500
_LONGEST_NAME = 200
_LONGEST_LABEL = 40
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""All that no XML file can hold, which is where these names go (XML 1.0, §2.2)."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said of a picture: stars 0 to 5, a mark, tags and albums by name."""

    rating: int = 0
    mark: Mark = ""
    tags: tuple[str, ...] = ()
    albums: tuple[str, ...] = ()


def names(found: Iterable[str]) -> tuple[str, ...]:
    """Names of tags or albums as they may be kept: on one line, of bounded length and number, each once, sorted."""
    kept: dict[str, str] = {}
    for text in found:
        name = " ".join(_NOT_XML.sub("", clean(text)).replace("|", "/").split())[:_LONGEST_NAME].strip()
        if name and len(kept) < _MOST_NAMES:
            kept.setdefault(name.lower(), name)
    return tuple(sorted(kept.values(), key=str.lower))


def label_of(text: str) -> str:
    """A colour label as it may be kept: one short line in small letters; empty where it says that there is none."""
    label = " ".join(_NOT_XML.sub("", clean(text)).split()).casefold()[:_LONGEST_LABEL].strip()
    return "" if label == "none" else label


def merged(mine: Judgement, theirs: Judgement, base: Judgement | None) -> Judgement:
    """What two have made of `base`: what either changed is changed, and where both did, `mine` counts.

    Without a base it is not known who took a name away, so none is.
    """
    if base is None:
        return msgspec.structs.replace(
            mine, tags=names(mine.tags + theirs.tags), albums=names(mine.albums + theirs.albums)
        )
    return Judgement(
        rating=theirs.rating if mine.rating == base.rating else mine.rating,
        mark=theirs.mark if mine.mark == base.mark else mine.mark,
        tags=_merged_names(mine.tags, theirs.tags, base.tags),
        albums=_merged_names(mine.albums, theirs.albums, base.albums),
    )


def _merged_names(mine: tuple[str, ...], theirs: tuple[str, ...], base: tuple[str, ...]) -> tuple[str, ...]:
    ours, others, before = ({name.lower() for name in some} for some in (mine, theirs, base))
    kept = (ours & others) | (ours - before) | (others - before)
    # Where it is only the spelling that changed, that is a change too.
    spelled = (*(name for name in mine if name not in base), *theirs, *mine)
    return names(name for name in spelled if name.lower() in kept)
