"""Whether a quadrilateral lies on somebody's chest: what is around it, on a small copy in which it is always as large.

A chest is cloth on the sides and below, of the same colours; the cloth goes on past the quad, and ends where a body
ends; the quad is near its middle; and above it is a head, which is neither cloth nor what is beside it. A wall is too
wide, a rack or an easel has no head, a sheet in a hand has no cloth around.
"""

from __future__ import annotations

import itertools
import math
import statistics
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.seeing import heads
from studio.lettering.seeing.likeness import coloured, common, like, share_of
from studio.lettering.seeing.surroundings import ACROSS, FAR, NEAR, Copy, copied, outside
from studio.lettering.seeing.views import Views

_UNTOLD = 0.25
"""What a body's width counts that cannot be told."""

_UPRIGHT = 0.17
"""Radians; what is turned by more may be worn by somebody who leans as it does."""

_CLOSE = 0.9
"""Px of the copy from the quad at which nothing of it is left."""

ABOVE, RIGHT, BELOW, LEFT = 0, 1, 2, 3
"""Sides of a quad, as they are counted clockwise from its top."""


@dataclass(frozen=True, slots=True)
class Body:
    """What speaks for a body around a quad, each 0 to 1: cloth on the `sides`, a body's `width`, shoulders as far above
    as they are above a panel (`high`), a `head` above, and that it `ends` before the top of the copy."""

    sides: float
    width: float
    high: float
    head: float
    ends: float

    @property
    def evidence(self) -> float:
        """All of it together, 0 to 1. A head says most; of the rest, no one thing that lacks is the end of it."""
        cloth = 1.15 * (0.1 + 0.9 * self.sides) * (0.2 + 0.8 * self.width * self.high) * (0.55 + 0.45 * self.ends)
        return min(1.0, cloth) * (0.05 + 0.95 * self.head)


NOBODY = Body(0.0, 0.0, 0.0, 0.0, 0.0)


def around(views: Views, quad: Array) -> Body:
    """What is around a quad (4, 2) px of a picture, with up as it is in the picture or in the quad, as is likelier."""
    longest = max(views.rgb.shape[:2])
    small = views.about(1.4 * ACROSS * longest / max(float(np.ptp(quad[:, 0])), 1.0))
    corners = (quad + 0.5) * (max(small.shape[:2]) / longest) - 0.5
    upright = _around(copied(small, corners, 0.0))
    across = corners[1] - corners[0] + corners[2] - corners[3]
    turn = math.atan2(across[1], across[0])
    if abs(turn) < _UPRIGHT or upright.evidence > 0.6:
        return upright
    return max(upright, _around(copied(small, corners, turn)), key=lambda body: body.evidence)


def _around(copy: Copy | None) -> Body:
    """What is around the quad of a copy."""
    if copy is None:
        return NOBODY
    left, top, right, bottom = copy.box
    high, wide = copy.colours.shape[:2]
    away, side = outside(copy)
    inner, ring = away <= NEAR, (away > _CLOSE) & (away < FAR)
    parts = {n: copy.colours[ring & (side == n)] for n in (LEFT, RIGHT, BELOW)}
    parts = {n: part for n, part in parts.items() if len(part) >= 4}
    if len(parts) < 2:
        return NOBODY
    close = (away > _CLOSE) & (away < NEAR + 1)
    over, under = (copy.colours[close & (side == n)] for n in (ABOVE, BELOW))
    cloth, sides = _cloth(copy.colours, parts, over, under)
    sides *= _brighter(copy.colours[away < -NEAR], np.concatenate(list(parts.values())))
    # What is between the threads of a pattern is cloth too.
    closed = cv2.morphologyEx((cloth | inner).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels = cv2.connectedComponents(np.asarray(closed), connectivity=4)
    y, x = int(np.clip((top + bottom) / 2, 0, high - 1)), int(np.clip((left + right) / 2, 0, wide - 1))
    body = np.asarray(labels == labels[y, x])
    spans = _spans(body, range(max(int(top), 0), min(int(bottom + 0.3 * (bottom - top)) + 1, high)), x)
    if not spans:
        return NOBODY
    start, end = (float(statistics.median([span[n] for span in spans])) for n in (0, 1))
    ends = 1.0 - min(1.0, 4 * float(body[0].mean()))
    crown = heads.crown_of(copy, body, start, end)
    clear = Body(sides, _width(start, end, copy), _height(copy, crown), heads.head(copy, body, start, end, crown), ends)
    if clear.evidence > 0.4 or sides < 0.5:
        return clear
    # Dark cloth before a dark wall runs into it, and then only a head says where somebody is.
    merged = Body(sides, _UNTOLD, 1.0, heads.silhouette(copy, body), 1.0)
    return max(clear, merged, key=lambda one: one.evidence)


def _cloth(colours: Array, parts: dict[int, Array], over: Array, under: Array) -> tuple[Array, float]:
    """Pixels (h, w) in colours that several sides of the quad share, and how well all sides have them, 0 to 1.

    `parts` are the colours (n, 3) seen on its sides, `over` and `under` those close above and below it.
    """
    kinds = common(np.concatenate(list(parts.values())))
    near = like(np.concatenate(list(parts.values())), kinds)
    starts = np.cumsum([0, *(len(part) for part in parts.values())])
    shared = np.sum([near[a:b].mean(0) >= 0.06 for a, b in itertools.pairwise(starts)], axis=0) >= 2
    if not shared.any():
        return np.zeros(colours.shape[:2], bool), 0.0
    beside = [n for n in (LEFT, RIGHT) if n in parts]
    one, other = parts[beside[0]], parts[beside[1] if len(beside) == 2 else BELOW]
    both = like(one, other)
    alike = min(share_of(both), share_of(both.T))
    # A shirt on both sides and a desk below is somebody who sits; a lid that stands on the desk has no shirt below, and
    # a white arm none above.
    strips = like(np.concatenate([over, under]), np.concatenate([parts[n] for n in beside]))
    above, below = (share_of(strip) if len(strip) >= 4 else 1.0 for strip in (strips[: len(over)], strips[len(over) :]))
    sides = np.clip((alike - 0.35) / 0.35, 0, 1)
    for share in (above, below):
        sides *= 0.25 + 0.75 * np.clip((share - 0.2) / 0.4, 0, 1)
    return coloured(colours, kinds[shared]), float(sides)


def _brighter(inside: Array, around: Array) -> float:
    """How surely what is inside (n, 3) is no darker than what is around (m, 3), 0 to 1: a pane is, in a white frame."""
    if not len(inside):
        return 1.0
    one, other = (float(np.partition(part.min(1), len(part) // 2)[len(part) // 2]) for part in (inside, around))
    return float(np.clip((1.14 - other / max(one, 1.0)) / 0.08, 0, 1))


def _spans(body: Array, rows: range, x: int) -> list[tuple[int, int]]:
    """First and last column of the body's run through column x, for each row that has one."""
    spans = []
    for row in rows:
        if body[row, x]:
            gaps = np.flatnonzero(~body[row])
            at = int(np.searchsorted(gaps, x))
            spans.append(
                (int(gaps[at - 1]) + 1 if at else 0, int(gaps[at]) - 1 if at < len(gaps) else body.shape[1] - 1)
            )
    return spans


def _width(start: float, end: float, copy: Copy) -> float:
    """How much a run of cloth looks like a body's width around the quad, 0 to 1."""
    left, _, right, _ = copy.box
    broad, wide = right - left, copy.colours.shape[1]
    before, after = left - start, end - right
    open_left, open_right = start <= 0.5, end >= wide - 1.5
    if open_left and open_right:
        return 0.0
    # At the picture's edge a body may go on outside, as far as on its other side; inside it has to end.
    if open_left:
        before = after if copy.edges[0] and before < 1.5 * max(after, 0.4 * broad) + 2 else 9 * broad
    if open_right:
        after = before if copy.edges[2] and after < 1.5 * max(before, 0.4 * broad) + 2 else 9 * broad
    across = 1 + (before + after) / broad
    off = abs(before - after) / broad / across
    enough = np.clip((min(before, after) / broad - 0.02) / 0.06, 0, 1)
    return float(enough * np.clip((3.6 - across) / 0.5, 0, 1) * np.clip(1.4 - 3 * off, 0, 1))


def _height(copy: Copy, crown: int) -> float:
    """How much a quad is as far below the shoulders as panels are, 0 to 1."""
    gap = (copy.box[1] - crown) / (copy.box[2] - copy.box[0])
    return float(np.clip((gap + 0.02) / 0.06, 0, 1) * np.clip((1.5 - gap) / 0.5, 0, 1))
