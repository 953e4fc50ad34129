"""The desk: runs the jobs, keeps the results, tells what changed.

A job is written to the index before its engine hears of it, and every change of state before anybody is told.
"""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from backends.base import (
    Cancelled,
    Engine,
    EngineError,
    Event,
    Failed,
    Finished,
    Preview,
    Queued,
    ReferencePicture,
    ResultLost,
    Stage,
    Started,
    Step,
    Ticket,
)
from library.errors import LibraryError
from library.owners import Claim, claim
from library.records import JobRecord, Lettering, PictureFacts
from library.store import Library
from studio import finishing, plan
from studio.engines import EngineBook
from studio.errors import Notice, StudioError
from studio.estimate import seconds_left
from studio.jobs import ENDED, ON_ENGINE, Move, State, move, possible
from studio.lettering.records import LetteringRecord, Look
from studio.notices import KNOWN_ERRORS, notice_of
from studio.recipe import Recipe, from_json, to_json
from studio.views import Change, JobChanged, JobView, LetteringSaved, Noticed, PictureSaved

log = logging.getLogger(__name__)

AT_ONCE = {"draft": 1, "comfyui": 2}
"""Jobs handed to one engine at a time: ComfyUI gets one to draw and one to wait."""

LATEST = 50
"""Ended jobs that are shown again when the studio opens."""

UNFINISHED = 10_000

Listener = Callable[[Change], None]


class Desk:
    """Belongs to one event loop: `start`, perhaps `take_up`, and in the end `close`, which leaves nothing running."""

    def __init__(self, library: Library, engines: EngineBook, *, look: Look, pose_model: Path | None) -> None:
        self.library = library
        self.engines = engines
        self._look = look
        self._pose_model = pose_model
        self._owner = str(uuid.uuid4())
        self._claims: list[Claim] = []
        self._views: dict[str, JobView] = {}
        self._recipes: dict[str, Recipe] = {}
        self._clients: dict[str, str] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._slots: dict[str, asyncio.Semaphore] = {}
        self._listeners: list[Listener] = []

    async def start(self) -> None:
        """Claim this studio's jobs, so that no other studio takes them up while this one lives."""
        self._claims.append(await asyncio.to_thread(claim, self.library.folder, self._owner))

    async def take_up(self) -> None:
        """Show the latest jobs, and go on with the unfinished ones of studios that are no longer there."""
        latest = await asyncio.to_thread(self.library.jobs, limit=LATEST)
        unfinished = await asyncio.to_thread(self.library.jobs, unfinished_only=True, limit=UNFINISHED)
        records = {record.id: record for record in (*latest, *unfinished)}
        for record in sorted(records.values(), key=lambda record: record.created):
            await self._take_up(record)

    async def close(self) -> tuple[JobView, ...]:
        """Stop following; gives the jobs that go on elsewhere."""
        tasks, self._tasks = list(self._tasks.values()), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        left = tuple(view for view in self._views.values() if view.state in ON_ENGINE)
        for held in self._claims:
            held.release()
        return tuple(view for view in left if self.engines.kind(view.engine) != "draft")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on the event loop with every change; the answer ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def views(self) -> tuple[JobView, ...]:
        """All jobs of the desk, newest first."""
        return tuple(sorted(self._views.values(), key=lambda view: view.created, reverse=True))

    def view(self, job_id: str) -> JobView:
        """One job. Raises KeyError for a job that the desk does not have."""
        return self._views[job_id]

    def recipe(self, job_id: str) -> Recipe:
        """The recipe of one job. Raises KeyError."""
        return self._recipes[job_id]

    async def submit(self, recipes: Iterable[Recipe]) -> tuple[str, ...]:
        """Write a job for each recipe to the index, then set them going. Gives the jobs' ids."""
        batch, started = str(uuid.uuid4()), []
        for recipe in recipes:
            job_id, now = str(uuid.uuid4()), time.time()
            record = JobRecord(
                id=job_id,
                client_id=self._owner,
                engine=recipe.engine,
                state=State.WAITING,
                recipe=to_json(recipe),
                created=now,
                changed=now,
                batch=batch,
            )
            await asyncio.to_thread(self.library.put_job, record)
            self._adopt(record, recipe)
            self._tell(JobChanged(self._views[job_id]))
            started.append(job_id)
        for job_id in started:
            self._set_going(job_id)
        return tuple(started)

    async def cancel(self, job_id: str) -> None:
        """Stop one job, here and on its engine. A job that has ended is left alone."""
        view = self._views[job_id]
        if not possible(view.state, Move.CANCEL):
            return
        if view.state is State.WAITING:
            task = self._tasks.pop(job_id, None)
            if task:
                task.cancel()
            await self._move(job_id, Move.CANCEL)
            return
        try:
            await self.engines.get(view.engine).cancel(Ticket(job_id, self._clients[job_id]))
        except (EngineError, StudioError) as error:
            self._tell(Noticed(notice_of(error, view.engine)))

    async def retry(self, job_id: str) -> tuple[str, ...]:
        """Draw the recipe of a job that ended without a picture once more, as a new job."""
        if not possible(self._views[job_id].state, Move.RETRY):
            return ()
        return await self.submit([self._recipes[job_id]])

    async def letter(self, picture_id: int, record: LetteringRecord) -> Lettering:
        """Keep a lettering that a person arranged. Raises what `finishing.keep_lettering` raises."""
        lettering = await asyncio.to_thread(finishing.keep_lettering, self.library, picture_id, record)
        self._tell(LetteringSaved(lettering))
        return lettering

    async def wait(self, job_ids: Sequence[str]) -> tuple[JobView, ...]:
        """Wait until these jobs have ended."""
        tasks = [self._tasks[job_id] for job_id in job_ids if job_id in self._tasks]
        await asyncio.gather(*tasks, return_exceptions=True)
        return tuple(self._views[job_id] for job_id in job_ids)

    # One job on its way.

    def _set_going(self, job_id: str) -> None:
        self._tasks[job_id] = asyncio.create_task(self._guarded(job_id), name=f"job {job_id}")
        self._tasks[job_id].add_done_callback(lambda _: self._tasks.pop(job_id, None))

    async def _guarded(self, job_id: str) -> None:
        view = self._views[job_id]
        slot = self._slots.setdefault(view.engine, asyncio.Semaphore(AT_ONCE[self._recipes[job_id].engine_kind]))
        try:
            async with slot:
                await self._run(job_id)
        except KNOWN_ERRORS as error:
            await self._fail(job_id, notice_of(error, view.engine))
        except Exception as error:
            log.exception("job %s", job_id)
            await self._fail(
                job_id, Notice("The studio made a mistake", f"{type(error).__name__}: {error}", "Retry it")
            )

    async def _run(self, job_id: str) -> None:
        state = self._views[job_id].state
        if state is State.LETTERING:
            await self._letter_and_end(job_id)
            return
        engine = self.engines.get(self._views[job_id].engine)
        if state in (State.WAITING, State.SUBMITTING):
            await self._submit(job_id, engine)
        async for event in engine.follow(Ticket(job_id, self._clients[job_id])):
            await self._heed(job_id, event)

    async def _submit(self, job_id: str, engine: Engine) -> None:
        await self._move(job_id, Move.SUBMIT)
        recipe = self._recipes[job_id]
        references = []
        if recipe.engine_kind != "draft":
            for use in recipe.references:
                blob = await asyncio.to_thread(self.library.reference, use.sha256)
                references.append(ReferencePicture(use.name, use.sha256, blob))
        request = plan.request(recipe, job_id=job_id, client_id=self._clients[job_id], references=references)
        await engine.submit(request)

    async def _heed(self, job_id: str, event: Event) -> None:
        view = self._views[job_id]
        match event:
            case Queued(position=position):
                await self._move(job_id, Move.ACCEPTED, position=position)
            case Started():
                await self._move(job_id, Move.BEGUN, began=time.time())
            case Stage(name=name):
                await self._running(job_id)
                self._show(job_id, stage=name, step=0, steps=0, seconds_left=None)
            case Step(index=index, total=total):
                await self._running(job_id)
                left = seconds_left(time.time() - (self._views[job_id].began or time.time()), index, total)
                self._show(job_id, step=index, steps=total, seconds_left=left)
            case Preview(data=data):
                self._show(job_id, preview=data)
            case Finished():
                await self._keep(job_id, event)
            case Failed(error=ResultLost() as error) if possible(view.state, Move.LOSE):
                await self._move(job_id, Move.LOSE, notice=notice_of(error, view.engine))
            case Failed(error=error):
                await self._fail(job_id, notice_of(error, view.engine))
            case Cancelled():
                await self._move(job_id, Move.CANCEL)

    async def _running(self, job_id: str) -> None:
        if self._views[job_id].state is not State.RUNNING:
            await self._move(job_id, Move.BEGUN, began=time.time())

    async def _keep(self, job_id: str, finished: Finished) -> None:
        await self._move(job_id, Move.DRAWN, seconds_left=None)
        recipe, ids = self._recipes[job_id], []
        facts = facts_of(recipe, finished.models, job_id)
        for number, drawn in enumerate(finished.pictures):
            key = f"{job_id}/{number}"
            picture = await asyncio.to_thread(self.library.save_picture, drawn.data, facts, key=key)
            ids.append(picture.id)
            self._tell(PictureSaved(picture))
        self._show(job_id, picture_ids=tuple(ids))
        await self._letter_and_end(job_id)

    async def _letter_and_end(self, job_id: str) -> None:
        recipe, notice = self._recipes[job_id], None
        if recipe.sayings:
            await self._move(job_id, Move.SAVED)
            for picture_id in self._views[job_id].picture_ids:
                if await asyncio.to_thread(self.library.letterings, picture_id):
                    continue
                try:
                    lettering = await asyncio.to_thread(
                        finishing.letter_picture,
                        self.library,
                        picture_id,
                        recipe.sayings,
                        self._look,
                        self._pose_model,
                    )
                    self._tell(LetteringSaved(lettering))
                except StudioError as error:
                    notice = error.notice
        await self._move(job_id, Move.COMPLETE, notice=notice)

    async def _fail(self, job_id: str, notice: Notice) -> None:
        if not possible(self._views[job_id].state, Move.FAIL):
            return
        try:
            await self._move(job_id, Move.FAIL, notice=notice)
        except LibraryError as error:
            # The index cannot be written: the person must see both, and the next studio will try the job again.
            self._show(job_id, state=State.FAILED, notice=notice)
            self._tell(Noticed(notice_of(error)))

    # What the index and the listeners know.

    async def _move(self, job_id: str, happened: Move, **changes: object) -> None:
        """Write the new state to the index, and only then show it."""
        view = self._views[job_id]
        changed = msgspec.structs.replace(view, state=move(view.state, happened), changed=time.time(), **changes)
        if changed.state is not view.state:
            await asyncio.to_thread(self.library.put_job, self._record(changed))
        self._views[job_id] = changed
        self._tell(JobChanged(changed))

    def _show(self, job_id: str, **changes: object) -> None:
        self._views[job_id] = msgspec.structs.replace(self._views[job_id], changed=time.time(), **changes)
        self._tell(JobChanged(self._views[job_id]))

    def _record(self, view: JobView) -> JobRecord:
        return JobRecord(
            id=view.id,
            client_id=self._clients[view.id],
            engine=view.engine,
            state=view.state,
            recipe=to_json(self._recipes[view.id]),
            created=view.created,
            changed=view.changed,
            batch=view.batch,
            notice=msgspec.json.encode(view.notice).decode() if view.notice else "",
            picture_ids=view.picture_ids,
        )

    def _adopt(self, record: JobRecord, recipe: Recipe) -> None:
        self._recipes[record.id] = recipe
        self._clients[record.id] = record.client_id
        self._views[record.id] = JobView(
            id=record.id,
            state=State(record.state),
            engine=record.engine,
            scene=recipe.scene,
            sayings=recipe.sayings,
            seed=recipe.seed,
            width=recipe.width,
            height=recipe.height,
            created=record.created,
            changed=record.changed,
            batch=record.batch,
            notice=msgspec.json.decode(record.notice, type=Notice) if record.notice else None,
            picture_ids=record.picture_ids,
        )

    async def _take_up(self, record: JobRecord) -> None:
        """Show a job of an earlier studio; go on with it where it is unfinished and nobody else has it."""
        try:
            recipe = from_json(record.recipe)
        except StudioError as error:
            self._tell(Noticed(error.notice))
            return
        self._adopt(record, recipe)
        if State(record.state) in ENDED:
            return
        if record.client_id not in {held.owner for held in self._claims}:
            held = await asyncio.to_thread(claim, self.library.folder, record.client_id)
            if not held.mine:
                del self._views[record.id]
                return
            self._claims.append(held)
        if recipe.engine_kind == "draft" and State(record.state) in ON_ENGINE:
            self._show(record.id, state=State.SUBMITTING)
        self._set_going(record.id)

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)


def facts_of(recipe: Recipe, models: dict[str, str], job_id: str) -> PictureFacts:
    """What the library keeps of a recipe's picture; `models` names what really drew it, by role."""
    drawn_with = msgspec.structs.replace(recipe, models={**recipe.models, **models})
    return PictureFacts(
        scene=recipe.scene,
        prompt=recipe.prompt,
        saying=" / ".join(recipe.sayings),
        characters=tuple(member.name for member in recipe.cast),
        plate=recipe.plate,
        style=recipe.style,
        engine=recipe.engine,
        model=models.get("unet", ""),
        loras=tuple(lora.file for lora in recipe.loras),
        seed=recipe.seed,
        steps=recipe.steps,
        guidance=recipe.guidance,
        draft=recipe.engine_kind == "draft",
        recipe=to_json(drawn_with),
        job_id=job_id,
    )
