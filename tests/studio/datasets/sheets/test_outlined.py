"""A sheet's boxes drawn on it: each in its colour, the chosen one over all, and the sheet itself untouched."""

from __future__ import annotations

import numpy as np

from studio.datasets.records import Box, Figure, Label, Sheet
from studio.datasets.sheets.outlined import BANNER, CHOSEN, FIGURE, LABEL, Colour, outlined

SHEET = Sheet(
    400,
    300,
    banners=(Box(0, 0, 400, 30),),
    figures=(Figure(Box(20, 60, 100, 200)), Figure(Box(200, 60, 100, 200))),
    labels=(Label("text", ((20, 40), (90, 40), (90, 55), (20, 55))),),
)


def is_there(drawn: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], x: int, y: int, colour: Colour) -> bool:
    """Whether a line of this colour, smoothed, goes through a place."""
    near = drawn[y - 1 : y + 2, x - 1 : x + 2].reshape(-1, 3).astype(int)
    return bool(np.abs(near - np.array(colour)).sum(axis=1).min() < 90)


def test_boxes_are_drawn_on_a_copy_in_their_colours() -> None:
    pixels = np.full((150, 200, 3), 255, np.uint8)
    drawn = outlined(pixels, 0.5, SHEET, 1, "left")
    assert (pixels == 255).all()
    assert is_there(drawn, 40, 130, FIGURE)
    assert is_there(drawn, 120, 130, CHOSEN)
    assert is_there(drawn, 102, 100, CHOSEN)
    assert tuple(drawn[100, 125]) == (255, 255, 255)
    assert is_there(drawn, 30, 28, LABEL)
    assert is_there(drawn, 100, 15, BANNER)
    assert is_there(outlined(pixels, 0.5, SHEET, 2), 30, 28, CHOSEN)


def test_what_lies_beyond_the_edge_is_no_trouble() -> None:
    pixels = np.zeros((20, 20, 3), np.uint8)
    wide = Sheet(400, 300, figures=(Figure(Box(-50, -50, 900, 900)),), labels=SHEET.labels)
    assert outlined(pixels, 1.0, wide, 5).shape == pixels.shape
    assert outlined(pixels, 1.0, Sheet(1, 1), None).shape == pixels.shape
