"""How many tiles stand side by side, on a browser of any size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.gallery.model.tile_sizes import SMALLEST, TileSize, arrange, side

WIDTHS, HEIGHTS = st.integers(1, 300), st.integers(1, 100)


@pytest.mark.parametrize("width", range(20, 260, 7))
def test_tiles_fill_the_room_and_are_never_too_small(width: int) -> None:
    for height in (20, 36, 60):
        columns, rows = arrange(width, height)
        assert columns == 1 or width // columns >= 18
        assert rows == 1 or height // rows >= 9


@given(WIDTHS, HEIGHTS, st.integers(0, 400))
def test_tiles_are_at_least_as_wide_as_they_are_wanted(width: int, height: int, wanted: int) -> None:
    columns, rows = arrange(width, height, wanted)
    assert columns == 1 or width // columns >= wanted
    assert rows >= 1


@given(WIDTHS, HEIGHTS, st.integers(0, 400), st.sampled_from([1, -1]))
def test_each_step_shows_larger_or_smaller_pictures_until_there_are_none(
    width: int, height: int, wanted: int, step: int
) -> None:
    size = TileSize()
    size.width = wanted
    grid = size.arrange(width, height)
    while size.step(width, height, step):
        before, grid = grid, size.arrange(width, height)
        assert (side(width, height, grid) - side(width, height, before)) * step > 0
        assert grid.columns == 1 or width // grid.columns >= SMALLEST
    kept = size.width
    assert not size.step(width, height, step)
    assert size.width == kept


@given(st.integers(40, 300), st.integers(12, 100), st.sampled_from([1, -1]))
def test_a_step_and_back_leads_to_the_size_that_fits_best(width: int, height: int, step: int) -> None:
    size = TileSize()
    if size.step(width, height, step) and size.step(width, height, -step):
        assert size.width == 0
