"""The desk: the studio's own queue. It sends jobs to engines, keeps the results, and tells what changed.

A job is written to the index before its engine hears of it, and every change of state before anybody is told.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from backends.base import EngineError
from library.records import Lettering
from library.store import Library
from studio.engines.book import EngineBook
from studio.errors import Notice, StudioError
from studio.jobs.assignment import shifted
from studio.jobs.best_of.watching import BestOf
from studio.jobs.dispatcher import Sending
from studio.jobs.lanes import Lanes
from studio.jobs.ledger import Ledger, Listener, MovedElsewhere
from studio.jobs.ownership import Owning
from studio.jobs.retries import fresh, new_drawing
from studio.jobs.runner import Runner
from studio.jobs.servers import Servers
from studio.jobs.spending.caps import NO_CAPS, Caps
from studio.jobs.spending.charging import Charging
from studio.jobs.states import HERE, ON_ENGINE, Move, MoveImpossible, State, possible
from studio.jobs.takeover import Others
from studio.jobs.views import JobView, LetteringSaved, Noticed
from studio.lettering.records import LetteringRecord, Look
from studio.pictures import finishing
from studio.scenes.recipe import Recipe
from studio.scenes.scene import DRAFT

LATEST = 50
"""Ended jobs that are shown again when the studio opens."""


class Desk:
    """Belongs to one event loop: `start`, perhaps `take_up`, and in the end `close`, which leaves nothing running."""

    def __init__(
        self, library: Library, engines: EngineBook, *, look: Look, pose_model: Path | None, caps: Caps = NO_CAPS
    ) -> None:
        self.library = library
        self.engines = engines
        self._ledger = Ledger(library)
        self.charging = Charging(self._ledger, engines, caps)
        runner = Runner(self._ledger, engines, self.charging, look=look, pose_model=pose_model)
        self._lanes = Lanes(engines)
        self._owning = Owning(library.folder)
        self._sending = Sending(self._ledger, runner, self._lanes, engines, self._owning, self.charging)
        self.servers = Servers(self._ledger, self._sending, self._lanes, engines)
        self._others = Others(self._ledger, self._sending, self._lanes, self._owning)
        self.best_of = BestOf(self._ledger, self._sending.foreign.__contains__)
        self._always: list[asyncio.Task[None]] = []
        self._paused = False

    # Opening and closing.

    async def start(self) -> None:
        """Claim this studio's jobs, so that no other takes them up while this one lives, and begin to send."""
        await self._owning.take(self._owning.name)
        await self.servers.recall()
        self._always.append(asyncio.create_task(self._sending.dispatch(), name="dispatch"))
        self._always.append(asyncio.create_task(self._others.mind(), name="mind other studios"))

    async def take_up(self) -> None:
        """Show the latest jobs, and from now on go on with the unfinished ones of studios that are no longer there.

        Jobs of studios that live are shown and left to them. Raises LibraryError.
        """
        self._others.takes_up = True
        latest = await asyncio.to_thread(self.library.jobs.latest, limit=LATEST)
        await self._others.meet({record.id: record for record in latest})
        await self.charging.show(view.id for view in self.views())
        held = [view.id for view in self.views() if view.state is State.DRAFT and not view.over_cap]
        self._paused = any(self._owning.mine(self._ledger.record(job_id)) for job_id in held)

    async def close(self) -> tuple[JobView, ...]:
        """Stop following; gives the jobs that go on elsewhere."""
        await self.best_of.end()
        tasks = [*self._always, *self.servers.tasks(), *self._sending.tasks.values()]
        self._always.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._sending.tasks.clear()
        self._owning.release()
        return tuple(
            view
            for view in self.views()
            if view.id not in self._sending.foreign
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

    def is_foreign(self, job_id: str) -> bool:
        """Whether a job is shown here, and another process runs it."""
        return job_id in self._sending.foreign

    def tell(self, notice: Notice) -> None:
        """Tell every listener something that belongs to no job."""
        self._ledger.tell(Noticed(notice))

    @property
    def paused(self) -> bool:
        """Whether new jobs are held here until `resume`."""
        return self._paused

    @property
    def stranded(self) -> frozenset[str]:
        """Jobs that no open studio runs, and this one cannot: the settings do not name their server."""
        return frozenset(self._others.stranded)

    # What a person does.

    async def submit(
        self,
        recipes: Iterable[Recipe],
        *,
        priority: int = 0,
        ids: Sequence[str] = (),
        best: bool = False,
        over_cap: bool = False,
    ) -> tuple[str, ...]:
        """Write a job for each recipe to the index, all or none; they are sent as engines have room. Gives their ids.

        `ids` are new UUIDs of whoever has to know them before: with them nothing is drawn twice after a kill. `best`:
        the best of these is wanted, and looked for when all have ended (`best_of`). `over_cap`: the person said that
        they may cost more than the settings allow. Raises LibraryError.
        """
        state = State.DRAFT if self._paused else State.WAITING
        owner = self._owning.name
        ids = await self._ledger.add(list(recipes), owner=owner, state=state, priority=priority, ids=ids, best=best)
        if over_cap:
            self.charging.consented.update(ids)
        if any(not view.engine for view in map(self.view, ids)) and len(self._lanes.servers()) > 1:
            self.servers.watch()
        self._sending.wake.set()
        return ids

    async def look_up(self, job_id: str) -> JobView:
        """A job of the index, whoever runs it; it is shown here and not run. Raises NotInLibrary, LibraryError."""
        record = await asyncio.to_thread(self.library.jobs.get, job_id)
        if job_id not in self._ledger:
            self._sending.foreign.add(job_id)
            if not self._ledger.adopt(record):
                raise StudioError("The job cannot be read", "it was written by another version of the studio")
        return self._ledger.view(job_id)

    async def cancel(self, job_id: str) -> None:
        """Stop one job, here and on its engine, whichever studio runs it. A job that has ended is left alone.

        Where its engine does not answer the job is over here all the same, and its notice says so. Raises LibraryError.
        """
        task = self._sending.tasks.get(job_id)
        if self.view(job_id).state is State.SUBMITTING and task is not None:
            # It may be anywhere between here and there: nothing more is sent, and then its engine is asked.
            task.cancel()
            await asyncio.wait([task])
        while possible(self.view(job_id).state, Move.CANCEL):
            view, record = self.view(job_id), self._ledger.record(job_id)
            # One that waits here with a graph was given to its engine before, and may be there.
            unsent = view.state in HERE and not record.graph
            if not unsent and view.state is not State.SUBMITTING:
                await self._cancel_on_engine(job_id)
                return
            with contextlib.suppress(MovedElsewhere, MoveImpossible):
                notice = self.charging.of_cancelled(job_id)
                await self._ledger.move(job_id, Move.CANCEL, notice=notice, **({} if unsent else new_drawing()))
                if view.engine and not record.graph and self._owning.mine(record):
                    await self.charging.unsent(job_id, view.engine, record.prompt_id)
                if not unsent:
                    await self._sending.stop_on_engine(view.engine, record)
                return

    async def _cancel_on_engine(self, job_id: str) -> None:
        view, record, task = self.view(job_id), self._ledger.record(job_id), self._sending.tasks.get(job_id)
        notice = await self._sending.stop_on_engine(view.engine, record)
        if notice is None and task is not None:
            return  # Whoever follows it will hear of its end.
        if notice is None and not await self._owning.take(record.client_id):
            return  # Its own studio will.
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        notice = self.charging.of_cancelled(job_id) or notice
        await self._move_if_possible(job_id, Move.CANCEL, notice=notice, **new_drawing())

    async def retry(self, job_id: str, *, pay_again: bool = False) -> tuple[str, ...]:
        """Set a job going again that ended without a picture.

        What its engine may still have of it is fetched and not drawn again; a server that ran out of memory is asked
        to free some first. What may have been charged, and cannot be asked for, is drawn again with `pay_again` alone:
        a person's word. Raises LibraryError.
        """
        view, recipe = self._ledger.view(job_id), self._ledger.recipe(job_id)
        if not possible(view.state, Move.RETRY):
            return ()
        changes = fresh(recipe)
        if view.notice is not None and view.notice.may_be_charged:
            if not pay_again:
                return ()
            changes |= new_drawing()
        elif self._ledger.record(job_id).graph:
            # Its server may have it: only that server can say.
            changes.pop("engine", None)
        elif view.engine and view.notice is not None and view.notice.short_of_memory:
            with contextlib.suppress(EngineError, StudioError):
                await self.engines.get(view.engine).free_memory()
        try:
            await self._ledger.move(job_id, Move.RETRY, **changes, attempts=0, client_id=self._owning.name)
        except (MovedElsewhere, MoveImpossible):
            return ()
        # A person's word about money is good for the picture that it was given for.
        self.charging.consented.discard(job_id)
        self._sending.forgive(job_id)
        self._sending.foreign.discard(job_id)
        self._sending.wake.set()
        return (job_id,)

    async def hand_on(self, job_id: str, recipe: Recipe) -> bool:
        """Let another engine draw a job that waits here, or that its own could not be given, by a recipe that is made
        for it; whether none had it yet.

        Raises LibraryError.
        """
        try:
            handed = await self._ledger.hand_on(job_id, recipe, self._owning.name)
        except MovedElsewhere:
            return False
        if handed:
            self._sending.forgive(job_id)
            self._sending.foreign.discard(job_id)
            self._sending.wake.set()
        return handed

    async def hold(self, job_id: str) -> None:
        """Keep a waiting job here until it is released."""
        await self._move_if_possible(job_id, Move.HOLD)

    async def release(self, job_id: str) -> None:
        """Let a held job be sent; one that would pass a cap, because a person says so, and by this studio: another one
        has not heard that word."""
        ours: dict[str, object] = {}
        if self.view(job_id).over_cap:
            self.charging.consented.add(job_id)
            self._sending.foreign.discard(job_id)
            ours = {"client_id": self._owning.name}
        await self._move_if_possible(job_id, Move.RELEASE, notice=None, **ours)
        self._sending.wake.set()

    async def pause(self) -> None:
        """Hold every waiting job, and those to come; what an engine has goes on."""
        self._paused = True
        for view in self.views():
            if self._owning.mine(self._ledger.record(view.id)):
                await self._move_if_possible(view.id, Move.HOLD)

    async def resume(self) -> None:
        """Release every held job, but those that would pass a cap."""
        self._paused = False
        for view in self.views():
            if self._owning.mine(self._ledger.record(view.id)) and not view.over_cap:
                await self._move_if_possible(view.id, Move.RELEASE)
        self._sending.wake.set()

    async def shift(self, job_id: str, by: int) -> None:
        """Move a job that is not sent yet `by` places back in the queue; a negative number moves it forward."""
        there = shifted(self._sending.waiting(HERE), job_id, by)
        if there is None:
            return
        place, priority = there
        with contextlib.suppress(MovedElsewhere):
            await self._ledger.arrange(job_id, place=place, priority=priority)
        self._sending.wake.set()

    async def prioritise(self, job_id: str, priority: int) -> None:
        """Send a job before all of a lower priority."""
        if self._ledger.view(job_id).state in HERE:
            with contextlib.suppress(MovedElsewhere):
                await self._ledger.arrange(job_id, priority=priority)
            self._sending.wake.set()

    async def letter(self, picture_id: int, record: LetteringRecord) -> Lettering:
        """Keep a lettering that a person arranged. Raises what `finishing.keep_lettering` raises."""
        lettering = await asyncio.to_thread(finishing.keep_lettering, self.library, picture_id, record)
        self._ledger.tell(LetteringSaved(lettering))
        return lettering

    async def wait(self, job_ids: Sequence[str]) -> tuple[JobView, ...]:
        """Wait until these jobs have ended, are stranded, or are held for a cap. Cancelling this cancels no job."""
        changed = asyncio.Event()
        end = self.subscribe(lambda _: changed.set())
        try:
            while any(
                not (view.ended or view.over_cap) for view in map(self._ledger.view, {*job_ids} - self._others.stranded)
            ):
                changed.clear()
                await changed.wait()
        finally:
            end()
        return tuple(self._ledger.view(job_id) for job_id in job_ids)

    async def _move_if_possible(self, job_id: str, happened: Move, **changes: object) -> None:
        with contextlib.suppress(MovedElsewhere, MoveImpossible):
            await self._ledger.move(job_id, happened, **changes)
