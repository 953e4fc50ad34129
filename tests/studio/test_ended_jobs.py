"""What is told of jobs that ended while nobody looked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.ended_jobs import FAILURES, End, end_of, words
from studio.errors import Notice
from studio.jobs.states import State
from studio.plain_text import plain
from tests.screens.jobs import view

ENDS = st.builds(
    End, st.sampled_from([State.DONE, State.CANCELLED, *sorted(FAILURES)]), st.text(max_size=200), st.text(max_size=80)
)


def test_one_job_is_told_by_its_scene() -> None:
    assert words([end_of(view("one", State.DONE))]) == "A picture is drawn: Milo debugging, one"
    assert words([end_of(view("one", State.CANCELLED))]) == "Cancelled: Milo debugging, one"
    look = view("one", State.DONE, notice=Notice("Nobody wears the words"))
    assert words([end_of(look)]) == "A picture is drawn, to be looked at: Milo debugging, one: Nobody wears the words"
    assert not end_of(look).is_well
    failed = view("one", State.FAILED, notice=Notice("Out of memory"))
    assert words([end_of(failed)]) == "Failed: Milo debugging, one: Out of memory"


def test_several_are_counted_and_the_first_failure_says_why() -> None:
    failed = view("two", State.FAILED, notice=Notice("The server is out of memory"))
    ends = [*(End(State.DONE, "Milo", "") for _ in range(4)), end_of(failed)]
    assert words(ends) == "4 of 5 drawn, 1 failed: Milo debugging, two: The server is out of memory"
    assert words(ends[:4]) == "4 pictures are drawn: Milo"
    assert words([*ends[:3], End(State.DONE, "James", "")]) == "4 pictures are drawn"
    assert words(ends[:2], 8) == "2 of 8 drawn"


@given(st.lists(ENDS, min_size=1, max_size=6), st.integers(0, 8))
def test_it_is_one_line_with_each_count(ends: list[End], of: int) -> None:
    said = words(ends, of)
    assert plain(said) == said
    many = max(of, len(ends)) > 1
    for word, states in (("failed", FAILURES), ("cancelled", {State.CANCELLED})):
        count = sum(end.state in states for end in ends)
        assert (f"{count} {word}" in said) or not many or not count
