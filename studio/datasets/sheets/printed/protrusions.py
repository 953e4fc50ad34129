"""What is printed and touches a figure: arrows and rulers that end on it, letters that stick out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.datasets.sheets.printed.shapes import Row, inkiest
from studio.datasets.sheets.printed.ticks import ticks_at

Array = NDArray[Any]

_THIN: Final = (0.0038, 0.0022)
"""Half the thickness of arrows and rulers, of the sheet's longer side, at most: by the first, thick ones are found, by
the second those whose words are as small as thick lines."""
_SAME_INK: Final = 15.0
"""How far from the ink of its row a letter's pixel is at most."""
_PALEST: Final = 0.25
"""How much of the ink of its words a line has at least that is thinner than a pixel."""
_BLEND: Final = 13.0
"""How far from all blends of the ground and an ink a pixel of that ink is at most."""
_SOLID: Final = 0.005
"""Half the thickness of the strokes of the largest letters."""
_INKED: Final = 0.65
"""Of what is printed, how much is ink."""
_SOLIDLY, _OTHERWISE = 0.85, 0.5
"""The share of words that is all ink at most; that has neither their ink nor the ground's colour."""
_SCRAP: Final = 0.06
"""Of the longer side: the longest scrap of print."""
_STRAIGHT: Final = 0.85
"""Of an arrow's pixels, how many lie on its line."""
_WORDS: Final = (0.004, 0.05)
"""Of the longer side: the height of words that an arrow begins at."""


class _Thin(NamedTuple):
    """A thin part that sticks out of figures: its `own` pixels (h, w) bool at a place, the bodies that it touches."""

    place: tuple[slice, slice]
    own: Array
    bodies: tuple[int, ...]
    touching: int
    """How many of its pixels lie beside them."""

    @property
    def long(self) -> int:
        return int(max(self.own.shape))


class Annotations(NamedTuple):
    """`gone` (H, W) bool: pixels of arrows and rulers that touch figures, and of their words; `thin`: other thin parts.

    `inks` are the colours of what is printed on the sheet, in L*a*b*.
    """

    gone: Array
    thin: tuple[_Thin, ...]
    inks: tuple[Array, ...]
    rows: tuple[Row, ...]
    """Words on the sheet, those of arrows among them."""


def annotations_in(filled: Array, lab: Array, below: Array, rows: Sequence[Row]) -> Annotations:
    """The arrows and rulers that touch the figures of `filled` (H, W) bool, by their shape, and all inks.

    `below` (H, W, 3) is the ground, in L*a*b* as `lab`; `rows` are words that stand by themselves.
    """
    longer = max(filled.shape)
    gone, left = np.zeros_like(filled), list[_Thin]()
    inks = [row.colour for row in sorted(rows, key=lambda row: -row.width)]
    for thin in _THIN:
        radius = max(2, round(longer * thin))
        found = _lines_in(filled & ~gone, radius, lab, below, rows)
        gone |= found.gone
        left += found.thin
        inks += found.inks
        rows = found.rows
    return Annotations(gone, tuple(left), tuple(_apart(inks)), tuple(rows))


def _lines_in(filled: Array, radius: int, lab: Array, below: Array, rows: Sequence[Row]) -> Annotations:
    longer = max(filled.shape)
    body = cv2.morphologyEx(
        filled.astype(np.uint8), cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    )
    near = cv2.dilate(body, np.ones((3, 3), np.uint8)) & filled
    _, bodies, stats, _ = cv2.connectedComponentsWithStats(near)
    gone, left, inks, written = np.zeros_like(filled), list[_Thin](), list[Array](), list[Row]()
    measures = np.zeros_like(filled)
    thin = (filled & (near == 0)).astype(np.uint8)
    # A ruler that an arrow crosses is a part of its own.
    long = round(0.07 * longer)
    rulers = cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    rulers = np.maximum(rulers, cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)))
    for part in [*_thin_parts(rulers > 0, bodies, radius), *_thin_parts((thin > 0) & (rulers == 0), bodies, radius)]:
        shown, ground = lab[part.place][part.own], below[part.place][part.own]
        ink = inkiest(shown, ground)
        words = [number for number in part.bodies if _is_words(stats[number], longer)]
        words = [number for number in words if _is_written(lab, below, bodies, stats, number, ink)]
        straight = part.long > 6 * radius and (line := _line(part, radius)) is not None
        if _is_ruler(part.own, longer):
            words = []
            measures[part.place] |= part.own
        elif not straight or not (
            words or (line is not None and _begins_at(line, rows, ink, np.median(ground, axis=0)))
        ):
            left.append(part)
            continue
        gone[part.place] |= part.own
        inks.append(ink)
        for number in words:
            gone |= bodies == number
            x, y, width, height, _ = (int(value) for value in stats[number])
            written.append(Row(x, y, width, height, inks[-1]))
    if measures.any():
        gone |= ticks_at(measures, filled & ~gone, (thin > 0) & ~gone)
    return Annotations(gone, tuple(left), tuple(inks), (*rows, *written))


def _thin_parts(thin: Array, bodies: Array, radius: int) -> list[_Thin]:
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(thin.astype(np.uint8))
    found = []
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        if max(width, height) < 3 * radius:
            continue
        place = np.s_[max(0, y - 2) : y + height + 2, max(0, x - 2) : x + width + 2]
        own = numbers[place] == number
        around = cv2.dilate(own.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        beside = bodies[place][around]
        found.append(_Thin(place, own, tuple(int(n) for n in np.unique(beside[beside > 0])), int((beside > 0).sum())))
    return found


def _is_words(stat: Array, longer: int) -> bool:
    """Whether a small body is as low and wide as words are whose letters run together."""
    _, _, width, height, area = (int(value) for value in stat)
    return _WORDS[0] * longer <= height <= _WORDS[1] * longer and width >= 1.6 * height and area > 0.4 * width * height


def _is_written(lab: Array, below: Array, bodies: Array, stats: Array, number: int, ink: Array) -> bool:
    """Whether a small body is strokes of an ink with the ground between them: a foot has none, or another colour."""
    x, y, width, height, _ = (int(value) for value in stats[number])
    place = np.s_[y : y + height, x : x + width]
    own = bodies[place] == number
    shares = inked_of(lab[place], below[place], own, [ink])[own]
    return float((shares > 0.8).mean()) < _SOLIDLY and float((shares == 0).mean()) < _OTHERWISE


def _line(part: _Thin, radius: int) -> list[tuple[float, float]] | None:
    """The two ends of a thin part that is a straight line, in pixels of the sheet; None of any other."""
    ys, xs = np.nonzero(part.own)
    points = np.stack([xs, ys], axis=1).astype(np.float32)
    vx, vy, cx, cy = (float(value) for value in cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    along = (points[:, 0] - cx) * vx + (points[:, 1] - cy) * vy
    aside = np.abs((points[:, 0] - cx) * vy - (points[:, 1] - cy) * vx)
    if float((aside <= radius + 1).mean()) < _STRAIGHT or np.ptp(along) < 6 * radius:
        return None
    x, y = part.place[1].start + cx, part.place[0].start + cy
    return [(x + float(at) * vx, y + float(at) * vy) for at in (along.min(), along.max())]


def _begins_at(ends: list[tuple[float, float]], rows: Sequence[Row], colour: Array, ground: Array) -> bool:
    """Whether a line of a colour, on a ground, begins at words.

    It has their ink, or leaves them sideways, as no staff or leg does that stands over words.
    """
    level = abs(ends[0][0] - ends[1][0]) > abs(ends[0][1] - ends[1][1])
    for row in rows:
        near = max(6.0, 0.9 * row.height)
        for x, y in ends:
            dx = max(row.x - x, x - row.x - row.width, 0)
            dy = max(row.y - y, y - row.y - row.height, 0)
            if dx <= near and dy <= near and (_is_of_ink(colour, ground, row.colour) or (level and dx > 0 == dy)):
                return True
    return False


def _is_of_ink(colour: Array, ground: Array, ink: Array) -> bool:
    """Whether a thin line has the ink of words: it is about as dark, or a blend of the ink with the ground."""
    if np.linalg.norm(ink - colour) <= 2 * _SAME_INK:
        return True
    way = ink - ground
    share = float((colour - ground) @ way / max(1e-6, float(way @ way)))
    return bool(_PALEST <= share <= 1 and np.linalg.norm(colour - ground - share * way) < _BLEND)


def _is_ruler(own: Array, longer: int) -> bool:
    """Whether a thin part is an upright or level line, with ticks or without, that is long."""
    for mask in (own, own.T):
        height, width = mask.shape
        if height < 0.07 * longer or height < 4 * width:
            continue
        # Along the line every row has its pixels in the same few columns.
        columns = cv2.blur(mask.mean(axis=0, dtype=np.float32)[None], (3, 1)).ravel() * min(3, width)
        if columns.max() >= 0.9:
            return True
    return False


def _apart(inks: list[Array]) -> list[Array]:
    found: list[Array] = []
    for ink in inks:
        if all(np.linalg.norm(ink - other) > 10 for other in found):
            found.append(ink)
    return found[:5]


def inked_of(lab: Array, below: Array, where: Array, inks: Sequence[Array]) -> Array:
    """(H, W) float32: how much of a pixel of `where` an ink covers, 0 to 1; 0 where no ink can have made it."""
    found = np.zeros(where.shape, np.float32)
    shown, ground = lab[where], below[where]
    best = np.zeros(len(shown), np.float32)
    for ink in inks:
        line = ink - ground
        length = np.maximum((line * line).sum(axis=1), 1e-6)
        away = shown - ground
        share = np.clip((away * line).sum(axis=1) / length, 0, 1)
        off = away - share[:, None] * line
        best = np.maximum(best, np.where((off * off).sum(axis=1) < _BLEND**2, share, 0))
    found[where] = best
    return found


def without_annotations(filled: Array, marks: Annotations, inked: Array) -> Array:
    """`filled` (H, W) bool without arrows, rulers, and what is all of the words' ink: thin parts, and loose scraps.

    `inked` as `inked_of` gives it.
    """
    longer = max(filled.shape)
    drawn = filled & ~marks.gone
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(drawn.astype(np.uint8))
    rows = list(marks.rows)
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        place = np.s_[y : y + height, x : x + width]
        if max(width, height) <= _SCRAP * longer and _is_inked(inked[place][own := numbers[place] == number]):
            drawn[place] &= ~own
            if width > 1.6 * height:
                rows.append(Row(x, y, width, height, marks.inks[0]))
    for part in marks.thin:
        if part.long <= 0.012 * longer or part.touching >= 0.5 * part.long:
            continue
        # Tails, whiskers and a snowman's arms may have the ink of words too, but nothing is written at them.
        if _is_inked(inked[part.place][part.own]) and any(_is_near(part, row) for row in rows):
            drawn[part.place] &= ~part.own
    return np.asarray(drawn)


def _is_near(part: _Thin, row: Row) -> bool:
    """Whether a thin part comes as near to words as their arrow, or their next letter."""
    near = max(6.0, 0.9 * row.height)
    down, across = part.place
    aside = max(row.x - across.stop, across.start - row.x - row.width)
    return bool(max(aside, row.y - down.stop, down.start - row.y - row.height) <= near)


def _is_inked(shares: Array) -> bool:
    """Whether pixels are those of letters or lines of an ink: blends at the edges, and the ink itself."""
    return float((shares > 0.2).mean()) >= _INKED and float(np.percentile(shares, 75)) >= 0.5


def letters_at(filled: Array, lab: Array, rows: Sequence[Row]) -> Array:
    """(H, W) bool: what of `filled` has the ink of a row of letters, in it and beside it."""
    found = np.zeros_like(filled)
    for row in rows:
        aside, over = round(1.6 * row.height), max(2, round(0.12 * row.height))
        place = np.s_[
            max(0, row.y - over) : row.y + row.height + over, max(0, row.x - aside) : row.x + row.width + aside
        ]
        found[place] |= np.linalg.norm(lab[place] - row.colour, axis=2) < _SAME_INK
    return np.asarray(found & filled)


def bodies_of(filled: Array) -> Array:
    """(H, W) bool: what of `filled` is so thick and large that it is no print: the bodies of figures."""
    longer = max(filled.shape)
    radius = max(2, round(longer * _SOLID))
    body = cv2.morphologyEx(
        filled.astype(np.uint8), cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    )
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(body)
    large = stats[:, cv2.CC_STAT_HEIGHT] > _SCRAP * longer
    large[0] = False
    return np.asarray(large[numbers])
