"""The colours that swatches on a dataset's sheets show, and which parts of a member have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from library.errors import LibraryError
from studio.cast.members import part_called
from studio.datasets.folder.reading import Opened
from studio.datasets.making.remaking import Progress, source_pixels
from studio.datasets.records import DatasetWrong
from studio.datasets.sheets.labels import finding
from studio.datasets.sheets.labels.palette import Shade, palette
from studio.errors import Notice
from studio.notices import notice_of

_SAME = 10
"""Levels of a channel up to which colours on two sheets are one."""


class Swatch(NamedTuple):
    """A colour that sheets show; `sheets` are the names of their files."""

    shade: Shade
    sheets: tuple[str, ...]


class Swatches(NamedTuple):
    """All of a dataset's, in the order in which they were found. `unreadable`: sheets by name, and why."""

    found: tuple[Swatch, ...] = ()
    unreadable: tuple[tuple[str, Notice], ...] = ()
    sheets: int = 0
    """How many were looked at."""


def swatches(opened: Opened, progress: Progress | None = None) -> Swatches:
    """The swatches of all sheets of a dataset; where it is stopped, those of the sheets until then.

    Blocks, for seconds a sheet with an OCR engine; without one no words are read.
    """
    sheets = [source for source in opened.dataset.sources if source.kind == "sheet"]
    reader = finding.engine() if sheets else None
    seen: list[tuple[Shade, str]] = []
    unreadable: list[tuple[str, Notice]] = []
    for done, source in enumerate(sheets):
        if progress is not None and not progress(done, len(sheets), source.name):
            sheets = sheets[:done]
            break
        try:
            labels = finding.found(source_pixels(opened, source), reader)
        except (DatasetWrong, LibraryError) as error:
            unreadable.append((source.name, notice_of(error)))
        else:
            seen += [(shade, source.name) for shade in palette(labels)]
    return Swatches(together(seen), tuple(unreadable), len(sheets))


def together(seen: Sequence[tuple[Shade, str]]) -> tuple[Swatch, ...]:
    """What is on several sheets once: the same words with about the same colour, each with the first one's colour."""
    found: list[Swatch] = []
    for shade, sheet in seen:
        for at, other in enumerate(found):
            if other.shade.words == shade.words and _far(other.shade.colour, shade.colour) <= _SAME:
                found[at] = other._replace(sheets=tuple(dict.fromkeys((*other.sheets, sheet))))
                break
        else:
            found.append(Swatch(shade, (sheet,)))
    return tuple(found)


def part_of(words: str, colours: Mapping[str, str]) -> str:
    """The part of a member that printed words name: one that has a colour already, where they say it or one of them
    does ("main coat" is the coat), else the words themselves."""
    if (whole := part_called(words, colours)) in colours:
        return whole
    named = [part for word in words.split() if (part := part_called(word, colours)) in colours]
    return named[0] if len(named) == 1 else words


def parts_of(found: Sequence[Swatch], colours: Mapping[str, str]) -> tuple[str, ...]:
    """The part of each swatch, empty where none is said. A part has one colour: that which most sheets show, and of
    those the first."""
    parts = [part_of(one.shade.words, colours) for one in found]
    for part in set(parts) - {""}:
        ours = [at for at, other in enumerate(parts) if other == part]
        best = max(ours, key=lambda at: (len(found[at].sheets), -at))
        for at in ours:
            parts[at] = part if at == best else ""
    return tuple(parts)


def _far(one: str, other: str) -> int:
    return max(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))
