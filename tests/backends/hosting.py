"""What tests of hosted engines share: an account at a stand-in, requests, and what became of them."""

from __future__ import annotations

import asyncio
import hashlib
import io
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from backends.base import DrawRequest, Engine, Event, Failed, Finished, ReferencePicture, Ticket
from backends.errors import EngineError
from backends.hosted.access import Access, Secret
from backends.hosted.engine import HostedEngine
from backends.hosted.service import Service
from tests.standin.hosted.server import KEY, Hosted

Error = TypeVar("Error", bound=EngineError)
MakeEngine = Callable[..., HostedEngine]
AUTHORITY = Path(__file__).parents[1] / "standin" / "tls" / "authority.pem"
"""Who vouches for the host from which stand-ins have pictures delivered."""


@asynccontextmanager
async def making(standin: Hosted, service: Service, usual: str) -> AsyncIterator[MakeEngine]:
    """Makes engines of a service at a stand-in, of the `usual` model or another; all are closed in the end."""
    made: list[HostedEngine] = []

    def make(model: str = usual, **changes: Any) -> HostedEngine:
        made.append(HostedEngine(service.kind, access(standin, **changes), service, model))
        return made[-1]

    yield make
    for engine in made:
        await engine.close()


def access(standin: Hosted, **changes: Any) -> Access:
    """An account at a stand-in, with short waits."""
    fields: dict[str, Any] = {
        "name": "elsewhere",
        "url": f"{standin.url}{standin.prefix}",
        "key": Secret(KEY),
        "key_from": "THE_KEY",
        "timeout": 5.0,
        "patience": 20.0,
        "pause": 0.01,
    }
    return Access(**{**fields, **changes})


def request(**changes: Any) -> DrawRequest:
    """A request with fresh ids."""
    fields: dict[str, Any] = {
        "job_id": str(uuid.uuid4()),
        "client_id": str(uuid.uuid4()),
        "prompt": "Mila waves. She stands in the rain.",
        "seed": 7,
        "width": 1024,
        "height": 1024,
    }
    return DrawRequest(**{**fields, **changes})


def picture(colour: str = "gray", size: tuple[int, int] = (48, 32), kind: str = "PNG") -> ReferencePicture:
    """A small picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return ReferencePicture(f"{colour}.{kind.lower()}", hashlib.sha256(file.getvalue()).hexdigest(), file.getvalue())


async def all_events(engine: Engine, ticket: Ticket) -> list[Event]:
    """The job's events, to the end."""
    async with asyncio.timeout(30):
        return [event async for event in engine.follow(ticket)]


async def end_of(engine: Engine, asked: DrawRequest) -> Event:
    """How a request ends, whether it is refused at once or later."""
    try:
        ticket = await engine.submit(asked)
    except EngineError as error:
        return Failed(error)
    return (await all_events(engine, ticket))[-1]


async def drawn(engine: Engine, asked: DrawRequest) -> Finished:
    """A request that is drawn."""
    end = await end_of(engine, asked)
    assert isinstance(end, Finished), end
    return end


async def failed(engine: Engine, asked: DrawRequest) -> EngineError:
    """Why a request is not drawn."""
    end = await end_of(engine, asked)
    assert isinstance(end, Failed), end
    return end.error


def opened(event: Finished) -> Image.Image:
    """The picture that was drawn."""
    return Image.open(io.BytesIO(event.pictures[0].data))


def said(error: EngineError) -> str:
    """All that a person may read of an error."""
    return f"{error.reason} | {error.remedy} | {error!r} | {error} | {getattr(error, 'categories', '')}"


async def why(engine: Engine, ticket: Ticket, kind: type[Error]) -> Error:
    """Why a job that was taken fails, which must be of a kind."""
    last = (await all_events(engine, ticket))[-1]
    assert isinstance(last, Failed), last
    assert isinstance(last.error, kind), last.error
    return last.error
