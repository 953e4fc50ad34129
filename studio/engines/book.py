"""The engines that the settings name, made when they are first needed, and the choice of one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, cast

from studio.errors import Notice, StudioError
from studio.scenes.scene import AUTO, DRAFT
from studio.settings.credentials import resolve_headers
from studio.settings.settings import ServerSettings, Settings

if TYPE_CHECKING:
    from backends.base import Engine, Health
    from backends.comfyui.engine import ComfyUIEngine

HEALTH_SECONDS = 4.0
"""How long a server may take to say that it is there, when the studio chooses for itself."""


GRAPHS = "graphs"
"""The folder in the settings folder that holds a person's own graphs, exported from ComfyUI in API format."""
MOST_GRAPHS = 64
LONGEST_GRAPH_NAME = 60


class UnknownEngine(StudioError):
    """No engine has this name."""


class EngineBook:
    """The engines by name. It belongs to one event loop; `close` lets go of all."""

    def __init__(self, settings: Settings, graphs: Path | None = None) -> None:
        self._servers = {server.name: server for server in settings.servers}
        self._graphs = graphs
        self._preferred = settings.engine
        self._made: dict[str, Engine] = {}
        self._retired: list[Engine] = []

    def learn(self, settings: Settings) -> tuple[str, ...]:
        """Take over what other settings say of servers; the names of those that are new, are others, or are gone.

        Who follows a job on an engine of the earlier settings keeps that engine: it is let go of by `close`.
        """
        earlier, self._servers = self._servers, {server.name: server for server in settings.servers}
        self._preferred = settings.engine
        names = dict.fromkeys((*earlier, *self._servers))
        changed = tuple(name for name in names if earlier.get(name) != self._servers.get(name))
        for name in [made for made in self._made if made.partition("/")[0] in changed]:
            if name.partition("/")[0] in self._servers:
                self._retired.append(self._made.pop(name))
        return changed

    def names(self) -> tuple[str, ...]:
        """What a person can choose: `auto`, `draft`, the servers, and each server with each graph: `SERVER/GRAPH`."""
        graphs = self.graphs()
        own = (f"{server}/{graph}" for server in self._servers for graph in graphs)
        return (AUTO, DRAFT, *self._servers, *own)

    def graphs(self) -> dict[str, Path]:
        """The person's own graphs by name, as they lie in the folder now."""
        if self._graphs is None or not self._servers:
            return {}
        try:
            files = sorted(file for file in self._graphs.iterdir() if file.suffix.lower() == ".json")
        except OSError:
            return {}
        usable = (file for file in files if file.stem.isprintable() and 0 < len(file.stem) <= LONGEST_GRAPH_NAME)
        return {file.stem: file for file in list(usable)[:MOST_GRAPHS]}

    def server(self, name: str) -> str:
        """The server that an engine draws on: its own name, or of `SERVER/GRAPH` the server's; `draft` for itself."""
        self._check(name)
        return name if name == DRAFT or name in self._servers else name.partition("/")[0]

    def kind(self, name: str) -> str:
        """The family of an engine, without making it; `auto` is that of the servers. Raises UnknownEngine."""
        if name != AUTO:
            self._check(name)
        return DRAFT if name == DRAFT else "comfyui"

    def servers(self) -> tuple[str, ...]:
        """The servers that the settings name."""
        return tuple(self._servers)

    def lane(self, name: str) -> str | None:
        """Who draws for an engine: `draft` or a server; None for a name that the settings no longer have."""
        try:
            return self.server(name)
        except UnknownEngine:
            return None

    def get(self, name: str) -> Engine:
        """The engine of this name; also one whose server the settings no longer name, where it was made before.

        Raises UnknownEngine, SettingsWrong.
        """
        if name not in self._made:
            self._check(name)
            self._made[name] = self._make(name)
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
            async with asyncio.timeout(HEALTH_SECONDS):
                return await self.get(name).health()
        except TimeoutError:
            return Health(False, f"no answer within {HEALTH_SECONDS:.0f} s")
        except StudioError as error:
            return Health(False, error.notice.line())

    async def close(self) -> None:
        """Let go of every engine that was made."""
        made, self._made, self._retired = [*self._made.values(), *self._retired], {}, []
        await asyncio.gather(*(engine.close() for engine in made))

    def _is_graph(self, name: str) -> bool:
        """Whether this is SERVER/GRAPH of a known server, and of a graph that may have been there."""
        server, slash, graph = name.partition("/")
        return server in self._servers and bool(slash) and _is_plain(graph)

    def _make(self, name: str) -> Engine:
        if name == DRAFT:
            return _draft()
        if name in self._servers:
            return _comfyui(self._servers[name])
        server, _, graph = name.partition("/")
        # A job of a graph that was taken out of the folder is still followed; what is new names the file.
        file = self.graphs().get(graph) or (self._graphs or Path()) / f"{graph}.json"
        return _own_graph(name, cast("ComfyUIEngine", self.get(server)), file)

    def _check(self, name: str) -> None:
        if name != DRAFT and name not in self._servers and not self._is_graph(name):
            remedy = f"Known: {', '.join(self.names())}. Servers are named in the settings"
            raise UnknownEngine(f"There is no engine named {name!r}", "", remedy)


def _draft() -> Engine:
    from backends.draft.engine import DraftEngine

    return DraftEngine(DRAFT)


def _is_plain(graph: str) -> bool:
    """Whether a graph's name can be that of a file in the folder, and of nothing outside it."""
    return graph.isprintable() and 0 < len(graph) <= LONGEST_GRAPH_NAME and not set(graph) & set("/\\")


def _own_graph(name: str, engine: ComfyUIEngine, file: Path) -> Engine:
    from backends.comfyui.own_engine import OwnGraphEngine

    return OwnGraphEngine(name, engine, file)


def _comfyui(server: ServerSettings) -> Engine:
    from backends.comfyui.engine import ComfyUIEngine
    from backends.comfyui.wire.server import Server

    return ComfyUIEngine(
        Server(
            name=server.name,
            url=server.url,
            headers=resolve_headers(server.headers),
            models=server.models,
            ca_file=server.ca_file,
        )
    )
