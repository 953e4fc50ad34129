"""Which pictures are held out, to judge a model by what it has not learned.

What shares a source or a look stays on one side. Of each view one is held out before a second of any, and the last
picture of a view is learned: both sides cover what there is. The same seed holds out the same pictures.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from studio.datasets.records import DatasetWrong, Picture, Source
from studio.datasets.reports.alikeness import Pair
from studio.datasets.reports.leaks import Shared, every_shared

USUAL_SHARE = 0.1
FEWEST = 5
"""Pictures of a dataset that can spare one."""
_LONGEST = 12
"""Characters of a number; Python reads none of over 4300 digits."""


class Split(NamedTuple):
    """The names of both sides, in the order of the pictures, and what is not as it should be, a line each."""

    training: tuple[str, ...]
    held_out: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def wanted(text: str, pictures: int) -> int:
    """How many of so many pictures "10%" or "3" are: at least one, and not all. Raises DatasetWrong."""
    bare = text.strip().removesuffix("%").strip()
    is_number = len(bare) <= _LONGEST and bare.isascii() and bare.replace(".", "", 1).isdigit()
    if not is_number or ("." in bare and not text.strip().endswith("%")):
        raise DatasetWrong(f"{text[:40]!r} is no number of pictures", "", "Give a share, 10%, or a number, 3")
    number = round(pictures * float(bare) / 100) if text.strip().endswith("%") else int(bare)
    if pictures < FEWEST:
        raise DatasetWrong(
            "Nothing can be held out",
            f"there {'is' if pictures == 1 else 'are'} {pictures} picture{'s' * (pictures != 1)} to learn from",
            f"Add pictures first: from {FEWEST} on one can be spared",
        )
    if number >= pictures or (number == 0 and float(bare) == 0):
        reason = f"it has {pictures} pictures, and some must be learned and some held out"
        raise DatasetWrong(f"{text.strip()} cannot be held out", reason, f"Give a number from 1 to {pictures - 1}")
    return max(1, number)


def split(
    pictures: Sequence[Picture], sources: Sequence[Source], alike: Sequence[Pair], count: int, seed: int = 0
) -> Split:
    """Hold out about `count` of the pictures, never more; those that are set aside are on neither side.

    Where a sheet is all there is, its figures are held out each by itself, which a remark says. Raises DatasetWrong
    where no group of pictures that belong together is small enough.
    """
    used = sorted((picture for picture in pictures if not picture.aside), key=lambda picture: picture.name)
    shared = every_shared(used, sources, alike)
    remarks: tuple[str, ...] = ()
    held = _chosen(used, shared, count, seed)
    if not held:
        held = _chosen(used, [one for one in shared if one.why != "same sheet"], count, seed)
        remarks = (
            "Some held-out pictures come from a sheet that is learned too: they show more than a stranger would",
        )
    if not held:
        reason = f"all that may be held out belongs to more than {count} pictures, by its source or its look"
        raise DatasetWrong("Nothing can be held out", reason, "Hold out more, or add pictures from other sources")
    learned = tuple(picture.name for picture in pictures if not picture.aside and picture.name not in held)
    kept = tuple(picture.name for picture in pictures if picture.name in held)
    return Split(learned, kept, (*remarks, *_uncovered(used, held)))


def _chosen(used: Sequence[Picture], shared: Iterable[Shared], count: int, seed: int) -> frozenset[str]:
    """The names that are held out: whole groups, each the one that shows most of what none of those before it shows."""
    groups = [tuple(group) for group in _groups(used, shared)]
    learned = Counter(picture.view for picture in used)
    chance = {group: _chance(group, seed) for group in groups}
    held: list[Picture] = []
    while True:
        there = {picture.view for picture in held}

        def gain(group: tuple[Picture, ...], there: set[str] = there) -> tuple[int, int, str]:
            views = {picture.view for picture in group}
            return len({view for view in views if view} - there), -len(group), chance[group]

        fitting = [group for group in groups if len(held) + len(group) <= count and _can_go(group, learned)]
        if not fitting:
            return frozenset(picture.name for picture in held)
        best = max(fitting, key=gain)
        groups.remove(best)
        held += best
        learned.subtract(picture.view for picture in best)


def _can_go(group: Sequence[Picture], learned: Counter[str]) -> bool:
    """Whether every view of a group is still learned without it, and something is learned at all."""
    going = Counter(picture.view for picture in group)
    return learned.total() > len(group) and all(not view or learned[view] > number for view, number in going.items())


def _groups(used: Sequence[Picture], shared: Iterable[Shared]) -> Iterator[list[Picture]]:
    """Pictures that belong together, directly or by others."""
    root = {picture.name: picture.name for picture in used}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one in shared:
        root[find(one.one)] = find(one.other)
    groups: dict[str, list[Picture]] = defaultdict(list)
    for picture in used:
        groups[find(picture.name)].append(picture)
    yield from groups.values()


def _chance(group: Sequence[Picture], seed: int) -> str:
    return hashlib.sha256(f"{seed}:{group[0].name}".encode("utf-8", "surrogateescape")).hexdigest()


def _uncovered(used: Sequence[Picture], held: frozenset[str]) -> tuple[str, ...]:
    """Which views nothing held out shows, though as many are held out as there are views."""
    every = {picture.view for picture in used if picture.view}
    there = {picture.view for picture in used if picture.name in held}
    lacking = sorted(every - there)
    return (f"No view is held out of: {', '.join(lacking)}",) if lacking and len(held) >= len(every) > 1 else ()
