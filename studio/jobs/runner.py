"""One job on its way: sent, followed, its pictures kept and lettered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from contextlib import AsyncExitStack, aclosing
from pathlib import Path

import msgspec

from backends.base import (
    Ahead,
    BadAnswer,
    Cancelled,
    EngineBroke,
    EngineError,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    MayBeCharged,
    Preview,
    Queued,
    ResultLost,
    Stage,
    Started,
    Step,
    Ticket,
    Words,
)
from backends.errors import RateLimited
from library.charges import Charge
from library.errors import LibraryError
from library.records import RunRecord
from studio.engines.book import EngineBook
from studio.engines.preflight import as_used
from studio.errors import Notice, StudioError
from studio.jobs.ledger import Ledger, MovedElsewhere
from studio.jobs.retries import fresh, new_drawing, smaller
from studio.jobs.spending.charging import Charging
from studio.jobs.states import Move, MoveImpossible, State, possible
from studio.jobs.submission import Unanswered, events_of, submit
from studio.jobs.timing import estimation
from studio.jobs.timing.progress import Course
from studio.jobs.views import LetteringSaved, Noticed, PictureSaved
from studio.lettering.places.misplaced import warning_of
from studio.lettering.records import Look
from studio.notices import about_signed, notice_of
from studio.pictures import finishing, troubles
from studio.pictures.facts import facts_of
from studio.pictures.plates.before import before_its_plate
from studio.scenes.recipe import ChestPlace

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""How often a job that its engine lost is drawn again by itself."""

TICK = 1.0
"""Seconds between two estimates of a job of which nothing is heard."""


class Runner:
    """Runs jobs of a ledger, one call for each; it holds nothing but how far they are."""

    def __init__(
        self, ledger: Ledger, engines: EngineBook, charging: Charging, *, look: Look, pose_model: Path | None
    ) -> None:
        self._ledger = ledger
        self._engines = engines
        self._charging = charging
        self._look = look
        self._pose_model = pose_model
        self._courses: dict[str, Course] = {}
        self._said: set[str] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def run(self, job_id: str) -> Course:
        """Take one job from where it is to its end; what its course tells of its engine.

        Raises EngineUnreachable, EngineRefused or BadAnswer when it was never sent. Other engine errors end the job;
        LibraryError, StudioError and MovedElsewhere come through.
        """
        view = self._ledger.view(job_id)
        new = view.state is State.SUBMITTING and not self._ledger.record(job_id).graph
        course = self._courses[job_id] = Course(estimation.UNKNOWN, whole=new)
        try:
            if view.picture_ids:
                # Its pictures are here: no engine is needed for the rest.
                if possible(view.state, Move.DRAWN):
                    await self._ledger.move(job_id, Move.DRAWN)
                await self._letter_and_end(job_id)
                return course
            engine = self._engines.get(view.engine)
            if view.state is State.SUBMITTING:
                async with AsyncExitStack() as turn:
                    # Jobs come to a server in the order in which they were sent.
                    await turn.enter_async_context(self._turns[view.engine])
                    await submit(self._ledger, job_id, engine, turn)
            course.expected = await self._expected(job_id)
            record = self._ledger.record(job_id)
            ticket = Ticket(record.prompt_id, record.client_id, record.remote)
            ticking = asyncio.create_task(self._tick(job_id), name=f"estimates of {job_id}")
            try:
                async with aclosing(events_of(engine, ticket)) as events:
                    async for event in events:
                        await self._heed(job_id, event)
            finally:
                ticking.cancel()
        except Unanswered as error:
            await self._charging.ended(job_id, Failed(error.error))
            await self._fail(job_id, error.error)
        finally:
            self._courses.pop(job_id, None)
        return course

    def course(self, job_id: str) -> Course | None:
        """How far a job is that runs here; None where it does not."""
        return self._courses.get(job_id)

    async def _expected(self, job_id: str) -> estimation.Pace:
        recipe, engine = self._ledger.recipe(job_id), self._ledger.view(job_id).engine
        runs = await asyncio.to_thread(self._ledger.library.jobs.runs, engine)
        size = {"width": recipe.width, "height": recipe.height}
        return estimation.pace(runs, family=recipe.family, steps=recipe.steps, **size)

    async def _tick(self, job_id: str) -> None:
        """Tell anew how far a running job should be by now, also where its socket is silent or away."""
        while True:
            await asyncio.sleep(TICK)
            view = self._ledger.view(job_id)
            if view.state is State.RUNNING and time.time() - view.changed > TICK / 2:
                self._ledger.show(job_id, **self._estimates(job_id))

    async def _heed(self, job_id: str, event: Event) -> None:
        view = self._ledger.view(job_id)
        # Not an end: what an engine has lost is drawn again before all that it may be given because it has been heard.
        if not isinstance(event, Failed) and not (isinstance(event, Stage) and event.trouble):
            self._courses[job_id].heard = True
        match event:
            case Queued() | Started() | Ahead() | Stage() | Words() | Step() if view.state is State.FETCHING:
                pass  # An engine that is followed again may tell the past again.
            case Queued(position=position):
                await self._ledger.move(job_id, Move.ACCEPTED, position=position, began=None)
            case Stage(name=name, trouble=True):
                self._courses[job_id].whole = False
                self._ledger.show(job_id, trouble=name)
            case Started() | Ahead() | Stage() | Words() | Step():
                await self._running(job_id)
                self._advance(job_id, event)
            case Preview(data=data):
                self._ledger.show(job_id, preview=data)
            case Finished():
                await self._keep(job_id, event, await self._charging.ended(job_id, event))
            case Failed(error=error):
                await self._charging.ended(job_id, event)
                await (self._lost(job_id, error) if isinstance(error, ResultLost) else self._fail(job_id, error))
            case Cancelled():
                await self._charging.ended(job_id, event)
                notice = self._charging.of_cancelled(job_id)
                await self._ledger.move(job_id, Move.CANCEL, notice=notice, **new_drawing())

    def _advance(self, job_id: str, event: Started | Ahead | Stage | Words | Step) -> None:
        course = self._courses[job_id]
        if isinstance(event, Ahead):
            course.tell(event)
        elif isinstance(event, Stage):
            course.enter(event.name)
            self._ledger.show(job_id, stage=event.name, said="", step=0, steps=0, trouble="", **self._estimates(job_id))
        elif isinstance(event, Words):
            self._ledger.show(job_id, said=event.text)
        elif isinstance(event, Step):
            course.step(event.index, event.total)
            self._ledger.show(job_id, step=event.index, steps=event.total, trouble="", **self._estimates(job_id))

    async def _running(self, job_id: str) -> None:
        if self._ledger.view(job_id).state is not State.RUNNING:
            self._courses[job_id].begin()
            await self._ledger.move(job_id, Move.BEGUN, began=time.time(), position=0)

    def _estimates(self, job_id: str) -> dict[str, object]:
        fraction, left = self._courses[job_id].estimates()
        return {"fraction": max(self._ledger.view(job_id).fraction, fraction), "seconds_left": left}

    async def _lost(self, job_id: str, error: ResultLost) -> None:
        """The server has it no more: it is drawn again, unless it is here already, or that went wrong too often."""
        view = self._ledger.view(job_id)
        self._courses[job_id].error = error
        if await self._is_here(job_id):
            await self._letter_and_end(job_id)
        elif self._is_paid(job_id) or view.attempts + 1 >= MOST_ATTEMPTS:
            # What a paid service has no more it has drawn, and another one costs again.
            notice = msgspec.structs.replace(notice_of(error, view.engine), may_be_charged=self._is_paid(job_id))
            await self._ledger.move(job_id, Move.LOSE, notice=notice, **new_drawing())
        else:
            # Its history may still name the job whose file is gone, so it comes under another id.
            again = {**fresh(self._ledger.recipe(job_id)), **new_drawing()}
            await self._ledger.move(job_id, Move.REDRAW, **again, attempts=view.attempts + 1)

    async def _is_here(self, job_id: str) -> bool:
        """Whether a studio that was killed had kept the picture already; the job is then drawn."""
        kept = await asyncio.to_thread(self._ledger.library.picture_by_key, f"{job_id}/0")
        if kept is not None:
            await self._ledger.move(job_id, Move.DRAWN, picture_ids=(kept.id,))
        return kept is not None

    async def _fail(self, job_id: str, error: EngineError) -> None:
        self._courses[job_id].error = error
        notice = notice_of(error, self._ledger.view(job_id).engine)
        if self._is_paid(job_id):
            await self._fail_paid(job_id, error, notice)
            return
        if not isinstance(error, EngineBroke):
            await self._ledger.move(job_id, Move.FAIL, notice=notice)
            return
        if error.out_of_memory:
            remedy = smaller(self._ledger.recipe(job_id), small_model=error.small_model)
            notice = msgspec.structs.replace(notice, remedy=remedy, short_of_memory=True)
        # What the engine broke at stands in its history under this id: a retry needs another one.
        await self._ledger.move(job_id, Move.FAIL, notice=notice, **new_drawing())

    async def _fail_paid(self, job_id: str, error: EngineError, notice: Notice) -> None:
        """End a job that a paid service has not drawn, as far as anybody knows: what it may still have is kept to ask
        for, and a quota that is soon full again is waited for here."""
        record = self._ledger.record(job_id)
        if isinstance(error, RateLimited) and error.quota == "minute":
            again = {**fresh(self._ledger.recipe(job_id)), **new_drawing(), "trouble": notice.line()}
            await self._ledger.move(job_id, Move.REDRAW, **again)
        elif await self._is_here(job_id):
            await self._letter_and_end(job_id)
        elif isinstance(error, MayBeCharged | EngineUnreachable | BadAnswer):
            # By its name there it is asked for again; without one it may have been drawn, and nobody can tell.
            charged = msgspec.structs.replace(notice, may_be_charged=not record.remote)
            await self._ledger.move(job_id, Move.FAIL, notice=charged)
        else:
            await self._ledger.move(job_id, Move.FAIL, notice=notice, **new_drawing())

    def _is_paid(self, job_id: str) -> bool:
        return self._engines.get(self._ledger.view(job_id).engine).sends_once

    async def _keep(self, job_id: str, finished: Finished, charge: Charge | None) -> None:
        view = self._ledger.view(job_id)
        await self._ledger.move(job_id, Move.DRAWN, seconds_left=None, fraction=1.0, drawn=time.time())
        recipe, library, ids = self._ledger.recipe(job_id), self._ledger.library, []
        used = await as_used(self._engines, view.engine, recipe, finished.drawn)
        each = charge.dollars / len(finished.pictures) if charge and charge.dollars and finished.pictures else None
        is_guessed = charge is not None and each is not None and charge.how != "measured"
        for number, drawn in enumerate(finished.pictures):
            places = tuple(ChestPlace(place.who, place.kind, place.quad) for place in drawn.places)
            placed = msgspec.structs.replace(recipe, places=places, cost=each, estimated=is_guessed)
            facts = facts_of(placed, view.engine, finished.models, job_id, used)
            key = f"{job_id}/{number}"
            composed = await asyncio.to_thread(before_its_plate, drawn.data, recipe, library.references.read)
            picture = await asyncio.to_thread(library.save_picture, composed or drawn.data, facts, key=key)
            ids.append(picture.id)
            self._ledger.tell(PictureSaved(picture))
            if (original := await asyncio.to_thread(library.original_of, picture)) is not None:
                self._say_once(about_signed(view.engine, original))
            if composed is not None:
                # As the engine gave it, beside the one that the scene asks for.
                alone = await asyncio.to_thread(library.save_picture, drawn.data, facts, key=f"{key}/alone")
                self._ledger.tell(PictureSaved(alone))
        await self._ledger.arrange(job_id, picture_ids=tuple(ids))
        if finished.note:
            self._say_once(Notice(finished.note))
        await self._learn(job_id)
        await self._letter_and_end(job_id)

    def _say_once(self, notice: Notice) -> None:
        """Tell what is true of many pictures with the first of them."""
        if notice.title not in self._said:
            self._said.add(notice.title)
            self._ledger.tell(Noticed(notice))

    async def _learn(self, job_id: str) -> None:
        """Remember what the stages took, for the next estimate."""
        recipe, course = self._ledger.recipe(job_id), self._courses[job_id]
        stages = course.finish()
        if not stages or course.took is None:
            return
        record = RunRecord(
            engine=self._ledger.view(job_id).engine,
            family=recipe.family,
            width=recipe.width,
            height=recipe.height,
            steps=recipe.steps,
            seconds=course.took,
            stages=stages,
            finished=time.time(),
        )
        await asyncio.to_thread(self._ledger.library.jobs.add_run, record)

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
                    notice = notice or warning_of(lettering.record)
                except StudioError as error:
                    notice = error.notice
        found = await self._troubles(job_id)
        if notice := notice or troubles.warning_of(found):
            notice = msgspec.structs.replace(notice, troubles=troubles.kinds_of(found))
        await self._ledger.move(job_id, Move.COMPLETE, notice=notice, preview=b"")

    async def _troubles(self, job_id: str) -> tuple[troubles.Trouble, ...]:
        """What went wrong in a picture of several; the draft painter draws whom it is told to."""
        recipe = self._ledger.recipe(job_id)
        if len(recipe.cast) < 2 or recipe.engine_kind == "draft":
            return ()
        for picture_id in self._ledger.view(job_id).picture_ids:
            try:
                found = await asyncio.to_thread(finishing.troubles_of, self._ledger.library, picture_id)
            except (LibraryError, StudioError) as error:
                # It is kept and lettered; who is on it is not told, and that is all.
                log.info("who is in picture %s could not be told: %s", picture_id, error)
                continue
            if found:
                return found
        return ()

    async def end_badly(self, job_id: str, notice: Notice, *, unsent: bool = False) -> None:
        """Fail a job with its reason, as far as the index can still be written; `unsent`: no engine has it."""
        record = self._ledger.record(job_id)
        if not possible(self._ledger.view(job_id).state, Move.FAIL):
            return
        try:
            await self._ledger.move(job_id, Move.FAIL, notice=notice, graph="" if unsent else record.graph)
        except LibraryError as error:
            # The index cannot be written: the person must see both, and the next studio will try the job again.
            self._ledger.show(job_id, state=State.FAILED, notice=notice)
            self._ledger.tell(Noticed(notice_of(error)))
        except (MovedElsewhere, MoveImpossible):
            log.info("job %s was changed by another studio", job_id)
