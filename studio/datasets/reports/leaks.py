"""Pictures that are one, or come from one: between those that are learned and those to judge by, and among either.

A model that is judged by pictures that it has learned is praised for its memory.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from studio.datasets.records import Box, Cut, Picture, Source, Square
from studio.datasets.reports.alikeness import Pair

Why = Literal["same picture", "mirrored", "same part", "same source", "same sheet"]
"""`same part`: cut from the same place of one source; `same sheet`: other figures of one design sheet."""

_OVER = 0.5
"""Overlap of two boxes (intersection over union) that show the same."""
_SURE = 0.999
"""Correlation of pictures that are one whatever is said of them."""


class Shared(NamedTuple):
    """Two pictures that have something in common that they should not have."""

    one: str
    other: str
    why: Why


class Leaks(NamedTuple):
    """What is shared by training and held-out pictures (that of training first), and what is twice in training."""

    across: tuple[Shared, ...]
    inside: tuple[Shared, ...]


def leaks(pictures: Sequence[Picture], sources: Sequence[Source], alike: Sequence[Pair]) -> Leaks:
    """The leaks among pictures, of which those that are set aside count for nothing."""
    used = {picture.name: picture for picture in pictures if not picture.aside}
    across, inside = [], []
    for shared in every_shared(tuple(used.values()), sources, alike):
        one, other = used[shared.one], used[shared.other]
        if one.held_out != other.held_out:
            across.append(Shared(other.name, one.name, shared.why) if one.held_out else shared)
        elif not one.held_out and shared.why in ("same picture", "mirrored", "same part"):
            inside.append(shared)
    return Leaks(tuple(across), tuple(inside))


def every_shared(pictures: Sequence[Picture], sources: Sequence[Source], alike: Sequence[Pair]) -> tuple[Shared, ...]:
    """All pairs of pictures that share a look, a place in a source, or a source; each once, by what weighs most."""
    by_name = {picture.name: picture for picture in pictures}
    found: dict[tuple[str, str], Shared] = {}
    looks = ((pair.one, pair.other, pair) for pair in alike if pair.one in by_name and pair.other in by_name)
    for one, other, pair in looks:
        if not _differ_as_said(by_name[one], by_name[other], pair):
            found[one, other] = Shared(one, other, "mirrored" if pair.is_mirrored else "same picture")
    for shared in itertools.chain(_same_bytes(pictures), _same_source(pictures, sources)):
        if (shared.one, shared.other) not in found and (shared.other, shared.one) not in found:
            found[shared.one, shared.other] = shared
    return tuple(found.values())


def _differ_as_said(one: Picture, other: Picture, pair: Pair) -> bool:
    """Whether somebody has said that two pictures show something else, and they are not the same all over."""
    said = [(getattr(one, field), getattr(other, field)) for field in ("view", "framing", "expression", "outfit")]
    return pair.alike < _SURE and any(left and right and left != right for left, right in said)


def _same_bytes(pictures: Sequence[Picture]) -> Iterator[Shared]:
    yield from _in_groups(((picture.sha256, picture.name) for picture in pictures if picture.sha256), "same picture")


def _in_groups(keyed: Iterator[tuple[str, str]], why: Why) -> Iterator[Shared]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, name in keyed:
        groups[key].append(name)
    for names in groups.values():
        yield from (Shared(one, other, why) for one, other in itertools.combinations(names, 2))


def _same_source(pictures: Sequence[Picture], sources: Sequence[Source]) -> Iterator[Shared]:
    kinds = {source.sha256: source.kind for source in sources}
    groups: dict[str, list[Picture]] = defaultdict(list)
    for picture in pictures:
        if picture.source:
            groups[picture.source].append(picture)
    for source, group in groups.items():
        apart: Why = "same sheet" if kinds.get(source) == "sheet" else "same source"
        boxes = {picture.name: _box(picture) for picture in group}
        for one, other in itertools.combinations(group, 2):
            first, second = boxes[one.name], boxes[other.name]
            both_whole = first is None and second is None
            is_same = both_whole or (first is not None and second is not None and overlap(first, second) >= _OVER)
            yield Shared(one.name, other.name, "same part" if is_same else apart)


def _box(picture: Picture) -> Box | None:
    """Which part of its source a picture shows, as its first cut says; None where it has none."""
    for step in picture.steps:
        if isinstance(step, Cut):
            return step.box
        if isinstance(step, Square) and step.box is not None:
            return step.box
    return None


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0, width) * max(0, height)
    every = one.width * one.height + other.width * other.height - shared
    return shared / every if every else 0.0
