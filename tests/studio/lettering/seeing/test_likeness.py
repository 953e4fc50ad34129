"""Which colours are alike, and how much of two patches is the same mixture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.lettering.seeing.likeness import coloured, common, common_share, like, share_of

RED, BLUE, WHITE = (200, 20, 20), (20, 20, 200), (250, 250, 250)


def colours(*counted: tuple[tuple[int, int, int], int]) -> np.ndarray:
    """So many pixels of each colour, (n, 3) uint8."""
    return np.array([colour for colour, count in counted for _ in range(count)], np.uint8).reshape(-1, 3)


@given(
    st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=40),
    st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=40),
)
def test_a_mixture_is_its_own_and_the_share_is_one_of_both(some: list[object], others: list[object]) -> None:
    one, other = np.array(some, np.uint8), np.array(others, np.uint8)
    assert 0 <= common_share(one, other) <= 1.000001
    assert common_share(one, other) == pytest.approx(common_share(other, one))
    assert like(one, other).shape == (len(one), len(other))
    assert like(one, one).diagonal().all()


def test_the_share_is_what_both_have() -> None:
    assert common_share(colours((RED, 10)), colours((RED, 40))) == pytest.approx(1)
    assert common_share(colours((RED, 10)), colours((BLUE, 10))) == pytest.approx(0)
    assert common_share(colours((RED, 30), (BLUE, 10)), colours((RED, 10), (BLUE, 30))) == pytest.approx(0.5)
    assert common_share(colours(), colours((RED, 1))) == 1


def test_light_changes_a_cloth_in_proportion_and_no_further() -> None:
    lit, shaded, dark = np.array([[200, 100, 50]]), np.array([[160, 80, 40]]), np.array([[100, 50, 25]])
    assert like(lit, shaded).all()
    assert not like(lit, dark).any()
    assert not like(np.array([RED]), np.array([BLUE])).any()


def test_common_colours_are_those_of_many_pixels_most_first() -> None:
    found = common(colours((WHITE, 60), (RED, 38), (BLUE, 2)))
    assert found.round().astype(int).tolist() == [list(WHITE), list(RED)]


def test_pixels_of_a_colour_are_found_in_its_neighbourhood() -> None:
    picture = np.array([[RED, (206, 24, 22)], [BLUE, (150, 20, 20)]], np.uint8)
    assert coloured(picture, np.array([RED], np.float32)).tolist() == [[True, True], [False, False]]
    assert coloured(picture, np.array([RED, BLUE], np.float32)).tolist() == [[True, True], [True, False]]


def test_the_share_leaves_rare_likeness_out() -> None:
    alike = np.zeros((4, 100), bool)
    alike[0, :50], alike[1, :3], alike[2, :2] = True, True, True
    assert share_of(alike) == pytest.approx(0.5)
