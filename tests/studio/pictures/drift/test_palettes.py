"""Colours, palettes, and what limits are made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.pictures.drift.calibrating import area_under_curve, interval
from studio.pictures.drift.colour import delta_e, hex_of, lab_of_hex
from studio.pictures.drift.palette import EMPTY, Palette, counted, earth_movers, reach, reduced, share_near, together

LABS = st.lists(st.tuples(st.floats(0, 100), st.floats(-90, 90), st.floats(-90, 90)), min_size=1, max_size=30).map(
    lambda colours: np.array(colours, np.float32)
)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ],
)
def test_the_distance_of_two_colours_is_that_of_the_published_table(
    one: tuple[float, ...], other: tuple[float, ...], distance: float
) -> None:
    assert float(delta_e(np.array(one), np.array(other))) == pytest.approx(distance, abs=1e-4)


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_a_colour_comes_back_as_it_was_written(text: str) -> None:
    again = hex_of(lab_of_hex(text))
    assert all(abs(int(text[at : at + 2], 16) - int(again[at : at + 2], 16)) <= 1 for at in (1, 3, 5))


@given(LABS, LABS)
def test_a_palette_is_as_far_from_another_as_that_is_from_it_and_not_from_itself(
    some: np.ndarray, others: np.ndarray
) -> None:
    one, other = reduced(counted(some)), reduced(counted(others))
    assert len(one.weights) <= 8
    assert float(one.weights.sum()) == pytest.approx(1, abs=1e-4)
    assert earth_movers(one, other) == pytest.approx(earth_movers(other, one), abs=1e-2)
    assert earth_movers(one, one) == pytest.approx(0, abs=1e-3)


@given(LABS, st.integers(1, 12))
def test_what_is_counted_and_reduced_is_what_was_there(some: np.ndarray, kinds: int) -> None:
    whole = counted(some)
    assert list(whole.weights) == sorted(whole.weights, reverse=True)
    # No colour is counted with one that is far from it.
    assert len(whole.weights) <= len(some)
    for colour in some:
        assert np.linalg.norm(whole.colours - colour, axis=1).min() <= np.linalg.norm([7, 7, 7])
    few = reduced(whole, kinds)
    assert len(few.weights) == min(kinds, len(whole.weights)) or len(whole.weights) > kinds
    for palette in (whole, few):
        assert palette.weights.sum() == pytest.approx(1, abs=1e-4)
        assert np.average(palette.colours, 0, palette.weights) == pytest.approx(some.mean(0), abs=0.05)
    if len(whole.weights) <= kinds:
        assert few is whole


def test_colours_that_are_near_are_one_and_those_that_are_not_stay_apart() -> None:
    near, far = np.array([[50, 20, 20]] * 3 + [[51, 21, 20]]), np.array([[50, 40, 20], [80, 20, 20]])
    whole = counted(np.concatenate([near, far]).astype(np.float32))
    assert whole.weights == pytest.approx([4 / 6, 1 / 6, 1 / 6])
    assert whole.colours[0] == pytest.approx([50.25, 20.25, 20])
    assert counted(np.zeros((0, 3), np.float32)).empty
    groups = np.concatenate([base + np.arange(4)[:, None] * [0, 8, 0] for base in ([20, -60, 0], [70, 50, 40])])
    two = reduced(counted(groups.astype(np.float32)), 2)
    assert sorted(two.colours[:, 0]) == pytest.approx([20, 70])
    assert two.weights == pytest.approx([0.5, 0.5])


def test_nothing_is_as_far_as_can_be_and_has_no_colour() -> None:
    one = Palette(np.array([[40, 0, 0], [80, 0, 0]], np.float32), np.array([0.25, 0.75], np.float32))
    assert earth_movers(EMPTY, one) == earth_movers(one, EMPTY) == 50
    assert earth_movers(one, Palette(np.array([[60, 90, 90]], np.float32), np.ones(1, np.float32)), 10) == 10
    grey = np.array([41, 0, 0])
    assert share_near(EMPTY, grey, 5) == 0
    assert share_near(one, grey, 5) == pytest.approx(0.25)
    assert share_near(one, grey, 100) == pytest.approx(1)
    assert reach(one, grey, 2.0) == pytest.approx(float(delta_e(one.colours[1], grey)))
    both = together([one, EMPTY, Palette(np.array([[0, 0, 0]], np.float32), np.array([7], np.float32))])
    assert both.weights.sum() == pytest.approx(1)


def test_what_is_moved_costs_what_it_weighs_and_how_far_it_goes() -> None:
    grey, light = np.array([[40, 0, 0], [60, 0, 0]], np.float32), np.array([[40, 0, 0]], np.float32)
    half = Palette(grey, np.array([0.5, 0.5], np.float32))
    step = float(delta_e(grey[0], grey[1]))
    assert earth_movers(half, Palette(light, np.ones(1, np.float32))) == pytest.approx(step / 2, abs=1e-3)


def test_so_far_one_goes_from_a_colour_until_enough_is_found() -> None:
    palette = Palette(np.array([[50, 0, 0], [80, 0, 0]], np.float32), np.array([0.3, 0.7], np.float32))
    assert reach(palette, np.array([50, 0, 0]), 0.3) == 0
    assert reach(palette, np.array([50, 0, 0]), 0.31) > 20
    assert together([EMPTY]).empty
    assert reach(EMPTY, np.array([50, 0, 0]), 0.3) == 100


def test_the_area_under_the_curve_is_the_share_of_pairs_in_order() -> None:
    assert area_under_curve([1, 2], [3, 4]) == 1
    assert area_under_curve([1, 3], [2, 3]) == pytest.approx(0.625)
    low, high = interval([1, 2, 3, 4], [2, 3, 4, 5])
    assert low < area_under_curve([1, 2, 3, 4], [2, 3, 4, 5]) < high
