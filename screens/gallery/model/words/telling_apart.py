"""What tells pictures from their neighbours, in as many cells as there are: their scenes, or else what differs first.

Pure: pictures in, words out. Neighbours are those of the same block of a shelf and of the two beside it, so that words
stay the same while a shelf is walked along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len

from library.records import Picture
from screens.gallery.model.captions import cut, one_line, shortened, title
from screens.gallery.model.shelf import Shelf

BLOCK = 24
"""Pictures of a block."""

MOST_KEPT = 8
"""Blocks before and after one of which is asked, that are kept."""

BETWEEN = " · "
LEAST_TITLE = 8
"""Cells from which a scene is told behind what tells its pictures apart."""


class Told(NamedTuple):
    """Something that is known of a picture, with its name and, for little room, without."""

    named: str
    bare: str


_KNOWN: tuple[Callable[[Picture], Told], ...] = (
    lambda picture: _plain(picture.facts.saying),
    lambda picture: _plain(picture.facts.style),
    lambda picture: _plain(picture.facts.plate),
    lambda picture: _plain(picture.facts.engine),
    lambda picture: _plain(picture.facts.model),
    lambda picture: _plain(", ".join(picture.facts.loras)),
    lambda picture: _number("guidance", picture.facts.guidance),
    lambda picture: _number("steps", picture.facts.steps),
    lambda picture: _number("seed", picture.facts.seed),
    lambda picture: _plain(f"{picture.width}×{picture.height}"),
)
"""What may tell pictures of one scene apart, what a person chose first."""


def _plain(text: str) -> Told:
    line = one_line(text)
    return Told(line, line)


def _number(name: str, value: float | None) -> Told:
    digits = "" if value is None else str(value) if isinstance(value, int) else f"{value:g}"
    return Told(f"{name} {digits}" if digits else "", digits)


class Captions:
    """What tells the pictures of a shelf from their neighbours; what was found out is kept for the next time."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known: dict[int, tuple[list[Picture], Neighbours]] = {}

    def of(self, index: int, room: int) -> str:
        """That of the picture at an index of the shelf, on at most `room` cells."""
        first, pictures = self._shelf.first, self._shelf.pictures
        block = (first + index) // BLOCK
        begin = max(0, (block - 1) * BLOCK - first)
        near = pictures[begin : (block + 2) * BLOCK - first]
        if block not in self._known or self._known[block][0] != near:
            self._known = {at: kept for at, kept in self._known.items() if abs(at - block) <= MOST_KEPT}
            self._known[block] = near, Neighbours(near)
        return self._known[block][1].caption(pictures[index], room)


class Neighbours:
    """Pictures of which each is to be told from the others."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self._titles = {picture.id: title(picture) for picture in pictures}
        self._of_title: dict[str, list[Picture]] = {}
        for picture in pictures:
            self._of_title.setdefault(self._titles[picture.id], []).append(picture)
        self._groups: dict[str, OneScene] = {}
        self._shared: dict[str, int] | None = None

    def caption(self, picture: Picture, room: int) -> str:
        """What tells a picture, one of these, from the others, on at most `room` cells."""
        name = self._titles[picture.id]
        if len(self._of_title[name]) > 1:
            if name not in self._groups:
                self._groups[name] = OneScene(self._of_title[name])
            return self._with_title(self._groups[name].caption(picture, room), name, room)
        if cell_len(name) <= room:
            return name
        if self._shared is None:
            self._shared = shared_beginnings(self._of_title)
        return shortened_from(name, self._shared[name], room)

    def _with_title(self, told: str, name: str, room: int) -> str:
        """What is told, and behind it the scene, where there is room and other scenes are near."""
        left = room - cell_len(told) - len(BETWEEN)
        return f"{told}{BETWEEN}{cut(name, left)}" if left >= LEAST_TITLE and len(self._of_title) > 1 else told


class OneScene:
    """Pictures of one scene: each is told by the first thing that no other has, or by several together."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self._told = {picture.id: tuple(tell(picture) for tell in _KNOWN) for picture in pictures}
        values = list(zip(*self._told.values(), strict=True))
        self._counts = [Counter(column) for column in values]
        self._differing = [at for at, counts in enumerate(self._counts) if len(counts) > 1]
        self._shared: dict[int, dict[str, int]] = {}

    def caption(self, picture: Picture, room: int) -> str:
        """What tells a picture, one of these, from the others, on at most `room` cells."""
        told = self._told[picture.id]
        alone = (at for at in self._differing if self._counts[at][told[at]] == 1 and told[at].bare)
        first = next(alone, None)
        chosen = self._together(told) if first is None else (first,)
        if not chosen:
            # All that is known of them is the same.
            return shortened(f"{picture.id}", room)
        for words in (BETWEEN.join(told[at].named for at in chosen), BETWEEN.join(told[at].bare for at in chosen)):
            if cell_len(words) <= room:
                return words
        return shortened(words, room) if first is None else shortened_from(words, self._shared_at(first)[words], room)

    def _together(self, told: tuple[Told, ...]) -> tuple[int, ...]:
        """The first things that together no other picture has; empty where one has all of them."""
        others, chosen = [one for one in self._told.values() if one is not told], []
        for at in self._differing:
            left = [one for one in others if one[at] == told[at]]
            if len(left) < len(others) and told[at].bare:
                chosen.append(at)
                others = left
        return () if others else tuple(chosen)

    def _shared_at(self, at: int) -> dict[str, int]:
        if at not in self._shared:
            self._shared[at] = shared_beginnings(told.bare for told in self._counts[at])
        return self._shared[at]


def shared_beginnings(texts: Iterable[str]) -> dict[str, int]:
    """How many characters each of some different texts has in common, at its beginning, with the likest of them."""
    ordered = sorted(texts)
    shared = [0, *(_shared(one, other) for one, other in pairwise(ordered)), 0]
    return {text: max(shared[at], shared[at + 1]) for at, text in enumerate(ordered)}


def _shared(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def shortened_from(text: str, shared: int, room: int) -> str:
    """The text on at most `room` cells; of one that is longer the word is kept in which it differs from others.

    `shared` characters at its beginning are those of others too: they are cut where there is no room for that word too.
    """
    if cell_len(text) <= room or not shared:
        return shortened(text, room)
    word = text.rfind(" ", 0, shared + 1) + 1
    if cell_len(text[:shared] + text[shared:].lstrip().partition(" ")[0]) < room - 1:
        return cut(text, room)
    begin = word if cell_len(text[word : shared + 1]) <= room - 2 else shared
    end = text[begin:]
    left = room - 1 - cell_len(end)
    if left < 0:
        return f"…{cut(end, room - 1)}" if room > 1 else shortened(text, room)
    short = shortened(text, room)
    return short if short.endswith(end) else f"{cut(text, left + 1).removesuffix('…')}…{end}"


def told_apart(captions: Sequence[str], pictures: Sequence[Picture], rooms: Sequence[int]) -> list[str]:
    """The captions of pictures that are seen together; instead of two that are the same, the pictures' numbers."""
    counts = Counter(captions)
    return [
        caption if counts[caption] == 1 else shortened(f"{picture.id}", room)
        for caption, picture, room in zip(captions, pictures, rooms, strict=True)
    ]
