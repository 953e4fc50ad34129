"""The queue at work: which job goes where and when, and what is learnt of the engines by it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterable

import msgspec

from backends.base import BadAnswer, EngineError, EngineRefused, EngineUnreachable, ResultLost, Ticket
from backends.errors import RateLimited
from library.errors import LibraryError
from library.records import JobRecord
from studio.engines.book import EngineBook
from studio.errors import Notice, StudioError
from studio.jobs.assignment import Lane, Waiting, assign
from studio.jobs.lanes import Lanes
from studio.jobs.ledger import Ledger, MovedElsewhere
from studio.jobs.ownership import Owning
from studio.jobs.runner import Runner
from studio.jobs.spending.charging import Charging
from studio.jobs.states import ON_ENGINE, Move, MoveImpossible, State
from studio.jobs.timing.progress import Course
from studio.jobs.views import Change, JobChanged
from studio.notices import KNOWN_ERRORS, notice_of
from studio.scenes.scene import DRAFT

log = logging.getLogger(__name__)


class Sending:
    """Sends the jobs of one desk; `tasks` are those that are out, `wake` says that something may go now.

    `foreign` are jobs that are shown here and run by other studios.
    """

    def __init__(
        self, ledger: Ledger, runner: Runner, lanes: Lanes, engines: EngineBook, owning: Owning, charging: Charging
    ) -> None:
        self._ledger = ledger
        self._runner = runner
        self._lanes = lanes
        self._engines = engines
        self._owning = owning
        self._charging = charging
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.foreign: set[str] = set()
        self.wake = asyncio.Event()
        self._refused: dict[str, dict[str, Notice]] = {}
        self._lost_by: dict[str, set[str]] = {}
        self._in_doubt: set[str] = set()
        ledger.subscribe(self._heed)

    async def dispatch(self) -> None:
        """Send waiting jobs to engines with room, whenever something changed that may let one go."""
        while True:
            self.wake.clear()
            for job_id, lane in assign(self.waiting({State.WAITING}), self._open_lanes()):
                await self._send(job_id, lane)
            self._tell_stuck()
            # Not `wait_for`, which loses a cancellation that comes together with what it waits for (Python 3.11).
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._lanes.soonest()):
                    await self.wake.wait()

    async def _send(self, job_id: str, lane: str) -> None:
        # A name that is there may be that of a graph on the lane's server.
        engine, recipe = self._ledger.view(job_id).engine or lane, self._ledger.recipe(job_id)
        try:
            if (held := await self._charging.reserve(job_id, engine)) is not None:
                await self._ledger.move(job_id, Move.HOLD, recipe, notice=held, trouble="")
                # The lane has its room still: the next may be cheaper.
                self.wake.set()
                return
            await self._ledger.move(job_id, Move.SUBMIT, recipe, engine=engine, trouble="")
        except (MovedElsewhere, MoveImpossible):
            await self._never_left(job_id, engine)
            return
        except LibraryError as error:
            await self._never_left(job_id, engine)
            await self._runner.end_badly(job_id, notice_of(error), unsent=True)
            return
        self.go(job_id)

    async def _never_left(self, job_id: str, engine: str) -> None:
        """Take back what was reserved for a job of this studio that went to no engine."""
        record = self._ledger.record(job_id)
        if not record.graph and self._owning.mine(record):
            await self._charging.unsent(job_id, engine)

    def go_on(self, job_id: str) -> None:
        """Go on with a job that an earlier studio gave to its engine, which may not have it any more."""
        self._in_doubt.add(job_id)
        self.go(job_id)

    def go(self, job_id: str) -> None:
        """Run a job from where it is to its end."""
        task = asyncio.create_task(self._guarded(job_id), name=f"job {job_id}")
        self.tasks[job_id] = task
        task.add_done_callback(lambda _: self._gone(job_id))

    def _gone(self, job_id: str) -> None:
        self.tasks.pop(job_id, None)
        self._in_doubt.discard(job_id)
        self.wake.set()

    def _open_lanes(self) -> list[Lane]:
        """The lanes; an engine that has not said yet what became of its jobs gets nothing new.

        What it has lost is drawn again before all that comes later.
        """
        doubtful = {self._lane(self._ledger.view(job_id).engine) for job_id in self._in_doubt}
        lanes = self._lanes.lanes(self.busy())
        return [msgspec.structs.replace(lane, open=lane.open and lane.name not in doubtful) for lane in lanes]

    def _heed(self, change: Change) -> None:
        if isinstance(change, JobChanged) and change.job.id in self._in_doubt and change.job.state in ON_ENGINE:
            course = self._runner.course(change.job.id)
            if course is not None and course.heard:
                self._in_doubt.discard(change.job.id)
                self.wake.set()
        if isinstance(change, JobChanged) and change.job.state in (State.QUEUED, State.RUNNING, State.FETCHING):
            # A service may refuse what has left already: only a picture says that it works.
            is_proven = change.job.state is State.FETCHING or not self._engines.is_hosted(change.job.engine)
            if change.job.id in self.tasks and is_proven:
                self._lanes.works(self._lane(change.job.engine))
            if change.job.state is State.FETCHING:
                # Its engine is free for the next.
                self.wake.set()

    async def _guarded(self, job_id: str) -> None:
        engine, record = self._ledger.view(job_id).engine, self._ledger.record(job_id)
        try:
            self._learn(job_id, engine, await self._runner.run(job_id))
        except (MovedElsewhere, MoveImpossible):
            log.info("job %s was changed by another studio", job_id)
            if self._ledger.view(job_id).state is State.CANCELLED:
                await self.stop_on_engine(engine, record)
        except (EngineUnreachable, EngineRefused, BadAnswer) as error:
            await self._not_sent(job_id, engine, error)
        except KNOWN_ERRORS as error:
            await self._never_left(job_id, engine)
            await self._runner.end_badly(job_id, notice_of(error, engine))
        except Exception as error:
            log.exception("job %s", job_id)
            await self._never_left(job_id, engine)
            reason = f"{type(error).__name__}: {error}"
            await self._runner.end_badly(job_id, Notice("The studio made a mistake", reason, "Retry it"))

    def _learn(self, job_id: str, engine: str, course: Course) -> None:
        """Heed what a job tells of its engine."""
        if course.took is not None:
            self._lanes.took(self._lane(engine), course.took)
        if isinstance(course.error, ResultLost):
            self._lost_by.setdefault(job_id, set()).add(engine)
            self._doubt_others(job_id, engine)
        if isinstance(course.error, EngineUnreachable):
            self._lanes.set_aside(self._lane(engine))
        if isinstance(course.error, RateLimited):
            self._lanes.set_aside(self._lane(engine), course.error.seconds)

    def _doubt_others(self, job_id: str, engine: str) -> None:
        """An engine lost a job: it may have lost all that it had."""
        for other in self.tasks.keys() - {job_id}:
            view, course = self._ledger.view(other), self._runner.course(other)
            fetched = view.state not in ON_ENGINE or view.state is State.FETCHING
            if course is not None and not fetched and self._lane(view.engine) == self._lane(engine):
                course.heard = False
                self._in_doubt.add(other)

    async def _not_sent(self, job_id: str, engine: str, error: EngineError) -> None:
        """An engine could not be given a job that it never had: another may, or the same later."""
        await self._charging.unsent(job_id, engine)
        notice, recipe = notice_of(error, engine), self._ledger.recipe(job_id)
        unreachable = isinstance(error, EngineUnreachable)
        if unreachable:
            self._lanes.set_aside(self._lane(engine))
        full = False
        if isinstance(error, RateLimited) and error.quota == "minute" and self._engines.is_hosted(engine):
            full = True
            self._lanes.set_aside(self._lane(engine), error.seconds)
        if recipe.engine != "auto" and not full and not (unreachable and self._lanes.worked(self._lane(engine))):
            await self._runner.end_badly(job_id, notice, unsent=True)
            return
        if not unreachable and not full:
            self._refused.setdefault(job_id, {})[engine] = notice
            if set(self._refused[job_id]) >= set(self._lanes.servers()):
                everybody = _everybody_refused(self._refused[job_id])
                await self._runner.end_badly(job_id, everybody, unsent=True)
                return
        back = {} if recipe.engine != "auto" else {"engine": ""}
        try:
            await self._ledger.move(job_id, Move.RETURN, **back, graph="", trouble=notice.line() if full else "")
        except (MovedElsewhere, MoveImpossible):
            return
        except LibraryError as trouble:
            await self._runner.end_badly(job_id, notice_of(trouble), unsent=True)

    def waiting(self, states: Iterable[State]) -> list[Waiting]:
        """This studio's jobs in these states, as the queue sees them."""
        return [
            Waiting(
                id=view.id,
                engine=self._lane(view.engine) if view.engine else "",
                kind=self._ledger.recipe(view.id).engine_kind,
                priority=view.priority,
                place=view.place,
                refused=self._shunned(view.id),
            )
            for view in self._ledger.views()
            if view.state in states and self._may_be_sent(view.id)
        ]

    def _may_be_sent(self, job_id: str) -> bool:
        ours = job_id not in self.foreign and self._owning.mine(self._ledger.record(job_id))
        return ours and job_id not in self.tasks

    def _shunned(self, job_id: str) -> frozenset[str]:
        """The servers that a job should not go to: those that refused it, and those that lost it while others are."""
        refused = frozenset(self._refused.get(job_id, ()))
        shunned = refused | self._lost_by.get(job_id, set())
        return shunned if set(self._lanes.servers()) - shunned else refused

    def busy(self) -> list[str]:
        """The engine of every job that an engine has to do with; a picture that is being kept needs no server."""
        views = [self._ledger.view(job_id) for job_id in self.tasks]
        on_server = ON_ENGINE - {State.FETCHING}
        return [self._lane(view.engine) for view in views if view.engine == DRAFT or view.state in on_server]

    def _lane(self, engine: str) -> str:
        return self._engines.lane(engine) or engine

    def _tell_stuck(self) -> None:
        """Say of jobs that no engine can take now why they wait."""
        seconds = self._lanes.soonest()
        shut = {lane.name for lane in self._lanes.lanes(()) if not lane.open}
        for job in self.waiting({State.WAITING}):
            able = {job.engine} if job.engine else set(self._lanes.servers()) - job.refused
            trouble = self._lanes.unnamed(job.engine, job.kind)
            if not trouble and seconds is not None and able <= shut:
                says = "takes no more for now" if self._engines.is_hosted(job.engine) else "no server answers"
                trouble = f"{says}: trying again in {seconds:.0f} s"
            if self._ledger.view(job.id).trouble != trouble:
                self._ledger.show(job.id, trouble=trouble)

    def forgive(self, job_id: str) -> None:
        """A job begins again: let it go to servers that refused or lost it."""
        self._refused.pop(job_id, None)
        self._lost_by.pop(job_id, None)

    async def stop_on_engine(self, engine: str, record: JobRecord) -> Notice | None:
        """Ask an engine to stop one job; why it may go on drawing it, None where it does not."""
        try:
            await self._engines.get(engine).cancel(Ticket(record.prompt_id, record.client_id, record.remote))
        except (EngineError, StudioError) as error:
            return Notice("Cancelled here; its server may still draw it", notice_of(error).reason)
        return None


def _everybody_refused(notices: dict[str, Notice]) -> Notice:
    reasons = "; ".join(f"{name}: {notice.reason}" for name, notice in sorted(notices.items()))
    remedies = dict.fromkeys(notice.remedy for notice in notices.values() if notice.remedy)
    pauses = [notice.pause for notice in notices.values() if notice.pause is not None]
    # As soon as one of them takes jobs again.
    soonest = min(pauses, key=lambda pause: (pause.quota == "day", pause.seconds or 0.0), default=None)
    return Notice("No server can draw this", reasons, ". ".join(remedies), pause=soonest)
