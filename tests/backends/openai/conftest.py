"""A stand-in for OpenAI, and engines at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from backends.hosted.engine import HostedEngine
from backends.openai.service import OpenAI
from tests.backends.hosting import access
from tests.standin.hosted.openai import OpenAIStandIn

MakeEngine = Callable[..., HostedEngine]


@pytest.fixture
async def standin(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OpenAIStandIn]:
    monkeypatch.setenv("NO_PROXY", "*")
    server = OpenAIStandIn()
    async with server:
        yield server


@pytest.fixture
async def make_engine(standin: OpenAIStandIn) -> AsyncIterator[MakeEngine]:
    """Makes engines of a model; closes them all in the end."""
    made: list[HostedEngine] = []

    def make(model: str = "gpt-image-2.5-flare", **changes: Any) -> HostedEngine:
        made.append(HostedEngine("openai", access(standin, **changes), OpenAI(), model))
        return made[-1]

    yield make
    for engine in made:
        await engine.close()


@pytest.fixture
def engine(make_engine: MakeEngine) -> HostedEngine:
    return make_engine()
