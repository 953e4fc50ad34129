"""Flat shapes on nothing, for figures that are unlike the draft painter's: in shares of a square."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from tests.studio.datasets.sheets.making.truth import Array, Colour

_FINER = 3


def shaded(colour: Colour, by: float) -> Colour:
    """Darker below 1, lighter above it."""
    if by <= 1:
        r, g, b = (round(part * by) for part in colour)
    else:
        r, g, b = (round(255 - (255 - part) * (2 - by)) for part in colour)
    return (r, g, b)


class Brush:
    """Draws on a clear square; x and y are shares of its side, 0 to 1."""

    def __init__(self, side: int, line: float, ink: Colour | None) -> None:
        self._side = side * _FINER
        self._line = max(1, round(line * self._side)) if ink else 0
        self._ink = ink
        self._picture = Image.new("RGBA", (self._side, self._side), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._picture)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour, bare: bool = False) -> None:
        box = [self._at(x - rx, y - ry), self._at(x + rx, y + ry)]
        self._draw.ellipse(box, fill=colour, outline=self._edge(colour, bare), width=0 if bare else self._line)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, radius: float = 0.0) -> None:
        """From its top left corner."""
        corners = [self._at(x, y), self._at(x + width, y + height)]
        self._draw.rounded_rectangle(
            corners, radius * self._side, fill=colour, outline=self._edge(colour), width=self._line
        )

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        placed = [self._at(x, y) for x, y in points]
        self._draw.polygon(placed, fill=colour)
        if self._line:
            self._draw.line([*placed, placed[0]], fill=self._edge(colour), width=self._line, joint="curve")

    def line(self, points: list[tuple[float, float]], colour: Colour, width: float) -> None:
        placed = [self._at(x, y) for x, y in points]
        self._draw.line(placed, fill=colour, width=max(1, round(width * self._side)), joint="curve")

    def arc(self, x: float, y: float, rx: float, ry: float, start: float, end: float, colour: Colour, w: float) -> None:
        """A part of an ellipse's line, degrees clockwise from the right."""
        box = [self._at(x - rx, y - ry), self._at(x + rx, y + ry)]
        self._draw.arc(box, start, end, fill=colour, width=max(1, round(w * self._side)))

    def soft(self, x: float, y: float, rx: float, ry: float, strength: float) -> None:
        """A shadow on the ground, which shows through it."""
        self._draw.ellipse(
            [self._at(x - rx, y - ry), self._at(x + rx, y + ry)], fill=(40, 36, 50, round(strength * 255))
        )

    def star(self, x: float, y: float, r: float, colour: Colour) -> None:
        angles = [math.pi * (k / 5 - 0.5) for k in range(10)]
        radii = [r if k % 2 == 0 else r * 0.45 for k in range(10)]
        self.shape([(x + s * math.cos(a), y + s * math.sin(a)) for a, s in zip(angles, radii, strict=True)], colour)

    def finished(self) -> Array:
        """(H, W, 4) uint8 RGBA, cut to what was drawn."""
        small = self._picture.resize((self._side // _FINER, self._side // _FINER), Image.Resampling.BOX)
        picture = np.asarray(small)
        ys, xs = np.nonzero(picture[..., 3] > 8)
        return picture[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x * self._side, y * self._side)

    def _edge(self, colour: Colour, bare: bool = False) -> Colour | None:
        if bare or self._ink is None:
            return None
        return shaded(colour, 0.7) if self._ink == (0, 0, 0) else self._ink
