"""Chests below faces: of somebody whose clothes are of many kinds, and of nobody."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.lettering.places import bust
from studio.lettering.places.placement import candidates, find_placements
from studio.lettering.seeing.views import views_of
from tests.studio.lettering.drawing import Array


def wood() -> Array:
    """Leaves (512, 512, 3) uint8 RGB."""
    rng = np.random.default_rng(3)
    picture = np.full((512, 512, 3), (70, 110, 80), np.uint8)
    for _ in range(160):
        at = tuple(int(v) for v in rng.integers(0, 512, 2))
        cv2.circle(picture, at, int(rng.integers(6, 26)), tuple(int(v) for v in rng.integers(50, 130, 3)), -1)
    return picture


def somebody(x: int = 256) -> Array:
    """Someone in a jacket and an apron before a wood (512, 512, 3) uint8 RGB; the face is at (x, 150)."""
    picture = wood()
    cv2.rectangle(picture, (x - 70, 205), (x + 70, 512), (52, 40, 60), -1)
    cv2.rectangle(picture, (x - 34, 210), (x + 34, 512), (225, 215, 205), -1)
    for down in range(225, 500, 26):
        cv2.line(picture, (x - 34, down), (x + 34, down + 12), (180, 60, 70), 7)
    cv2.ellipse(picture, (x, 135), (62, 62), 0, 0, 360, (120, 70, 40), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (x, 150), (46, 50), 0, 0, 360, (236, 196, 170), -1, cv2.LINE_AA)
    for way in (-1, 1):
        cv2.ellipse(picture, (x + way * 20, 148), (8, 11), 0, 0, 360, (40, 50, 90), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (x, 178), (9, 4), 0, 0, 360, (170, 80, 80), -1, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize("x", [200, 256, 320])
def test_a_chest_is_below_the_face(x: int) -> None:
    (place,) = bust.chests_in(views_of(somebody(x)), 1)
    across, down = np.mean(place.quad, axis=0)
    assert (place.method, place.confidence) == ("shirt", bust.CONFIDENCE)
    assert abs(across - x) < 25
    assert 215 < down < 320


def test_what_has_no_face_has_no_such_chest() -> None:
    assert bust.chests_in(views_of(wood()), 3) == ()
    assert bust.chests_in(views_of(np.full((300, 400, 3), 120, np.uint8)), 3) == ()


def test_it_comes_before_the_middle_of_the_picture() -> None:
    picture = somebody(180)
    (place,) = find_placements(picture)
    assert place.method == "shirt"
    assert abs(float(np.mean(place.quad, axis=0)[0]) - 180) < 60
    assert candidates(picture)[-1].method == "centre"
