"""The straight stretches of an outline, and the quadrilateral that four of them make.

A side that a hand or a strap partly covers keeps its line, and only loses support.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, area

_MOST_LINES = 7
_MOST_BENDS = 60
_LEAST_STRAIGHT = 0.4
"""The share of an outline that stretches have to make to be worth fitting."""

_SAME_WAY = math.cos(math.radians(7))
_LEAST_TURN, _MOST_TURN = math.radians(38), math.radians(142)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The line a·x + b·y + c = 0 with a² + b² = 1, positive outside; the px of outline that follow it; its middle."""

    a: float
    b: float
    c: float
    count: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A quad (4, 2) that fits an outline. `support`: the share of each side (4,) that the outline follows; `filled`:
    the region's area over the quad's; `cut`: which sides lie on the picture's edge; `bulges` (4,): how far each side's
    middle is outside the line between its corners, in px."""

    quad: Array
    support: Array
    filled: float
    cut: tuple[bool, bool, bool, bool]
    bulges: Array = field(default_factory=lambda: np.zeros(4))


def stretches_of(outline: Array) -> tuple[Stretch, ...]:
    """The straight stretches of an outline (n, 2) int32, those that continue each other as one, the longest first."""
    around = len(outline)
    bends = cv2.approxPolyDP(outline.reshape(-1, 1, 2), max(1.1, 0.008 * around), True)[:, 0]
    if len(bends) > _MOST_BENDS:
        return ()
    codes = outline[:, 0].astype(np.int64) * 65536 + outline[:, 1]
    at = np.sort((codes[None] == (bends[:, 0].astype(np.int64) * 65536 + bends[:, 1])[:, None]).argmax(1))
    at = at.tolist()
    spans = list(zip([n + 1 for n in at], [*at[1:], at[0] + around], strict=True))
    spans = [(a, b) for a, b in spans if b - a + 1 >= max(4.0, 0.035 * around)]
    if len(spans) < 3 or sum(b - a + 1 for a, b in spans) < _LEAST_STRAIGHT * around:
        return ()
    x, y = (np.concatenate([outline[:, n], outline[:, n]]).astype(np.float64) for n in (0, 1))
    turning = math.copysign(1.0, float(np.dot(x[:around], y[1 : around + 1]) - np.dot(y[:around], x[1 : around + 1])))
    sums = np.zeros((5, 2 * around + 1))
    np.cumsum(np.stack([x, y, x * x, y * y, x * y]), 1, out=sums[:, 1:])
    trims = [(b - a) // 20 for a, b in spans]
    starts, ends = (
        [a + trim for (a, _), trim in zip(spans, trims, strict=True)],
        [b - trim for (_, b), trim in zip(spans, trims, strict=True)],
    )
    totals = (sums[:, ends] - sums[:, starts]).T.tolist()
    found = []
    for (a, b), trim, total in zip(spans, trims, totals, strict=True):
        # Total least squares over the middle nine tenths: corners are rounded.
        count = b - a - 2 * trim
        sx, sy, sxx, syy, sxy = (v / count for v in total)
        angle = 0.5 * math.atan2(2 * (sxy - sx * sy), (sxx - sx * sx) - (syy - sy * sy))
        along = math.cos(angle), math.sin(angle)
        if along[0] * (x[b - 1] - x[a]) + along[1] * (y[b - 1] - y[a]) < 0:
            along = -along[0], -along[1]
        normal = along[1] * turning, -along[0] * turning
        found.append(Stretch(*normal, -(normal[0] * sx + normal[1] * sy), float(b - a + 1), sx, sy))
    return merged(found, float(around))


def merged(stretches: list[Stretch], around: float) -> tuple[Stretch, ...]:
    """The longest stretches of an outline `around` px long, those that continue each other as one, longest first."""
    kept: list[Stretch] = []
    near = max(2.0, 0.012 * around)
    for new in sorted(stretches, key=lambda one: -one.count):
        for k, old in enumerate(kept):
            if abs(old.a * new.x + old.b * new.y + old.c) < near and old.a * new.a + old.b * new.b > _SAME_WAY:
                kept[k] = Stretch(old.a, old.b, old.c, old.count + new.count, old.x, old.y)
                break
        else:
            kept.append(new)
    return tuple(sorted(kept, key=lambda one: -one.count)[:_MOST_LINES])


def straight_share(stretches: tuple[Stretch, ...], around: float) -> float:
    """The share of an outline that its four longest stretches make."""
    return sum(stretch.count for stretch in stretches[:4]) / around


def shape_of(stretches: tuple[Stretch, ...], size: float, high: int, wide: int) -> Shape | None:
    """The best quadrilateral for a region of `size` px² in a picture `high` × `wide`; None where four sides lack."""
    turned = sorted(stretches, key=lambda one: math.atan2(one.b, one.a))
    turns = [math.atan2(one.b, one.a) for one in turned]
    best: tuple[float, Shape] | None = None
    for chosen in itertools.combinations(range(len(turned)), 4):
        gaps = [turns[j] - turns[i] for i, j in itertools.pairwise(chosen)]
        gaps.append(turns[chosen[0]] + math.tau - turns[chosen[3]])
        if min(gaps) < _LEAST_TURN or max(gaps) > _MOST_TURN:
            continue
        sides = [turned[i] for i in chosen]
        corners = [_crossing(sides[n - 1], sides[n]) for n in range(4)]
        if not _sensible(corners, high, wide):
            continue
        # Side n runs from corner n to corner n + 1.
        support = [min(sides[n].count / max(math.dist(corners[n], corners[(n + 1) % 4]), 1.0), 1.0) for n in range(4)]
        quad = np.array(corners)
        filled = size / max(area(quad), 1.0)
        mean = sum(support) / 4
        score = mean + min(support) + 2 * min(filled, 1.0) - max(filled - 1, 0.0) * 3
        if min(support) >= 0.12 and mean >= 0.4 and 0.5 <= filled <= 1.35 and (best is None or score > best[0]):
            best = score, Shape(quad, np.array(support), filled, _cuts(corners, high, wide))
    return best[1] if best else None


def _crossing(one: Stretch, other: Stretch) -> tuple[float, float]:
    across = one.a * other.b - other.a * one.b
    return (one.b * other.c - other.b * one.c) / across, (other.a * one.c - one.a * other.c) / across


def _sensible(corners: list[tuple[float, float]], high: int, wide: int) -> bool:
    """Whether corners go around clockwise without dents, in the picture or close to it."""
    slack = 0.06 * max(high, wide)
    for n in range(4):
        (x0, y0), (x1, y1), (x2, y2) = corners[n - 1], corners[n], corners[(n + 1) % 4]
        if not (-slack < x1 < wide + slack and -slack < y1 < high + slack):
            return False
        if (x1 - x0) * (y2 - y1) - (y1 - y0) * (x2 - x1) <= 0:
            return False
    return True


def _cuts(corners: list[tuple[float, float]], high: int, wide: int) -> tuple[bool, bool, bool, bool]:
    """Which sides lie on the picture's edge."""
    cut = []
    for n in range(4):
        (x0, y0), (x1, y1) = corners[n], corners[(n + 1) % 4]
        cut.append(
            any(max(abs(x0 - v), abs(x1 - v)) < 2 for v in (0, wide - 1))
            or any(max(abs(y0 - v), abs(y1 - v)) < 2 for v in (0, high - 1))
        )
    return cut[0], cut[1], cut[2], cut[3]
