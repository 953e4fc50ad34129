"""Which waiting job goes to which engine: to the one that will be done with it first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """An engine as the queue sees it.

    `slots` are the jobs it may hold at a time, `ours` those that it holds, `foreign` other people's jobs before
    ours. `pace` is the seconds that one job takes. A lane that is not `open` gets nothing; one that is not `ready`, by
    its own word, only what no other can take.
    """

    name: str
    kind: str
    slots: int
    ours: int = 0
    foreign: int = 0
    pace: float = 60.0
    open: bool = True
    ready: bool = True


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A job that waits here. `engine` is a lane's name, or empty for any lane of `kind` that is not in `refused`."""

    id: str
    engine: str
    kind: str
    priority: int = 0
    place: float = 0.0
    refused: frozenset[str] = frozenset()


def order(jobs: Iterable[Waiting]) -> list[Waiting]:
    """The jobs as they will be sent: by priority, the higher first, then by place."""
    return sorted(jobs, key=lambda job: (-job.priority, job.place))


def shifted(jobs: Iterable[Waiting], job_id: str, by: int) -> tuple[float, int] | None:
    """The place and the priority that put a job `by` places further back in the queue, or forward where it is negative.

    It takes the priority of the job that it passes last. None where it is not in the queue, or cannot move that way.
    """
    queue = order(jobs)
    now = next((number for number, job in enumerate(queue) if job.id == job_id), None)
    if now is None:
        return None
    target = max(0, min(len(queue) - 1, now + by))
    if target == now:
        return None
    passed = queue[target]
    group = [job for job in queue if job.id != job_id and job.priority == passed.priority]
    at = group.index(passed) + (1 if by > 0 else 0)
    before = group[at - 1].place if at > 0 else group[0].place - 2.0
    after = group[at].place if at < len(group) else group[-1].place + 2.0
    return (before + after) / 2, passed.priority


def can_take(lane: Lane, job: Waiting) -> bool:
    """Whether this lane may ever draw this job."""
    return lane.name == job.engine if job.engine else lane.kind == job.kind and lane.name not in job.refused


def assign(jobs: Iterable[Waiting], lanes: Sequence[Lane]) -> list[tuple[str, str]]:
    """Pairs of job and lane to send now, in order.

    A job goes to the open lane that will be done with it first: jobs before it, times the lane's pace. Where that lane
    has no free slot the job waits for it, and counts as being before the next: a slow lane that is free gets a job
    only when it beats waiting for a fast one.
    """
    held = {lane.name: lane.ours for lane in lanes}
    planned = dict(held)
    pairs = []
    for job in order(jobs):
        able = [lane for lane in lanes if lane.open and can_take(lane, job)]
        able = [lane for lane in able if lane.ready] or able
        if not able:
            continue
        best = min(able, key=lambda lane: ((planned[lane.name] + lane.foreign + 1) * lane.pace, lane.name))
        if held[best.name] < best.slots:
            held[best.name] += 1
            pairs.append((job.id, best.name))
        planned[best.name] += 1
    return pairs
