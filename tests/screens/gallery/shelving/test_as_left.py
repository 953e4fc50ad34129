"""A Gallery opens as it was left, through the file that is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.search.ordering.order import Order
from screens.gallery.model.shelf import Search, Shelf, Window
from screens.gallery.shelving.as_left import left_by, search_of
from studio.settings import window
from studio.settings.window import FILE, GalleryLeft, WindowLeft, keep, kept
from tests.screens.gallery.model.pictures import picture

ORDERS = st.one_of(
    st.none(),
    st.builds(Order, st.sampled_from(["", "Milo"]), st.booleans(), st.just("drift")),
    st.builds(Order, st.just(""), st.booleans(), st.just("cost")),
)


def shelf(search: Search, cursor: int = 0, after: int | None = None) -> Shelf:
    made = Shelf()
    pictures = tuple(map(picture, (9, 7, 5)))
    made.begin(Window(search, pictures, None, after, 3, newer=None if after else 0, at=search.rank(pictures[cursor])))
    return made


@given(st.sampled_from(["", "milo rating:>3"]), st.booleans(), ORDERS, st.integers(0, 2))
def test_a_search_comes_back_with_its_order_and_its_picture(
    query: str, is_stacked: bool, order: Order | None, cursor: int
) -> None:
    search = Search(query, is_stacked, order=order)
    left = left_by(shelf(search, cursor), True, 30)
    assert search_of(left) == search
    at = shelf(search, cursor).cursor
    assert left.picture == (0 if at == 0 else (9, 7, 5)[at])
    assert left.tile_width == 30


def test_what_is_about_one_picture_comes_back_as_that_picture_and_the_trash_does_not() -> None:
    assert left_by(shelf(Search("milo", stack=7)), None, 0).picture == 7
    assert left_by(shelf(Search("milo", alike=5)), None, 0).picture == 5
    trash = left_by(shelf(Search("milo", trashed=True), 2), None, 0)
    assert (trash.picture, trash.query) == (0, "")
    assert left_by(shelf(Search(), 0, after=12), None, 0).picture == 9
    assert left_by(Shelf(), None, 0).picture == 0


@pytest.mark.parametrize("is_grid", [None, True, False])
def test_it_is_kept_beside_the_settings_for_its_own_library(tmp_path: Path, is_grid: bool | None) -> None:
    left = left_by(shelf(Search("milo", order=Order("Milo", True)), 1), is_grid, 24)
    keep(tmp_path, WindowLeft(room="gallery", is_unfolded=True, live="off", library="/one", gallery=left))
    same = kept(tmp_path, Path("/one"))
    assert (same.gallery, same.room, same.is_unfolded, same.live) == (left, "gallery", True, "off")
    other = kept(tmp_path, Path("/two"))
    assert (other.gallery, other.room, other.library) == (GalleryLeft(), "gallery", "/two")


@pytest.mark.parametrize("text", [b"", b"no json", b'{"room": 7}', b"\xff\xfe", b'{"version": 99, "room": "gallery"}'])
def test_what_cannot_be_read_is_forgotten(tmp_path: Path, text: bytes) -> None:
    assert kept(tmp_path, Path("/one")) == WindowLeft(library="/one")
    (tmp_path / FILE).write_bytes(text)
    assert kept(tmp_path, Path("/one")) == WindowLeft(library="/one")
    assert window.VERSION != 99
