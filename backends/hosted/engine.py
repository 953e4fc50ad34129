"""One account at a hosted service as an engine (`backends.base.Engine`), over what the service brings (`service`)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import islice

import msgspec

from backends.base import (
    BadAnswer,
    Cancelled,
    DrawRequest,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    Health,
    LeftOut,
    MayBeCharged,
    ModelGone,
    Outlook,
    Queued,
    Ticket,
)
from backends.costs import in_dollars
from backends.errors import RateLimited
from backends.hosted.access import Access
from backends.hosted.fitting import Fitted, fit, in_words
from backends.hosted.http import Http
from backends.hosted.job import KEPT, Job, closed
from backends.hosted.models import Model, is_retired, lacked
from backends.hosted.refusals import CHARGED
from backends.hosted.service import Accepted, Describes, Listing, Lists, Service, Told
from backends.waits import growing_waits

LISTED_FOR = 600.0
"""Seconds for which what a service says of itself is believed."""
AILING_FOR = 30.0
"""The same where it cannot be asked."""
LOOKS = 2
"""So often a service's list is looked at again for a job that is not there yet."""


class HostedEngine:
    """One model of one account. Made inside a running event loop, and belongs to it. It is imported late: it brings
    httpx with it."""

    sends_once = True

    def __init__(self, name: str, access: Access, service: Service, model: str) -> None:
        self._name = name
        self._access = access
        self._service = service
        self._model = service.model(model)
        self._link: Http | EngineRefused = _link(access, service)
        self._jobs: dict[str, Job] = {}
        self._listing: tuple[float, Listing | EngineError] = (-LISTED_FOR, Listing())
        self._described: Model | None = None
        self._asked: tuple[float, EngineError | None] = (-LISTED_FOR, None)

    @property
    def name(self) -> str:
        """The name in the settings, or NAME/MODEL."""
        return self._name

    @property
    def kind(self) -> str:
        """The service's."""
        return self._service.kind

    @property
    def model(self) -> Model:
        """What draws: as the service described it, once it did."""
        return self._described or self._model

    async def health(self) -> Health:
        """Whether the key works and the model is there, without spending; what is wrong stands in the answer."""
        if is_retired(self._model, _today()):
            error = self._gone()
            return Health(False, f"{error.reason}. {error.remedy}", {"error": error.reason})
        try:
            listing = await self._listed()
            await self._described_now()
        except EngineError as error:
            words = f"{error.reason}. {error.remedy}" if error.remedy else error.reason
            return Health(False, words, {"error": error.reason, "key": self._access.key_from})
        facts = {"model": self._model.id, "key": self._access.key_from, **listing.facts}
        if listing.models is not None and self._model.id not in listing.models:
            gone = self._gone()
            return Health(False, f"{gone.reason}. {gone.remedy}", {**facts, "error": gone.reason})
        return Health(True, listing.detail or f"{self._model.title}, a paid service", facts, len(self._out()))

    async def outlook(self, request: DrawRequest) -> Outlook:
        """What of a request this model does not heed, and what it would cost; asks nobody. Raises ModelGone."""
        if is_retired(self._model, _today()):
            raise self._gone()
        fitted = self._fitted(request)
        used = {lora.file for lora in fitted.request.loras}
        cost = self._service.estimate(fitted.request, self.model)
        lost = in_words(fitted.unheeded)
        price = f"about {in_dollars(cost.dollars)} a picture" if cost is not None else ""
        note = "; ".join(filter(None, (f"{self._model.title} does without {lost}" if lost else "", price)))
        return Outlook(
            family=self._model.id,
            model=self._model.id,
            left_out=tuple(LeftOut(lora.file, lora.base) for lora in request.loras if lora.file not in used),
            unheeded=tuple(one.words for one in fitted.unheeded if one.part != "loras"),
            cost=cost,
            note=note,
        )

    async def prepare(self, request: DrawRequest) -> str:
        """The body of the request as JSON, the hash of each picture in its place. Raises EngineError."""
        if is_retired(self._model, _today()):
            raise self._gone()
        await self._described_now()
        return self._service.prepared(self._fitted(request).request, self.model)

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        """Send what was prepared, once: a job that this process sent is not sent again unless it was plainly refused.

        Raises EngineUnreachable where it never left, EngineRefused where it was not taken, MayBeCharged where nobody
        knows.
        """
        http = self._usable()
        job = self._jobs.get(request.job_id)
        if job is None or job.was_not_taken:
            prepared = prepared or await self.prepare(request)
            await self._described_now()
            job = self._jobs[request.job_id] = Job(self._fitted(request))
            pictures = [*request.references, *filter(None, (request.start, request.mask))]
            sent, by_hash = time.time(), {picture.sha256: picture for picture in pictures}
            events: AsyncIterator[Told] = self._service.begin(http, prepared, by_hash)
            try:
                try:
                    job.remote = await _accepted(events)
                except MayBeCharged:
                    job.remote = await self.find_sent(prepared, sent)
                    if not job.remote:
                        raise
                    await closed(events)
                    events = self._service.resume(http, job.remote)
            except (MayBeCharged, asyncio.CancelledError) as error:
                # Whoever stops waiting does not know either whether it arrived.
                lost = MayBeCharged(f"Nobody waited for the answer of {self._service.title}", CHARGED)
                job.say(Failed(error if isinstance(error, MayBeCharged) else lost))
                await closed(events)
                raise
            except BaseException:
                self._jobs.pop(request.job_id, None)
                await closed(events)
                raise
            job.source = events
            if job.ended:
                await self._withdraw(http, job)
                return Ticket(request.job_id, request.client_id, job.remote)
            job.say(Queued(0))
            job.task = asyncio.create_task(self._tell(job, events), name=f"{self._name}: {request.job_id}")
        return Ticket(request.job_id, request.client_id, job.remote)

    async def find_sent(self, prepared: str, since: float) -> str:
        """The service's name for a job that was sent as `prepared` at `since` (Unix seconds) or later, and whose answer
        was lost; empty where the service lists none such, or several, or no jobs at all."""
        if not isinstance(self._service, Lists):
            return ""
        known = {job.remote for job in self._jobs.values()}
        for wait in (0.0, *islice(growing_waits(self._access.pause), LOOKS)):
            await asyncio.sleep(wait)
            try:
                found = await self._service.sent_lately(self._usable(), prepared, since)
            except EngineError:
                return ""
            if left := [remote for remote in found if remote not in known]:
                return left[0] if len(left) == 1 else ""
        return ""

    async def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        """The job's events up to its end; of another process's job where the service can be asked for it by name."""
        job = self._jobs.get(ticket.job_id)
        if job is None or job.can_be_looked_for:
            job = self._taken_up(ticket)
        told, events = 0, job.events
        while True:
            news = job.news
            while told < len(events):
                told += 1
                yield events[told - 1]
            if job.ended:
                return
            await news.wait()

    async def cancel(self, ticket: Ticket) -> None:
        """Stop waiting for the job, and ask the service to stop it where it can be asked; its cost may stay."""
        job = self._jobs.get(ticket.job_id)
        remote = ticket.remote or (job.remote if job else "")
        if remote and not (job and job.ended):
            await self._service.stop(self._usable(), remote)
        if job is not None and not job.ended:
            job.say(Cancelled())
            await job.stop()

    async def _withdraw(self, http: Http, job: Job) -> None:
        """Stop a job that was cancelled while it was being sent."""
        await job.stop()
        if job.remote:
            await self._service.stop(http, job.remote)

    async def free_memory(self) -> None:
        """Nothing: its memory is the service's own."""

    async def close(self) -> None:
        """Let go of the connections. What the service drew by name goes on there; other answers are lost."""
        await asyncio.gather(*(job.stop() for job in self._jobs.values()))
        if isinstance(self._link, Http):
            await self._link.close()

    def answers_here(self) -> tuple[str, ...]:
        """The jobs whose answers this process waits for, and that are lost, and perhaps paid for, where it ends."""
        return tuple(job_id for job_id, job in self._jobs.items() if not job.ended and not job.remote)

    async def _tell(self, job: Job, events: AsyncIterator[Told]) -> None:
        try:
            async for event in events:
                if not isinstance(event, Accepted):
                    job.say(self._complete(event, job.fitted))
        except EngineError as error:
            job.say(Failed(error))
        finally:
            # Also after a mistake of ours: whoever follows the job must hear of an end.
            if not job.ended:
                job.say(Failed(MayBeCharged(f"{self._service.title} said nothing more of it", CHARGED)))
            await closed(events)
        for old in [job for job in self._jobs.values() if job.ended][:-KEPT]:
            old.forget()

    def _taken_up(self, ticket: Ticket) -> Job:
        """The job of an earlier process, which the service is asked for by its own name."""
        before = self._jobs.get(ticket.job_id)
        job = Job(before.fitted if before is not None else None, ticket.remote)
        if isinstance(self._link, EngineRefused):
            job.say(Failed(self._link))
        elif not ticket.remote or not self._service.can_be_asked:
            reason = f"The studio ended while {self._service.title} drew, and nobody can ask for it again"
            job.say(Failed(MayBeCharged(reason, CHARGED)))
        else:
            self._jobs[ticket.job_id] = job
            job.source = self._service.resume(self._link, ticket.remote)
            job.task = asyncio.create_task(self._tell(job, job.source), name=f"{self._name}: {ticket.job_id}")
        return job

    def _complete(self, event: Event, fitted: Fitted | None) -> Event:
        """A finished picture with what of its request was not heeded, where that is known."""
        if not isinstance(event, Finished):
            return event
        model, drawn = self.model, event.drawn
        drawn = msgspec.structs.replace(drawn, family=drawn.family or model.id, lacks=lacked(model))
        if fitted is not None:
            drawn = msgspec.structs.replace(
                drawn,
                steps=fitted.request.steps if drawn.steps is None and model.steps else drawn.steps,
                guidance=fitted.request.guidance if drawn.guidance is None and model.guidance else drawn.guidance,
                seed=fitted.seed if drawn.seed is None else drawn.seed,
                loras=tuple(lora.file for lora in fitted.request.loras),
                unheeded=tuple(one.words for one in fitted.unheeded if one.part != "loras"),
            )
        return msgspec.structs.replace(event, drawn=drawn, models=event.models or {"model": self._model.id})

    def _usable(self) -> Http:
        if isinstance(self._link, EngineRefused):
            raise self._link
        return self._link

    async def _listed(self) -> Listing:
        now, (told, found) = asyncio.get_running_loop().time(), self._listing
        if now - told >= (AILING_FOR if isinstance(found, EngineError) else LISTED_FOR):
            try:
                found = await self._service.listing(self._usable())
            except EngineError as error:
                found = error
            self._listing = (asyncio.get_running_loop().time(), found)
        if isinstance(found, EngineError):
            raise found
        return found

    async def _described_now(self) -> None:
        """Ask the service what the model takes, where it says so; while it does not answer, what is known stands."""
        if not isinstance(self._service, Describes):
            return
        now, (asked, error) = asyncio.get_running_loop().time(), self._asked
        if now - asked >= (AILING_FOR if error is not None else LISTED_FOR):
            error = None
            try:
                self._described = await self._service.described(self._usable(), self._model)
            except (EngineUnreachable, RateLimited, BadAnswer):
                return
            except EngineError as refusal:
                error = refusal
            self._asked = (now, error)
        if error is not None:
            raise error

    def _fitted(self, request: DrawRequest) -> Fitted:
        options = {**self._access.options, **request.options}
        return fit(msgspec.structs.replace(request, options=options) if options else request, self.model)

    def _gone(self) -> ModelGone:
        others = [model.id for model in self._service.models if not is_retired(model, _today())]
        instead = self._model.instead or (others[0] if others else "")
        since = f" any more since {self._model.retired}" if self._model.retired else " for this key"
        remedy = f"Take {instead} instead: the words stay as they are" if instead else "Choose another in the settings"
        return ModelGone(f"{self._service.title} has no {self._model.id}{since}", remedy, self._model.id)

    def _out(self) -> list[Job]:
        return [job for job in self._jobs.values() if not job.ended]


async def _accepted(events: AsyncIterator[Told]) -> str:
    """The service's name for the job that is being sent, as soon as it has it."""
    first = await anext(events)
    assert isinstance(first, Accepted), "a service tells first that it has the job"
    return first.remote


def _link(access: Access, service: Service) -> Http | EngineRefused:
    try:
        return Http(access, service)
    except EngineRefused as error:
        return error


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
