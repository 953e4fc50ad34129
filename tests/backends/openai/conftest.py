"""A stand-in for OpenAI, and engines at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from backends.hosted.engine import HostedEngine
from backends.openai.service import OpenAI
from tests.backends.hosting import MakeEngine, making
from tests.standin.hosted.openai import OpenAIStandIn


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
async def standin() -> AsyncIterator[OpenAIStandIn]:
    async with OpenAIStandIn() as server:
        yield server


@pytest.fixture
async def make_engine(standin: OpenAIStandIn) -> AsyncIterator[MakeEngine]:
    async with making(standin, OpenAI(), "gpt-image-2.5-flare") as make:
        yield make


@pytest.fixture
def engine(make_engine: MakeEngine) -> HostedEngine:
    return make_engine()
