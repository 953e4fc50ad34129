"""What is told of jobs that ended while nobody looked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.ended_jobs import FAILURES, End, end_of, words
from studio.errors import Notice
from studio.jobs.states import State
from studio.plain_text import plain
from tests.screens.jobs import view

ENDS = st.builds(End, st.sampled_from([State.DONE, *FAILURES]), st.text(max_size=200), st.text(max_size=80))


def test_one_picture_is_told_by_its_scene() -> None:
    assert words([end_of(view("one", State.DONE))]) == "A picture is drawn: Milo debugging, one"


def test_several_are_counted_and_the_first_failure_says_why() -> None:
    failed = view("two", State.FAILED, notice=Notice("The server is out of memory"))
    ends = [*(End(State.DONE, "Milo", "") for _ in range(4)), end_of(failed)]
    assert words(ends) == "4 pictures are drawn, 1 failed: Milo debugging, two: The server is out of memory"


@given(st.lists(ENDS, min_size=1, max_size=6))
def test_it_is_one_line_with_each_count(ends: list[End]) -> None:
    said = words(ends)
    assert plain(said) == said
    failed = sum(end.state in FAILURES for end in ends)
    assert (f"{failed} failed" in said) or not failed
