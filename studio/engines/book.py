"""The engines that the settings name, made when they are first needed, and the choice of one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from studio.engines.fallback import applying
from studio.engines.hosted import abilities_of, hosted_engine
from studio.errors import Notice, StudioError
from studio.scenes.scene import AUTO, DRAFT
from studio.scenes.suiting import Abilities
from studio.settings.credentials import resolve_headers
from studio.settings.engine_settings import FallbackSettings, ServerSettings
from studio.settings.settings import Settings

if TYPE_CHECKING:
    from backends.base import Engine, Health
    from backends.comfyui.engine import ComfyUIEngine

HEALTH_SECONDS = 4.0
"""How long a server may take to say that it is there, when the studio chooses for itself."""


GRAPHS = "graphs"
"""The folder in the settings folder that holds a person's own graphs, exported from ComfyUI in API format."""
MOST_GRAPHS = 64
LONGEST_GRAPH_NAME = 60


@runtime_checkable
class AnswersHere(Protocol):
    """An engine that answers a request with the picture itself, to whoever sent it."""

    def answers_here(self) -> tuple[str, ...]:
        """The jobs whose answers are still to come."""


class UnknownEngine(StudioError):
    """No engine has this name."""


class EngineBook:
    """The engines by name. It belongs to one event loop; `close` lets go of all."""

    def __init__(self, settings: Settings, graphs: Path | None = None) -> None:
        self._servers = {server.name: server for server in settings.servers}
        self._hosted = {account.name: account for account in settings.hosted}
        self._graphs = graphs
        self._preferred = settings.engine
        self._fallback = settings.fallback
        self._made: dict[str, Engine] = {}
        self._retired: list[Engine] = []
        self._closing: asyncio.Future[list[None]] | None = None

    def learn(self, settings: Settings) -> tuple[str, ...]:
        """Take over what other settings say of engines; the names of those that are new, are others, or are gone.

        Who follows a job on an engine of the earlier settings keeps that engine: it is let go of by `close`.
        """
        earlier = {**self._servers, **self._hosted}
        self._servers = {server.name: server for server in settings.servers}
        self._hosted = {account.name: account for account in settings.hosted}
        self._preferred = settings.engine
        self._fallback = settings.fallback
        now = {**self._servers, **self._hosted}
        changed = tuple(name for name in dict.fromkeys((*earlier, *now)) if earlier.get(name) != now.get(name))
        for name in [made for made in self._made if made.partition("/")[0] in changed]:
            if name.partition("/")[0] in now:
                self._retired.append(self._made.pop(name))
        return changed

    def names(self) -> tuple[str, ...]:
        """What a person can choose: `auto`, `draft`, the servers, each server with each graph, `SERVER/GRAPH`, and the
        hosted engines."""
        graphs = self.graphs()
        own = (f"{server}/{graph}" for server in self._servers for graph in graphs)
        return (AUTO, DRAFT, *self._servers, *own, *self._hosted)

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
        """The server that an engine draws on: its own name, or of `SERVER/GRAPH` the server's; `draft` for itself, and
        of `ACCOUNT/MODEL` the account."""
        self._check(name)
        return name if name == DRAFT or name in self._servers else name.partition("/")[0]

    def kind(self, name: str) -> str:
        """The family of an engine, without making it; `auto` is that of the servers. Raises UnknownEngine."""
        if name != AUTO:
            self._check(name)
        if self.is_hosted(name):
            return self._hosted[name.partition("/")[0]].service
        return DRAFT if name == DRAFT else "comfyui"

    def servers(self) -> tuple[str, ...]:
        """The servers that the settings name."""
        return tuple(self._servers)

    def hosted(self) -> tuple[str, ...]:
        """The hosted engines that the settings name; they draw for money, and only what is sent to them by name."""
        return tuple(self._hosted)

    def is_hosted(self, name: str) -> bool:
        """Whether an engine is a hosted one."""
        return name.partition("/")[0] in self._hosted

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
        while a server is ready. While none is, it becomes the first engine of the fallback that may draw by itself and
        is ready, else the draft painter. An engine that is named is never left for another. Raises UnknownEngine.
        """
        name = self._preferred if name == AUTO else name
        if name != AUTO:
            self._check(name)
            return name, None
        if not self._servers:
            return DRAFT, None
        answers = await self.answers()
        is_ready = any(health.ready for health in answers.values())
        reasons = "; ".join(f"{server}: {health.detail}" for server, health in answers.items())
        why = "The servers have much to do" if is_ready else "No server is ready"
        for instead in applying(self._fallback, answers):
            if instead.by_itself and (await self.health(instead.engine)).ready:
                return instead.engine, Notice(
                    f"{why}, so {instead.engine} draws", reasons, "It is set so under fallback"
                )
        if is_ready:
            return AUTO, None
        return DRAFT, Notice("No server is ready, so the draft painter draws", reasons, "`studio doctor` says more")

    async def answers(self) -> dict[str, Health]:
        """How each server is."""
        answers = await asyncio.gather(*(self.health(server) for server in self._servers))
        return dict(zip(self._servers, answers, strict=True))

    async def fallback(self, name: str) -> tuple[FallbackSettings, ...]:
        """What could draw instead of an engine that is not ready, or of servers that are too busy, in the order of the
        settings; none where it can draw itself, or is no server's."""
        name = self._preferred if name == AUTO else name
        if name == DRAFT or self.is_hosted(name) or not self._fallback or not self._servers:
            return ()
        asked = self.servers() if name == AUTO else (self.server(name),)
        answers = await asyncio.gather(*(self.health(server) for server in asked))
        return applying(self._fallback, dict(zip(asked, answers, strict=True)))

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

    def awaited(self) -> frozenset[str]:
        """The ids of jobs whose answers nobody but this process will get."""
        engines = (engine for engine in (*self._made.values(), *self._retired) if isinstance(engine, AnswersHere))
        return frozenset(job_id for engine in engines for job_id in engine.answers_here())

    def others(self, name: str) -> tuple[str, ...]:
        """All other engines in the order in which they may take a job over: the fallback's, servers, hosted, draft."""
        rest = (*self._servers, *self._hosted, DRAFT)
        order = dict.fromkeys((*(instead.engine for instead in self._fallback), *rest))
        return tuple(other for other in order if other != name)

    async def close(self) -> None:
        """Let go of every engine that was made, to the end also where whoever waits for that is cancelled again."""
        from backends.sharing import shared

        made, self._made, self._retired = [*self._made.values(), *self._retired], {}, []
        # asyncio alone may let go of work that nobody waits for any more.
        self._closing = asyncio.gather(*(engine.close() for engine in made))
        await shared(self._closing)

    def _is_graph(self, name: str) -> bool:
        """Whether this is SERVER/GRAPH of a known server, and of a graph that may have been there."""
        server, slash, graph = name.partition("/")
        return server in self._servers and bool(slash) and _is_plain(graph)

    def models(self, name: str) -> dict[str, str]:
        """The models that the settings name for a server, by role; empty for every other engine."""
        return self._servers[name].models if name in self._servers else {}

    def abilities(self, name: str) -> Abilities | None:
        """What a hosted engine takes of a scene; None for engines that take all that they are given."""
        account, _, model = name.partition("/")
        return abilities_of(self._hosted[account], model) if account in self._hosted else None

    def _is_model(self, name: str) -> bool:
        """Whether this is a hosted engine's name, or NAME/MODEL; models may have a / themselves, as OWNER/NAME has."""
        account, slash, model = name.partition("/")
        return account in self._hosted and (not slash or (bool(model.strip()) and model.isprintable()))

    def _make(self, name: str) -> Engine:
        if name == DRAFT:
            return _draft()
        if name in self._servers:
            return _comfyui(self._servers[name])
        if self.is_hosted(name):
            account, _, model = name.partition("/")
            return hosted_engine(name, self._hosted[account], model)
        server, _, graph = name.partition("/")
        # A job of a graph that was taken out of the folder is still followed; what is new names the file.
        file = self.graphs().get(graph) or (self._graphs or Path()) / f"{graph}.json"
        return _own_graph(name, cast("ComfyUIEngine", self.get(server)), file)

    def _check(self, name: str) -> None:
        if name != DRAFT and name not in self._servers and not self._is_graph(name) and not self._is_model(name):
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
