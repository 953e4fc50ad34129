"""Faces, guessed from what most of them share: two dark spots side by side in something light and warm, much the same
on both sides of a line between them, upright and in the upper half of what stands out from the picture's sides.

Drawn faces, fur and glasses are found as well as skin. It is a guess: scores are comparable within one picture only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, lengths
from studio.lettering.records import Placement
from studio.lettering.seeing.ground import highest
from studio.lettering.seeing.pose import LEAST_VISIBLE, NOSE, SHOULDERS, Person
from studio.lettering.seeing.views import Views

SIDES = (160, 120, 90, 68, 50, 38)
"""The longer side, in px, of the copies that are searched."""

RADIUS = 10
"""Half the width of the faces that are looked for in each, in px."""

LEAST = 0.07
"""The score from which something is taken for a face where nothing else tells of one."""

_APART = (3.5, 4.5, 5.5)
"""Px from a face's middle to an eye."""

_MIDDLE, _SPREAD = (0.5, 0.34), (0.3, 0.2)
"""Where faces are, as shares of the picture's width and height, and how far from there they may be."""

_MANY = 160
"""No more than so many, those of the best looks, are judged by where they are."""

_CELLS = 40
_STRANGE = 25.0
"""The distance from the colours at the picture's sides from which a colour surely stands out."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face: its middle and about half its width, in px of the picture, and how much of a face it looks, 0 to 1."""

    x: float
    y: float
    radius: float
    score: float = 1.0

    @property
    def mouth(self) -> tuple[float, float]:
        """Where the mouth should be."""
        return self.x, self.y + 0.5 * self.radius


def faces_in(views: Views) -> tuple[Face, ...]:
    """What looks most like faces in a picture, the likest first, no two in one place; wherever they are."""
    found: list[tuple[float, float, float, float]] = []
    wide, high = views.rgb.shape[1], views.rgb.shape[0]
    outstanding = standing_out(views)
    for side in SIDES:
        scale = side / max(wide, high)
        shape = max(1, round(wide * scale)), max(1, round(high * scale))
        if min(shape) < 2 * RADIUS:
            continue
        small = cv2.resize(views.about(side), shape, interpolation=cv2.INTER_AREA)
        score = _likeness(small, outstanding) * (SIDES[-1] / side) ** 0.5
        best = (score >= cv2.dilate(score, np.ones((5, 5), np.uint8))) & (score > 0.02)
        rows, columns = np.nonzero(best)
        found += zip(
            score[rows, columns].tolist(),
            ((columns + 0.5) / scale - 0.5).tolist(),
            ((rows + 0.5) / scale - 0.5).tolist(),
            [RADIUS / scale] * len(rows),
            strict=True,
        )
    return tuple(Face(x, y, radius, score) for score, x, y, radius in sorted(found, reverse=True))


def likeliest(faces: Sequence[Face], views: Views, most: int, *, bodies: bool = False) -> tuple[Face, ...]:
    """Up to `most` of the faces, which come the likest first, by their looks and by where faces usually are: the surest
    first, none on another. With `bodies`, what is below a face should stand out from the picture's sides as well."""
    high, wide = views.rgb.shape[:2]
    outstanding = standing_out(views) if bodies else None

    def usual(face: Face) -> float:
        aside, down = (face.x / wide - _MIDDLE[0]) / _SPREAD[0], (face.y / high - _MIDDLE[1]) / _SPREAD[1]
        body = 1.0 if outstanding is None else 0.5 + 0.5 * _below(outstanding, face, max(high, wide))
        return float(face.score * body * np.exp(-0.5 * (aside**2 + down**2)))

    kept: list[Face] = []
    for score, face in sorted(((usual(face), face) for face in faces[:_MANY]), key=lambda one: -one[0]):
        if len(kept) == most:
            break
        if all(np.hypot(face.x - one.x, face.y - one.y) > 1.8 * max(face.radius, one.radius) for one in kept):
            kept.append(Face(face.x, face.y, face.radius, score))
    return tuple(kept)


def _below(outstanding: Array, face: Face, side: int) -> float:
    """How much what is below a face, where its body should be, stands out: 0 to 1. `side`: the picture's longer one."""
    cell = side / max(outstanding.shape)
    top, low = (max(int((face.y + way * face.radius) / cell), 0) for way in (1.2, 3.0))
    left, right = (max(int((face.x + way * face.radius) / cell), 0) for way in (-0.8, 0.8))
    body = outstanding[top : low + 1, left : right + 1]
    return float(body.mean()) if body.size else 0.5


def above(faces: Sequence[Face], chest: Placement) -> Face:
    """The face of whose chest this is: what looks most like one where it should be, or that place itself."""
    quad = np.array(chest.quad)
    width, height = lengths(quad)
    up = (quad[0] + quad[1] - quad[2] - quad[3]) / 2
    x, y = quad.mean(0) + up / max(float(np.hypot(*up)), 1e-6) * (height / 2 + 0.8 * width)
    spread = (0.45 if chest.method in ("panel", "pose") else 0.8) * width

    def fitness(face: Face) -> float:
        off = np.hypot(face.x - x, face.y - y) / spread
        return float(face.score * np.exp(-0.5 * off**2 - 0.5 * (np.log(face.radius / (0.55 * width)) / 0.5) ** 2))

    best = max(faces, key=fitness, default=None)
    if best is not None and fitness(best) >= 0.06:
        return Face(best.x, best.y, best.radius)
    return Face(float(x), float(y), 0.55 * width, 0.0)


def of_person(person: Person) -> Face | None:
    """The face of somebody whose nose is seen; its size is taken from the shoulders, or from the box."""
    seen = person.keypoints[:, 2] >= LEAST_VISIBLE
    if not seen[NOSE]:
        return None
    x, y = person.keypoints[NOSE, :2]
    one, other = person.keypoints[list(SHOULDERS), :2]
    left, _, right, _ = person.box
    across = float(np.hypot(*(one - other))) if seen[list(SHOULDERS)].all() else 0.6 * (right - left)
    return Face(float(x), float(y), max(0.3 * across, 2.0))


def figure_in(views: Views) -> Face | None:
    """Where a face could be in the largest of what stands out from the picture's sides: in its upper part."""
    outstanding = (standing_out(views) > 0.9).astype(np.uint8)
    cells = cv2.morphologyEx(outstanding, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cells, connectivity=4)
    sizes = stats[1:, cv2.CC_STAT_AREA]
    if count < 2 or sizes.max() < 0.02 * cells.size:
        return None
    label = 1 + int(sizes.argmax())
    top, tall = int(stats[label, cv2.CC_STAT_TOP]), int(stats[label, cv2.CC_STAT_HEIGHT])
    upper = (labels == label)[top : top + max(tall // 2, 1)]
    cell = max(views.rgb.shape[:2]) / max(cells.shape)
    radius = 0.3 * float(np.median(upper.sum(1)))
    x, y = float(np.median(np.nonzero(upper)[1])) + 0.5, top + min(1.2 * radius, 0.5 * tall) + 0.5
    return Face(x * cell, y * cell, max(radius, 1.0) * cell, 0.0)


def standing_out(views: Views) -> Array:
    """How much each cell (h, w) float32 of some 40 across differs from the picture's sides at its height, 0 to 1."""
    high, wide = views.rgb.shape[:2]
    scale = _CELLS / max(high, wide)
    shape = max(6, round(wide * scale)), max(6, round(high * scale))
    small = cv2.resize(views.about(1.5 * _CELLS), shape, interpolation=cv2.INTER_AREA)
    tone = cv2.cvtColor(small, cv2.COLOR_RGB2Lab).astype(np.float32) * np.array([0.6, 1.3, 1.3], np.float32)
    edge = np.pad(np.concatenate([tone[:, :2], tone[:, -2:]], 1), ((3, 3), (0, 0), (0, 0)), mode="edge")
    sides = np.concatenate([edge[n : n + len(tone)] for n in range(7)], 1)[:, None]
    return np.asarray(np.clip(highest(np.abs(tone[:, :, None] - sides)).min(2) / _STRANGE, 0, 1))


def _likeness(small: Array, outstanding: Array) -> Array:
    """How much a face of RADIUS px is around each pixel (h, w) of a copy (h, w, 3) uint8 RGB."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2Lab).astype(np.float32)
    light, red, yellow = cv2.split(lab)
    warm = np.clip((light - 90) / 50, 0, 1) * np.clip((red - 126) / 6, 0, 1) * np.clip((yellow - 130) / 6, 0, 1)
    warm *= np.clip((185 - yellow) / 15, 0, 1) * np.clip((170 - red) / 10, 0, 1)
    cheeks = cv2.boxFilter(warm, -1, (11, 9), anchor=(5, 2), borderType=cv2.BORDER_CONSTANT)
    across = 2 * RADIUS + 1
    stands = cv2.blur(cv2.resize(outstanding, small.shape[1::-1], interpolation=cv2.INTER_LINEAR), (across, across))
    eyes = np.minimum(_eyes(lab), 1.0)
    score: Array = eyes * (0.6 + np.clip(_mirrored(light), 0, 1)) * (0.25 + cheeks) ** 0.7 * (0.6 + stands) / 2.8
    return score.astype(np.float32)


def _eyes(lab: Array) -> Array:
    """How much stands out, as dark or of another colour, at both sides of each pixel (h, w): the lesser of the two."""
    spot = cv2.GaussianBlur(lab, (0, 0), 3.2) - cv2.GaussianBlur(lab, (0, 0), 0.9)
    dark = 1.6 * np.maximum(spot[..., 0], 0) + 0.8 * (np.abs(spot[..., 1]) + np.abs(spot[..., 2]))
    dark = cv2.GaussianBlur(dark, (0, 0), 1.0)
    best = np.zeros_like(dark)
    for apart in _APART:
        sides = [
            cv2.warpAffine(dark, np.array([[1, 0, way * apart], [0, 1, 0]], np.float32), dark.shape[::-1])
            for way in (-1, 1)
        ]
        best = np.maximum(best, np.minimum(*sides))
    return np.asarray(best / 40)


def _mirrored(light: Array) -> Array:
    """The correlation, −1 to 1, of what is left of each pixel (h, w) with what is right of it, mirrored."""
    wide, reach, up, down = light.shape[1], RADIUS - 2, 6, 8
    padded = np.pad(light, ((0, 0), (reach, reach)), mode="edge")
    off, total, squares = (np.zeros_like(light) for _ in range(3))
    for aside in range(1, reach + 1):
        left, right = padded[:, reach - aside :][:, :wide], padded[:, reach + aside :][:, :wide]
        off += (left - right) ** 2
        total += left + right
        squares += left * left + right * right
    off, total, squares = (
        cv2.boxFilter(one, -1, (1, up + down + 1), anchor=(0, up), borderType=cv2.BORDER_REPLICATE)
        for one in (off, total, squares)
    )
    variance = np.maximum(squares / (2 * reach) - (total / (2 * reach)) ** 2, 1)
    return np.asarray(np.clip(1 - off / reach / (2 * variance), -1, 1))
