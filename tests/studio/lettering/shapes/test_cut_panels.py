"""Panels that the picture's edge cuts get their fourth side back, outside."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.lettering.geometry.quads import area, checked, lengths
from studio.lettering.shapes.cut_panels import PROPORTION, completed
from tests.studio.lettering.drawing import Array

WIDE, HIGH = 400, 300


def _box(left: float, top: float, right: float, bottom: float) -> Array:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)


@pytest.mark.parametrize(
    ("seen", "side"),
    [
        (_box(0, 100, 40, 160), 3),
        (_box(350, 100, 399, 160), 1),
        (_box(100, 0, 200, 30), 0),
        (_box(100, 260, 200, 299), 2),
    ],
)
def test_the_cut_side_moves_out_to_the_usual_proportion(seen: Array, side: int) -> None:
    whole = completed(seen, WIDE, HIGH, 2)
    width, height = lengths(whole)
    assert width / height == pytest.approx(PROPORTION)
    kept = [n for n in range(4) if n not in (side, (side + 1) % 4)]
    assert whole[kept] == pytest.approx(seen[kept])
    assert area(whole) > area(seen)


def test_what_lies_inside_or_in_a_corner_or_is_whole_stays() -> None:
    for seen in (_box(50, 50, 120, 100), _box(0, 0, 40, 60), _box(0, 100, 90, 160)):
        assert completed(seen, WIDE, HIGH, 2) is seen


@given(st.lists(st.floats(-8, 8), min_size=4, max_size=4), st.floats(12, 60), st.floats(30, 120))
def test_the_whole_is_a_quad_that_words_can_be_set_in(shifts: list[float], seen: float, tall: float) -> None:
    quad = _box(0, 120, seen, 120 + tall)
    quad[:, 1] += shifts
    whole = completed(quad, WIDE, HIGH, 2)
    checked(tuple((float(x), float(y)) for x, y in whole))
    assert area(whole) >= area(quad) - 1e-6
