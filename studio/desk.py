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

from backends.base import EngineError, EngineRefused, EngineUnreachable, Ticket
from library.errors import LibraryError
from library.owners import Claim, claim
from library.records import JobRecord, Lettering
from library.store import Library
from studio import finishing
from studio.dispatch import Waiting, assign, order
from studio.engines import DRAFT, EngineBook
from studio.errors import Notice, StudioError
from studio.jobs import ENDED, HERE, ON_ENGINE, Move, State, possible
from studio.lanes import Lanes
from studio.ledger import Ledger, Listener, MovedElsewhere
from studio.lettering.records import LetteringRecord, Look
from studio.notices import KNOWN_ERRORS, notice_of
from studio.recipe import Recipe
from studio.runner import Runner, fresh
from studio.views import JobView, LaneChanged, LaneView, LetteringSaved, Noticed

log = logging.getLogger(__name__)

LATEST = 50
"""Ended jobs that are shown again when the studio opens."""

UNFINISHED = 10_000

HEALTH_EVERY = 10.0
"""Seconds between two looks at the servers, while a job is on its way or somebody watches."""


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
        self._out_of_memory: set[str] = set()
        self._wake = asyncio.Event()
        self._dispatcher: asyncio.Task[None] | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._paused = False

    # Opening and closing.

    async def start(self) -> None:
        """Claim this studio's jobs, so that no other takes them up while this one lives, and begin to send."""
        self._claims.append(await asyncio.to_thread(claim, self.library.folder, self._owner))
        self._dispatcher = asyncio.create_task(self._dispatch(), name="dispatch")

    async def take_up(self) -> None:
        """Show the latest jobs, and go on with the unfinished ones of studios that are no longer there."""
        latest = await asyncio.to_thread(self.library.jobs, limit=LATEST)
        unfinished = await asyncio.to_thread(self.library.jobs, unfinished_only=True, limit=UNFINISHED)
        records = {record.id: record for record in (*latest, *unfinished)}
        for record in sorted(records.values(), key=lambda record: record.created):
            await self._take_up(record)
        self._paused = any(view.state is State.DRAFT for view in self.views())
        self._wake.set()

    async def close(self) -> tuple[JobView, ...]:
        """Stop following; gives the jobs that go on elsewhere."""
        tasks = [task for task in (self._dispatcher, self._watcher, *self._tasks.values()) if task]
        self._dispatcher = self._watcher = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
        for held in self._claims:
            held.release()
        return tuple(
            view for view in self.views() if view.state in ON_ENGINE and self.engines.kind(view.engine) != DRAFT
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
        self._wake.set()
        return ids

    async def look_up(self, job_id: str) -> JobView:
        """A job of the index, whoever runs it; it is shown here and not run. Raises NotInLibrary, LibraryError."""
        if job_id not in {view.id for view in self.views()}:
            self._ledger.adopt(await asyncio.to_thread(self.library.job, job_id))
        return self._ledger.view(job_id)

    async def cancel(self, job_id: str) -> None:
        """Stop one job, here and on its engine, whichever studio runs it. A job that has ended is left alone."""
        view = self._ledger.view(job_id)
        if not possible(view.state, Move.CANCEL):
            return
        if view.state in HERE:
            with contextlib.suppress(MovedElsewhere):
                await self._ledger.move(job_id, Move.CANCEL)
            return
        record = self._ledger.record(job_id)
        try:
            await self.engines.get(view.engine).cancel(Ticket(record.prompt_id, record.client_id))
        except (EngineError, StudioError) as error:
            self._ledger.tell(Noticed(notice_of(error, view.engine)))
            return
        if job_id not in self._tasks and await self._claimed(record.client_id):
            # Nobody follows it, so nobody else will write down that it was cancelled.
            await self._move_if_possible(job_id, Move.CANCEL)

    async def retry(self, job_id: str) -> tuple[str, ...]:
        """Set a job going again that ended without a picture.

        What its server may still have of it is fetched and not drawn again; a server that ran out of memory is asked
        to free some first.
        """
        if not possible(self._ledger.view(job_id).state, Move.RETRY):
            return ()
        view, recipe = self._ledger.view(job_id), self._ledger.recipe(job_id)
        changes = fresh(recipe)
        if self._ledger.record(job_id).graph:
            # Its server may have it: only that server can say.
            changes.pop("engine", None)
        elif view.engine and job_id in self._out_of_memory:
            self._out_of_memory.discard(job_id)
            with contextlib.suppress(EngineError, StudioError):
                await self.engines.get(view.engine).free_memory()
        self._refused.pop(job_id, None)
        await self._ledger.move(job_id, Move.RETRY, **changes, attempts=0, client_id=self._owner)
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
            await self._move_if_possible(view.id, Move.HOLD)

    async def resume(self) -> None:
        """Release every held job."""
        self._paused = False
        for view in self.views():
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
        await self._ledger.arrange(job_id, place=(before + after) / 2, priority=other.priority)
        self._wake.set()

    async def prioritise(self, job_id: str, priority: int) -> None:
        """Send a job before all of a lower priority."""
        if self._ledger.view(job_id).state in HERE:
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
        if self._watcher is None:
            self._watcher = asyncio.create_task(self._watch(), name="watch servers")

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
            await self._ledger.move(job_id, Move.SUBMIT, engine=lane, trouble="")
        except MovedElsewhere:
            return
        except LibraryError as error:
            await self._runner.end_badly(job_id, notice_of(error))
            return
        self._go(job_id)

    def _go(self, job_id: str) -> None:
        task = asyncio.create_task(self._guarded(job_id), name=f"job {job_id}")
        self._tasks[job_id] = task
        task.add_done_callback(lambda _: self._gone(job_id))

    def _gone(self, job_id: str) -> None:
        self._tasks.pop(job_id, None)
        self._runner.forget(job_id)
        self._wake.set()

    async def _guarded(self, job_id: str) -> None:
        engine = self._ledger.view(job_id).engine
        try:
            await self._runner.run(job_id)
            self._lanes.works(engine)
            seconds = self._runner.took(job_id)
            if seconds is not None:
                self._lanes.took(engine, seconds)
            if self._runner.out_of_memory(job_id):
                self._out_of_memory.add(job_id)
        except MovedElsewhere:
            log.info("job %s was changed by another studio", job_id)
        except (EngineUnreachable, EngineRefused) as error:
            await self._not_sent(job_id, engine, error)
        except KNOWN_ERRORS as error:
            await self._runner.end_badly(job_id, notice_of(error, engine))
        except Exception as error:
            log.exception("job %s", job_id)
            reason = f"{type(error).__name__}: {error}"
            await self._runner.end_badly(job_id, Notice("The studio made a mistake", reason, "Retry it"))

    async def _not_sent(self, job_id: str, engine: str, error: EngineUnreachable | EngineRefused) -> None:
        """An engine could not be given a job that it never had: another may, or the same later."""
        notice, recipe = notice_of(error, engine), self._ledger.recipe(job_id)
        unreachable = isinstance(error, EngineUnreachable)
        if unreachable:
            self._lanes.set_aside(engine)
        if recipe.engine != "auto":
            await self._runner.end_badly(job_id, notice)
            return
        if not unreachable:
            self._refused.setdefault(job_id, {})[engine] = notice
            if set(self._refused[job_id]) >= set(self._lanes.servers()):
                await self._runner.end_badly(job_id, _everybody_refused(self._refused[job_id]))
                return
        with contextlib.suppress(MovedElsewhere):
            await self._ledger.move(job_id, Move.RETURN, engine="", graph="", trouble="")

    def _waiting(self, states: Iterable[State]) -> list[Waiting]:
        return [
            Waiting(
                id=view.id,
                engine=view.engine,
                kind=self._ledger.recipe(view.id).engine_kind,
                priority=view.priority,
                place=view.place,
                refused=frozenset(self._refused.get(view.id, ())),
            )
            for view in self.views()
            if view.state in states and view.id not in self._tasks
        ]

    def _busy(self) -> list[str]:
        return [self._ledger.view(job_id).engine for job_id in self._tasks]

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

    async def _take_up(self, record: JobRecord) -> None:
        """Show a job of an earlier studio; go on with it where it is unfinished and nobody else has it."""
        if record.id in {view.id for view in self.views()}:
            return
        if State(record.state) not in ENDED and not await self._claimed(record.client_id):
            return
        if not self._ledger.adopt(record) or State(record.state) in {*ENDED, *HERE}:
            return
        if self.engines.kind_or_none(record.engine) is None:
            reason = f"the settings no longer name {record.engine}"
            await self._runner.end_badly(record.id, Notice("The job's server is not known", reason, "Name it again"))
            return
        if self._ledger.recipe(record.id).engine_kind == DRAFT and State(record.state) in ON_ENGINE:
            # The painter of an earlier studio is gone with it: the same picture is painted again.
            self._ledger.show(record.id, state=State.SUBMITTING)
        self._go(record.id)

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
            await asyncio.sleep(HEALTH_EVERY)

    async def _ask(self, name: str) -> None:
        self._lanes.heard(name, await self.engines.health(name))
        self._ledger.tell(LaneChanged(self._lanes.view(name, self._busy())))

    async def _move_if_possible(self, job_id: str, happened: Move) -> None:
        if possible(self._ledger.view(job_id).state, happened):
            with contextlib.suppress(MovedElsewhere):
                await self._ledger.move(job_id, happened)


def _everybody_refused(notices: dict[str, Notice]) -> Notice:
    reasons = "; ".join(f"{name}: {notice.reason}" for name, notice in sorted(notices.items()))
    remedies = dict.fromkeys(notice.remedy for notice in notices.values() if notice.remedy)
    return Notice("No server can draw this", reasons, ". ".join(remedies))
