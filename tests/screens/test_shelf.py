"""The shelf against a plain list: whatever comes, goes and is loaded, the cursor stays on its picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from library.records import TOTAL_CAP, Page, Picture, PictureFacts
from screens.gallery.shelf import Shelf
from screens.gallery.words import details, marks, one_line, rows, title


def picture(number: int, **known: object) -> Picture:
    plain = {"path": f"/p/{number}.png", "sha256": "", "created": 0.0, "width": 8, "height": 8, "bytes": 1}
    return Picture(id=number, facts=PictureFacts(scene=f"scene {number}"), **{**plain, **known})  # type: ignore[arg-type]


def current(shelf: Shelf) -> int | None:
    return shelf.current.id if shelf.current else None


def page(numbers: list[int], before: int | None = None, total: int | None = None) -> Page:
    return Page(tuple(map(picture, numbers)), before, len(numbers) if total is None else total)


@given(
    st.sets(st.integers(1, 60), min_size=1, max_size=30),
    st.lists(st.tuples(st.sampled_from(["put", "remove", "move"]), st.integers(-60, 60)), max_size=40),
)
def test_the_cursor_stays_on_its_picture(start: set[int], changes: list[tuple[str, int]]) -> None:
    shelf, there = Shelf(), set(start)
    shelf.begin("", page(sorted(start, reverse=True)))
    for kind, number in changes:
        before = shelf.current
        if kind == "move":
            shelf.move(number)
        elif kind == "put":
            shelf.put(picture(abs(number) + 1))
            there.add(abs(number) + 1)
            assert before is None or (shelf.current and shelf.current.id == before.id)
        else:
            shelf.remove(abs(number))
            there.discard(abs(number))
            if before is not None and before.id != abs(number):
                assert shelf.current is not None
                assert shelf.current.id == before.id
        assert [one.id for one in shelf.pictures] == sorted(there, reverse=True)
        assert shelf.total == len(there)
        assert 0 <= shelf.cursor < max(1, len(there))


def test_older_pages_come_at_the_end_and_none_twice() -> None:
    shelf = Shelf()
    shelf.begin("", page([9, 8, 7], before=7, total=6))
    shelf.go(2)
    shelf.extend(page([7, 6, 5], before=None))
    assert [one.id for one in shelf.pictures] == [9, 8, 7, 6, 5]
    assert not shelf.more
    assert shelf.count == "3 of 6"


def test_a_new_search_keeps_the_cursor_where_it_can() -> None:
    shelf = Shelf()
    shelf.begin("", page([9, 8, 7]))
    shelf.go(1)
    shelf.begin("milo", page([8, 3]))
    assert current(shelf) == 8
    assert shelf.count == "1 of 2 found"
    shelf.begin("nobody", page([]))
    assert current(shelf) is None
    assert shelf.count == "nothing found"
    shelf.begin("", page([1], total=TOTAL_CAP))
    assert shelf.count == "1 of 1,000+"


def test_an_older_picture_waits_for_its_page() -> None:
    shelf = Shelf()
    shelf.begin("", page([9, 8], before=8, total=5))
    shelf.put(picture(3))
    assert len(shelf) == 2


def test_words_are_plain_and_on_one_line() -> None:
    hostile = picture(1, rating=3, mark="pick", letterings=1)
    assert marks(hostile) == "✎ ◆ ★★★"
    assert one_line("a\x1b[31m\nb\tc\u202e") == "a [31m b c"
    assert title(picture(5)) == "scene 5"
    text = details(hostile, None, "bold", 40).plain
    assert "scene 1" in text
    assert all(len(line) <= 40 for line in text.splitlines())
    assert ("marks", "✎ ◆ ★★★") in rows(hostile, None)
