"""The ComfyUI engine: FLUX graphs on a server of one's own, followed over its websocket, and never lost."""

from __future__ import annotations

import asyncio
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import msgspec

from backends.base import (
    DrawRequest,
    EngineError,
    EngineRefused,
    Event,
    Failed,
    Health,
    LoraInfo,
    ModelMissing,
    Outlook,
    Ticket,
)
from backends.comfyui.graphs.graph import Graph
from backends.comfyui.health import examine
from backends.comfyui.inventory.catalog import Catalog
from backends.comfyui.own import OwnGraph
from backends.comfyui.preparing import Preparing
from backends.comfyui.runs.cancelling import Cancelling
from backends.comfyui.runs.following import follow
from backends.comfyui.runs.refusals import Lacking
from backends.comfyui.runs.submission import delete, interrupt, send
from backends.comfyui.runs.watch import Watch
from backends.comfyui.runs.whereabouts import Ended, Nowhere, Pending, look
from backends.comfyui.wire.http import Http, Rejected, tls
from backends.comfyui.wire.server import Server
from backends.comfyui.wire.socket import Socket

SOCKET_SECONDS: Final = 3.0
CANCEL_LOOKS: Final = 3


class ComfyUIEngine:
    """One ComfyUI server as an engine (`backends.base.Engine`). Made inside a running event loop, and belongs to it.

    An address, a header or a CA file that cannot be used is told by `health`, and raised by whatever needs them.
    """

    kind: Final = "comfyui"
    sends_once: Final = False

    def __init__(self, server: Server) -> None:
        self._server = server
        self._link = _link(server)
        self._sockets: dict[str, Socket] = {}
        self._watches: dict[str, Watch] = {}
        self._cancelled: set[str] = set()
        self._cancelling = Cancelling()
        self._preparing = Preparing(
            server, lambda: self._http, lambda: sum(socket.lost for socket in self._sockets.values())
        )

    @property
    def _http(self) -> Http:
        return self._usable()[0]

    @property
    def name(self) -> str:
        """The server's name in the settings."""
        return self._server.name

    async def health(self) -> Health:
        """Version, devices, memory, queue, and which models are there; what is wrong stands in the answer."""
        if isinstance(self._link, EngineRefused):
            return Health(False, f"{self._link.reason}. {self._link.remedy}", {"error": self._link.reason})
        dropped = sum(socket.senseless for socket in self._sockets.values())
        health = await examine(self._http, self._server, self._preparing.catalog, dropped)
        self._preparing.hear_version(health.facts.get("version", ""))
        return health

    async def prepare(self, request: DrawRequest) -> str:
        """Upload the references, choose the models, and give the graph as JSON. Raises EngineError."""
        return msgspec.json.encode(await self._preparing.graph(request)).decode()

    async def submit(
        self, request: DrawRequest, prepared: str = "", prepare: Callable[[DrawRequest], Awaitable[str]] | None = None
    ) -> Ticket:
        """Put the graph into the server's queue, unless the server has the job already.

        Where the server refuses it for want of something, what was known of the server is old: `prepare`, or this
        engine's own, makes the graph again, and that is sent once. Raises AnswerLost when the job may have arrived;
        EngineUnreachable, EngineRefused, ModelMissing or BadAnswer when it was not taken.
        """
        ticket = Ticket(_identity(request.job_id), _identity(request.client_id))
        if not isinstance(await look(self._http, request.job_id), Nowhere):
            return ticket
        graph = msgspec.json.decode(prepared) if prepared else await self._preparing.graph(request)
        try:
            await self._send(ticket, request, graph)
        except (ModelMissing, Lacking) as error:
            if not isinstance(error.__cause__, Rejected):
                raise  # It was taken in part, and taken back: its id is used up.
            self._preparing.forget()
            anew = msgspec.json.decode(await (prepare or self.prepare)(request))
            if anew == graph and not isinstance(error, Lacking):
                raise
            await self._send(ticket, request, anew)
        return ticket

    async def _send(self, ticket: Ticket, request: DrawRequest, graph: Graph) -> None:
        info = await self._preparing.info(ticket.job_id, graph)
        watch = self._watch(ticket, graph)
        watch.note = self._preparing.said(request, graph)
        # Events that are sent before the socket is open are never sent again; the job itself does not need it.
        await watch.socket.wait_open(min(SOCKET_SECONDS, self._server.timeout))
        try:
            watch.sent_again = await send(self._http, request, graph, self._server.pause, info)
        except BaseException:
            self._forget(watch)
            raise

    async def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        """The job's events to its end, also for a job that another process submitted under these ids.

        A job has one follower at a time: what one has taken, another does not see.
        """
        try:
            watch = self._watch(Ticket(_identity(ticket.job_id), _identity(ticket.client_id)))
        except EngineRefused as error:
            yield Failed(error)
            return
        watch.cancel_asked = watch.cancel_asked or ticket.job_id in self._cancelled
        try:
            async for event in follow(watch, self._http, self._server):
                yield event
        except EngineError as error:
            yield Failed(error)
        finally:
            self._forget(watch)

    async def cancel(self, ticket: Ticket) -> None:
        """Take the job out of the queue, or stop it if it runs: by its id, and no other. Raises EngineError."""
        job_id = _identity(ticket.job_id)
        self._cancelled.add(job_id)
        watch = self._watches.get(job_id)
        if watch is not None:
            watch.cancel_asked = True
        if not await self._cancelling.cancel(self._http, job_id):
            await self._stop(job_id)
        if watch is not None:
            watch.look_soon()

    async def _stop(self, job_id: str) -> None:
        # Between a look and a word to the server the job may begin to run.
        for _ in range(CANCEL_LOOKS):
            place = await look(self._http, job_id)
            if isinstance(place, Ended | Nowhere):
                break
            if not isinstance(place, Pending):
                await self._http.patiently(lambda: interrupt(self._http, job_id))
                break
            await self._http.patiently(lambda: delete(self._http, job_id))

    async def loras(self) -> tuple[LoraInfo, ...]:
        """The server's LoRAs and what they say of themselves, asked of each file once. Raises EngineError."""
        return await self._preparing.all_loras()

    async def outlook(self, request: DrawRequest) -> Outlook:
        """How the server would draw a request now; nothing is uploaded or sent. Raises EngineError."""
        return await self._preparing.outlook(request)

    async def catalog_for(self, own: OwnGraph) -> Catalog:
        """The nodes that a person's own graph uses, and those that list models; as they are now where one lacks."""
        return await self._preparing.catalog_for(own)

    async def prepare_own(self, own: OwnGraph, request: DrawRequest) -> str:
        """As `prepare`, with a person's own graph. Raises EngineError."""
        return msgspec.json.encode(await self._preparing.graph_own(own, request)).decode()

    async def outlook_own(self, own: OwnGraph, request: DrawRequest) -> Outlook:
        """As `outlook`, with a person's own graph. Raises EngineError."""
        return await self._preparing.outlook_own(own, request)

    async def free_memory(self) -> None:
        """Ask the server to unload its models and free its memory. Raises EngineError."""
        await self._http.patiently(lambda: self._http.post("/free", {"unload_models": True, "free_memory": True}))

    async def close(self) -> None:
        """Close the sockets and the connections; jobs on the server go on. Whoever follows one has stopped before."""
        sockets = list(self._sockets.values())
        self._sockets.clear()
        await asyncio.gather(*(socket.close() for socket in sockets))
        if not isinstance(self._link, EngineRefused):
            await self._link[0].close()

    def _usable(self) -> tuple[Http, ssl.SSLContext]:
        if isinstance(self._link, EngineRefused):
            raise EngineRefused(self._link.reason, self._link.remedy)
        return self._link

    def _watch(self, ticket: Ticket, graph: object = None) -> Watch:
        found = self._watches.get(ticket.job_id)
        if found is None:
            socket = self._sockets.get(ticket.client_id)
            if socket is None:
                socket = self._sockets[ticket.client_id] = Socket(self._server, ticket.client_id, self._usable()[1])
            found = self._watches[ticket.job_id] = Watch(ticket.job_id, socket, graph)
        return found

    def _forget(self, watch: Watch) -> None:
        watch.socket.remove(watch)
        if self._watches.get(watch.job_id) is watch:
            del self._watches[watch.job_id]


def _link(server: Server) -> tuple[Http, ssl.SSLContext] | EngineRefused:
    try:
        context = tls(server)
        return Http(server, context), context
    except EngineRefused as error:
        return error


def _identity(name: str) -> str:
    """A UUID as it stands in addresses. Raises EngineRefused for anything else."""
    try:
        usable = str(uuid.UUID(name)) == name
    except ValueError:
        usable = False
    if not usable:
        raise EngineRefused("A job or client id is not a lowercase UUID")
    return name
