"""What comes next of a set: pictures one after the other, pauses by the engine's own time, and ends that say why."""

from __future__ import annotations

import uuid

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cast.members import Character
from studio.cast.references.coverage import chosen
from studio.cast.references.schedule import (
    LONGEST_WAIT,
    MOST_REFUSALS,
    USUAL_WAIT,
    Draw,
    Drawn,
    End,
    Failed,
    Limited,
    Outcome,
    Wait,
    heeded,
    next_of,
    resumed,
)
from studio.cast.references.sets import ReferenceSet, SetUnreadable, from_json, planned, to_json
from studio.errors import Pause

OUTCOMES = st.one_of(
    st.just(Drawn()),
    st.just(Failed("out of memory")),
    st.builds(
        Limited,
        st.builds(Pause, st.none() | st.floats(0, 5000), st.sampled_from(["minute", "day"])),
        st.just(0.0),
    ),
)


def made(count: int = 15) -> ReferenceSet:
    ids = [str(uuid.UUID(int=number + 1)) for number in range(count + 1)]
    cells = chosen(Character("Milo", "a raccoon"), count)
    return planned("Milo", cells, ids=ids, first_seed=7, engine="auto", style="flat cartoon", created=1.0)


@given(st.integers(1, 15), st.lists(OUTCOMES, max_size=80))
def test_whatever_happens_no_picture_is_left_out_or_drawn_twice(count: int, happens: list[Outcome]) -> None:
    now, running, drawn = 100.0, made(count), list[int]()
    left = iter([*happens, *[Drawn()] * (count + len(happens))])
    for _ in range(1000):
        step = next_of(running, now)
        if isinstance(step, End):
            if step.why == "done":
                break
            now = max(now, step.until, running.wait_until)
            running = resumed(running)
        elif isinstance(step, Wait):
            assert now < step.until <= now + LONGEST_WAIT
            now = step.until
        else:
            assert now >= running.wait_until
            outcome = next(left)
            if isinstance(outcome, Limited):
                outcome = Limited(outcome.pause, now)
            elif isinstance(outcome, Drawn):
                drawn.append(step.number)
            running = from_json(to_json(heeded(running, step.number, outcome)))
    assert sorted(drawn) == [*range(count)]
    assert running.left == ()


def test_a_minute_is_waited_for_by_the_services_own_time_and_a_day_is_not() -> None:
    soon = heeded(made(), 0, Limited(Pause(12.5), 100.0))
    assert next_of(soon, 100.0) == Wait(112.5)
    assert next_of(soon, 112.5) == Draw(0)
    assert next_of(heeded(made(), 0, Limited(Pause(None), 100.0)), 100.0) == Wait(100.0 + USUAL_WAIT)
    day = heeded(made(), 0, Limited(Pause(30000.0, "day"), 100.0))
    assert next_of(day, 100.0) == next_of(resumed(day), 200.0) == End("quota", 30100.0)
    assert next_of(resumed(day), 30100.0) == Draw(0)
    untold = heeded(made(), 0, Limited(Pause(None, "day"), 100.0))
    assert next_of(untold, 5000.0) == End("quota")
    assert next_of(resumed(untold), 5000.0) == Draw(0)
    assert next_of(heeded(made(), 0, Limited(Pause(LONGEST_WAIT + 1), 0.0)), 0.0) == End("quota", LONGEST_WAIT + 1)


def test_an_engine_that_never_ceases_to_ask_for_pauses_ends_the_run() -> None:
    running, now = made(), 0.0
    for _ in range(MOST_REFUSALS):
        running = heeded(running, 0, Limited(Pause(1.0), now))
        now += 1.0
    assert next_of(running, now) == End("busy")
    assert next_of(resumed(running), now) == Draw(0)


def test_one_failure_is_passed_over_and_two_in_a_row_end_the_run() -> None:
    once = heeded(made(4), 0, Failed("broke"))
    assert next_of(once, 0.0) == Draw(1)
    twice = heeded(once, 1, Failed("broke"))
    assert next_of(twice, 0.0) == End("failed")
    assert next_of(resumed(twice), 0.0) == Draw(0)
    done = once
    for number in (1, 2, 3):
        done = heeded(done, number, Drawn())
    assert next_of(done, 0.0) == End("failed")
    assert [shot.why for shot in done.left] == ["broke"]


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"\xff", to_json(msgspec.structs.replace(made(), format=9))])
def test_what_is_no_record_of_a_set_says_so(spoilt: bytes) -> None:
    with pytest.raises(SetUnreadable):
        from_json(spoilt)
