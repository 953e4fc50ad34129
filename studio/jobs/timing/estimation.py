"""How far a job is and how much longer it takes, from what the same work took before."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import msgspec

from library.records import RunRecord

SAMPLING = "sampling"
LATE = 0.95
"""What takes longer than ever before is not done for that: so much of it counts."""

LATEST = 10
"""Past runs that count: newer ones say more of a server than older ones."""

USUAL: dict[str, float] = {
    "loading the model": 0.08,
    "reading the prompt": 0.02,
    "looking at the references": 0.02,
    SAMPLING: 0.8,
    "decoding": 0.05,
    "saving": 0.03,
    "fetching the picture": 0.01,
}
"""Shares of the whole that the stages take on a server that nothing is known of."""

UNHEARD = 0.02
"""The share of a stage that is not among these."""

AFTER_DRAWING = frozenset({"saving", "fetching the picture"})
"""A run that did nothing else drew nothing, since the server had it all: it says nothing of what drawing takes."""


class Pace(msgspec.Struct, frozen=True):
    """What is expected of a job: seconds for each stage, in order; `measured` is False where only shares are known."""

    stages: dict[str, float]
    measured: bool


UNKNOWN = Pace(USUAL, False)
"""What is expected where nothing was measured."""


class Advance(msgspec.Struct, frozen=True):
    """How far a job is: stages that are done with the seconds they took, the one it is in, and its steps.

    `ahead` are all its stages in the order of its graph, where the engine told them, and `passed` those of which the
    engine says that they need no work. A stage that merely was not seen is not passed.
    `per_step` is the seconds of one step where they were measured (else 0), `since_step` the seconds since the newest
    one, `running` those since the engine began.
    """

    done: dict[str, float] = {}
    ahead: tuple[str, ...] = ()
    passed: frozenset[str] = frozenset()
    stage: str = ""
    in_stage: float = 0.0
    step: int = 0
    steps: int = 0
    per_step: float = 0.0
    since_step: float = 0.0
    running: float = 0.0


def pace(runs: Sequence[RunRecord], *, family: str, width: int, height: int, steps: int) -> Pace:
    """What to expect of a job, from past runs on the same engine, newest first.

    Runs of the same family, size and steps count; where there are none, those of the same family, with their sampling
    scaled by steps and pixels and their decoding by pixels. Each stage is the median of the latest LATEST runs that
    went through it: one whose results the server had already says nothing of it.
    """
    akin = [run for run in runs if run.family == family and set(run.stages) - AFTER_DRAWING]
    same = [run for run in akin if (run.width, run.height, run.steps) == (width, height, steps)]
    latest = same or [_scaled(run, width, height, steps) for run in akin]
    if not latest:
        return UNKNOWN
    # The run that went through most stages has the order in which they come.
    names = dict.fromkeys(name for run in sorted(latest, key=lambda run: -len(run.stages)) for name in run.stages)
    return Pace({name: median(_latest(latest, name)) for name in names}, True)


def _latest(runs: Sequence[RunRecord], name: str) -> list[float]:
    return [run.stages[name] for run in runs if name in run.stages][:LATEST]


def _scaled(run: RunRecord, width: int, height: int, steps: int) -> RunRecord:
    pixels = width * height / max(1, run.width * run.height)
    factors = {SAMPLING: pixels * steps / max(1, run.steps), "decoding": pixels}
    return msgspec.structs.replace(
        run, stages={name: seconds * factors.get(name, 1.0) for name, seconds in run.stages.items()}
    )


def fraction(expected: Pace, now: Advance) -> float:
    """How much of the job is done, 0 to 1: the stages weighted by what they are expected to take.

    A stage that needs no work, such as loading a model that is there already, has no weight.
    """
    weights = _weights(expected, now)
    whole = sum(weights.values())
    if whole <= 0:
        return 0.0
    if not now.stage:
        return min(LATE, now.running / whole) if expected.measured else 0.0
    before = sum(seconds for name, seconds in weights.items() if name in now.done and name != now.stage)
    return min(1.0, (before + weights[now.stage] * _within(expected, now)) / whole)


def seconds_left(expected: Pace, now: Advance) -> float | None:
    """Seconds until the picture is there; None while nothing that was measured says so.

    A stage that counts its steps is believed by its own pace, as soon as one step is done; the others by the past.
    Where no stage is told (the socket is away) the past says how long it all takes.
    """
    weights = _weights(expected, now)
    if not now.stage:
        return max(0.0, sum(weights.values()) - now.running) if expected.measured and now.running > 0 else None
    stepped = now.in_stage - now.since_step
    if now.step and now.steps and stepped > 0:
        rest = max(0.0, (now.per_step or stepped / now.step) * (now.steps - now.step) - now.since_step)
    elif expected.measured:
        rest = max(0.0, weights[now.stage] - now.done.get(now.stage, 0.0) - now.in_stage)
    else:
        return None
    names = list(weights)
    # What samples has all that it needs: only what stands behind it can still come. Before that any stage may.
    start = names.index(now.stage) + 1 if now.step else 0
    ahead = sum(weights[name] for name in names[start:] if name not in now.done and name != now.stage)
    if expected.measured:
        return rest + ahead
    share = weights[now.stage]
    return rest + ahead * (stepped / (share * now.step / now.steps) if share else 0.0)


def _weights(expected: Pace, now: Advance) -> dict[str, float]:
    """Seconds, or shares, by stage of all that this job goes through, in the order of its graph."""
    seen = [*now.done, now.stage] if now.stage else [*now.done]
    names = dict.fromkeys([*(now.ahead or expected.stages), *seen])
    known = [name for name in USUAL if name in expected.stages]
    shares = sum(USUAL[name] for name in known)
    unit = sum(expected.stages[name] for name in known) / shares if shares else 0.0
    return {
        name: expected.stages[name] if name in expected.stages else USUAL.get(name, UNHEARD) * unit
        for name in names
        if name not in now.passed or name in seen
    }


def _within(expected: Pace, now: Advance) -> float:
    if now.steps and now.step:
        begun = min(LATE, now.since_step / now.per_step) if now.per_step > 0 else 0.0
        return min(1.0, (now.step + begun) / now.steps)
    seconds = _weights(expected, now)[now.stage]
    if not expected.measured or seconds <= 0:
        return 0.0
    return min(LATE, (now.done.get(now.stage, 0.0) + now.in_stage) / seconds)
