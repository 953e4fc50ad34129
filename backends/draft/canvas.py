"""The canvas and the pen: anti-aliased flat shapes through a moving frame of coordinates, on a NumPy picture."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.draft.palette import INK, Colour

Pixels: TypeAlias = NDArray[np.uint8]
"""(height, width, 3), RGB."""
Shape: TypeAlias = NDArray[np.float64]
"""(n, 2) points x, y; y grows downwards."""
Point: TypeAlias = tuple[float, float]

_SHIFT = 4
_OUTLINE = 0.95


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 8) -> Shape:
    """A Catmull-Rom curve through the points (uniform, tension ½), `steps` pieces between each two."""
    given = np.asarray(points, dtype=np.float64)
    if closed:
        around = np.concatenate([given[-1:], given, given[:2]])
    else:
        around = np.concatenate([2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]])
    t = (np.arange(steps) / steps)[None, :, None]
    a, b, c, d = (around[i : len(around) - 3 + i, None, :] for i in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    flat = curve.reshape(-1, 2)
    return flat if closed else np.concatenate([flat, given[-1:]])


def mirrored(half: Sequence[Point]) -> list[Point]:
    """The points of a right half, top to bottom, closed with their mirror image on the left."""
    return [*half, *((-x, y) for x, y in reversed(half) if x > 0)]


def polygon(*points: Point) -> Shape:
    """Straight lines between the points."""
    return np.asarray(points, dtype=np.float64)


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0.0, start: float = 0.0, end: float = 360.0) -> Shape:
    """An ellipse around (x, y), turned by `turn` degrees; a part of it from `start` to `end` degrees, clockwise."""
    angles = np.radians(np.linspace(start, end, max(8, round(abs(end - start) / 9))))
    px, py = rx * np.cos(angles), ry * np.sin(angles)
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return np.stack([x + px * c - py * s, y + px * s + py * c], axis=1)


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Shape:
    """A rectangle from its top left corner, with round corners."""
    r = min(radius, abs(width) / 2, abs(height) / 2)
    if r <= 0:
        return polygon((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    corners = (
        (x + width - r, y + r, -90),
        (x + width - r, y + height - r, 0),
        (x + r, y + height - r, 90),
        (x + r, y + r, 180),
    )
    return np.concatenate([oval(cx, cy, r, r, 0, a, a + 90) for cx, cy, a in corners])


def bend(start: Point, through: Point, end: Point, steps: int = 14) -> Shape:
    """A quadratic curve from `start` to `end` that passes by `through` at its middle."""
    a, m, b = (np.asarray(p, dtype=np.float64) for p in (start, through, end))
    control = 2 * m - (a + b) / 2
    t = np.linspace(0, 1, steps)[:, None]
    return (1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b


def ribbon(path: Shape, first: float, last: float, belly: float = 0.0) -> Shape:
    """The outline of a path as a band, `first` wide at its start and `last` at its end, with round ends."""
    along = np.gradient(path, axis=0)
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    t = np.linspace(0, 1, len(path))
    half = ((first + (last - first) * t + belly * np.sin(np.pi * t)) / 2)[:, None]
    tip, root = path[-1], path[0]
    turn = math.degrees(math.atan2(along[-1, 1], along[-1, 0]))
    back = math.degrees(math.atan2(along[0, 1], along[0, 0]))
    end = oval(tip[0], tip[1], last / 2, last / 2, 0, turn + 90, turn - 90)
    begin = oval(root[0], root[1], first / 2, first / 2, 0, back - 90, back - 270)
    return np.concatenate([path + across * half, end, (path - across * half)[::-1], begin])


def across(path: Shape, at: int, half: float) -> Shape:
    """A slightly bowed line across a path at one of its points: a ring around a round thing."""
    along = path[min(at + 1, len(path) - 1)] - path[max(at - 1, 0)]
    along = along / max(float((along**2).sum() ** 0.5), 1e-9)
    x, y = path[at]
    dx, dy = float(along[0]), float(along[1])
    return bend((x - dy * half, y + dx * half), (x + dx * 2.2, y + dy * 2.2), (x + dy * half, y - dx * half))


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on `pixels` in its own frame: `matrix` (3, 3) takes its coordinates to pixels."""

    pixels: Pixels
    matrix: NDArray[np.float64]

    @property
    def scale(self) -> float:
        """Pixels for one unit of this frame."""
        m = self.matrix
        return math.sqrt(abs(float(m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0])))

    def at(self, x: float = 0.0, y: float = 0.0, turn: float = 0.0, scale: float = 1.0, flip: bool = False) -> Pen:
        """A pen whose origin lies at (x, y) of this one, turned clockwise by degrees, scaled, mirrored."""
        c, s = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        side = -1.0 if flip else 1.0
        local = np.array([[c * side, -s, x], [s * side, c, y], [0.0, 0.0, 1.0]])
        return Pen(self.pixels, self.matrix @ local)

    def squeezed(self, share: float, x: float = 0.0) -> Pen:
        """A pen as wide as this one times `share`, whose origin lies at (x, 0) of it: for what is seen from aside."""
        return Pen(self.pixels, self.matrix @ np.array([[share, 0.0, x], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]))

    def readable(self) -> Pen:
        """This pen, turned back around its own origin where it is mirrored: for what is read, from left to right."""
        m = self.matrix
        return self if m[0, 0] * m[1, 1] - m[0, 1] * m[1, 0] > 0 else self.at(flip=True)

    def place(self, shape: Shape) -> NDArray[np.float64]:
        """The shape in pixels."""
        return shape @ self.matrix[:2, :2].T + self.matrix[:2, 2]

    def _fixed(self, shape: Shape) -> NDArray[np.int32]:
        placed = np.clip(self.place(shape), -30_000, 30_000)
        fixed: NDArray[np.int32] = np.rint(placed * (1 << _SHIFT)).astype(np.int32)
        return fixed

    def _thick(self, width: float) -> int:
        return max(1, round(width * self.scale))

    def fill(self, shape: Shape, colour: Colour, ink: Colour | None = None, width: float = _OUTLINE) -> None:
        """A flat shape, with an outline where `ink` is given."""
        points = self._fixed(shape)
        cv2.fillPoly(self.pixels, [points], colour, cv2.LINE_AA, _SHIFT)
        if ink is not None:
            cv2.polylines(self.pixels, [points], True, ink, self._thick(width), cv2.LINE_AA, _SHIFT)

    def inked(self, shape: Shape, colour: Colour, width: float = _OUTLINE) -> None:
        """A flat shape with the ink outline of figures."""
        self.fill(shape, colour, INK, width)

    def line(self, shape: Shape, colour: Colour, width: float, closed: bool = False) -> None:
        """A line of even width through the points, with round ends."""
        cv2.polylines(self.pixels, [self._fixed(shape)], closed, colour, self._thick(width), cv2.LINE_AA, _SHIFT)

    def tint(self, shape: Shape, colour: Colour, strength: float) -> None:
        """A translucent shape: `strength` 0 to 1."""
        placed = self.place(shape)
        area = self._area(placed)
        if area is None:
            return
        left, top, right, bottom = area
        region = self.pixels[top:bottom, left:right]
        over = region.copy()
        points = np.rint((np.clip(placed, -30_000, 30_000) - (left, top)) * (1 << _SHIFT)).astype(np.int32)
        cv2.fillPoly(over, [points], colour, cv2.LINE_AA, _SHIFT)
        cv2.addWeighted(over, strength, region, 1 - strength, 0, region)

    def _area(self, placed: NDArray[np.float64]) -> tuple[int, int, int, int] | None:
        height, width = self.pixels.shape[:2]
        low, high = np.floor(placed.min(axis=0)) - 1, np.ceil(placed.max(axis=0)) + 2
        left, top = max(0, int(max(low[0], -1))), max(0, int(max(low[1], -1)))
        right, bottom = int(min(high[0], width)), int(min(high[1], height))
        return (left, top, right, bottom) if right > left and bottom > top else None

    @contextmanager
    def inside(self, shape: Shape) -> Iterator[Pen]:
        """A pen that paints only within the shape. Outline the shape afterwards: the cut itself is hard."""
        placed = self.place(shape)
        area = self._area(placed)
        if area is None:
            yield Pen(np.zeros((1, 1, 3), dtype=np.uint8), self.matrix)
            return
        left, top, right, bottom = area
        region = self.pixels[top:bottom, left:right]
        work = region.copy()
        shift = np.array([[1.0, 0.0, -left], [0.0, 1.0, -top], [0.0, 0.0, 1.0]])
        yield Pen(work, shift @ self.matrix)
        mask = np.zeros(region.shape[:2], dtype=np.uint8)
        points = np.rint((np.clip(placed, -30_000, 30_000) - (left, top)) * (1 << _SHIFT)).astype(np.int32)
        cv2.fillPoly(mask, [points], (255,), cv2.LINE_8, _SHIFT)
        cv2.copyTo(work, mask, region)

    def gradient(self, x: float, y: float, width: float, height: float, top: Colour, bottom: Colour) -> None:
        """An upright rectangle that goes from `top` to `bottom`; for frames that are not turned."""
        placed = self.place(box(x, y, width, height))
        area = self._area(placed)
        if area is None:
            return
        left, up, right, down = area
        y0, y1 = placed[:, 1].min(), placed[:, 1].max()
        t = np.clip((np.arange(up, down) + 0.5 - y0) / max(y1 - y0, 1e-9), 0, 1)[:, None]
        rows = np.rint(np.asarray(top) + (np.asarray(bottom, dtype=np.float64) - np.asarray(top)) * t)
        self.pixels[up:down, left:right] = rows.astype(np.uint8)[:, None, :]


class Canvas:
    """A picture in the making, painted larger than it will be so that edges come out smooth.

    `unit` is the length of one room unit in pixels of the finished picture: 100 units are √(width·height).
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.sampling = 2 if width * height <= 1_600_000 else 1
        self.pixels: Pixels = np.zeros((height * self.sampling, width * self.sampling, 3), dtype=np.uint8)
        self.unit = math.sqrt(width * height) / 100

    def pen(self) -> Pen:
        """A pen in room units, its origin in the top left corner."""
        side = self.unit * self.sampling
        return Pen(self.pixels, np.array([[side, 0.0, 0.0], [0.0, side, 0.0], [0.0, 0.0, 1.0]]))

    def in_finished(self, placed: Shape) -> Shape:
        """Pixels of the canvas as pixels of the picture at its own size."""
        return (placed + 0.5) / self.sampling - 0.5

    def finished(self) -> Pixels:
        """The picture at its own size."""
        if self.sampling == 1:
            return self.pixels.copy()
        small = cv2.resize(self.pixels, (self.width, self.height), interpolation=cv2.INTER_AREA)
        return small.astype(np.uint8, copy=False)
