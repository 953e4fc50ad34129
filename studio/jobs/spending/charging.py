"""The charges of a desk's jobs: reserved before a job is sent, and settled when it is known what became of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

import msgspec

from backends.base import Cancelled, Cost, EngineError, EngineRefused, Failed, Finished
from backends.errors import ContentRefused
from library.charges import Charge, How, Spent
from library.errors import LibraryError
from studio.engines.book import EngineBook
from studio.engines.preflight import outlook_of
from studio.errors import Notice, StudioError
from studio.jobs.ledger import Ledger
from studio.jobs.spending.caps import Caps, Passed, passed
from studio.jobs.spending.words import cancelled, cost_words, over_cap, spent_words
from studio.jobs.views import JobView, Noticed
from studio.notices import notice_of
from studio.scenes.recipe import Recipe


class Charging:
    """Belongs to the desk's event loop. The library sees to it that studios do not pass a cap together.

    `caps` may be set anew at any time; `consented` are the jobs of which a person said that they may pass them.
    """

    def __init__(self, ledger: Ledger, engines: EngineBook, caps: Caps) -> None:
        self._ledger = ledger
        self._engines = engines
        self.caps = caps
        self.consented: set[str] = set()

    async def reserve(self, job_id: str, engine: str) -> Notice | None:
        """Write that a job is about to be sent to an engine that may charge it; None: it may go, else why it is held.

        Nothing is asked or written of an engine that is not paid. Raises LibraryError.
        """
        if not self._is_paid(engine) or self._ledger.record(job_id).graph:
            # What was sent before is not sent again: only its answer is had.
            return None
        estimate = await self._estimate(engine, self._ledger.recipe(job_id))
        over: tuple[Passed, ...] = ()

        def allows(spent: Spent) -> bool:
            nonlocal over
            over = () if job_id in self.consented else passed(self.caps, spent, estimate)
            return not over

        charge = self._charge(job_id, engine, "maybe", estimate or 0.0)
        if await asyncio.to_thread(self._ledger.library.spending.reserve, charge, allows) is None:
            return over_cap(over, engine, estimate)
        await self.show([job_id])
        return None

    async def unsent(self, job_id: str, engine: str, request: str = "") -> None:
        """A job was surely not taken by its engine as `request`, the id that it had (empty: has), and cost nothing."""
        if self._engines.lane(engine) is not None and not self._is_paid(engine):
            return
        request = request or self._ledger.record(job_id).prompt_id
        try:
            known = await asyncio.to_thread(self._ledger.library.spending.of_jobs, job_id)
        except LibraryError as error:
            self._ledger.tell(Noticed(notice_of(error)))
            return
        reserved = [one for one in known.get(job_id, ()) if one.request == request and one.how == "maybe"]
        if reserved:
            await self._settle(msgspec.structs.replace(reserved[-1], how="nothing", changed=time.time()))
            await self.show([job_id])

    def of_cancelled(self, job_id: str) -> Notice | None:
        """What is to be known of a job that is cancelled now; None where it cost nothing."""
        engine = self._ledger.view(job_id).engine
        return cancelled(engine) if self._ledger.record(job_id).graph and self._is_paid(engine) else None

    async def ended(self, job_id: str, end: Finished | Failed | Cancelled) -> Charge | None:
        """Write what an engine said of the cost of a job that has ended; what its pictures cost together.

        What was drawn cost what it was thought to cost where nothing is said of it, a refusal nothing; of all else it
        stays open, and counts, whether it was charged. None: nothing, or nobody knows.
        """
        engine = self._ledger.view(job_id).engine
        if not self._is_paid(engine):
            return None
        how = _how(end)
        settled = None
        if how != "maybe":
            cost = _cost(end)
            dollars = cost.dollars if cost is not None else await self._thought(job_id)
            settled = await self._settle(self._charge(job_id, engine, how, dollars, _model(end)))
        await self.show([job_id], ended=True)
        return settled if how != "nothing" else None

    def awaited(self) -> tuple[JobView, ...]:
        """Jobs whose answers come to this process alone: they are lost, and perhaps paid for, if it ends."""
        ids = self._engines.awaited()
        return tuple(view for view in self._ledger.views() if self._ledger.record(view.id).prompt_id in ids)

    async def show(self, job_ids: Iterable[str], *, ended: bool = False) -> None:
        """Show what jobs cost so far; `ended`: they have, or are about to. Raises LibraryError."""
        wanted = [job_id for job_id in job_ids if job_id in self._ledger]
        known = await asyncio.to_thread(self._ledger.library.spending.of_jobs, *wanted)
        for job_id in wanted:
            view = self._ledger.view(job_id)
            words = cost_words(known.get(job_id, ()), ended=ended or view.ended)
            if words != view.cost:
                self._ledger.show(job_id, cost=words)

    async def lately(self) -> str:
        """What was spent today and this month, in words, with the caps; empty where nothing is paid and nothing was.

        Raises LibraryError.
        """
        spending = self._ledger.library.spending
        if not self._engines.hosted() and not await asyncio.to_thread(spending.any):
            return ""
        return spent_words(await asyncio.to_thread(spending.spent, local_day(time.time())), self.caps)

    async def _settle(self, charge: Charge) -> Charge | None:
        try:
            return await asyncio.to_thread(self._ledger.library.spending.settle, charge)
        except LibraryError as error:
            # What was reserved counts until then, and a picture is worth more than its bill.
            self._ledger.tell(Noticed(notice_of(error)))
            return None

    async def _thought(self, job_id: str) -> float:
        known = await asyncio.to_thread(self._ledger.library.spending.of_jobs, job_id)
        return known[job_id][-1].dollars if job_id in known else 0.0

    async def _estimate(self, engine: str, recipe: Recipe) -> float | None:
        """What a picture would cost, about; None where nobody can say, as where it could not be drawn."""
        try:
            outlook = await outlook_of(self._engines, engine, recipe)
        except (EngineError, StudioError, TimeoutError):
            return None
        return outlook.cost.dollars if outlook is not None and outlook.cost is not None else None

    def _is_paid(self, engine: str) -> bool:
        try:
            return self._engines.get(engine).sends_once
        except StudioError:
            # Nothing is sent to an engine that cannot be made; whoever runs the job says why.
            return False

    def _charge(self, job_id: str, engine: str, how: How, dollars: float, model: str = "") -> Charge:
        now = time.time()
        return Charge(
            request=self._ledger.record(job_id).prompt_id,
            job=job_id,
            time=now,
            day=local_day(now),
            engine=engine,
            model=model,
            members=tuple(member.name for member in self._ledger.recipe(job_id).cast),
            dollars=dollars,
            how=how,
            changed=now,
        )


def local_day(now: float) -> str:
    """The day of a time (Unix seconds) where this studio is: 2026-11-28."""
    return time.strftime("%Y-%m-%d", time.localtime(now))


def _cost(end: Finished | Failed | Cancelled) -> Cost | None:
    return None if isinstance(end, Cancelled) else end.cost


def _how(end: Finished | Failed | Cancelled) -> How:
    if (cost := _cost(end)) is not None:
        return "measured" if cost.measured else "estimated"
    if isinstance(end, Finished):
        return "estimated"
    if isinstance(end, Cancelled):
        return "maybe"
    # A finished picture that was refused has been drawn.
    was_drawn = isinstance(end.error, ContentRefused) and end.error.stage == "output"
    return "nothing" if isinstance(end.error, EngineRefused) and not was_drawn else "maybe"


def _model(end: Finished | Failed | Cancelled) -> str:
    models = end.models if isinstance(end, Finished) else {}
    return models.get("model", "") or models.get("unet", "")
