"""Quadrilaterals: their order, and planes there and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.lettering.geometry.quads import area, checked, lengths, ordered, overlap, through, to_plane
from studio.lettering.records import PlaceUnusable
from tests.studio.lettering.drawing import Array

shifts = st.lists(st.floats(-0.12, 0.12), min_size=8, max_size=8)


def _quad(turn: float, wide: float, high: float, shift: list[float]) -> Array:
    flat = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2
    flat += np.array(shift).reshape(4, 2) * (wide, high)
    angle = np.deg2rad(turn)
    turned = flat @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray(turned + np.array([500, 400]))


@given(st.floats(-30, 30), st.floats(120, 300), st.floats(120, 300), shifts, st.permutations(range(4)))
def test_corners_in_any_order_come_back_top_left_first_clockwise(
    turn: float, wide: float, high: float, shift: list[float], order: list[int]
) -> None:
    quad = _quad(turn, wide, high, shift)
    assert ordered(quad[order]) == pytest.approx(quad)


@given(st.floats(-180, 180), st.floats(20, 600), st.floats(20, 600), shifts)
def test_a_plane_leads_there_and_back(turn: float, wide: float, high: float, shift: list[float]) -> None:
    quad = _quad(turn, wide, high, shift)
    matrix = to_plane(quad, wide, high)
    assert through(matrix, quad) == pytest.approx(np.array([[0, 0], [wide, 0], [wide, high], [0, high]]), abs=0.05)
    points = np.array([[3.0, 5.0], [wide / 2, high / 3]])
    assert through(matrix, through(np.linalg.inv(matrix), points)) == pytest.approx(points, abs=0.01)


@given(st.floats(-180, 180), st.floats(20, 600), st.floats(20, 600))
def test_measures_of_a_rectangle_do_not_turn_with_it(turn: float, wide: float, high: float) -> None:
    quad = _quad(turn, wide, high, [0] * 8)
    assert area(quad) == pytest.approx(wide * high)
    assert lengths(quad) == pytest.approx((wide, high))
    assert overlap(quad, quad) == pytest.approx(1, abs=0.01)
    assert overlap(quad, quad + 2000) == 0


@pytest.mark.parametrize(
    "quad",
    [
        ((0, 0), (10, 0), (10, 10)),
        ((0, 0), (10, 10), (10, 0), (0, 10)),
        ((0, 0), (0, 10), (10, 10), (10, 0)),
        ((0, 0), (10, 0), (20, 0), (30, 0)),
        ((0, 0), (10, 0), (2, 2), (0, 10)),
        ((0, 0), (1, 0), (1, 1), (0, 1)),
        ((0, 0), (float("nan"), 0), (10, 10), (0, 10)),
        ((0, 0), (1e300, 0), (1e300, 10), (0, 10)),
    ],
)
def test_places_where_nothing_can_be_set_are_refused(quad: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(PlaceUnusable):
        checked(quad)
