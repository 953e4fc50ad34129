"""The same work on many things over all cores, results in the order of the things, whatever happens to a worker."""

from __future__ import annotations

import logging
import os
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TypeVar

from library.files.processes import behind, result_of, spawned

Job = TypeVar("Job")
Result = TypeVar("Result")

MANY = 8
"""With no more jobs than this, starting workers costs more time than they save."""

_LOG = logging.getLogger(__name__)

_AHEAD = 2
"""Jobs that are given to the workers before they are needed, for each worker."""


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What a worker gives back of a job that ended in an error that nobody foresaw."""

    error: str
    told: str


def count() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    lost: Callable[[Job, str], Result],
    begin: Callable[[], object] | None = None,
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result, in order; `work` is a function of a module, and jobs and results can be pickled.

    `begin`, also a function of a module, is called once in each process that works, before its first job.

    A job whose worker dies (killed for its memory, say) gets `lost(job, "")`, one that ends in an error that `work`
    does not know is logged and gets `lost(job, error)`, and the others go on. Leaving the iterator early drops the jobs
    that have not begun.
    """
    workers = min(count(), len(jobs))
    if len(jobs) <= MANY or workers < 2:
        if begin is not None:
            begin()
        for job in jobs:
            yield job, _judged(job, _guarded(work, job), lost)
        return
    rest = deque(jobs)
    while rest:
        broken = yield from _with_pool(work, rest, workers, lost, begin)
        # Each that was under way is tried by itself, so that the one that kills its worker takes no other with it.
        for job in broken:
            yield job, _alone(work, job, lost)


def _guarded(work: Callable[[Job], Result], job: Job) -> Result | _Mistake:
    try:
        return work(job)
    except Exception as error:  # noqa: BLE001  it is logged where its log is: not in a worker
        return _Mistake(f"{type(error).__name__}: {error}", traceback.format_exc())


def _judged(job: Job, result: Result | _Mistake, lost: Callable[[Job, str], Result]) -> Result:
    if isinstance(result, _Mistake):
        _LOG.error("%s\n%s", job, result.told)
        return lost(job, result.error)
    return result


def _with_pool(
    work: Callable[[Job], Result],
    rest: deque[Job],
    workers: int,
    lost: Callable[[Job, str], Result],
    begin: Callable[[], object] | None,
) -> Generator[tuple[Job, Result], None, list[Job]]:
    """Work off `rest`; give back the jobs that were under way when a worker died."""
    waiting: deque[tuple[Job, Future[Result | _Mistake]]] = deque()
    pool = _pool(workers, begin)
    try:
        while rest or waiting:
            while rest and len(waiting) < workers * (1 + _AHEAD):
                waiting.append((rest[0], pool.submit(_guarded, work, rest[0])))
                rest.popleft()
            job, future = waiting[0]
            result = result_of(pool, future)
            waiting.popleft()
            yield job, _judged(job, result, lost)
    except BrokenProcessPool:
        return [job for job, _ in waiting]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return []


def _alone(work: Callable[[Job], Result], job: Job, lost: Callable[[Job, str], Result]) -> Result:
    with _pool(1) as pool:
        try:
            return _judged(job, result_of(pool, pool.submit(_guarded, work, job)), lost)
        except BrokenProcessPool:
            return lost(job, "")


def _pool(workers: int, begin: Callable[[], object] | None = None) -> ProcessPoolExecutor:
    return spawned(workers, _settle, (begin,))


def _settle(begin: Callable[[], object] | None) -> None:
    """Make a worker, with one thread, and begin."""
    import cv2

    behind()
    cv2.setNumThreads(1)
    if begin is not None:
        begin()
