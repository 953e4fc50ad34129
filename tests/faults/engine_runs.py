"""One Kontext run of the ComfyUI engine at the stand-in, through a proxy that spoils one message of it."""

from __future__ import annotations

import asyncio
import hashlib
import io
import time
import uuid
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image

from backends.base import (
    AnswerLost,
    DrawRequest,
    EngineError,
    Failed,
    Finished,
    LoraUse,
    ReferencePicture,
    Ticket,
)
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.wire.server import Server
from tests.standin.proxy import Proxy
from tests.standin.recorded import OLD
from tests.standin.server import StandIn
from tests.standin.spoiling import Fault, Message, kinds_for

End = Literal["picture", "failed", "lost", "doubled", "hung"]

LONGEST: Final = 60.0
"""Seconds after which a run counts as hung."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended.

    `picture`: it came exactly once, byte for byte. `failed`: nothing was drawn, and `reason` says why. `lost`: the
    server drew it and the engine does not have it. `doubled`: more than one came, or was drawn. `hung`: no end.
    """

    fault: Fault | None
    end: End
    reason: str
    struck: bool
    ran: int
    seconds: float
    version: str = OLD


async def record(version: str = OLD) -> tuple[Message, ...]:
    """The messages of a run in which nothing goes wrong, in order, with a server of this version."""
    async with StandIn(version=version) as server, Proxy(server.url) as proxy:
        outcome = await _run(server, proxy, None)
        assert outcome.end == "picture", outcome
        return tuple(proxy.seen)


def faults(messages: tuple[Message, ...]) -> tuple[Fault, ...]:
    """Every fault at every message."""
    return tuple(Fault(kind, message) for message in messages for kind in kinds_for(message))


async def run(fault: Fault, version: str = OLD) -> Outcome:
    """A run with a fault, on a server of its own."""
    async with StandIn(version=version) as server, Proxy(server.url, fault) as proxy:
        return await _run(server, proxy, fault)


async def _run(server: StandIn, proxy: Proxy, fault: Fault | None) -> Outcome:
    began = time.monotonic()
    engine = ComfyUIEngine(Server(name="lab", url=proxy.url, timeout=2.0, silence=0.5, patience=20.0, pause=0.01))
    pictures: list[bytes] = []
    reason = ""
    try:
        async with asyncio.timeout(LONGEST):
            pictures, reason = await _draw(engine)
            await proxy.delivered()
            await server.until(lambda: not server.running and not server.waiting)
        end = _end(server, pictures)
    except TimeoutError:
        end = "hung"
    finally:
        await engine.close()
    return Outcome(fault, end, reason, proxy.struck, len(server.ran), time.monotonic() - began, server.version)


async def _draw(engine: ComfyUIEngine) -> tuple[list[bytes], str]:
    request = _request()
    try:
        prepared = await engine.prepare(request)
        await engine.submit(request, prepared)
    except AnswerLost:
        # It may have arrived: whoever runs jobs goes on looking.
        pass
    except EngineError as error:
        return [], error.reason
    pictures, reason = [], ""
    async for event in engine.follow(Ticket(request.job_id, request.client_id)):
        if isinstance(event, Finished):
            pictures += [picture.data for picture in event.pictures]
        elif isinstance(event, Failed):
            reason = event.error.reason
    return pictures, reason


def _end(server: StandIn, pictures: list[bytes]) -> End:
    kept = [data for (kind, _, _), data in server.files.items() if kind == "output"]
    if len(pictures) > 1 or len(kept) > 1:
        return "doubled"
    if not pictures:
        return "lost" if kept else "failed"
    return "picture" if pictures == kept else "lost"


def _request() -> DrawRequest:
    file = io.BytesIO()
    Image.new("RGB", (32, 32), "gray").save(file, "PNG")
    sha256 = hashlib.sha256(file.getvalue()).hexdigest()
    return DrawRequest(
        job_id=str(uuid.uuid4()),
        client_id=str(uuid.uuid4()),
        prompt="Milo the raccoon debugging at 2 AM",
        seed=11,
        width=64,
        height=64,
        steps=2,
        family="kontext",
        references=(ReferencePicture("milo.png", sha256, file.getvalue()),),
        loras=(LoraUse("milo_painterly.safetensors", 0.9),),
    )
