"""What can be taken back, what is marked, what is being written, and how many there are: without a shelf."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from library.records import TOTAL_CAP
from screens.gallery.model.change_queue import Changes
from screens.gallery.model.counted import Counted
from screens.gallery.model.marks import Marks
from screens.gallery.model.undo import MOST_UNDONE, Undo, UndoList

IDS = st.frozensets(st.integers(1, 9), max_size=5)


def test_of_too_many_ways_back_the_oldest_of_marks_is_forgotten_first() -> None:
    kept = UndoList()
    assert kept.take() is None
    kept.keep("rated", lambda: (1,))
    kept.keep("marked", lambda: (2,), is_of_marks=True)
    kept.put(Undo("a range", lambda: (3,), True))
    for number in range(MOST_UNDONE - 3):
        kept.keep(str(number), lambda: ())
    assert len(kept) == MOST_UNDONE
    for number in range(3):
        kept.keep(f"more {number}", lambda: ())
        assert len(kept) == MOST_UNDONE
    done = [taken.done for taken in iter(kept.take, None)]
    # Both marks, and then the oldest of all.
    assert done == [*(f"more {number}" for number in (2, 1, 0)), *map(str, range(MOST_UNDONE - 4, -1, -1))]
    kept.put(Undo("tagged", lambda: (7, 8)))
    taken = kept.take()
    assert taken is not None
    assert (taken.done, taken.back(), taken.is_of_marks) == ("tagged", (7, 8), False)


@given(IDS, st.lists(st.tuples(IDS, IDS), max_size=4))
@settings(max_examples=30)
def test_a_change_of_marks_is_taken_back_and_no_other(
    first: frozenset[int], changes: list[tuple[frozenset[int], frozenset[int]]]
) -> None:
    kept = Marks()
    kept.change(False, first)
    for mark, unmark in changes:
        before = frozenset(kept.of(False))
        change = kept.change(False, mark, unmark - mark)
        assert kept.of(False) == (before | mark) - (unmark - mark)
        assert change.marked == mark - before
        kept.take_back(change)
        assert kept.of(False) == before
    assert not kept.of(True)
    kept.change(True, [3])
    kept.discard(True, 3)
    kept.discard(True, 4)
    assert (kept.of(True), kept.of(False)) == (set(), first)


async def test_changes_are_written_one_after_the_other_and_read_when_none_waits() -> None:
    changes, done, go_on = Changes(), list[tuple[int, ...]](), asyncio.Event()

    async def change(number: int) -> None:
        async with changes.turn():
            await go_on.wait()
            done.append(changes.touch([number]))

    def waiting() -> int:
        return changes.waiting

    tasks = [asyncio.create_task(change(number)) for number in range(3)]
    while waiting() != 2:
        await asyncio.sleep(0)
    assert changes.is_writing
    tasks[1].cancel()
    while waiting() != 1:
        await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert done == [(), (0, 2)]
    assert [changes.is_writing, waiting(), changes.touch([5])] == [False, 0, (5,)]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.data())
@settings(max_examples=60)
def test_where_the_cursor_is_among_all(newer: int, older: int, here: int, data: st.DataObject) -> None:
    cursor, total = data.draw(st.integers(0, here - 1)), newer + here + older
    place = f"{newer + cursor + 1} of {total}"
    for known in (
        Counted(total, False, newer, older),
        Counted(total, False, newer, None),
        Counted(total, False, None, older),
    ):
        assert known.words(cursor, here, is_search=False) == place
        assert known.words(cursor, here, is_search=True) == f"{place} found"
    unknown = Counted(total, False, None, None)
    assert unknown.words(cursor, here, is_search=False) == f"among {total}"
    more = Counted(total, True, None, older).words(cursor, here, is_search=False, last="farthest")
    behind = older + here - 1 - cursor
    assert more == (f"{behind} from the farthest of {total}+" if behind else f"the farthest of {total}+")
    known = Counted(total, False, newer, older)
    known.add_newer(3)
    known.add_older(-older - 4)
    assert known.words(cursor, here, is_search=False) == f"{newer + 3 + cursor + 1} of {newer + 3 + here}"
    known.add_newer(9, is_end=True)
    known.add_older(2)
    assert known.words(cursor, here, is_search=False) == f"{cursor + 1} of {here + 2}"
    unknown.add_newer(2)
    unknown.add_older(2)
    unknown.add(5)
    unknown.take(2)
    assert unknown.words(0, here, is_search=False) == f"among {total + 3}"


def test_of_more_than_are_counted_none_is_missed() -> None:
    many = Counted(TOTAL_CAP - 1, False, None, None)
    assert many.words(0, 5, is_search=False) == f"among {TOTAL_CAP - 1:,}"
    many.add(1)
    assert many.words(0, 5, is_search=True) == f"among {TOTAL_CAP - 1:,}+ found"
    many.add(40)
    many.take(7)
    assert many.words(0, 5, is_search=False) == f"among {TOTAL_CAP - 1:,}+"
