"""The shelf against a plain list of ids: whatever comes, goes and is loaded, it shows a true part of that list."""

from __future__ import annotations

from unittest.mock import patch

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from library.records import TOTAL_CAP, Page
from screens.gallery.model.captions import details, marks, one_line, rows, stack_sign, title
from screens.gallery.model.shelf import End, Search, Shelf, Window
from tests.screens.gallery.model.pictures import PLAIN, picture, window

MOST, NEAR, PAGE = 14, 3, 5


class Walks(RuleBasedStateMachine):
    """A person walks, pages come, pictures come and go. `there` is what the library has, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._small = patch.multiple("screens.gallery.model.shelf", MOST=MOST, NEAR=NEAR)
        self._small.start()
        self.there = list(range(400, 0, -10))
        self.shelf = Shelf()
        self.from_newest()

    def teardown(self) -> None:
        self._small.stop()

    def page(self, end: End, place: int, limit: int = PAGE) -> Page:
        if end == "older":
            beyond = [one for one in self.there if one < place]
            found, more = beyond[:limit], len(beyond) > limit
        else:
            beyond = [one for one in self.there if one > place]
            found, more = beyond[-limit:], len(beyond) > limit
        onward = (found[-1] if end == "older" else found[0]) if more else None
        pictures = tuple(map(picture, found))
        return Page(pictures, onward if end == "older" else place, 0, True, onward if end == "newer" else place)

    @rule()
    def from_newest(self) -> None:
        page = self.page("older", 10**6)
        self.shelf.begin(Window(PLAIN, page.pictures, page.before, None, len(self.there)))

    @rule()
    def from_oldest(self) -> None:
        page = self.page("newer", 0)
        self.shelf.begin(Window(PLAIN, page.pictures, None, page.after, len(self.there), at=0))
        assert self.shelf.cursor == max(0, len(self.shelf) - 1)

    @rule(at=st.integers(1, 410), is_counted=st.booleans())
    def from_the_middle(self, at: int, is_counted: bool) -> None:
        older, newer = self.page("older", at + 1), self.page("newer", at)
        counted = None if newer.after is None else sum(one > newer.after for one in self.there)
        pictures = newer.pictures + older.pictures
        ends = (older.before, newer.after, len(self.there), not is_counted, counted if is_counted else None, at)
        self.shelf.begin(Window(PLAIN, pictures, *ends))
        wanted = next((one for one in self.there if one <= at), self.there[-1] if self.there else None)
        assert wanted is None or (self.shelf.current is not None and self.shelf.current.id == wanted)

    @rule(steps=st.integers(-8, 8))
    def move(self, steps: int) -> None:
        before = self.shelf.cursor
        assert self.shelf.move(steps) is (self.shelf.cursor != before)

    @rule(end=st.sampled_from(["older", "newer"]))
    def feed(self, end: End) -> None:
        shelf, current = self.shelf, self.shelf.current
        place = shelf.before if end == "older" else shelf.after
        if place is None or not shelf.wants(end):
            return
        slid = shelf.slid
        columns = {one.id: shelf.first + at for at, one in enumerate(shelf.pictures)}
        shelf.extend(end, self.page(end, place))
        assert shelf.current == current or current is None
        slid = shelf.slid - slid
        assert slid == 0 or shelf.after is None
        for at, one in enumerate(shelf.pictures):
            assert columns.get(one.id, shelf.first + at - slid) == shelf.first + at - slid

    @rule(number=st.integers(1, 420))
    def put(self, number: int) -> None:
        current = self.shelf.current
        self.shelf.put(picture(number, rating=3), is_more=number not in self.there)
        if number not in self.there:
            self.there = sorted([*self.there, number], reverse=True)
        assert current is None or (self.shelf.current and self.shelf.current.id == current.id)

    @precondition(lambda self: len(self.shelf) > 0)
    @rule(at=st.integers(0, MOST))
    def remove(self, at: int) -> None:
        shelf = self.shelf
        gone = shelf.pictures[at % len(shelf)].id
        current = shelf.current
        shelf.remove(gone)
        self.there.remove(gone)
        if current is not None and current.id != gone:
            assert shelf.current is not None
            assert shelf.current.id == current.id

    @invariant()
    def it_is_a_part_of_what_is_there(self) -> None:
        shelf, here = self.shelf, [one.id for one in self.shelf.pictures]
        assert here == [one for one in self.there if shelf.spans(one)]
        assert 0 <= shelf.cursor < max(1, len(here))

    @invariant()
    def the_newest_picture_is_the_first_tile(self) -> None:
        assert self.shelf.after is not None or self.shelf.first == 0

    @invariant()
    def it_never_says_a_wrong_place(self) -> None:
        if self.shelf.current is None:
            return
        rank = self.there.index(self.shelf.current.id)
        words = self.shelf.count.split()
        total = words[-1]
        assert total == f"{len(self.there)}" or (total.endswith("+") and int(total[:-1]) <= len(self.there))
        if words[0].isdigit() and words[1] == "of":
            assert int(words[0]) == rank + 1
        elif words[0].isdigit():
            assert words[1:4] == ["from", "the", "oldest"]
            assert int(words[0]) == len(self.there) - 1 - rank
        elif words[0] == "the":
            assert rank == len(self.there) - 1
        else:
            assert words[0] == "among"


TestWalks = Walks.TestCase
TestWalks.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_a_long_walk_keeps_a_bounded_window() -> None:
    with patch.multiple("screens.gallery.model.shelf", MOST=MOST, NEAR=NEAR):
        walks = Walks()
        for _ in range(60):
            walks.shelf.move(1)
            walks.feed("older")
            assert len(walks.shelf) <= MOST + PAGE
        assert walks.shelf.current is not None
        assert walks.shelf.current.id == 10
        assert walks.shelf.count == "40 of 40"
        for _ in range(60):
            walks.shelf.move(-1)
            walks.feed("newer")
            assert len(walks.shelf) <= MOST + PAGE
        assert walks.shelf.count == "1 of 40"
        walks.teardown()


def test_tiles_keep_their_places_up_to_the_newest_where_those_can_be_counted() -> None:
    shelf = Shelf()
    shelf.begin(window([3, 2, 1], after=3, total=8, at=0))
    assert shelf.first == 5
    shelf.extend("newer", Page(tuple(map(picture, range(8, 3, -1))), None, 0, after=None))
    assert (shelf.first, shelf.slid) == (0, 0)


def test_one_that_comes_beyond_an_empty_window_is_counted_on_its_side() -> None:
    shelf = Shelf()
    shelf.begin(window([9], before=9, total=3))
    shelf.remove(9)
    shelf.put(picture(1))
    shelf.extend("older", Page((picture(8), picture(7), picture(1)), None, 0, True, 9))
    assert shelf.count == "1 of 3"


def test_an_emptied_window_goes_on_with_the_nearest_picture() -> None:
    shelf = Shelf()
    shelf.begin(window([1], after=1, total=3, at=0))
    shelf.remove(1)
    shelf.extend("newer", Page((picture(3), picture(2)), None, 0))
    assert shelf.current is not None
    assert (shelf.current.id, shelf.count) == (2, "2 of 2")


def test_where_it_is_in_words() -> None:
    shelf = Shelf()
    assert shelf.count == ""
    shelf.begin(window([9, 8, 7]))
    assert shelf.count == "1 of 3"
    shelf.begin(window([9], before=9, total=TOTAL_CAP, at_least=True))
    assert shelf.count == "1 of 1,000+"
    shelf.begin(window([3, 2, 1], after=3, total=TOTAL_CAP, at_least=True, at=0))
    assert shelf.count == "the oldest of 1,000+"
    shelf.move(-1)
    assert shelf.count == "1 from the oldest of 1,000+"
    shelf.begin(window([5], before=5, after=5, total=TOTAL_CAP, at_least=True))
    assert shelf.count == "among 1,000+"
    shelf.begin(window([8], total=7)._replace(search=Search("milo")))
    assert shelf.count == "1 of 1 found"
    shelf.begin(window([])._replace(search=Search("nobody")))
    assert shelf.count == "nothing found"


def test_a_changed_picture_keeps_the_number_of_its_stack() -> None:
    shelf = Shelf()
    shelf.begin(Window(PLAIN, (picture(4, stacked=7),), None, None, 1))
    shelf.put(picture(4, rating=5))
    assert shelf.current is not None
    assert (shelf.current.stacked, shelf.current.rating) == (7, 5)


def test_likely_neighbours_come_in_the_direction_of_travel() -> None:
    shelf = Shelf()
    shelf.begin(window(list(range(9, 0, -1))))
    shelf.go(4)
    assert [one.id for one in shelf.around(4)] == [4, 3, 2, 6]
    shelf.move(-1)
    assert [one.id for one in shelf.around(3)] == [7, 8, 5]


def test_a_key_acts_on_what_is_marked_or_on_the_cursor() -> None:
    shelf = Shelf()

    def acts_on(*ids: int) -> bool:
        return shelf.chosen == ids

    shelf.begin(window([9, 8, 7]))
    assert acts_on(9)
    shelf.marks.change(False, [7, 100, 8])
    assert acts_on(100, 8, 7)
    shelf.remove(7)
    shelf.marks.change(False, unmark=[8])
    assert acts_on(100)


def test_words_are_plain_and_on_one_line() -> None:
    hostile = picture(1, rating=3, mark="pick", letterings=1, misread=True, stacked=4)
    assert marks(hostile) == "⚠ ✎ ◆ ★★★"
    assert stack_sign(hostile) == "▤ 4"
    assert stack_sign(picture(2, stacked=TOTAL_CAP)) == "▤ 1,000+"
    assert stack_sign(picture(2)) == ""
    assert one_line("a\x1b[31m\nb\tc\u202e") == "a [31m b c"
    assert title(picture(5)) == "scene 5"
    text = details(hostile, None, "bold", 40).plain
    assert "scene 1" in text
    assert all(len(line) <= 40 for line in text.splitlines())
    assert ("marks", "⚠ ✎ ◆ ★★★") in rows(hostile, None)


def test_a_colour_label_has_a_line_where_there_is_one() -> None:
    assert ("label", "red") in rows(picture(1, label="red"), None)
    assert "label" not in dict(rows(picture(1), None))
