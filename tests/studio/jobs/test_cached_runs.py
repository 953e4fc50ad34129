"""How far a job is, by what real servers said of runs of which they had results already."""

from __future__ import annotations

import pytest

from backends.base import Ahead, Event, Stage, Step
from library.records import RunRecord
from studio.jobs.timing import estimation
from studio.jobs.timing.progress import Course
from tests.backends.comfyui.runs.replaying import told
from tests.standin.recorded import NEW, OLD, VERSIONS

CACHED = {"reading the prompt": 0.1, "sampling": 30.0, "decoding": 2.0, "saving": 1.0}
WHOLE = {"loading the model": 20.0, "looking at the references": 3.0, **CACHED}
NOTHING = {"fetching the picture": 0.02}


def past(*stages: dict[str, float]) -> estimation.Pace:
    """What past runs, the newest first, let expect of one more."""
    runs = [
        RunRecord(
            engine="lab",
            family="kontext",
            width=256,
            height=256,
            steps=4,
            seconds=sum(taken.values()),
            stages=taken,
            finished=1.0,
        )
        for taken in stages
    ]
    return estimation.pace(runs, family="kontext", width=256, height=256, steps=4)


def fractions(events: list[Event], expected: estimation.Pace) -> dict[tuple[str, int], float]:
    """How much of the job is done at each stage, and at each of its steps."""
    course = Course(expected, whole=True)
    course.begin()
    found, stage = {}, ""
    for event in events:
        if isinstance(event, Ahead):
            course.tell(event)
        elif isinstance(event, Stage):
            stage = event.name
            course.enter(stage)
            found[stage, 0] = course.estimates()[0]
        elif isinstance(event, Step):
            course.step(event.index, event.total)
            found[stage, event.index] = course.estimates()[0]
    return found


@pytest.mark.parametrize(
    "runs", [(), (CACHED, WHOLE), (NOTHING, CACHED, WHOLE), (NOTHING,), (CACHED,), (WHOLE, CACHED)]
)
@pytest.mark.parametrize(
    ("name", "version", "steps"),
    [
        ("02-kontext-one-reference-lora", OLD, 6),
        ("02-kontext-one-reference-lora", NEW, 4),
        ("04-two-references-no-lora", OLD, 3),
    ],
)
def test_progress_grows_with_the_steps_after_a_cached_run(
    name: str, version: str, steps: int, runs: tuple[dict[str, float], ...]
) -> None:
    found = fractions(told(name, version=version)[1], past(*runs))
    sampled = [found["sampling", step] for step in range(1, steps + 1)]
    assert list(found.values()) == sorted(found.values())
    assert sampled[0] < 0.75
    assert sampled[-1] - sampled[0] > 0.3
    assert 0.75 < found["decoding", 0] < found["saving", 0] < 1.0


def test_what_the_server_calls_cached_has_no_weight() -> None:
    """Thirty steps are asked for, and all before the sampler is cached: the first two are two of thirty."""
    found = fractions(told("05-interrupt-while-sampling", version=NEW)[1], past(WHOLE))
    assert found["sampling", 0] < 0.01
    steps = [step for stage, step in found if stage == "sampling" and step]
    assert found["sampling", steps[-1]] < 0.15


@pytest.mark.parametrize("version", VERSIONS)
def test_a_run_that_was_wholly_cached_says_nothing_of_what_drawing_takes(version: str) -> None:
    _, events = told("03-identical-prompt-all-cached", version=version)
    course = Course(past(), whole=True)
    course.begin()
    for event in events:
        if isinstance(event, Ahead):
            course.tell(event)
    course.enter("fetching the picture")
    assert (course.finish(), course.took) == ({}, None)
