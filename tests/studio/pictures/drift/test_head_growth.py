"""How large what is drawn on a head is over the chest: found again at another size, and nowhere where it is not."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from studio.pictures.drift.head import Portrait, growth, portrait

CHEST = np.array([[160.0, 260.0], [240.0, 260.0], [240.0, 310.0], [160.0, 310.0]])
UP = np.array([0.0, -1.0])


def drawn(times: float, wall: int = 90) -> Portrait:
    """A face with eyes and a mouth, so many times as large, over the same chest."""
    picture = np.full((400, 400, 3), wall, np.uint8)
    middle, radius = np.array([200.0, 250 - 60 * times]), 55 * times
    x, y = (round(v) for v in middle)
    cv2.circle(picture, (x, y), round(radius), (220, 190, 160), -1)
    for side in (-1, 1):
        cv2.circle(picture, (x + round(side * 20 * times), y - round(8 * times)), round(9 * times), (30, 30, 30), -1)
    cv2.ellipse(
        picture, (x, y + round(18 * times)), (round(18 * times), round(8 * times)), 0, 0, 180, (150, 40, 40), -1
    )
    cv2.rectangle(picture, (150, 250), (250, 399), (60, 90, 160), -1)
    return portrait(picture, CHEST, middle, radius, UP)


@pytest.mark.parametrize("times", [0.8, 1.0, 1.25])
def test_a_head_is_measured_by_what_is_drawn_on_it_before_any_wall(times: float) -> None:
    found = growth(drawn(times, wall=20), [drawn(1.0, wall) for wall in (60, 120, 180, 240)])
    assert found == pytest.approx(math.log(times), abs=0.05)


def test_nothing_is_said_of_a_head_that_is_another() -> None:
    noise = np.random.default_rng(1).integers(0, 255, drawn(1.0).grey.shape, np.uint8)
    assert growth(Portrait(noise, 1.5, 1.4), [drawn(1.0)] * 4) is None
