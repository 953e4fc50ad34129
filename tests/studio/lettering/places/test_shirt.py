"""Shirts: on chests, not on skirts, faces or walls; and they lean as their wearer does."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.lettering.places.shirt import find_shirts
from studio.lettering.seeing.views import WORKING, views_of
from tests.studio.lettering.drawing import Array, Scene, drawn

SIDE = 480


def _figure(lean: float = 0.0, skirt: bool = False, middle: float = 0.5) -> Array:
    """Somebody upright in front of a plain wall, whole, with a jacket and perhaps a skirt of one even colour."""
    canvas = np.full((SIDE, SIDE, 3), (170, 180, 190), np.uint8)
    x = middle * SIDE
    cv2.rectangle(canvas, (int(x) - 50, 130), (int(x) + 50, 250), (60, 90, 160), -1)
    if skirt:
        for fold in range(6):
            cv2.rectangle(canvas, (int(x) - 50, 130 + 20 * fold), (int(x) + 50, 140 + 20 * fold), (200, 60, 60), -1)
        cv2.rectangle(canvas, (int(x) - 50, 250), (int(x) + 50, 360), (40, 50, 90), -1)
    else:
        cv2.rectangle(canvas, (int(x) - 45, 250), (int(x) + 45, 420), (70, 60, 50), -1)
    cv2.rectangle(canvas, (int(x) - 30, 360), (int(x) + 30, 440), (220, 180, 150), -1)
    cv2.ellipse(canvas, (int(x), 85), (38, 44), 0, 0, 360, (226, 178, 150), -1)
    cv2.ellipse(canvas, (int(x), 60), (40, 26), 0, 0, 360, (64, 38, 22), -1)
    turn = cv2.getRotationMatrix2D((x, 300), lean, 1)
    return np.asarray(cv2.warpAffine(canvas, turn, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE))


def test_the_chest_is_taken_and_not_what_is_below_it() -> None:
    best = find_shirts(_figure())[0]
    x, y = np.mean(best.quad, axis=0)
    assert abs(x - 240) < 20
    assert 130 < y < 250


def test_a_skirt_is_no_shirt() -> None:
    found = find_shirts(_figure(skirt=True))
    assert all(np.mean(place.quad, axis=0)[1] < 265 for place in found[:1])


@pytest.mark.parametrize("lean", [-16, 16])
def test_the_place_leans_no_other_way_than_its_wearer(lean: float) -> None:
    found = find_shirts(_figure(lean))
    assert found
    quad = np.array(found[0].quad)
    top = quad[1] - quad[0]
    # OpenCV turns against the clock for positive angles; angles in the picture grow with the clock.
    assert -1 <= -np.degrees(np.arctan2(top[1], top[0])) * np.sign(lean) <= 24


@pytest.mark.parametrize("shirt", [(40, 90, 60), (200, 40, 60), (235, 235, 232), (24, 24, 28), (150, 120, 200)])
def test_cloth_of_any_colour_is_cloth(shirt: tuple[int, int, int]) -> None:
    picture, chest = drawn(Scene(panel=False, shirt=shirt))
    found = find_shirts(picture)
    assert found
    assert np.linalg.norm(np.mean(found[0].quad, axis=0) - chest.mean(0)) < 0.15 * 640


def test_a_plain_wall_has_no_shirt() -> None:
    assert find_shirts(np.full((300, 400, 3), 150, np.uint8)) == ()


@pytest.mark.parametrize("shape", [(1, 1), (5, 900), (600, 600), (512, 512), (2000, 1000)])
def test_views_are_small_and_of_the_same_proportion(shape: tuple[int, int]) -> None:
    views = views_of(np.zeros((*shape, 3), np.uint8))
    assert max(views.small.shape[:2]) == min(WORKING, max(shape))
    assert sum(copy.nbytes for copy in views.copies) <= 2 * 3 * WORKING * WORKING
    assert max(views.about(100).shape[:2]) >= min(100, max(shape))
