"""The ledger: every job of the desk, written to the index before anybody is told of it."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import msgspec

from library.records import JobRecord
from library.store import Library
from studio.errors import Notice, StudioError
from studio.jobs.retries import fresh
from studio.jobs.states import HERE, Move, State, move, possible
from studio.jobs.views import OF_BEST, Change, JobChanged, JobView, Noticed
from studio.plain_text import plain
from studio.scenes.recipe import Recipe, from_json, to_json

Listener = Callable[[Change], None]

_KEPT = frozenset({"engine", "notice", "picture_ids", "attempts", "priority", "place"})
"""What of a view is written to the index beside its state."""

_RECORD_ONLY = ("client_id", "prompt_id", "graph", "remote")

_OTHERS_CHANGE = ("state", "client_id", "engine", "picture_ids", "priority", "place")


class MovedElsewhere(Exception):
    """Another studio changed this job in the index meanwhile, or a person handed it on; the ledger shows what stands
    there now."""


class Ledger:
    """Belongs to one event loop. Records, recipes and views of the jobs, by id."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._records: dict[str, JobRecord] = {}
        self._recipes: dict[str, Recipe] = {}
        self._views: dict[str, JobView] = {}
        self._listeners: list[Listener] = []
        # Two changes of one job, such as a hold and a send, come one after the other.
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on the event loop with every change; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, change: Change) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            listener(change)

    def views(self) -> tuple[JobView, ...]:
        """All jobs, newest first."""
        return tuple(sorted(self._views.values(), key=lambda view: view.created, reverse=True))

    def __contains__(self, job_id: str) -> bool:
        return job_id in self._views

    def view(self, job_id: str) -> JobView:
        """One job. Raises KeyError."""
        return self._views[job_id]

    def record(self, job_id: str) -> JobRecord:
        """One job as the index has it. Raises KeyError."""
        return self._records[job_id]

    def recipe(self, job_id: str) -> Recipe:
        """The recipe of one job. Raises KeyError."""
        return self._recipes[job_id]

    async def add(
        self,
        recipes: Sequence[Recipe],
        *,
        owner: str,
        state: State,
        priority: int,
        ids: Sequence[str] = (),
        best: bool = False,
    ) -> tuple[str, ...]:
        """Write one job for each recipe, all of them or none, under new ids unless there are some. Raises LibraryError.

        Ids that are given stand in no job of the index. `best`: the best of these is wanted.
        """
        now, batch = time.time(), f"{OF_BEST if best else ''}{uuid.uuid4()}"
        records = []
        for number, recipe in enumerate(recipes):
            job_id = ids[number] if ids else str(uuid.uuid4())
            records.append(
                JobRecord(
                    id=job_id,
                    client_id=owner,
                    engine="" if recipe.engine == "auto" else recipe.engine,
                    state=state,
                    recipe=to_json(recipe),
                    created=now + number * 1e-6,
                    changed=now,
                    prompt_id=job_id,
                    priority=priority,
                    place=now + number * 1e-6,
                    batch=batch,
                )
            )
        await asyncio.to_thread(self.library.jobs.put, records)
        for record, recipe in zip(records, recipes, strict=True):
            self._enter(record, recipe)
            self.tell(JobChanged(self._views[record.id]))
        return tuple(record.id for record in records)

    def adopt(self, record: JobRecord) -> bool:
        """Take in a job from the index; whether it could be read."""
        try:
            recipe = from_json(record.recipe)
        except StudioError as error:
            self.tell(Noticed(error.notice))
            return False
        self._enter(record, recipe)
        self.tell(JobChanged(self._views[record.id]))
        return True

    async def move(self, job_id: str, happened: Move, of: Recipe | None = None, /, **changes: object) -> None:
        """Write the new state, with what changes besides, to the index; only then show it.

        `changes` are fields of the view, and `client_id`, `prompt_id`, `graph` and `remote` of the record. With `of`
        it is moved while it has that recipe alone. Raises MoveImpossible, MovedElsewhere, LibraryError.
        """
        inner = {name: changes.pop(name) for name in _RECORD_ONLY if name in changes}
        async with self._locks[job_id]:
            view, record = self._views[job_id], self._records[job_id]
            if of is not None and self._recipes[job_id] is not of:
                raise MovedElsewhere(job_id)
            state = move(view.state, happened)
            if state in (State.QUEUED, State.RUNNING, State.FETCHING):
                changes.setdefault("trouble", "")
            changes |= {"state": state, "changed": time.time()}
            if state is not view.state or inner or _KEPT & changes.keys():
                changed = msgspec.structs.replace(view, **changes)
                await self._write(changed, msgspec.structs.replace(record, **inner))
            self._alter(job_id, changes)

    async def arrange(self, job_id: str, **changes: object) -> None:
        """Write other fields of a job (priority, place, picture_ids) without moving it. Raises as `move` does."""
        async with self._locks[job_id]:
            await self._write(msgspec.structs.replace(self._views[job_id], **changes), self._records[job_id])
            self._alter(job_id, changes)

    async def hand_on(self, job_id: str, recipe: Recipe, owner: str) -> bool:
        """Give a job that no engine has heard of another recipe, for another engine; whether it was in time for that.

        One that ended because its engine could not be given it begins again, as the `owner`'s. Raises LibraryError,
        MovedElsewhere.
        """
        async with self._locks[job_id]:
            view, record = self._views[job_id], self._records[job_id]
            again = possible(view.state, Move.RETRY)
            if record.graph or not (view.state in HERE or again):
                return False
            engine = "" if recipe.engine == "auto" else recipe.engine
            changes: dict[str, object] = {"trouble": "", "notice": None, "engine": engine}
            if again:
                changes = {**fresh(recipe), **changes, "attempts": 0}
            if again or view.over_cap:
                # What held it was the price of the engine that it leaves.
                changes["state"] = State.WAITING
            written = msgspec.structs.replace(
                record, recipe=to_json(recipe), client_id=owner if again else record.client_id
            )
            await self._write(msgspec.structs.replace(view, **changes), written)
            self._recipes[job_id] = recipe
            size = {"width": recipe.width, "height": recipe.height}
            self._alter(job_id, {**changes, **size, "changed": time.time()})
            return True

    def show(self, job_id: str, **changes: object) -> None:
        """Show what the index need not know: stage, step, preview, trouble."""
        self._alter(job_id, {"changed": time.time(), **changes})

    async def reread(self, job_id: str) -> None:
        """Show what the index says of a job that another studio may have changed. Raises LibraryError."""
        async with self._locks[job_id]:
            await self._reread(job_id)

    async def _reread(self, job_id: str) -> None:
        record = await asyncio.to_thread(self.library.jobs.get, job_id)
        if differs(record, self._records[job_id]):
            self._enter(record, self._recipes[job_id])
            self.tell(JobChanged(self._views[job_id]))

    def _alter(self, job_id: str, changes: Mapping[str, object]) -> None:
        self._views[job_id] = msgspec.structs.replace(self._views[job_id], **changes)
        self.tell(JobChanged(self._views[job_id]))

    async def _write(self, view: JobView, record: JobRecord) -> None:
        written = msgspec.structs.replace(
            record,
            engine=view.engine,
            state=view.state,
            changed=view.changed,
            notice=msgspec.json.encode(view.notice).decode() if view.notice else "",
            picture_ids=view.picture_ids,
            attempts=view.attempts,
            priority=view.priority,
            place=view.place,
        )
        expected = self._records[view.id]
        if not await asyncio.to_thread(self.library.jobs.change, written, expected):
            await self._reread(view.id)
            raise MovedElsewhere(view.id)
        self._records[view.id] = written

    def _enter(self, record: JobRecord, recipe: Recipe) -> None:
        self._records[record.id] = record
        self._recipes[record.id] = recipe
        self._views[record.id] = JobView(
            id=record.id,
            state=State(record.state),
            engine=record.engine,
            scene=plain(recipe.scene),
            sayings=tuple(plain(saying) for saying in recipe.sayings),
            seed=recipe.seed,
            width=recipe.width,
            height=recipe.height,
            created=record.created,
            changed=record.changed,
            batch=record.batch,
            fraction=1.0 if record.state == State.DONE else 0.0,
            priority=record.priority,
            place=record.place,
            attempts=record.attempts,
            # A move to `running` is the last that was written of a job that runs.
            began=record.changed if record.state == State.RUNNING else None,
            notice=msgspec.json.decode(record.notice, type=Notice) if record.notice else None,
            picture_ids=record.picture_ids,
        )


def differs(record: JobRecord, known: JobRecord) -> bool:
    """Whether another studio changed what is known of a job here."""
    return any(getattr(record, name) != getattr(known, name) for name in _OTHERS_CHANGE)
