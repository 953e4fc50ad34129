"""A stand-in for Black Forest Labs with a host that delivers its pictures, and engines at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from backends.base import EngineError, Failed, Ticket
from backends.bfl.service import BlackForestLabs
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import access, all_events
from tests.standin.hosted.bfl import FluxStandIn
from tests.standin.hosted.delivery import Delivery

Error = TypeVar("Error", bound=EngineError)
MakeEngine = Callable[..., HostedEngine]
AUTHORITY = Path(__file__).parents[2] / "standin" / "tls" / "authority.pem"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))


@pytest.fixture
async def delivery() -> AsyncIterator[Delivery]:
    async with Delivery() as host:
        yield host


@pytest.fixture
async def standin(delivery: Delivery) -> AsyncIterator[FluxStandIn]:
    server = FluxStandIn(delivery)
    async with server:
        yield server


@pytest.fixture
async def make_engine(standin: FluxStandIn) -> AsyncIterator[MakeEngine]:
    """Makes engines at the stand-in; closes them all in the end."""
    made: list[HostedEngine] = []

    def make(model: str = "flux-2-pro", **changes: Any) -> HostedEngine:
        engine = HostedEngine("bfl", access(standin, **changes), BlackForestLabs(), model)
        made.append(engine)
        return engine

    yield make
    for engine in made:
        await engine.close()


@pytest.fixture
def engine(make_engine: MakeEngine) -> HostedEngine:
    return make_engine()


async def why(engine: HostedEngine, ticket: Ticket, kind: type[Error]) -> Error:
    """Why a job that was taken fails, which must be of a kind."""
    last = (await all_events(engine, ticket))[-1]
    assert isinstance(last, Failed), last
    assert isinstance(last.error, kind), last.error
    return last.error
