"""How a job's stages and steps are timed: by a clock that the test sets."""

from __future__ import annotations

import time

import pytest

from backends.base import Ahead
from studio.jobs.timing.estimation import Advance, Pace
from studio.jobs.timing.progress import Course


class Clock:
    """What `time.monotonic` gives."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(time, "monotonic", made)
    return made


def stepped(course: Course, clock: Clock, *steps: tuple[float, int]) -> Advance:
    """How far it is when steps were done at these times."""
    for at, index in steps:
        clock.now = at
        course.step(index, 20)
    return course.advance()


def test_stages_take_what_was_spent_in_them_also_when_they_come_again(clock: Clock) -> None:
    course = Course(Pace({}, False), whole=True)
    course.tell(Ahead(("load", "sampling", "decoding"), frozenset({"load"})))
    clock.now = 103.0
    course.begin()
    for at, stage in ((104.0, "sampling"), (110.0, "decoding"), (112.0, "sampling"), (113.0, "saving")):
        clock.now = at
        course.enter(stage)
    clock.now = 115.0
    now = course.advance()
    assert now.done == {"sampling": 7.0, "decoding": 2.0}
    assert (now.stage, now.in_stage, now.running) == ("saving", 2.0, 12.0)
    assert (now.ahead, now.passed) == (("load", "sampling", "decoding"), frozenset({"load"}))
    assert (now.step, now.steps, now.per_step, now.since_step) == (0, 0, 0.0, 0.0)


def test_the_first_step_counts_only_while_it_is_the_only_one(clock: Clock) -> None:
    course = Course(Pace({}, False), whole=True)
    course.enter("sampling")
    first = stepped(course, clock, (109.0, 1))
    assert (first.step, first.steps, first.per_step, first.since_step) == (1, 20, 9.0, 0.0)
    clock.now = 110.0
    assert course.advance().since_step == 1.0
    assert stepped(course, clock, (111.0, 2), (115.0, 4)).per_step == 2.0


def test_steps_that_begin_again_are_measured_anew(clock: Clock) -> None:
    course = Course(Pace({}, False), whole=True)
    course.enter("sampling")
    stepped(course, clock, (109.0, 1), (111.0, 2), (113.0, 3))
    assert stepped(course, clock, (120.0, 1)).per_step == 20.0
    assert stepped(course, clock, (125.0, 2)).per_step == 5.0


def test_of_a_job_that_was_found_half_way_the_first_step_tells_nothing(clock: Clock) -> None:
    course = Course(Pace({}, False), whole=False)
    course.enter("sampling")
    assert stepped(course, clock, (101.0, 7)).per_step == 0.0
    assert stepped(course, clock, (104.0, 8)).per_step == 3.0
