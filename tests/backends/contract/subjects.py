"""The engines that keep the contract, each with what a test needs of what stands behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from backends.base import DrawRequest, Engine
from backends.bfl.service import BlackForestLabs
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.wire.server import Server
from backends.draft import work
from backends.draft.canvas import Pixels
from backends.draft.engine import DraftEngine
from backends.draft.painter import OnStage, paint
from backends.gemini.service import Gemini
from backends.hosted.engine import HostedEngine
from backends.hosted.service import Service
from backends.openai.service import OpenAI
from backends.replicate.service import Replicate
from tests.backends.hosting import access
from tests.standin.hosted.bfl import FluxStandIn
from tests.standin.hosted.gemini import GeminiStandIn
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.replicate import ReplicateStandIn
from tests.standin.hosted.server import Hosted
from tests.standin.recorded import NEW
from tests.standin.server import StandIn


class Subject:
    """An engine, and what draws behind it; of one that is in this process no line can be cut."""

    size = (1024, 1024)

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def drawings(self) -> int:
        """How often something was told to draw, and it arrived."""
        raise NotImplementedError

    def hold(self) -> None:
        """Keep the next drawing from its end, until `release`."""
        raise NotImplementedError

    async def held(self) -> None:
        """Wait until a drawing is kept."""
        raise NotImplementedError

    def release(self) -> None:
        """Let what is held go on."""
        raise NotImplementedError

    async def vanish(self) -> None:
        """Let nothing be there any more."""

    async def come_back(self) -> None:
        """Be there again."""

    def cut_answers(self) -> None:
        """Let the next request to draw arrive, and its answer not."""


class ComfyUISubject(Subject):
    """ComfyUI, of the newer version."""

    size = (128, 128)

    def __init__(self, engine: Engine, standin: StandIn) -> None:
        super().__init__(engine)
        self._standin = standin

    def drawings(self) -> int:
        return len(self._standin.ran)

    def hold(self) -> None:
        self._standin.hold()

    async def held(self) -> None:
        await self._standin.held()

    def release(self) -> None:
        self._standin.release()

    async def vanish(self) -> None:
        self._standin.faults.away = True

    async def come_back(self) -> None:
        self._standin.faults.away = False

    def cut_answers(self) -> None:
        self._standin.faults.swallow_answers = 1


class DraftSubject(Subject):
    """The draft painter, whose painting can be held."""

    size = (128, 128)

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(engine)
        self._count = 0
        self._free, self._reached = threading.Event(), threading.Event()
        self._free.set()
        monkeypatch.setattr(work, "paint", self._paint)

    def _paint(self, request: DrawRequest, on_stage: OnStage) -> Pixels:
        self._count += 1
        self._reached.set()
        assert self._free.wait(20)
        return paint(request, on_stage)

    def drawings(self) -> int:
        return self._count

    def hold(self) -> None:
        self._free.clear()
        self._reached.clear()

    async def held(self) -> None:
        assert await asyncio.to_thread(self._reached.wait, 20)

    def release(self) -> None:
        self._free.set()


class HostedSubject(Subject):
    """A hosted service at its stand-in."""

    def __init__(self, engine: Engine, standin: Hosted) -> None:
        super().__init__(engine)
        self._standin = standin

    def drawings(self) -> int:
        return self._standin.paid

    def hold(self) -> None:
        self._standin.hold()

    async def held(self) -> None:
        await self._standin.held()

    def release(self) -> None:
        self._standin.release()

    async def vanish(self) -> None:
        await self._standin.vanish()

    async def come_back(self) -> None:
        await self._standin.listen()

    def cut_answers(self) -> None:
        self._standin.faults.cut_answer = True


MakeSubject = Callable[[pytest.MonkeyPatch], AbstractAsyncContextManager[Subject]]


@asynccontextmanager
async def comfyui(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Subject]:
    """ComfyUI at its stand-in."""
    async with StandIn(version=NEW) as standin:
        server = Server(name="lab", url=standin.url, silence=5.0, patience=5.0, timeout=5.0, pause=0.01)
        engine = ComfyUIEngine(server)
        yield ComfyUISubject(engine, standin)
        await engine.close()


@asynccontextmanager
async def draft(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Subject]:
    """The draft painter."""
    engine = DraftEngine()
    subject = DraftSubject(engine, monkeypatch)
    yield subject
    subject.release()
    await engine.close()


def hosted(service: Callable[[], Service], standin: Callable[[], Hosted], model: str) -> MakeSubject:
    """A hosted service at its stand-in, by one of its models."""

    @asynccontextmanager
    async def made(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Subject]:
        async with standin() as server:
            engine = HostedEngine("elsewhere", access(server), service(), model)
            yield HostedSubject(engine, server)
            server.release()
            await engine.close()

    return made


SUBJECTS: dict[str, MakeSubject] = {
    "comfyui": comfyui,
    "draft": draft,
    "openai": hosted(OpenAI, OpenAIStandIn, "gpt-image-2.5-flare"),
    "gemini": hosted(Gemini, GeminiStandIn, "gemini-nano-banana-2.1"),
    "replicate": hosted(Replicate, ReplicateStandIn, "me/mila"),
    "bfl": hosted(BlackForestLabs, FluxStandIn, "flux-2-pro"),
}
