"""The draft engine: jobs one after another in one worker thread, each with its log of events.

NumPy and OpenCV are imported in the worker thread, when the first job runs.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from backends.base import (
    Cancelled,
    DrawnPicture,
    DrawRequest,
    EngineBroke,
    EngineRefused,
    Event,
    Failed,
    Finished,
    Health,
    Queued,
    ResultLost,
    Started,
    Ticket,
)

KEPT = 32
"""Ended jobs whose events are still known; older ones are lost to `follow`."""

_LOG = logging.getLogger(__name__)


class _Job:
    """One request with all that was said of it. Belongs to the event loop; only `stop` is touched by the worker."""

    def __init__(self, request: DrawRequest) -> None:
        self.request = request
        self.events: list[Event] = []
        self.stop = threading.Event()
        self.news = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether the last event was said."""
        return bool(self.events) and isinstance(self.events[-1], Finished | Failed | Cancelled)

    def say(self, event: Event) -> None:
        """Add an event and wake those who follow; nothing is said after the end."""
        if not self.ended:
            self.events.append(event)
            self.news.set()
            self.news = asyncio.Event()


class DraftEngine:
    """The embedded engine. It keeps nothing when the process ends: tickets of another process are ResultLost."""

    def __init__(self, name: str = "draft") -> None:
        self._name = name
        self._jobs: dict[str, _Job] = {}
        self._waiting: list[_Job] = []
        self._running: _Job | None = None
        self._task: asyncio.Task[None] | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False

    @property
    def name(self) -> str:
        """The name that a person sees."""
        return self._name

    @property
    def kind(self) -> str:
        """Always `draft`."""
        return "draft"

    @property
    def sends_once(self) -> bool:
        """Never: the same job is known by its id."""
        return False

    async def health(self) -> Health:
        """Ready until it is closed; `waiting` counts the jobs that are queued or running."""
        waiting = len(self._waiting) + (self._running is not None)
        if self._closed:
            return Health(False, "the draft painter is closed", waiting=waiting)
        return Health(True, "paints here, with code; no server needed", {"pictures": "marked draft"}, waiting)

    async def prepare(self, request: DrawRequest) -> str:
        """Nothing: the request itself is what is painted."""
        return ""

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        """Queue the request. A job that is known already is not drawn again. Raises EngineRefused when closed."""
        if self._closed:
            raise EngineRefused("the draft painter is closed", "Start the studio again")
        ticket = Ticket(request.job_id, request.client_id)
        if request.job_id in self._jobs:
            return ticket
        job = _Job(request)
        self._jobs[request.job_id] = job
        job.say(Queued(len(self._waiting) + (self._running is not None)))
        self._waiting.append(job)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return ticket

    async def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        """The job's events from its first to its last; several may follow one job."""
        job = self._jobs.get(ticket.job_id)
        if job is None:
            yield Failed(ResultLost("the draft painter does not know this job", "Draw it again"))
            return
        told = 0
        while True:
            news = job.news
            while told < len(job.events):
                told += 1
                yield job.events[told - 1]
            if job.ended and told == len(job.events):
                return
            if news is job.news:
                await news.wait()

    async def cancel(self, ticket: Ticket) -> None:
        """Stop a job: at once while it waits, after its present stage while it is painted."""
        job = self._jobs.get(ticket.job_id)
        if job is None or job.ended:
            return
        job.stop.set()
        if job in self._waiting:
            self._waiting.remove(job)
            job.say(Cancelled())
            self._tell_positions()

    async def free_memory(self) -> None:
        """Nothing: what a picture took is let go of when it is painted."""

    async def close(self) -> None:
        """Cancel what waits and what is painted, and end the worker thread."""
        self._closed = True
        for job in (*self._waiting, *([self._running] if self._running else [])):
            await self.cancel(Ticket(job.request.job_id, job.request.client_id))
        if self._task is not None:
            await asyncio.wait({self._task})
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    async def _work(self) -> None:
        while self._waiting:
            self._running = job = self._waiting.pop(0)
            job.say(Started())
            self._tell_positions()
            await self._paint(job)
            self._running = None
            self._forget()

    async def _paint(self, job: _Job) -> None:
        loop = asyncio.get_running_loop()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="draft")

        def tell(event: Event) -> None:
            loop.call_soon_threadsafe(job.say, event)

        future = loop.run_in_executor(self._pool, _draw, job.request, tell, job.stop.is_set)
        await asyncio.wait({future})
        error = future.exception()
        if error is not None:
            # Not only EngineErrors: whatever ended the painting must end the stream too.
            _LOG.error("the draft painter failed", exc_info=error)
            reason = "there is not enough memory for this picture" if isinstance(error, MemoryError) else str(error)
            job.say(Failed(EngineBroke(reason or type(error).__name__, "Try another size or seed")))
            return
        picture = future.result()
        job.say(Cancelled() if picture is None else Finished((picture,)))

    def _tell_positions(self) -> None:
        before = 1 if self._running is not None else 0
        for place, job in enumerate(self._waiting, before):
            if job.events[-1] != Queued(place):
                job.say(Queued(place))

    def _forget(self) -> None:
        ended = [job_id for job_id, job in self._jobs.items() if job.ended]
        for job_id in ended[: max(0, len(ended) - KEPT)]:
            del self._jobs[job_id]


def _draw(request: DrawRequest, tell: Callable[[Event], None], stopped: Callable[[], bool]) -> DrawnPicture | None:
    """The picture of a request, or None when it was stopped. Runs in the worker thread, where imports may cost."""
    if stopped():
        return None
    from backends.draft.work import Stopped, draw

    try:
        return draw(request, tell, stopped)
    except Stopped:
        return None
