from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.records import RunRecord
from studio.jobs.timing.estimation import SAMPLING, USUAL, Advance, Pace, fraction, pace, seconds_left

STAGES = {"loading the model": 10.0, SAMPLING: 40.0, "decoding": 4.0, "saving": 1.0}


def run(**changes: object) -> RunRecord:
    fields = {
        "engine": "spark",
        "family": "kontext",
        "width": 1024,
        "height": 1024,
        "steps": 20,
        "seconds": 55.0,
        "finished": 1.0,
    }
    return RunRecord(**{**fields, "stages": STAGES, **changes})  # type: ignore[arg-type]


def of(runs: list[RunRecord], **changes: object) -> Pace:
    return pace(runs, **{"family": "kontext", "width": 1024, "height": 1024, "steps": 20, **changes})  # type: ignore[arg-type]


def test_the_same_work_is_expected_to_take_what_it_took() -> None:
    slow = run(stages={**STAGES, SAMPLING: 400.0})
    assert of([run(), run(), slow]).stages == STAGES


def test_other_sizes_and_steps_are_scaled() -> None:
    expected = of([run()], width=512, steps=10)
    assert expected.stages[SAMPLING] == pytest.approx(40.0 / 4)
    assert expected.stages["decoding"] == pytest.approx(2.0)
    assert expected.stages["loading the model"] == 10.0


def test_another_family_says_nothing() -> None:
    assert of([run(family="schnell")]) == Pace(dict(USUAL), False)


def test_time_left_is_that_of_the_steps_and_of_what_comes_after() -> None:
    now = Advance({"loading the model": 9.0}, stage=SAMPLING, in_stage=10.0, step=5, steps=20)
    assert seconds_left(of([run()]), now) == pytest.approx(30.0 + 5.0)
    assert fraction(of([run()]), now) == pytest.approx((10.0 + 10.0) / 55.0)


def test_before_the_first_step_the_past_is_asked() -> None:
    now = Advance({}, stage="loading the model", in_stage=4.0)
    assert seconds_left(of([run()]), now) == pytest.approx(6.0 + 45.0)
    assert seconds_left(of([]), now) is None


def test_a_stage_that_takes_longer_than_ever_is_not_done() -> None:
    now = Advance({}, stage="loading the model", in_stage=1000.0)
    assert fraction(of([run()]), now) < 10.0 / 55.0


def test_an_unknown_server_is_judged_by_its_steps() -> None:
    now = Advance({}, stage=SAMPLING, in_stage=8.0, step=10, steps=20)
    left = seconds_left(of([]), now)
    assert left is not None
    assert 8.0 < left < 12.0


@given(
    st.lists(st.sampled_from([*STAGES, "working on Odd"]), max_size=8),
    st.floats(0, 500),
    st.integers(0, 30),
    st.integers(0, 30),
    st.booleans(),
)
def test_progress_stays_in_its_bounds(names: list[str], spent: float, step: int, steps: int, known: bool) -> None:
    now = Advance(
        dict.fromkeys(names[:-1], 1.0),
        stage=names[-1] if names else "",
        in_stage=spent,
        step=min(step, steps),
        steps=steps,
    )
    expected = of([run()] if known else [])
    assert 0.0 <= fraction(expected, now) <= 1.0
    left = seconds_left(expected, now)
    assert left is None or left >= 0.0


def test_where_no_stage_is_told_the_past_says_how_long_it_all_takes() -> None:
    now = Advance(running=11.0)
    assert fraction(of([run()]), now) == pytest.approx(11.0 / 55.0)
    assert seconds_left(of([run()]), now) == pytest.approx(44.0)
    assert (fraction(of([]), now), seconds_left(of([]), now)) == (0.0, None)


def test_a_model_that_was_there_already_counts_for_nothing() -> None:
    passed = frozenset({"loading the model"})
    now = Advance(ahead=tuple(STAGES), passed=passed, stage=SAMPLING, in_stage=20.0, step=10, steps=20)
    assert fraction(of([run()]), now) == pytest.approx(20.0 / 45.0)
    assert seconds_left(of([run()]), now) == pytest.approx(20.0 + 5.0)


def test_a_stage_that_was_not_seen_is_not_passed() -> None:
    now = Advance({}, stage=SAMPLING, in_stage=20.0, step=10, steps=20)
    assert fraction(of([run()]), now) == pytest.approx(20.0 / 55.0)


CACHED = {"reading the prompt": 0.5, SAMPLING: 40.0, "decoding": 4.0, "saving": 1.0}
WHOLE = {"reading the prompt": 0.5, "looking at the references": 2.0, **STAGES}


@pytest.mark.parametrize(
    "runs",
    [
        [run(stages=CACHED), run(stages=WHOLE)],
        [run(stages={"fetching the picture": 0.01}, seconds=0.1), run(stages=WHOLE)],
        [run(stages={"fetching the picture": 0.01}, seconds=0.1)] * 12 + [run(stages=WHOLE)],
        [run(stages={"fetching the picture": 0.01}, seconds=0.1)],
        [run(stages={"saving": 0.01, "fetching the picture": 0.01}, seconds=0.1)],
        [run(stages={"reading the prompt": 0.5}, seconds=0.1)],
        [],
    ],
)
def test_the_first_of_six_steps_is_never_nearly_all(runs: list[RunRecord]) -> None:
    """Whatever the newest runs skipped, and whatever this one did before it samples."""
    expected, ahead = of(runs, steps=6), tuple(WHOLE)
    for done in ({}, {"reading the prompt": 0.5}, dict.fromkeys(list(WHOLE)[:3], 1.0)):
        for passed in (frozenset[str](), frozenset({"loading the model", "looking at the references"})):
            now = Advance(done, ahead=ahead, passed=passed, stage=SAMPLING, in_stage=2.0, step=1, steps=6)
            assert 0.05 < fraction(expected, now) < 0.55


def test_a_stage_that_newer_runs_skipped_keeps_its_time_and_its_place() -> None:
    expected = of([run(stages=CACHED)] * 3 + [run(stages=WHOLE)])
    assert expected.stages == WHOLE
    assert list(expected.stages) == list(WHOLE)


def test_a_stage_that_the_engine_tells_and_nobody_measured_has_its_usual_share() -> None:
    now = Advance({"loading the model": 10.0}, ahead=(*STAGES, "looking at the references"), stage="saving")
    assert fraction(of([run()]), now) < 1.0
    left = seconds_left(of([run()]), now)
    assert left is not None
    assert left > 1.0


def test_between_two_steps_the_time_goes_on() -> None:
    at_step = Advance({"loading the model": 9.0}, stage=SAMPLING, in_stage=14.0, step=5, steps=20, per_step=2.0)
    later = Advance(
        {"loading the model": 9.0}, stage=SAMPLING, in_stage=15.0, step=5, steps=20, per_step=2.0, since_step=1.0
    )
    assert seconds_left(of([run()]), at_step) == pytest.approx(30.0 + 5.0)
    assert seconds_left(of([run()]), later) == pytest.approx(29.0 + 5.0)
    assert fraction(of([run()]), later) > fraction(of([run()]), at_step)


def test_a_stage_that_comes_back_goes_on_where_it_was() -> None:
    now = Advance({"loading the model": 6.0, SAMPLING: 40.0}, stage="loading the model", in_stage=1.0)
    assert seconds_left(of([run()]), now) == pytest.approx(3.0 + 5.0)
