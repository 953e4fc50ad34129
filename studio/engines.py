"""The engines that the settings name, made when they are first needed, and the choice of one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from studio.errors import Notice, StudioError
from studio.settings import ServerSettings, Settings, resolve_headers

if TYPE_CHECKING:
    from backends.base import Engine, Health

DRAFT = "draft"
AUTO = "auto"
HEALTH_SECONDS = 4.0
"""How long a server may take to say that it is there, when the studio chooses for itself."""


class UnknownEngine(StudioError):
    """No engine has this name."""


class EngineBook:
    """The engines by name. It belongs to one event loop; `close` lets go of all."""

    def __init__(self, settings: Settings) -> None:
        self._servers = {server.name: server for server in settings.servers}
        self._preferred = settings.engine
        self._made: dict[str, Engine] = {}

    def names(self) -> tuple[str, ...]:
        """What a person can choose: `auto`, `draft`, and the servers."""
        return (AUTO, DRAFT, *self._servers)

    def kind(self, name: str) -> str:
        """The family of an engine, without making it; `auto` is that of the servers. Raises UnknownEngine."""
        if name != AUTO:
            self._check(name)
        return DRAFT if name == DRAFT else "comfyui"

    def kind_or_none(self, name: str) -> str | None:
        """The family of an engine, None for a name that the settings no longer have."""
        return self.kind(name) if name == DRAFT or name in self._servers else None

    def get(self, name: str) -> Engine:
        """The engine of this name. Raises UnknownEngine, SettingsWrong."""
        self._check(name)
        if name not in self._made:
            self._made[name] = _draft() if name == DRAFT else _comfyui(self._servers[name])
        return self._made[name]

    async def choose(self, name: str) -> tuple[str, Notice | None]:
        """The name of the engine to draw with, and what a person should know of the choice.

        `auto` is the settings' engine; where that is `auto` too, it stays `auto` (whichever server will be done first)
        while a server is ready, and becomes the draft painter while none is. Raises UnknownEngine.
        """
        name = self._preferred if name == AUTO else name
        if name != AUTO:
            self._check(name)
            return name, None
        if not self._servers:
            return DRAFT, None
        answers = await asyncio.gather(*(self.health(server) for server in self._servers))
        if any(health.ready for health in answers):
            return AUTO, None
        reasons = "; ".join(f"{server}: {health.detail}" for server, health in zip(self._servers, answers, strict=True))
        return DRAFT, Notice("No server is ready, so the draft painter draws", reasons, "`studio doctor` says more")

    async def health(self, name: str) -> Health:
        """Whether an engine is ready, within HEALTH_SECONDS."""
        from backends.base import Health

        try:
            return await asyncio.wait_for(self.get(name).health(), HEALTH_SECONDS)
        except TimeoutError:
            return Health(False, f"no answer within {HEALTH_SECONDS:.0f} s")
        except StudioError as error:
            return Health(False, error.notice.line())

    async def close(self) -> None:
        """Let go of every engine that was made."""
        made, self._made = self._made, {}
        await asyncio.gather(*(engine.close() for engine in made.values()))

    def _check(self, name: str) -> None:
        if name != DRAFT and name not in self._servers:
            remedy = f"Known: {', '.join(self.names())}. Servers are named in the settings"
            raise UnknownEngine(f"There is no engine named {name!r}", "", remedy)


def _draft() -> Engine:
    from backends.draft.engine import DraftEngine

    return DraftEngine(DRAFT)


def _comfyui(server: ServerSettings) -> Engine:
    from backends.comfyui.engine import ComfyUIEngine
    from backends.comfyui.server import Server

    return ComfyUIEngine(
        Server(
            name=server.name,
            url=server.url,
            headers=resolve_headers(server.headers),
            models=server.models,
            ca_file=server.ca_file,
        )
    )
