"""A job on its way to an engine: sent once, and looked for where nobody says that it arrived."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from itertools import count
from typing import Protocol, runtime_checkable

from backends.base import (
    AnswerLost,
    BadAnswer,
    DrawRequest,
    Engine,
    EngineError,
    EngineUnreachable,
    Event,
    MayBeCharged,
    ReferencePicture,
    Ticket,
)
from studio.jobs.ledger import Ledger
from studio.jobs.states import Move
from studio.scenes import plan

LOOK_AGAIN = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)
"""Seconds between two looks for a job whose sending was not answered; the last one goes on."""

PATIENCE = 900.0
"""Seconds for which a job that may have arrived at a server is looked for there, before it fails."""


LOOK_THERE = "Look at the service's own list of what it drew, and retry it here if it is not there"


@runtime_checkable
class FindsSent(Protocol):
    """An engine whose service lists what it was sent."""

    async def find_sent(self, prepared: str, since: float) -> str:
        """Its name for what was sent as `prepared`, not before `since` (Unix seconds); empty where nobody can tell."""


class Unanswered(Exception):
    """A job may have arrived at its server, which does not say so: `error` is why."""

    def __init__(self, error: EngineError) -> None:
        super().__init__(error.reason)
        self.error = error


async def submit(ledger: Ledger, job_id: str, engine: Engine, turn: AsyncExitStack) -> None:
    """Hand a job to its engine, once; `turn` is closed as soon as the next job may be sent there.

    Raises Unanswered where the job may have arrived, and what `Engine.submit` raises where it never was sent.
    """
    record = ledger.record(job_id)
    if engine.sends_once:
        await _submit_once(ledger, job_id, engine)
        return
    request = await asyncio.to_thread(_request, ledger, job_id)
    # With a graph in the index it may have been sent by a studio that was killed, or before a retry.
    may_be_there, graph = bool(record.graph), record.graph
    if not graph:
        graph = await engine.prepare(request)
        await ledger.move(job_id, Move.SUBMIT, graph=graph)
    since = time.monotonic()
    for tries in count():
        try:
            await engine.submit(request, graph)
            return
        except (EngineUnreachable, BadAnswer) as error:
            may_be_there = may_be_there or isinstance(error, AnswerLost)
            if not may_be_there:
                raise
            # It may be in the server's queue: nobody else may draw it until the server says that it is not.
            await turn.aclose()
            if time.monotonic() - since > PATIENCE:
                raise Unanswered(error) from error
            ledger.show(job_id, trouble=f"sent, not answered: {error.reason}; looking again")
            await asyncio.sleep(LOOK_AGAIN[min(tries, len(LOOK_AGAIN) - 1)])
        except EngineError as error:
            if may_be_there:
                raise Unanswered(error) from error
            raise


async def events_of(engine: Engine, ticket: Ticket) -> AsyncGenerator[Event]:
    """What an engine tells of a job, which ends its telling where one stops listening."""
    events = engine.follow(ticket)
    try:
        async for event in events:
            yield event
    finally:
        if hasattr(events, "aclose"):
            await events.aclose()


async def _submit_once(ledger: Ledger, job_id: str, engine: Engine) -> None:
    """Hand a job to a paid engine that has never heard of it; of one that it may have heard of only its answer is had.

    What the engine calls the job is in the index together with the news that it has it.
    """
    record = ledger.record(job_id)
    if record.remote:
        await ledger.move(job_id, Move.ACCEPTED)
        return
    if record.graph:
        if isinstance(engine, FindsSent) and (remote := await engine.find_sent(record.graph, record.created)):
            await ledger.move(job_id, Move.ACCEPTED, remote=remote)
            return
        reason = f"The studio ended while it was sent to {engine.name}, and whether it arrived is not known"
        raise Unanswered(MayBeCharged(reason, LOOK_THERE))
    request = await asyncio.to_thread(_request, ledger, job_id)
    prepared = await engine.prepare(request)
    await ledger.move(job_id, Move.SUBMIT, graph=prepared)
    try:
        ticket = await engine.submit(request, prepared)
    except MayBeCharged as error:
        raise Unanswered(error) from error
    except (AnswerLost, BadAnswer) as error:
        # It answered, so it had the request.
        raise Unanswered(MayBeCharged(error.reason, LOOK_THERE)) from error
    await ledger.move(job_id, Move.ACCEPTED, remote=ticket.remote)


def _request(ledger: Ledger, job_id: str) -> DrawRequest:
    """The job as its engine wants it, its pictures read from the library: belongs in a thread."""
    recipe, record, library = ledger.recipe(job_id), ledger.record(job_id), ledger.library
    drawn = recipe.engine_kind != "draft"
    uses = [use for use in recipe.references if drawn or not use.character]
    return plan.request(
        recipe,
        job_id=record.prompt_id,
        client_id=record.client_id,
        references=[ReferencePicture(use.name, use.sha256, library.references.read(use.sha256)) for use in uses],
        start=library.references.read(recipe.start.sha256) if recipe.start else b"",
        mask=library.references.read(recipe.mask.sha256) if recipe.mask else b"",
    )
