"""How jobs read: order and time."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.progress.job_text import (
    AT_WORK,
    SIGNS,
    WAITING,
    ago,
    colour_name,
    in_order,
    lane_line,
    retry_line,
    span,
    time_line,
)
from screens.progress.retry_window import joined, smaller
from studio.errors import Notice
from studio.jobs.states import ENDED, State
from studio.jobs.views import JobView, LaneView
from studio.scenes.recipe import ReferenceUse
from studio.settings.checking import parse_size
from tests.screens.drawn import recipe
from tests.screens.jobs import lane, view


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
        (view("a", State.RUNNING, created=110, began=110.0), "drawing for 10 s"),
        (
            view("a", State.RUNNING, began=110.0, changed=118, seconds_left=9.0),
            "drawing for 10 s · about 7 s left · waited 10 s before",
        ),
        (
            view("a", State.RUNNING, created=110, began=110.0, changed=60, seconds_left=9.0),
            "drawing for 10 s · a moment left",
        ),
        (
            view("a", State.DONE, created=20, began=50.0, drawn=58.0, changed=59),
            "drawn in 8 s · waited 30 s · 1 min ago",
        ),
        (view("a", State.DONE, changed=59), "1 min ago"),
        (view("a", State.FAILED, began=50.0, changed=119), "now"),
    ],
)
def test_time_is_told_honestly(job: JobView, words: str) -> None:
    assert time_line(job, now=120) == words


@pytest.mark.parametrize(
    ("lane", "state", "facts"),
    [
        (lane(True), "ready", ""),
        (lane(True, waiting=3, ours=2, pace=42.0, memory="9.8 of 24.0 GB free"),
         "ready", "3 in its queue · 2 ours · 42 s a picture · 9.8 of 24.0 GB free"),
        (lane(False, detail="nothing answers"), "nothing answers", ""),
        (lane(True, aside_for=14.6), "set aside for 15 s", ""),
    ],
)  # fmt: skip
def test_a_server_is_told_in_a_line(lane: LaneView, state: str, facts: str) -> None:
    assert lane_line(lane) == (state, facts)


def test_a_retry_says_what_it_will_do() -> None:
    assert retry_line(view("a", State.DONE)) == retry_line(view("a", State.RUNNING)) == ""
    assert "same seed" in retry_line(view("a", State.CANCELLED))
    assert "fetches" in retry_line(view("a", State.LOST))
    assert "free memory" in retry_line(view("a", State.FAILED, notice=Notice("Out of memory", short_of_memory=True)))


def test_smaller_and_joined_recipes_can_be_drawn_and_end_somewhere() -> None:
    small = smaller(msgspec.structs.replace(recipe(1), width=1216, height=832))
    assert small is not None
    assert parse_size(f"{small.width}x{small.height}") == (864, 592)
    assert smaller(msgspec.structs.replace(recipe(1), width=256, height=256)) is None
    two = msgspec.structs.replace(
        recipe(1), references=(ReferenceUse("Milo", "a", "0"), ReferenceUse("James", "b", "1"))
    )
    one = joined(two)
    assert one is not None
    assert one.references_joined == "stitched"
    assert joined(one) is None
    assert joined(recipe(1)) is None
