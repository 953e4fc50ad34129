"""A sheet with its boxes drawn on it and numbered, for a person to see how it was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from studio.datasets.records import Box, Quad, Sheet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

Colour = tuple[int, int, int]

FIGURE: Final[Colour] = (0, 150, 170)
LABEL: Final[Colour] = (190, 120, 0)
BANNER: Final[Colour] = (130, 130, 130)
CHOSEN: Final[Colour] = (230, 0, 90)
SIDES: Final = {"left": (0, 3), "top": (0, 1), "right": (1, 2), "bottom": (3, 2)}
"""The corners between which a side lies, clockwise from the top left one."""


def outlined(pixels: Pixels, scale: float, sheet: Sheet, chosen: int | None, side: str = "whole") -> Pixels:
    """A copy of a sheet's pixels (H, W, 3) uint8 RGB, straight, with a numbered box around each figure and label.

    `scale` is px of the picture for one of the sheet. `chosen` counts the figures first, then the labels; its `side`
    that is gripped ("left", "top", "right", "bottom"; "whole": none) is drawn thick.
    """
    import cv2

    drawn = pixels.copy()
    for banner in sheet.banners:
        cv2.polylines(drawn, [_corners(_quad(banner), scale)], True, BANNER, _wide(drawn), cv2.LINE_AA)
    quads = [*(_quad(one.box) for one in sheet.figures), *(one.quad for one in sheet.labels)]
    order = [number for number in range(len(quads)) if number != chosen]
    # The chosen one lies over all others.
    for number in [*order, *([chosen] if chosen is not None and chosen < len(quads) else [])]:
        is_figure = number < len(sheet.figures)
        colour = CHOSEN if number == chosen else FIGURE if is_figure else LABEL
        corners = _corners(quads[number], scale)
        cv2.polylines(drawn, [corners], True, colour, _wide(drawn) * (2 if number == chosen else 1), cv2.LINE_AA)
        if number == chosen and side in SIDES:
            one, other = (corners[at].tolist() for at in SIDES[side])
            cv2.line(drawn, one, other, colour, 5 * _wide(drawn), cv2.LINE_AA)
        if is_figure or number == chosen:
            name = str(number + 1) if is_figure else chr(ord("a") + (number - len(sheet.figures)) % 26)
            _number(drawn, name, corners[0].tolist(), colour, is_above=not is_figure)
    return drawn


def _number(drawn: Pixels, name: str, corner: list[int], colour: Colour, *, is_above: bool) -> None:
    """Write a name into a corner, or above it, large enough for a terminal's cells."""
    import cv2

    high = max(12, min(drawn.shape[:2]) // (32 if is_above else 16))
    scale, thick = high / 22, max(1, high // 10)
    (wide, _), _ = cv2.getTextSize(name, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    wide, tall = wide + thick * 2, high + thick * 3
    x = max(0, min(corner[0], drawn.shape[1] - wide))
    y = max(0, min(corner[1] - tall if is_above and corner[1] >= tall else corner[1], drawn.shape[0] - tall))
    cv2.rectangle(drawn, (x, y), (x + wide, y + tall), colour, -1)
    place = (x + thick, y + high + thick)
    cv2.putText(drawn, name, place, cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255), thick, cv2.LINE_AA)


def _wide(drawn: Pixels) -> int:
    longer: int = max(drawn.shape[:2])
    return max(1, round(0.003 * longer))


def _quad(box: Box) -> Quad:
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    return ((x, y), (right, y), (right, bottom), (x, bottom))


def _corners(quad: Quad, scale: float) -> NDArray[np.int32]:
    return np.round(np.array(quad, dtype=np.float64) * scale).astype(np.int32)
