"""Whether a quadrilateral lies on somebody's chest: what is around it, on a small copy in which it is always as large.

A chest is cloth on the sides and below, of the same colours; the cloth goes on past the quad, and ends where a body
ends; the quad is near its middle; and above it is a head, which is neither cloth nor what is beside it. A wall is too
wide, a rack or an easel has no head, a sheet in a hand has no cloth around.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.quads import Array
from studio.lettering.views import Views

ACROSS = 18.0
"""The width of the quad in the copy, in px."""

_AROUND, _ABOVE, _BELOW = 3.0, 3.2, 1.4
"""How far the copy reaches out from the quad, in widths of the quad."""

_ALIKE = 13
"""Colours that differ by no more in any channel are the same."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy (h, w, 3) uint8, where the quad's sides lie in it on the mean (left, top, right, bottom), which of its
    own edges (left, top, right, bottom) are the picture's, and the quad's corners (4, 2) in it."""

    colours: Array
    box: tuple[float, float, float, float]
    edges: tuple[bool, bool, bool, bool]
    corners: Array


@dataclass(frozen=True, slots=True)
class Body:
    """What speaks for a body around a quad, each 0 to 1: cloth on the `sides`, a body's `width`, a `head` above, and
    that it `ends` before the top of the copy."""

    sides: float
    width: float
    head: float
    ends: float

    @property
    def evidence(self) -> float:
        """All of it together, 0 to 1. A head says most; of the rest, no one thing that lacks is the end of it."""
        cloth = 1.15 * (0.3 + 0.7 * self.sides) * (0.3 + 0.7 * self.width) * (0.4 + 0.6 * self.ends)
        return min(1.0, cloth) * (0.1 + 0.9 * self.head)


NOBODY = Body(0.0, 0.0, 0.0, 0.0)


def around(views: Views, quad: Array) -> Body:
    """What is around a quad (4, 2) px of a picture."""
    longest = max(views.rgb.shape[:2])
    small = views.about(1.4 * ACROSS * longest / max(float(np.ptp(quad[:, 0])), 1.0))
    copy = _copied(small, (quad + 0.5) * (max(small.shape[:2]) / longest) - 0.5)
    if copy is None:
        return NOBODY
    left, top, right, bottom = copy.box
    high, wide = copy.colours.shape[:2]
    inner, outer = np.zeros((high, wide), np.uint8), np.zeros((high, wide), np.uint8)
    _fill(inner, copy.corners, 1.6)
    _fill(outer, copy.corners, 3.8)
    ring = (outer > 0) & (inner == 0)
    ring[: max(int(top + 0.1 * (bottom - top)), 0)] = False
    parts = _parts(ring, copy.box)
    if len(parts) < 2:
        return NOBODY
    cloth, sides = _cloth(copy.colours, parts)
    _, labels = cv2.connectedComponents((cloth | (inner > 0)).astype(np.uint8), connectivity=4)
    y, x = int(np.clip((top + bottom) / 2, 0, high - 1)), int(np.clip((left + right) / 2, 0, wide - 1))
    body = np.asarray(labels == labels[y, x])
    spans = _spans(body, range(max(int(top), 0), min(int(bottom + 0.3 * (bottom - top)) + 1, high)), x)
    if not spans:
        return NOBODY
    start, end = (float(np.median([span[n] for span in spans])) for n in (0, 1))
    ends = 1.0 - min(1.0, 4 * float(body[0].mean()))
    return Body(sides, _width(start, end, copy), _head(copy, body, start, end), ends)


def _copied(small: Array, quad: Array) -> Copy | None:
    """The surroundings of a quad, so scaled that the quad is ACROSS px wide."""
    high, wide = small.shape[:2]
    left, top = quad.min(0)
    right, bottom = quad.max(0)
    broad = float(right - left)
    x0, x1 = int(max(left - _AROUND * broad, 0)), int(min(right + _AROUND * broad, wide))
    y0, y1 = int(max(top - _ABOVE * broad, 0)), int(min(bottom + _BELOW * broad, high))
    if x1 - x0 < 4 or y1 - y0 < 4 or broad < 4:
        return None
    scale = ACROSS / broad
    shape = max(4, round((x1 - x0) * scale)), max(4, round((y1 - y0) * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    colours = cv2.resize(small[y0:y1, x0:x1], shape, interpolation=how)
    corners = (quad + 0.5 - (x0, y0)) * (shape[0] / (x1 - x0), shape[1] / (y1 - y0)) - 0.5
    # The middles of its sides: the corners of a quad that is turned reach further than most of it.
    middles = (corners + np.roll(corners, -1, 0)) / 2
    box = (float(middles[3, 0]), float(middles[0, 1]), float(middles[1, 0]), float(middles[2, 1]))
    return Copy(colours, box, (x0 <= 0, y0 <= 0, x1 >= wide, y1 >= high), corners)


def _fill(mask: Array, corners: Array, more: float) -> None:
    """Fill the quad, `more` px larger on each side, in a mask (h, w) uint8."""
    centre = corners.mean(0)
    grown = centre + (corners - centre) * (1 + 2 * more / np.maximum(np.ptp(corners, 0), 1))
    cv2.fillConvexPoly(mask, np.round(grown).astype(np.int32), 255)


def _alike(colours: Array, kinds: Array) -> Array:
    """Which pixels (h, w) have one of some colours (n, 3)."""
    alike = np.zeros(colours.shape[:2], np.uint8)
    for kind in kinds:
        near = cv2.inRange(colours, np.maximum(kind - _ALIKE, 0), np.minimum(kind + _ALIKE, 255))
        alike = np.maximum(alike, np.asarray(near, np.uint8))
    return np.asarray(alike > 0)


def _common(among: Array) -> Array:
    """The colours (n, 3) that are common among pixels (m, 3)."""
    bins = (among >> 4).astype(np.int32) @ np.array([256, 16, 1], np.int32)
    counts = np.bincount(bins)
    used = np.flatnonzero(counts >= max(2.0, 0.05 * len(among)))
    often = used[np.argsort(-counts[used], kind="stable")][:14]
    means = [np.bincount(bins, among[:, n])[often] for n in range(3)]
    return np.stack(means, 1) / counts[often, None]


def _cloth(colours: Array, parts: list[Array]) -> tuple[Array, float]:
    """Pixels (h, w) in colours that several sides of the quad share, and how well all sides have them, 0 to 1."""
    seen = [colours[part] for part in parts]
    kinds = _common(np.concatenate(seen))
    near = [np.abs(some[:, None].astype(np.float32) - kinds[None]).max(2) <= _ALIKE for some in seen]
    shared = np.sum([each.mean(0) >= 0.06 for each in near], axis=0) >= 2
    if not shared.any():
        return np.zeros(colours.shape[:2], bool), 0.0
    least = min(float(each[:, shared].any(1).mean()) for each in near)
    # Left and right have the same mixture, and below it is like: shirt on one and wall on another is no chest.
    mixed = [each.mean(0) / max(float(each.mean(0).sum()), 1e-6) for each in near]
    alike = [float(np.minimum(one, other).sum()) for one, other in itertools.combinations(mixed, 2)]
    same = float(np.clip((alike[0] - 0.2) / 0.2, 0, 1)) if len(mixed) == 3 else 1.0
    same *= float(np.clip((min(alike) - 0.12) / 0.1, 0, 1))
    # A pattern's colours run into each other in the copy; that all sides have the same mixture says as much.
    enough = 0.4 - 0.2 * float(np.clip((min(alike) - 0.4) / 0.2, 0, 1))
    return _alike(colours, kinds[shared]), float(np.clip((least - enough) / 0.35, 0, 1)) * same


def _parts(ring: Array, box: tuple[float, float, float, float]) -> list[Array]:
    """The ring's left, right and lower parts (h, w) bool, as far as they are in the picture."""
    left, _, right, bottom = box
    columns = np.arange(ring.shape[1])[None, :]
    rows = np.arange(ring.shape[0])[:, None]
    beside = ring & (rows <= bottom)
    parts = [beside & (columns < left + 1), beside & (columns > right - 1), ring & (rows > bottom)]
    return [part for part in parts if int(part.sum()) >= 4]


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
        before = after if copy.edges[0] and before < max(after, 0.4 * broad) + 2 else 9 * broad
    if open_right:
        after = before if copy.edges[2] and after < max(before, 0.4 * broad) + 2 else 9 * broad
    across = 1 + (before + after) / broad
    off = abs(before - after) / broad / across
    enough = np.clip((min(before, after) / broad - 0.02) / 0.06, 0, 1)
    return float(enough * np.clip((4.2 - across) / 0.8, 0, 1) * np.clip(1.6 - 3 * off, 0, 1))


def _head(copy: Copy, body: Array, start: float, end: float) -> float:
    """How much what is above the body differs from what is beside it there and from cloth, 0 to 1."""
    across = end - start + 1
    top = int(copy.box[1])
    filled = body[: max(top, 1), int(start) : int(end) + 1].mean(1) >= 0.3
    gaps = np.flatnonzero(~filled)
    crown = int(gaps[-1]) + 1 if len(gaps) else 0
    upper = max(crown - max(3, int(0.5 * across)), 0)
    if crown - upper < 3:
        return 0.3
    middle, half, out = int((start + end) / 2), max(1, int(0.14 * across)), int(0.7 * across)
    zone = np.zeros(body.shape, bool)
    zone[upper:crown, max(middle - half, 0) : middle + half + 1] = True
    beside = np.zeros(body.shape, bool)
    beside[upper:crown, max(middle - out - int(across / 2.5), 0) : max(middle - out, 0)] = True
    beside[upper:crown, middle + out : middle + out + int(across / 2.5)] = True
    if beside.sum() < 8 or zone.sum() < 6:
        return 0.3
    strange = ~_alike(copy.colours, _common(copy.colours[beside])) & ~body
    return float(np.clip((float(strange[zone].mean()) - 0.25) / 0.5, 0, 1))
