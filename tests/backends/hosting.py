"""What tests of hosted engines share: an account at a stand-in, requests, and what became of them."""

from __future__ import annotations

import asyncio
import hashlib
import io
import uuid
from typing import Any

from PIL import Image

from backends.base import DrawRequest, Engine, Event, Failed, Finished, ReferencePicture, Ticket
from backends.errors import EngineError
from backends.hosted.access import Access, Secret
from tests.standin.hosted.server import KEY, Hosted


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
