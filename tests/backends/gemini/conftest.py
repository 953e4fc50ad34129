"""A stand-in for Gemini, and engines at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from backends.gemini.service import Gemini
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, making
from tests.standin.hosted.gemini import GeminiStandIn


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
async def standin() -> AsyncIterator[GeminiStandIn]:
    async with GeminiStandIn() as server:
        yield server


@pytest.fixture
async def make_engine(standin: GeminiStandIn) -> AsyncIterator[MakeEngine]:
    async with making(standin, Gemini(), "gemini-nano-banana-2.1") as make:
        yield make


@pytest.fixture
def engine(make_engine: MakeEngine) -> HostedEngine:
    return make_engine()
