"""Finding pictures on screenshots, and what still stands where one stood."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.terminals.seeing import Box, Image, correlation, find, score_at, standing

PLAIN = (30, 20, 10)


def picture(seed: int, side: int = 256) -> Image:
    """Soft shapes of many colours, as drawn pictures have."""
    noise = np.random.default_rng(seed).integers(0, 256, (12, 12, 3), np.uint8)
    return np.asarray(cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def screen(shown: Image | None = None, left: int = 0, top: int = 0) -> Image:
    """A screenshot with a picture on it, or with none."""
    whole = np.full((320, 450, 3), PLAIN, np.uint8)
    if shown is not None:
        whole[top : top + shown.shape[0], left : left + shown.shape[1]] = shown
    return whole


@settings(max_examples=8)
@given(width=st.integers(100, 280), wider=st.floats(0.95, 1.05), left=st.integers(0, 170), top=st.integers(0, 25))
def test_a_picture_is_found_at_its_place_and_size(width: int, wider: float, left: int, top: int) -> None:
    whole, height = picture(1), round(width / wider)
    shown = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)

    found = find(screen(shown, left, top), whole)

    assert found.score > 0.97
    assert np.allclose(found.box, (left, top, width, height), atol=3)


def test_cells_of_text_are_less_than_the_picture_and_more_than_another() -> None:
    whole = picture(1)
    cells = cv2.resize(cv2.resize(whole, (20, 20), interpolation=cv2.INTER_AREA), (240, 240), interpolation=0)

    coarse = find(screen(np.asarray(cells, np.uint8), 40, 30), whole).score
    other = find(screen(picture(2), 40, 30), whole).score

    assert 0.5 < coarse < 0.97
    assert other < coarse


def test_on_a_plain_screen_nothing_is_seen() -> None:
    assert find(screen(), picture(1)).score < 0.1
    assert score_at(screen(), picture(1), Box(0, 0, 200, 200)) == 0.0


@pytest.mark.parametrize(
    ("change", "expected"), [(lambda i: i, 1.0), (lambda i: 255 - i, -1.0), (lambda i: i * 0, 0.0)]
)
def test_correlation_goes_from_its_negative_to_itself(change: object, expected: float) -> None:
    assert callable(change)
    shown = picture(3)
    assert correlation(shown, change(shown)) == pytest.approx(expected)


def test_what_is_covered_stands_no_more() -> None:
    box = Box(32, 32, 256, 256)
    before = screen(picture(1), 32, 32)
    half = before.copy()
    half[:, :160] = PLAIN

    assert standing(before, before, box) == 1.0
    assert standing(before, half, box) == pytest.approx(0.5, abs=0.02)
    assert standing(before, screen(), box) == 0.0


def test_plain_ground_is_no_stale_picture() -> None:
    assert standing(screen(), screen(), Box(0, 0, 450, 320)) == 0.0


def test_boxes_that_do_not_meet_share_nothing() -> None:
    assert Box(0, 0, 10, 10).shared(Box(20, 5, 10, 10)).of(screen()).size == 0
    assert Box(0, 0, 30, 30).shared(Box(20, 5, 30, 10)) == Box(20, 5, 10, 10)
