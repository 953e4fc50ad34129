"""The walk along a shelf, with no screen: no move is lost, and the cursor stays in sight."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from library.records import Page
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.walk import Extreme, Walk
from screens.gallery.parts.search_line import PastSearches
from tests.screens.gallery.model.pictures import picture, window


class Rows:
    """Three rows of four pictures."""

    per_row, rows_seen = 4, 3

    def draw(self) -> None:
        """Nothing."""

    def draw_cursor(self, before: int) -> None:
        """Nothing."""


def walk_on(count: int, before: int | None = None) -> tuple[Walk, Shelf, list[Extreme]]:
    """A walk along so many loaded pictures, the newest of which has the id 100."""
    shelf, wanted = Shelf(), list[Extreme]()
    shelf.begin(window([100 - number for number in range(count)], before=before))
    return Walk(shelf, Rows(), lambda: None, wanted.append), shelf, wanted


def test_moves_beyond_what_is_loaded_wait_with_all_that_follows() -> None:
    walk, shelf, _ = walk_on(8, before=93)
    done: list[int] = []
    walk.step(7)
    walk.step(1)
    walk.go_rows(-1)
    walk.in_turn(lambda: done.append(shelf.cursor))
    assert (shelf.cursor, done, walk.may_point) == (7, [], False)
    shelf.extend("older", Page(tuple(picture(92 - number) for number in range(4)), None, 12, False))
    walk.sync()
    assert (shelf.cursor, done, walk.may_point) == (4, [4], True)


def test_an_end_that_is_not_loaded_is_asked_for_and_moves_wait_for_it() -> None:
    walk, shelf, wanted = walk_on(8, before=93)
    walk.go_to_end("oldest")
    walk.step(-1)
    assert (wanted, shelf.jumping, shelf.cursor) == (["oldest"], True, 0)
    shelf.begin(window([5, 4, 3, 2], after=6, at=0))
    walk.sync()
    assert shelf.current is not None
    assert shelf.current.id == 3


@given(st.integers(1, 60), st.lists(st.tuples(st.sampled_from(["step", "row", "page"]), st.integers(-3, 3))))
def test_the_cursor_stays_in_sight(count: int, moves: list[tuple[str, int]]) -> None:
    walk, shelf, _ = walk_on(count)
    for kind, by in moves:
        {"step": walk.step, "row": walk.go_rows, "page": walk.go_pages}[kind](by)
        assert 0 <= walk.place_of(shelf.cursor) < 12
        assert walk.index_at(walk.place_of(shelf.cursor)) == shelf.cursor


@given(
    st.integers(1, 30), st.lists(st.tuples(st.sampled_from(["step", "row", "page"]), st.integers(-3, 3)), max_size=12)
)
def test_moves_lead_where_they_lead_on_squared_paper(count: int, moves: list[tuple[str, int]]) -> None:
    walk, shelf, _ = walk_on(count)
    at, last = 0, count - 1
    for kind, by in moves:
        {"step": walk.step, "row": walk.go_rows, "page": walk.go_pages}[kind](by)
        if kind == "row":
            target = at + 4 * by
            # A shorter last row is gone to at its end, and beyond the last row there is nowhere to go.
            at = target if 0 <= target <= last else last if target > last and target // 4 <= last // 4 else at
        else:
            at = min(max(at + by * (1 if kind == "step" else 8), 0), last)
        assert shelf.cursor == at
        assert walk.may_point


def test_searches_are_called_back_one_after_the_other() -> None:
    past = PastSearches()
    for text in ("one", "two", " ", "one"):
        past.keep(text)
    assert [past.recall(-1), past.recall(-1), past.recall(-1)] == ["one", "two", None]
    assert past.is_recalling
    assert [past.recall(1), past.recall(1)] == ["one", ""]
    assert not past.is_recalling
