"""How jobs read: order and time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.progress.words import AT_WORK, SIGNS, WAITING, ago, colour_name, in_order, span, time_line
from studio.jobs import ENDED, State
from studio.views import JobView
from tests.screens.jobs import view


@given(st.lists(st.tuples(st.sampled_from(list(State)), st.integers(0, 100)), max_size=12))
def test_at_work_before_waiting_before_ended(kinds: list[tuple[State, int]]) -> None:
    ordered = in_order(view(str(n), state, created=made) for n, (state, made) in enumerate(kinds))
    groups = [0 if job.state in AT_WORK else 1 if job.state in WAITING else 2 for job in ordered]
    assert groups == sorted(groups)
    ended = [job.created for job in ordered if job.ended]
    assert ended == sorted(ended, reverse=True)


def test_every_state_has_a_sign_and_a_colour() -> None:
    assert set(SIGNS) == set(State)
    assert set(State) == AT_WORK | WAITING | ENDED
    assert all(colour_name(state) for state in State)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-3, "0 s"), (8.4, "8 s"), (59.6, "1 min"), (125, "2 min 5 s"), (3600, "1 h"), (3725, "1 h 2 min")],
)
def test_spans(seconds: float, words: str) -> None:
    assert span(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(-5, "now"), (59, "now"), (60, "1 min ago"), (7300, "2 h ago")])
def test_ago(seconds: float, words: str) -> None:
    assert ago(seconds) == words
    assert ago(3 * 86400) == "3 days ago"


@pytest.mark.parametrize(
    ("job", "words"),
    [
        (view("a", State.QUEUED, created=100), "waiting for 20 s"),
        (view("a", State.RUNNING, began=110.0), "10 s so far"),
        (view("a", State.RUNNING, began=110.0, changed=118, seconds_left=9.0), "10 s so far · about 7 s left"),
        (view("a", State.RUNNING, began=110.0, changed=60, seconds_left=9.0), "10 s so far · a moment left"),
        (view("a", State.DONE, began=50.0, changed=58), "in 8 s · 1 min ago"),
        (view("a", State.FAILED, began=50.0, changed=119), "now"),
    ],
)
def test_time_is_told_honestly(job: JobView, words: str) -> None:
    assert time_line(job, now=120) == words
