"""A stand-in for Black Forest Labs with a host that delivers its pictures, and engines at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from backends.bfl.service import BlackForestLabs
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import AUTHORITY, MakeEngine, making
from tests.standin.hosted.bfl import FluxStandIn
from tests.standin.hosted.delivery import Delivery


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
    async with FluxStandIn(delivery) as server:
        yield server


@pytest.fixture
async def make_engine(standin: FluxStandIn) -> AsyncIterator[MakeEngine]:
    async with making(standin, BlackForestLabs(), "flux-2-pro") as make:
        yield make


@pytest.fixture
def engine(make_engine: MakeEngine) -> HostedEngine:
    return make_engine()
