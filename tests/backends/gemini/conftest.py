"""A stand-in for Gemini, and engines at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from backends.gemini.service import Gemini
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import access
from tests.standin.hosted.gemini import GeminiStandIn

MakeEngine = Callable[..., HostedEngine]


@pytest.fixture
async def standin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[GeminiStandIn]:
    monkeypatch.setenv("NO_PROXY", "*")
    server = GeminiStandIn()
    async with server:
        yield server


@pytest.fixture
async def make_engine(standin: GeminiStandIn) -> AsyncIterator[MakeEngine]:
    """Makes engines of a model; closes them all in the end."""
    made: list[HostedEngine] = []

    def make(model: str = "gemini-nano-banana-2.1", **changes: Any) -> HostedEngine:
        made.append(HostedEngine("gemini", access(standin, **changes), Gemini(), model))
        return made[-1]

    yield make
    for engine in made:
        await engine.close()


@pytest.fixture
def engine(make_engine: MakeEngine) -> HostedEngine:
    return make_engine()
