"""One job on its way: sent, followed, its pictures kept and lettered."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path

import msgspec

from backends.base import (
    AnswerLost,
    Cancelled,
    Engine,
    EngineBroke,
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
from library.records import PictureFacts, RunRecord
from studio import estimate, finishing, plan
from studio.engines import EngineBook
from studio.errors import Notice, StudioError
from studio.jobs import Move, State, possible
from studio.ledger import Ledger, MovedElsewhere
from studio.lettering.records import Look
from studio.notices import notice_of
from studio.recipe import Recipe, to_json
from studio.views import LetteringSaved, Noticed, PictureSaved

log = logging.getLogger(__name__)

LOOK_AGAIN = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between two looks for a job whose sending was not answered; the last one goes on."""

MOST_ATTEMPTS = 3
"""How often a job that its engine lost is drawn again by itself."""


class Runner:
    """Runs jobs of a ledger, one call for each; it holds nothing but how far they are."""

    def __init__(self, ledger: Ledger, engines: EngineBook, *, look: Look, pose_model: Path | None) -> None:
        self._ledger = ledger
        self._engines = engines
        self._look = look
        self._pose_model = pose_model
        self._advances: dict[str, _Clock] = {}
        self._paces: dict[str, estimate.Pace] = {}
        self._took: dict[str, float] = {}
        self._short_of_memory: set[str] = set()

    async def run(self, job_id: str) -> None:
        """Take one job from where it is to its end. Raises EngineUnreachable or EngineRefused when it was never sent.

        Other engine errors end the job; LibraryError, StudioError and MovedElsewhere come through.
        """
        view = self._ledger.view(job_id)
        if view.state is State.LETTERING:
            await self._letter_and_end(job_id)
            return
        engine = self._engines.get(view.engine)
        if view.state is State.SUBMITTING:
            await self._submit(job_id, engine)
        await self._expect(job_id)
        ticket = Ticket(self._ledger.record(job_id).prompt_id, self._ledger.record(job_id).client_id)
        async with aclosing(_closable(engine.follow(ticket))) as events:
            async for event in events:
                await self._heed(job_id, event)

    def forget(self, job_id: str) -> None:
        """Let go of what was known of a job's advance."""
        self._advances.pop(job_id, None)
        self._paces.pop(job_id, None)
        self._took.pop(job_id, None)
        self._short_of_memory.discard(job_id)

    def took(self, job_id: str) -> float | None:
        """Seconds that the engine drew at a job which was run here to its end, None for others."""
        return self._took.get(job_id)

    def out_of_memory(self, job_id: str) -> bool:
        """Whether a job failed because its engine ran out of memory."""
        return job_id in self._short_of_memory

    async def _submit(self, job_id: str, engine: Engine) -> None:
        recipe, record = self._ledger.recipe(job_id), self._ledger.record(job_id)
        references = []
        if recipe.engine_kind != "draft":
            for use in recipe.references:
                blob = await asyncio.to_thread(self._ledger.library.reference, use.sha256)
                references.append(ReferencePicture(use.name, use.sha256, blob))
        request = plan.request(recipe, job_id=record.prompt_id, client_id=record.client_id, references=references)
        graph = record.graph
        if not graph:
            graph = await engine.prepare(request)
            await self._ledger.move(job_id, Move.SUBMIT, graph=graph)
        for tries in range(1_000_000):
            try:
                await engine.submit(request, graph)
                return
            except AnswerLost as error:
                # It may be in the server's queue: nobody else may draw it until the server says that it is not.
                wait = LOOK_AGAIN[min(tries, len(LOOK_AGAIN) - 1)]
                self._ledger.show(job_id, trouble=f"sent, not answered: {error.reason}; looking again")
                await asyncio.sleep(wait)

    async def _expect(self, job_id: str) -> None:
        recipe, view = self._ledger.recipe(job_id), self._ledger.view(job_id)
        runs = await asyncio.to_thread(self._ledger.library.runs, view.engine)
        self._paces[job_id] = estimate.pace(
            [_run(record) for record in runs],
            family=recipe.family,
            width=recipe.width,
            height=recipe.height,
            steps=recipe.steps,
        )
        self._advances[job_id] = _Clock()

    async def _heed(self, job_id: str, event: Event) -> None:
        view = self._ledger.view(job_id)
        match event:
            case Queued() | Started() | Stage() | Step() if view.state is State.FETCHING:
                pass  # An engine that is followed again may tell the past again.
            case Queued(position=position):
                await self._ledger.move(job_id, Move.ACCEPTED, position=position)
            case Started() | Stage() | Step():
                await self._running(job_id)
                self._advance(job_id, event)
            case Preview(data=data):
                self._ledger.show(job_id, preview=data)
            case Finished():
                await self._keep(job_id, event)
            case Failed(error=ResultLost() as error):
                await self._lost(job_id, error)
            case Failed(error=error):
                await self._fail(job_id, notice_of(error, view.engine), error)
            case Cancelled():
                await self._ledger.move(job_id, Move.CANCEL, prompt_id=str(uuid.uuid4()), graph="")

    def _advance(self, job_id: str, event: Started | Stage | Step) -> None:
        if isinstance(event, Stage):
            self._advances[job_id].enter(event.name)
            self._ledger.show(job_id, stage=event.name, step=0, steps=0, trouble="", **self._estimates(job_id))
        elif isinstance(event, Step):
            self._advances[job_id].step(event.index, event.total)
            self._ledger.show(job_id, step=event.index, steps=event.total, trouble="", **self._estimates(job_id))

    async def _running(self, job_id: str) -> None:
        if self._ledger.view(job_id).state is not State.RUNNING:
            self._advances[job_id].begin()
            await self._ledger.move(job_id, Move.BEGUN, began=time.time(), position=0)

    def _estimates(self, job_id: str) -> dict[str, object]:
        advance, expected = self._advances[job_id].advance(), self._paces[job_id]
        done = max(self._ledger.view(job_id).fraction, estimate.fraction(expected, advance))
        return {"fraction": done, "seconds_left": estimate.seconds_left(expected, advance)}

    async def _lost(self, job_id: str, error: ResultLost) -> None:
        """The server knows nothing of it: it is drawn again, unless that went wrong too often."""
        view = self._ledger.view(job_id)
        if view.attempts + 1 >= MOST_ATTEMPTS:
            await self._ledger.move(job_id, Move.LOSE, notice=notice_of(error, view.engine))
            return
        again = fresh(self._ledger.recipe(job_id))
        await self._ledger.move(job_id, Move.REDRAW, **again, attempts=view.attempts + 1, graph="")

    async def _fail(self, job_id: str, notice: Notice, error: Exception) -> None:
        # What the engine broke at stands in its history under this id: a retry needs another one.
        broke = isinstance(error, EngineBroke)
        if isinstance(error, EngineBroke) and error.out_of_memory:
            self._short_of_memory.add(job_id)
        again = {"prompt_id": str(uuid.uuid4()), "graph": ""} if broke else {}
        await self._ledger.move(job_id, Move.FAIL, notice=notice, **again)

    async def _keep(self, job_id: str, finished: Finished) -> None:
        began = self._ledger.view(job_id).began
        await self._ledger.move(job_id, Move.DRAWN, seconds_left=None, fraction=1.0)
        recipe, library, ids = self._ledger.recipe(job_id), self._ledger.library, []
        facts = facts_of(recipe, self._ledger.view(job_id).engine, finished.models, job_id)
        for number, drawn in enumerate(finished.pictures):
            key = f"{job_id}/{number}"
            picture = await asyncio.to_thread(library.save_picture, drawn.data, facts, key=key)
            ids.append(picture.id)
            self._ledger.tell(PictureSaved(picture))
        await self._ledger.arrange(job_id, picture_ids=tuple(ids))
        if began is not None:
            self._took[job_id] = time.time() - began
            await self._learn(job_id, self._took[job_id])
        await self._letter_and_end(job_id)

    async def _learn(self, job_id: str, seconds: float) -> None:
        """Remember what the stages took, for the next estimate."""
        recipe, view = self._ledger.recipe(job_id), self._ledger.view(job_id)
        stages = self._advances[job_id].finish()
        if not stages:
            return
        record = RunRecord(
            engine=view.engine,
            family=recipe.family,
            width=recipe.width,
            height=recipe.height,
            steps=recipe.steps,
            seconds=seconds,
            stages=stages,
            finished=time.time(),
        )
        await asyncio.to_thread(self._ledger.library.add_run, record)

    async def _letter_and_end(self, job_id: str) -> None:
        recipe, library, notice = self._ledger.recipe(job_id), self._ledger.library, None
        if recipe.sayings:
            await self._ledger.move(job_id, Move.SAVED)
            for picture_id in self._ledger.view(job_id).picture_ids:
                if await asyncio.to_thread(library.letterings, picture_id):
                    continue
                try:
                    lettering = await asyncio.to_thread(
                        finishing.letter_picture, library, picture_id, recipe.sayings, self._look, self._pose_model
                    )
                    self._ledger.tell(LetteringSaved(lettering))
                except StudioError as error:
                    notice = error.notice
        await self._ledger.move(job_id, Move.COMPLETE, notice=notice)

    async def end_badly(self, job_id: str, notice: Notice) -> None:
        """Fail a job with its reason, as far as the index can still be written."""
        if not possible(self._ledger.view(job_id).state, Move.FAIL):
            return
        try:
            await self._ledger.move(job_id, Move.FAIL, notice=notice)
        except LibraryError as error:
            # The index cannot be written: the person must see both, and the next studio will try the job again.
            self._ledger.show(job_id, state=State.FAILED, notice=notice)
            self._ledger.tell(Noticed(notice_of(error)))
        except MovedElsewhere:
            log.info("job %s was changed by another studio", job_id)


class _Clock:
    """When a job's stages began, by this machine's clock."""

    def __init__(self) -> None:
        self._done: dict[str, float] = {}
        self._stage = ""
        self._since = time.monotonic()
        self._step = 0
        self._steps = 0

    def begin(self) -> None:
        self._since = time.monotonic()

    def enter(self, stage: str) -> None:
        now = time.monotonic()
        if self._stage:
            self._done[self._stage] = self._done.get(self._stage, 0.0) + now - self._since
        self._stage, self._since, self._step, self._steps = stage, now, 0, 0

    def step(self, index: int, total: int) -> None:
        self._step, self._steps = index, total

    def advance(self) -> estimate.Advance:
        return estimate.Advance(self._done, self._stage, time.monotonic() - self._since, self._step, self._steps)

    def finish(self) -> dict[str, float]:
        self.enter("")
        return self._done


def fresh(recipe: Recipe) -> dict[str, object]:
    """What a view shows of a job that begins again; a job that any server may draw is free to go to another."""
    changes: dict[str, object] = {
        "stage": "",
        "step": 0,
        "steps": 0,
        "position": 0,
        "fraction": 0.0,
        "seconds_left": None,
        "began": None,
        "notice": None,
        "trouble": "",
    }
    return {**changes, "engine": ""} if recipe.engine == "auto" else changes


async def _closable(events: AsyncIterator[Event]) -> AsyncGenerator[Event, None]:
    try:
        async for event in events:
            yield event
    finally:
        if hasattr(events, "aclose"):
            await events.aclose()


def _run(record: RunRecord) -> estimate.Run:
    return estimate.Run(
        engine=record.engine,
        family=record.family,
        width=record.width,
        height=record.height,
        steps=record.steps,
        seconds=record.seconds,
        stages=record.stages,
    )


def facts_of(recipe: Recipe, engine: str, models: dict[str, str], job_id: str) -> PictureFacts:
    """What the library keeps of a recipe's picture; `engine` and `models` name what really drew it."""
    drawn_with = msgspec.structs.replace(recipe, engine=engine, models={**recipe.models, **models})
    return PictureFacts(
        scene=recipe.scene,
        prompt=recipe.prompt,
        saying=" / ".join(recipe.sayings),
        characters=tuple(member.name for member in recipe.cast),
        plate=recipe.plate,
        style=recipe.style,
        engine=engine,
        model=models.get("unet", ""),
        loras=tuple(lora.file for lora in recipe.loras),
        seed=recipe.seed,
        steps=recipe.steps,
        guidance=recipe.guidance,
        draft=recipe.engine_kind == "draft",
        recipe=to_json(drawn_with),
        job_id=job_id,
    )
