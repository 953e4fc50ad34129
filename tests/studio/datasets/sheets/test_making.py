"""The sheets that understanding is judged by are what their truth says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.studio.datasets.sheets.making.sheets import given_quads, sheet


@pytest.mark.parametrize("seed", [7, 1005])
def test_a_sheet_is_what_its_truth_says(seed: int) -> None:
    made = sheet(seed)
    assert np.array_equal(made.pixels, sheet(seed).pixels)
    assert made.pixels.shape == made.clean.shape == (*made.owners.shape, 3)
    assert sorted(set(made.owners.ravel()) - {0}) == [*range(1, len(made.cells) + 1)]
    height, width = made.owners.shape
    assert all(b.x >= 0 and b.x + b.width <= width and b.y >= 0 and b.y + b.height <= height for b in made.boxes())
    printed = np.zeros((height, width), np.uint8)
    for label in given_quads(made):
        cv2.fillPoly(printed, [np.rint(np.asarray(label.quad)).astype(np.int32)], 1)
    differ = np.abs(cv2.blur(made.pixels, (9, 9)).astype(int) - cv2.blur(made.clean, (9, 9))).max(axis=2) > 30
    outside = differ & (cv2.dilate(printed, np.ones((25, 25), np.uint8)) == 0)
    # A banner's emblem is the only thing that is printed and no label.
    assert outside.mean() < 0.002
