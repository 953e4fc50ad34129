"""One account at a hosted service as an engine (`backends.base.Engine`), over what the service brings (`service`)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import msgspec

from backends.base import (
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
    Preview,
    Queued,
    Ticket,
)
from backends.costs import in_dollars
from backends.hosted.access import Access
from backends.hosted.fitting import Fitted, fit, in_words
from backends.hosted.http import Http
from backends.hosted.models import Model, is_retired
from backends.hosted.refusals import CHARGED
from backends.hosted.service import Accepted, Listing, Service, Told

LISTED_FOR = 600.0
"""Seconds for which what a service says of itself is believed."""
KEPT = 8
"""So many ended jobs keep their pictures; of others it is known for good that they were sent."""

AILING_FOR = 30.0
"""The same where it cannot be asked."""


class _Job:
    """A picture that this process began: what was told of it, and who tells it."""

    def __init__(self, fitted: Fitted) -> None:
        self.fitted = fitted
        self.remote = ""
        self.events: list[Event] = []
        self.news = asyncio.Event()
        self.task: asyncio.Task[None] | None = None
        self.source: AsyncIterator[Told] | None = None

    def say(self, event: Event) -> None:
        """Add an event and wake those who follow."""
        self.events.append(event)
        self.news.set()
        self.news = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether the last event was said."""
        return bool(self.events) and isinstance(self.events[-1], Finished | Failed | Cancelled)

    @property
    def was_not_taken(self) -> bool:
        """Whether the service plainly refused it, so that it may be sent again."""
        last = self.events[-1] if self.events else None
        return isinstance(last, Failed) and isinstance(last.error, EngineRefused | EngineUnreachable)

    def forget(self) -> None:
        """Let go of its pictures, and keep that it was sent. Who follows it still hears of all."""
        if isinstance(self.events[-1], Finished):
            self.events = [Failed(MayBeCharged("It was drawn, and its picture was handed over", CHARGED))]
        self.events = [event for event in self.events if not isinstance(event, Preview)]

    async def stop(self) -> None:
        """End whoever tells it, and let go of the connection."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        if self.source is not None:
            # A task that is cancelled before its first step closes nothing.
            await _closed(self.source)


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
        self._jobs: dict[str, _Job] = {}
        self._listing: tuple[float, Listing | EngineError] = (-LISTED_FOR, Listing())

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
        """What draws."""
        return self._model

    async def health(self) -> Health:
        """Whether the key works and the model is there, without spending; what is wrong stands in the answer."""
        if is_retired(self._model, _today()):
            error = self._gone()
            return Health(False, f"{error.reason}. {error.remedy}", {"error": error.reason})
        try:
            listing = await self._listed()
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
        fitted = fit(request, self._model)
        kept = len(fitted.request.loras)
        cost = self._service.estimate(fitted.request, self._model)
        lost = in_words(fitted.unheeded)
        price = f"about {in_dollars(cost.dollars)} a picture" if cost is not None else ""
        note = "; ".join(filter(None, (f"{self._model.title} does without {lost}" if lost else "", price)))
        return Outlook(
            family=self._model.id,
            model=self._model.id,
            left_out=tuple(LeftOut(lora.file, lora.base) for lora in request.loras[kept:]),
            unheeded=tuple(one.words for one in fitted.unheeded if one.part != "loras"),
            cost=cost,
            note=note,
        )

    async def prepare(self, request: DrawRequest) -> str:
        """The body of the request as JSON, the hash of each picture in its place. Raises EngineError."""
        if is_retired(self._model, _today()):
            raise self._gone()
        return self._service.prepared(fit(request, self._model).request, self._model)

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        """Send what was prepared, once: a job that this process sent is not sent again unless it was plainly refused.

        Raises EngineUnreachable where it never left, EngineRefused where it was not taken, MayBeCharged where nobody
        knows.
        """
        http = self._usable()
        job = self._jobs.get(request.job_id)
        if job is None or job.was_not_taken:
            prepared = prepared or await self.prepare(request)
            job = self._jobs[request.job_id] = _Job(fit(request, self._model))
            pictures = [*request.references, *filter(None, (request.start, request.mask))]
            events = self._service.begin(http, prepared, {picture.sha256: picture for picture in pictures})
            try:
                job.remote = await _accepted(events)
            except BaseException:
                self._jobs.pop(request.job_id, None)
                await _closed(events)
                raise
            job.say(Queued(0))
            job.source = events
            job.task = asyncio.create_task(self._tell(job, events), name=f"{self._name}: {request.job_id}")
        return Ticket(request.job_id, request.client_id, job.remote)

    async def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        """The job's events up to its end; of another process's job where the service can be asked for it by name."""
        job = self._jobs.get(ticket.job_id)
        if job is None:
            async for event in self._resumed(ticket):
                yield event
            return
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

    async def _tell(self, job: _Job, events: AsyncIterator[Told]) -> None:
        try:
            async for event in events:
                if not isinstance(event, Accepted):
                    job.say(self._complete(event, job.fitted))
        except EngineError as error:
            job.say(Failed(error))
        finally:
            await _closed(events)
        if not job.ended:
            job.say(Failed(MayBeCharged(f"{self._service.title} said nothing more of it", CHARGED)))
        for old in [job for job in self._jobs.values() if job.ended][:-KEPT]:
            old.forget()

    async def _resumed(self, ticket: Ticket) -> AsyncIterator[Event]:
        if not ticket.remote or not self._service.can_be_asked:
            reason = f"The studio ended while {self._service.title} drew, and nobody can ask for it again"
            yield Failed(MayBeCharged(reason, CHARGED))
            return
        try:
            async for event in self._service.resume(self._usable(), ticket.remote):
                yield event
        except EngineError as error:
            yield Failed(error)

    def _complete(self, event: Event, fitted: Fitted) -> Event:
        """A finished picture with what of its request was not heeded."""
        if not isinstance(event, Finished):
            return event
        drawn = msgspec.structs.replace(
            event.drawn,
            family=event.drawn.family or self._model.id,
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

    def _gone(self) -> ModelGone:
        others = [model.id for model in self._service.models if not is_retired(model, _today())]
        instead = self._model.instead or (others[0] if others else "")
        since = f" since {self._model.retired}" if self._model.retired else ""
        remedy = f"Take {instead} instead: the words stay as they are" if instead else "Choose another in the settings"
        return ModelGone(f"{self._service.title} has no {self._model.id} any more{since}", remedy, self._model.id)

    def _out(self) -> list[_Job]:
        return [job for job in self._jobs.values() if not job.ended]


async def _accepted(events: AsyncIterator[Told]) -> str:
    """The service's name for the job that is being sent, as soon as it has it."""
    first = await anext(events)
    assert isinstance(first, Accepted), "a service tells first that it has the job"
    return first.remote


async def _closed(events: AsyncIterator[Told]) -> None:
    if hasattr(events, "aclose"):
        with contextlib.suppress(EngineError):
            await events.aclose()


def _link(access: Access, service: Service) -> Http | EngineRefused:
    try:
        return Http(access, service)
    except EngineRefused as error:
        return error


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
