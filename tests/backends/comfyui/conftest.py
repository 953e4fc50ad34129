"""A stand-in server, an engine at it, and requests."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from PIL import Image

from backends.base import DrawRequest, Engine, Event, LoraUse, ReferencePicture, Ticket
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.wire.server import Server
from tests.standin.recorded import VERSIONS
from tests.standin.server import StandIn

MakeEngine = Callable[..., ComfyUIEngine]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture(params=VERSIONS)
async def standin(request: pytest.FixtureRequest) -> AsyncIterator[StandIn]:
    """A server of each version; a test for one of them says which: `parametrize("standin", [NEW], indirect=True)`."""
    async with StandIn(version=request.param) as server:
        yield server


@pytest.fixture
async def make_engine(standin: StandIn) -> AsyncIterator[MakeEngine]:
    """Makes engines at the stand-in, with short waits; closes them all in the end."""
    made: list[ComfyUIEngine] = []

    def make(**changes: Any) -> ComfyUIEngine:
        settings: dict[str, Any] = {
            "name": "lab",
            "url": standin.url,
            "silence": 5.0,
            "patience": 5.0,
            "timeout": 5.0,
            "pause": 0.01,
        }
        engine = ComfyUIEngine(Server(**{**settings, **changes}))
        made.append(engine)
        return engine

    yield make
    for engine in made:
        await engine.close()


@pytest.fixture
def engine(make_engine: MakeEngine) -> ComfyUIEngine:
    return make_engine()


def request(**changes: Any) -> DrawRequest:
    """A small request with fresh ids."""
    fields: dict[str, Any] = {
        "job_id": str(uuid.uuid4()),
        "client_id": str(uuid.uuid4()),
        "prompt": "Milo the raccoon debugging at 2 AM",
        "seed": 11,
        "width": 128,
        "height": 128,
        "steps": 4,
    }
    return DrawRequest(**{**fields, **changes})


def reference(colour: str = "gray", name: str = "milo.png") -> ReferencePicture:
    """A small reference picture."""
    file = io.BytesIO()
    Image.new("RGB", (32, 32), colour).save(file, "PNG")
    return ReferencePicture(name, hashlib.sha256(file.getvalue()).hexdigest(), file.getvalue())


MILO = LoraUse("milo_painterly.safetensors", 0.9)


async def all_events(engine: Engine, ticket: Ticket) -> list[Event]:
    """The job's events, to the end."""
    return [event async for event in engine.follow(ticket)]
