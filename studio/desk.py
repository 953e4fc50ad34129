"""The desk: the studio's own queue. It sends jobs to engines, keeps the results, and tells what changed.

A job is written to the index before its engine hears of it, and every change of state before anybody is told.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from backends.base import BadAnswer, EngineError, EngineRefused, EngineUnreachable, ResultLost, Ticket
from library.errors import LibraryError
from library.owners import Claim, claim
from library.records import JobRecord, Lettering
from library.store import Library
from studio import finishing
from studio.course import Course
from studio.dispatch import Waiting, assign, order
from studio.engines import DRAFT, EngineBook
from studio.errors import Notice, StudioError
from studio.jobs import HERE, ON_ENGINE, Move, MoveImpossible, State, possible
from studio.lanes import Lanes
from studio.ledger import Ledger, Listener, MovedElsewhere, differs
from studio.lettering.records import LetteringRecord, Look
from studio.notices import KNOWN_ERRORS, notice_of
from studio.recipe import Recipe
from studio.runner import Runner, fresh, new_drawing
from studio.views import Change, JobChanged, JobView, LaneChanged, LaneView, LetteringSaved

log = logging.getLogger(__name__)

LATEST = 50
"""Ended jobs that are shown again when the studio opens."""

UNFINISHED = 10_000

HEALTH_EVERY = 10.0
"""Seconds between two looks at the servers, while somebody watches or jobs are to be spread over them."""

AILING_EVERY = 3.0
"""The same while one of them cannot draw."""

OTHERS_EVERY = 2.0
"""Seconds between two looks at what other studios did to the jobs in the index."""


class Desk:
    """Belongs to one event loop: `start`, perhaps `take_up`, and in the end `close`, which leaves nothing running."""

    def __init__(self, library: Library, engines: EngineBook, *, look: Look, pose_model: Path | None) -> None:
        self.library = library
        self.engines = engines
        self._ledger = Ledger(library)
        self._runner = Runner(self._ledger, engines, look=look, pose_model=pose_model)
        self._lanes = Lanes(engines)
        self._owner = str(uuid.uuid4())
        self._claims: list[Claim] = []
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._refused: dict[str, dict[str, Notice]] = {}
        self._lost_by: dict[str, set[str]] = {}
        self._foreign: set[str] = set()
        self._wake = asyncio.Event()
        self._always: list[asyncio.Task[None]] = []
        self._watching = False
        self._paused = False
        self._takes_up = False
        self._ledger.subscribe(self._heed)

    # Opening and closing.

    async def start(self) -> None:
        """Claim this studio's jobs, so that no other takes them up while this one lives, and begin to send."""
        self._claims.append(await asyncio.to_thread(claim, self.library.folder, self._owner))
        for name in self._lanes.servers():
            runs = await asyncio.to_thread(self.library.runs, name)
            self._lanes.took(name, *(run.seconds for run in reversed(runs)))
        self._always.append(asyncio.create_task(self._dispatch(), name="dispatch"))
        self._always.append(asyncio.create_task(self._mind_others(), name="mind other studios"))

    async def take_up(self) -> None:
        """Show the latest jobs, and from now on go on with the unfinished ones of studios that are no longer there.

        Jobs of studios that live are shown and left to them. Raises LibraryError.
        """
        self._takes_up = True
        latest = await asyncio.to_thread(self.library.jobs, limit=LATEST)
        await self._meet({record.id: record for record in latest})
        held = [view.id for view in self.views() if view.state is State.DRAFT]
        self._paused = any(self._is_mine(job_id) for job_id in held)

    async def close(self) -> tuple[JobView, ...]:
        """Stop following; gives the jobs that go on elsewhere."""
        tasks = [*self._always, *self._tasks.values()]
        self._always.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
        for held in self._claims:
            held.release()
        return tuple(
            view
            for view in self.views()
            if view.id not in self._foreign
            and view.state in ON_ENGINE
            and self.engines.lane(view.engine) not in (None, DRAFT)
        )

    # What is there.

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on the event loop with every change; the answer ends that."""
        return self._ledger.subscribe(listener)

    def views(self) -> tuple[JobView, ...]:
        """All jobs of the desk, newest first."""
        return self._ledger.views()

    def view(self, job_id: str) -> JobView:
        """One job. Raises KeyError for a job that the desk does not have."""
        return self._ledger.view(job_id)

    def recipe(self, job_id: str) -> Recipe:
        """The recipe of one job. Raises KeyError."""
        return self._ledger.recipe(job_id)

    def servers(self) -> tuple[LaneView, ...]:
        """The servers as they stand now."""
        busy = self._busy()
        return tuple(self._lanes.view(name, busy) for name in self._lanes.servers())

    @property
    def paused(self) -> bool:
        """Whether new jobs are held here until `resume`."""
        return self._paused

    # What a person does.

    async def submit(self, recipes: Iterable[Recipe], *, priority: int = 0) -> tuple[str, ...]:
        """Write a job for each recipe to the index, all or none; they are sent as engines have room. Gives their ids.

        Raises LibraryError.
        """
        state = State.DRAFT if self._paused else State.WAITING
        ids = await self._ledger.add(list(recipes), owner=self._owner, state=state, priority=priority)
        if any(not view.engine for view in map(self.view, ids)) and len(self._lanes.servers()) > 1:
            self.watch_servers()
        self._wake.set()
        return ids

    async def look_up(self, job_id: str) -> JobView:
        """A job of the index, whoever runs it; it is shown here and not run. Raises NotInLibrary, LibraryError."""
        record = await asyncio.to_thread(self.library.job, job_id)
        if job_id not in self._ledger:
            self._foreign.add(job_id)
            if not self._ledger.adopt(record):
                raise StudioError("The job cannot be read", "it was written by another version of the studio")
        return self._ledger.view(job_id)

    async def cancel(self, job_id: str) -> None:
        """Stop one job, here and on its engine, whichever studio runs it. A job that has ended is left alone.

        Where its engine does not answer the job is over here all the same, and its notice says so. Raises LibraryError.
        """
        task = self._tasks.get(job_id)
        if self.view(job_id).state is State.SUBMITTING and task is not None:
            # It may be anywhere between here and there: nothing more is sent, and then its engine is asked.
            task.cancel()
            await asyncio.wait([task])
        while possible(self.view(job_id).state, Move.CANCEL):
            view, record = self.view(job_id), self._ledger.record(job_id)
            unsent = view.state in HERE
            if not unsent and view.state is not State.SUBMITTING:
                await self._cancel_on_engine(job_id)
                return
            with contextlib.suppress(MovedElsewhere, MoveImpossible):
                await self._ledger.move(job_id, Move.CANCEL, **({} if unsent else new_drawing()))
                if not unsent:
                    await self._stop_on_engine(view.engine, record)
                return

    async def _cancel_on_engine(self, job_id: str) -> None:
        view, record, task = self.view(job_id), self._ledger.record(job_id), self._tasks.get(job_id)
        notice = await self._stop_on_engine(view.engine, record)
        if notice is None and task is not None:
            return  # Whoever follows it will hear of its end.
        if notice is None and not await self._claimed(record.client_id):
            return  # Its own studio will.
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        await self._move_if_possible(job_id, Move.CANCEL, notice=notice, **new_drawing())

    async def _stop_on_engine(self, engine: str, record: JobRecord) -> Notice | None:
        """Ask an engine to stop one job; why it may go on drawing it, None where it does not."""
        try:
            await self.engines.get(engine).cancel(Ticket(record.prompt_id, record.client_id))
        except (EngineError, StudioError) as error:
            return Notice("Cancelled here; its server may still draw it", notice_of(error).reason)
        return None

    async def retry(self, job_id: str) -> tuple[str, ...]:
        """Set a job going again that ended without a picture.

        What its server may still have of it is fetched and not drawn again; a server that ran out of memory is asked
        to free some first. Raises LibraryError.
        """
        view, recipe = self._ledger.view(job_id), self._ledger.recipe(job_id)
        if not possible(view.state, Move.RETRY):
            return ()
        changes = fresh(recipe)
        if self._ledger.record(job_id).graph:
            # Its server may have it: only that server can say.
            changes.pop("engine", None)
        elif view.engine and view.notice is not None and view.notice.short_of_memory:
            with contextlib.suppress(EngineError, StudioError):
                await self.engines.get(view.engine).free_memory()
        try:
            await self._ledger.move(job_id, Move.RETRY, **changes, attempts=0, client_id=self._owner)
        except (MovedElsewhere, MoveImpossible):
            return ()
        self._refused.pop(job_id, None)
        self._lost_by.pop(job_id, None)
        self._foreign.discard(job_id)
        self._wake.set()
        return (job_id,)

    async def hold(self, job_id: str) -> None:
        """Keep a waiting job here until it is released."""
        await self._move_if_possible(job_id, Move.HOLD)

    async def release(self, job_id: str) -> None:
        """Let a held job be sent."""
        await self._move_if_possible(job_id, Move.RELEASE)
        self._wake.set()

    async def pause(self) -> None:
        """Hold every waiting job, and those to come; what an engine has goes on."""
        self._paused = True
        for view in self.views():
            if self._is_mine(view.id):
                await self._move_if_possible(view.id, Move.HOLD)

    async def resume(self) -> None:
        """Release every held job."""
        self._paused = False
        for view in self.views():
            if self._is_mine(view.id):
                await self._move_if_possible(view.id, Move.RELEASE)
        self._wake.set()

    async def shift(self, job_id: str, by: int) -> None:
        """Move a job that is not sent yet `by` places back in the queue; a negative number moves it forward."""
        queue = [job.id for job in order(self._waiting(HERE))]
        if job_id not in queue:
            return
        target = max(0, min(len(queue) - 1, queue.index(job_id) + by))
        other = self._ledger.view(queue[target])
        neighbours = [self._ledger.view(name) for name in queue if name != job_id]
        index = target if by < 0 else target + 1
        before = neighbours[index - 1].place if index > 0 else other.place - 2.0
        after = neighbours[index].place if index < len(neighbours) else before + 2.0
        if target == queue.index(job_id):
            return
        with contextlib.suppress(MovedElsewhere):
            await self._ledger.arrange(job_id, place=(before + after) / 2, priority=other.priority)
        self._wake.set()

    async def prioritise(self, job_id: str, priority: int) -> None:
        """Send a job before all of a lower priority."""
        if self._ledger.view(job_id).state in HERE:
            with contextlib.suppress(MovedElsewhere):
                await self._ledger.arrange(job_id, priority=priority)
            self._wake.set()

    async def letter(self, picture_id: int, record: LetteringRecord) -> Lettering:
        """Keep a lettering that a person arranged. Raises what `finishing.keep_lettering` raises."""
        lettering = await asyncio.to_thread(finishing.keep_lettering, self.library, picture_id, record)
        self._ledger.tell(LetteringSaved(lettering))
        return lettering

    async def wait(self, job_ids: Sequence[str]) -> tuple[JobView, ...]:
        """Wait until these jobs have ended. Cancelling this cancels no job."""
        changed = asyncio.Event()
        end = self.subscribe(lambda _: changed.set())
        try:
            while any(not self._ledger.view(job_id).ended for job_id in job_ids):
                changed.clear()
                await changed.wait()
        finally:
            end()
        return tuple(self._ledger.view(job_id) for job_id in job_ids)

    def watch_servers(self) -> None:
        """Ask the servers again and again how they are, and tell it as LaneChanged, until the desk closes."""
        if not self._watching:
            self._watching = True
            self._always.append(asyncio.create_task(self._watch(), name="watch servers"))

    # The queue.

    async def _dispatch(self) -> None:
        """Send waiting jobs to engines with room, whenever something changed that may let one go."""
        while True:
            self._wake.clear()
            for job_id, lane in assign(self._waiting({State.WAITING}), self._lanes.lanes(self._busy())):
                await self._send(job_id, lane)
            self._tell_stuck()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._lanes.soonest())

    async def _send(self, job_id: str, lane: str) -> None:
        try:
            # A name that is there may be that of a graph on the lane's server.
            engine = self._ledger.view(job_id).engine or lane
            await self._ledger.move(job_id, Move.SUBMIT, engine=engine, trouble="")
        except (MovedElsewhere, MoveImpossible):
            return
        except LibraryError as error:
            await self._runner.end_badly(job_id, notice_of(error), unsent=True)
            return
        self._go(job_id)

    def _go(self, job_id: str) -> None:
        task = asyncio.create_task(self._guarded(job_id), name=f"job {job_id}")
        self._tasks[job_id] = task
        task.add_done_callback(lambda _: self._gone(job_id))

    def _gone(self, job_id: str) -> None:
        self._tasks.pop(job_id, None)
        self._wake.set()

    def _heed(self, change: Change) -> None:
        if isinstance(change, JobChanged) and change.job.state in (State.QUEUED, State.RUNNING, State.FETCHING):
            if change.job.id in self._tasks:
                self._lanes.works(self._lane(change.job.engine))
            if change.job.state is State.FETCHING:
                # Its engine is free for the next.
                self._wake.set()

    async def _guarded(self, job_id: str) -> None:
        engine, record = self._ledger.view(job_id).engine, self._ledger.record(job_id)
        try:
            self._learn(job_id, engine, await self._runner.run(job_id))
        except (MovedElsewhere, MoveImpossible):
            log.info("job %s was changed by another studio", job_id)
            if self._ledger.view(job_id).state is State.CANCELLED:
                await self._stop_on_engine(engine, record)
        except (EngineUnreachable, EngineRefused, BadAnswer) as error:
            await self._not_sent(job_id, engine, error)
        except KNOWN_ERRORS as error:
            await self._runner.end_badly(job_id, notice_of(error, engine))
        except Exception as error:
            log.exception("job %s", job_id)
            reason = f"{type(error).__name__}: {error}"
            await self._runner.end_badly(job_id, Notice("The studio made a mistake", reason, "Retry it"))

    def _learn(self, job_id: str, engine: str, course: Course) -> None:
        """Heed what a job tells of its engine."""
        if course.took is not None:
            self._lanes.took(self._lane(engine), course.took)
        if isinstance(course.error, ResultLost):
            self._lost_by.setdefault(job_id, set()).add(engine)
        if isinstance(course.error, EngineUnreachable):
            self._lanes.set_aside(self._lane(engine))

    async def _not_sent(self, job_id: str, engine: str, error: EngineError) -> None:
        """An engine could not be given a job that it never had: another may, or the same later."""
        notice, recipe = notice_of(error, engine), self._ledger.recipe(job_id)
        unreachable = isinstance(error, EngineUnreachable)
        if unreachable:
            self._lanes.set_aside(self._lane(engine))
        if recipe.engine != "auto" and not (unreachable and self._lanes.worked(self._lane(engine))):
            await self._runner.end_badly(job_id, notice, unsent=True)
            return
        if not unreachable:
            self._refused.setdefault(job_id, {})[engine] = notice
            if set(self._refused[job_id]) >= set(self._lanes.servers()):
                everybody = _everybody_refused(self._refused[job_id])
                await self._runner.end_badly(job_id, everybody, unsent=True)
                return
        back = {} if recipe.engine != "auto" else {"engine": ""}
        try:
            await self._ledger.move(job_id, Move.RETURN, **back, graph="", trouble="")
        except (MovedElsewhere, MoveImpossible):
            return
        except LibraryError as trouble:
            await self._runner.end_badly(job_id, notice_of(trouble), unsent=True)

    def _waiting(self, states: Iterable[State]) -> list[Waiting]:
        return [
            Waiting(
                id=view.id,
                engine=self._lane(view.engine) if view.engine else "",
                kind=self._ledger.recipe(view.id).engine_kind,
                priority=view.priority,
                place=view.place,
                refused=self._shunned(view.id),
            )
            for view in self.views()
            if view.state in states and view.id not in self._tasks and self._is_mine(view.id)
        ]

    def _shunned(self, job_id: str) -> frozenset[str]:
        """The servers that a job should not go to: those that refused it, and those that lost it while others are."""
        refused = frozenset(self._refused.get(job_id, ()))
        shunned = refused | self._lost_by.get(job_id, set())
        return shunned if set(self._lanes.servers()) - shunned else refused

    def _is_mine(self, job_id: str) -> bool:
        """Whether this desk is the one to run a job."""
        return self._ledger.record(job_id).client_id in {held.owner for held in self._claims}

    def _busy(self) -> list[str]:
        """The engine of every job that an engine has to do with; a picture that is being kept needs no server."""
        views = [self._ledger.view(job_id) for job_id in self._tasks]
        on_server = ON_ENGINE - {State.FETCHING}
        return [self._lane(view.engine) for view in views if view.engine == DRAFT or view.state in on_server]

    def _lane(self, engine: str) -> str:
        return self.engines.lane(engine) or engine

    def _tell_stuck(self) -> None:
        """Say of jobs that no engine can take now why they wait."""
        seconds = self._lanes.soonest()
        if seconds is None:
            return
        shut = {lane.name for lane in self._lanes.lanes(()) if not lane.open}
        for job in self._waiting({State.WAITING}):
            able = {job.engine} if job.engine else set(self._lanes.servers()) - job.refused
            trouble = f"no server answers: trying again in {seconds:.0f} s" if able <= shut else ""
            if self._ledger.view(job.id).trouble != trouble:
                self._ledger.show(job.id, trouble=trouble)

    # Other studios, and the servers.

    async def _mind_others(self) -> None:
        """See what other studios do to the jobs here, and take up what they leave when they go."""
        while True:
            await asyncio.sleep(OTHERS_EVERY)
            try:
                await self._meet({})
            except LibraryError as error:
                log.warning("the jobs cannot be looked at: %s", error.reason)

    async def _meet(self, records: dict[str, JobRecord]) -> None:
        """Show these jobs and all that are unfinished as the index has them now, and go on with those left alone."""
        unfinished = await asyncio.to_thread(self.library.jobs, unfinished_only=True, limit=UNFINISHED)
        records |= {record.id: record for record in unfinished}
        for view in self.views():
            other = records.get(view.id)
            if view.id in self._tasks or (view.ended and other is None):
                continue
            if other is None or differs(other, self._ledger.record(view.id)):
                await self._ledger.reread(view.id)
            if not self._is_mine(view.id):
                self._foreign.add(view.id)
        if self._takes_up:
            for record in sorted(records.values(), key=lambda record: record.created):
                if record.id not in self._ledger or record.id in self._foreign:
                    await self._take_up(record)

    async def _take_up(self, record: JobRecord) -> None:
        """Show a job of another studio; go on with it where it is unfinished and nobody else has it."""
        if record.id not in self._ledger and not self._ledger.adopt(record):
            return
        view = self._ledger.view(record.id)
        if view.ended:
            return
        if not await self._claimed(self._ledger.record(record.id).client_id):
            self._foreign.add(record.id)
            return
        self._foreign.discard(record.id)
        # Whoever had it may have brought it further before it went.
        await self._ledger.reread(record.id)
        view, recipe = self._ledger.view(record.id), self._ledger.recipe(record.id)
        if view.ended:
            return
        kinds = {lane.kind for lane in self._lanes.lanes(())}
        if (recipe.engine_kind not in kinds) if not view.engine else self.engines.lane(view.engine) is None:
            reason = f"the settings name no {view.engine or 'server'} any more"
            await self._runner.end_badly(view.id, Notice("The job's server is not known", reason, "Name it again"))
        elif recipe.engine_kind == DRAFT and view.state in ON_ENGINE:
            # The painter of an earlier studio is gone with it: the same picture is painted again.
            await self._move_if_possible(view.id, Move.REDRAW, **fresh(recipe), graph="")
        elif view.state not in HERE:
            self._go(view.id)
        self._wake.set()

    async def _claimed(self, owner: str) -> bool:
        """Whether the jobs of this owner are this desk's, or were those of a studio that is no longer there."""
        if owner not in {held.owner for held in self._claims}:
            held = await asyncio.to_thread(claim, self.library.folder, owner)
            if not held.mine:
                return False
            self._claims.append(held)
        return True

    async def _watch(self) -> None:
        while True:
            await asyncio.gather(*(self._ask(name) for name in self._lanes.servers()))
            self._wake.set()
            everybody = all(lane.ready for lane in self.servers())
            await asyncio.sleep(HEALTH_EVERY if everybody else AILING_EVERY)

    async def _ask(self, name: str) -> None:
        self._lanes.heard(name, await self.engines.health(name), self._busy())
        self._ledger.tell(LaneChanged(self._lanes.view(name, self._busy())))

    async def _move_if_possible(self, job_id: str, happened: Move, **changes: object) -> None:
        with contextlib.suppress(MovedElsewhere, MoveImpossible):
            await self._ledger.move(job_id, happened, **changes)


def _everybody_refused(notices: dict[str, Notice]) -> Notice:
    reasons = "; ".join(f"{name}: {notice.reason}" for name, notice in sorted(notices.items()))
    remedies = dict.fromkeys(notice.remedy for notice in notices.values() if notice.remedy)
    return Notice("No server can draw this", reasons, ". ".join(remedies))
