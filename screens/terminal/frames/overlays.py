"""Pictures that lie over the cells of the screen: which are on the terminal's glass, and which should be.

Sixel and iTerm2's pictures are wiped away where a cell under them is written; those that Kitty graphics place are in
some terminals, and stay in others until they are deleted. So a picture is written again when cells of it were, and what
is shown no more is deleted where that can be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.control import Control
from textual.geometry import Offset, Region

from screens.terminal.frames.encode import Encoded, placed, unplaced

Spans = Sequence[tuple[int, int, int]]
"""Cells of the screen that are written: row, the first column, the column behind the last."""


class Overlay(NamedTuple):
    """The part of a picture over `region` of the screen that is over `seen`.

    `covers` are parts of the screen that stand before that, and are to be written again after it.
    """

    encoded: Encoded
    region: Region
    seen: Region
    covers: tuple[Region, ...] = ()

    @property
    def is_costly(self) -> bool:
        """Whether showing it once more takes all of its bytes."""
        return bool(self.encoded.overlay)

    @property
    def placement(self) -> int:
        """The Kitty number of its place: the same picture may stand in several."""
        return (self.seen.y << 12 | self.seen.x) + 1

    def drawn(self) -> str:
        """What shows it; it leaves the cursor anywhere."""
        there = Control.move_to(*self.seen.offset).segment.text
        shown = self.encoded.overlay or placed(
            self.encoded, self.placement, self.seen.translate(-self.region.offset), self.region.size
        )
        return there + shown

    def deleted(self) -> str:
        """What takes it away; empty where cells that are written do."""
        return "" if self.is_costly else unplaced(self.encoded.image_id, self.placement)

    def is_same(self, other: Overlay) -> bool:
        """Whether the other one looks the same on the glass, whatever stands before it."""
        return self.encoded is other.encoded and self[1:3] == other[1:3]

    def is_touched(self, spans: Spans | None) -> bool:
        """Whether cells of it are written that nothing covers; None: those of the whole screen."""
        if spans is None:
            return True
        written = (Region(first, y, behind - first, 1).intersection(self.seen) for y, first, behind in spans)
        return any(uncovered(one, self.covers) for one in written if one)


class Change(NamedTuple):
    """What is to be taken away, and what is to be drawn; `is_put_off`: more is to be drawn when the screen rests."""

    gone: Sequence[Overlay]
    drawn: Sequence[Overlay]
    is_put_off: bool


class Overlays:
    """The pictures that lie over the cells of one terminal."""

    def __init__(self) -> None:
        self._there: dict[Offset, Overlay] = {}

    def __iter__(self) -> Iterator[Overlay]:
        return iter(self._there.values())

    def change(self, wanted: Iterable[Overlay], spans: Spans | None, *, rests: bool) -> Change:
        """What makes the glass show these and no others, once the cells of `spans` are written (None: all).

        What is costly waits while the screen does not rest: it may be written once more soon.
        """
        shown = {one.seen.offset: one for one in wanted}
        gone = [one for offset, one in self._there.items() if offset not in shown or not shown[offset].is_same(one)]
        lacking = [
            one
            for offset, one in shown.items()
            if offset not in self._there or not self._there[offset].is_same(one) or one.is_touched(spans)
        ]
        drawn = [one for one in lacking if rests or not one.is_costly]
        put_off = {one.seen.offset for one in lacking} - {one.seen.offset for one in drawn}
        self._there = {offset: one for offset, one in shown.items() if offset not in put_off}
        return Change(gone, drawn, bool(put_off))

    def forget_all(self) -> None:
        """Nothing lies over the cells any more."""
        self._there = {}


def parts(encoded: Encoded, region: Region, clip: Region, before: Iterable[Region]) -> Iterator[Overlay]:
    """What is in sight of a picture over a region of the screen, within `clip` and behind what stands `before` it.

    Only what Kitty graphics place can be shown in part; of the others the covered cells are to be written again.
    """
    seen = region.intersection(clip)
    covers = tuple(one.intersection(seen) for one in before if one.overlaps(seen))
    free = uncovered(seen, covers)
    if not encoded.overlay:
        yield from (Overlay(encoded, region, part) for part in free)
    elif free and seen == region:
        yield Overlay(encoded, region, seen, covers)


def uncovered(region: Region, covers: Iterable[Region]) -> list[Region]:
    """Rectangles that make up what of a region none of the others covers; none where there is nothing."""
    left = [region] if region else []
    for cover in covers:
        left = [part for one in left for part in _around(one, one.intersection(cover))]
    return left


def _around(region: Region, hole: Region) -> Iterator[Region]:
    """The parts of a region above, beside and below a hole in it."""
    if not hole:
        yield region
        return
    sides = (
        Region.from_corners(region.x, region.y, region.right, hole.y),
        Region.from_corners(region.x, hole.y, hole.x, hole.bottom),
        Region.from_corners(hole.right, hole.y, region.right, hole.bottom),
        Region.from_corners(region.x, hole.bottom, region.right, region.bottom),
    )
    yield from filter(None, sides)
