"""The ComfyUI engine: FLUX graphs on a server of one's own, followed over its websocket, and never lost."""

from __future__ import annotations

import asyncio
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import msgspec

from backends.base import (
    DrawRequest,
    EngineError,
    EngineRefused,
    Event,
    Failed,
    Health,
    LoraInfo,
    LoraUse,
    ModelMissing,
    Outlook,
    Ticket,
)
from backends.comfyui import models as choice
from backends.comfyui.cancelling import Cancelling
from backends.comfyui.catalog import Catalog
from backends.comfyui.drawing import check, classes_known, graph_of
from backends.comfyui.fitting import said
from backends.comfyui.following import follow
from backends.comfyui.graph import Graph, classes_of, completed
from backends.comfyui.health import examine
from backends.comfyui.http import Http, Rejected, tls
from backends.comfyui.known_loras import KnownLoras
from backends.comfyui.outlook import outlook, to_come
from backends.comfyui.own import OwnGraph, filled
from backends.comfyui.own import check as check_own
from backends.comfyui.own import examine as examine_own
from backends.comfyui.own_loras import wanted_by
from backends.comfyui.pictures import Brought
from backends.comfyui.refusals import Lacking
from backends.comfyui.resolve import resolve
from backends.comfyui.server import Server
from backends.comfyui.socket import Socket
from backends.comfyui.stock import Stock, take_stock
from backends.comfyui.submission import delete, interrupt, send
from backends.comfyui.watch import Watch
from backends.comfyui.whereabouts import Ended, Nowhere, Pending, look
from backends.comfyui.workflow import workflow

NEW_SECONDS: Final = 5.0
"""A list that is not older than this is not asked for again only to tell how something would be drawn."""
SOCKET_SECONDS: Final = 3.0
CANCEL_LOOKS: Final = 3


class ComfyUIEngine:
    """One ComfyUI server as an engine (`backends.base.Engine`). Made inside a running event loop, and belongs to it.

    An address, a header or a CA file that cannot be used is told by `health`, and raised by whatever needs them.
    """

    kind: Final = "comfyui"

    def __init__(self, server: Server) -> None:
        self._server = server
        self._link = _link(server)
        self._sockets: dict[str, Socket] = {}
        self._watches: dict[str, Watch] = {}
        self._cancelled: set[str] = set()
        self._loras = KnownLoras(server)
        self._stock = Stock()
        self._brought = Brought()
        self._cancelling = Cancelling()
        self._version = ""
        self._lost = 0

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
        health = await examine(self._http, self._server, self._known_catalog, dropped)
        version = health.facts.get("version", self._version)
        if self._version and version != self._version:
            self._forget_server()
        self._version = version
        return health

    async def prepare(self, request: DrawRequest) -> str:
        """Upload the references, choose the models, and give the graph as JSON. Raises EngineError."""
        return msgspec.json.encode(await self._graph(request)).decode()

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
        graph = msgspec.json.decode(prepared) if prepared else await self._graph(request)
        try:
            await self._send(ticket, request, graph)
        except (ModelMissing, Lacking) as error:
            if not isinstance(error.__cause__, Rejected):
                raise  # It was taken in part, and taken back: its id is used up.
            self._forget_server()
            anew = msgspec.json.decode(await (prepare or self.prepare)(request))
            if anew == graph and not isinstance(error, Lacking):
                raise
            await self._send(ticket, request, anew)
        return ticket

    async def _send(self, ticket: Ticket, request: DrawRequest, graph: Graph) -> None:
        info = await self._info(ticket.job_id, graph)
        watch = self._watch(ticket, graph)
        watch.note = said(request, graph, self._loras.told(request))
        # Events that are sent before the socket is open are never sent again; the job itself does not need it.
        await watch.socket.wait_open(min(SOCKET_SECONDS, self._server.timeout))
        try:
            watch.sent_again = await send(self._http, request, graph, self._server.pause, info)
        except BaseException:
            self._forget(watch)
            raise

    async def _info(self, job_id: str, graph: Graph) -> dict[str, Any]:
        """What the picture shall say of itself: the graph as ComfyUI's editor opens it. Drawing does not need it."""
        try:
            catalog = await self._stocked(frozenset(classes_of(graph).values()))
        except EngineError:
            return {}
        return {"workflow": workflow(graph, catalog, job_id)}

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
        catalog = await take_stock(self._http, [node for node, _ in choice.SHELVES["lora"].places])
        return await self._loras.ask(self._http, choice.listed(catalog, "lora"))

    async def outlook(self, request: DrawRequest) -> Outlook:
        """How the server would draw a request now; nothing is uploaded or sent. Raises EngineError."""
        check(request)
        models, catalog = await self._chosen(request, NEW_SECONDS)
        return outlook(request, models, catalog, self._loras.told(request))

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

    async def _graph(self, request: DrawRequest) -> Graph:
        check(request)
        try:
            return await self._graph_by(request, *await self._chosen(request))
        except ModelMissing:
            raise
        except EngineRefused:
            # Somebody may have just put there what it lacks.
            self._stock.forget()
            return await self._graph_by(request, *await self._chosen(request))

    async def _graph_by(self, request: DrawRequest, models: choice.Models, catalog: Catalog) -> Graph:
        if models.absent:
            raise choice.missing("lora", models.absent[0])
        return completed(graph_of(request, models, await self._brought.all_of(self._http, request)), catalog)

    async def _chosen(self, request: DrawRequest, believed: float = 0.0) -> tuple[choice.Models, Catalog]:
        """The files that draw a request, and the server's nodes. Raises EngineError.

        What is missing is looked for again, unless the list of nodes is not older than `believed` seconds.
        """
        named = {role: file for role, file in request.models.items() if file not in ("", "auto")}
        asked = {**self._server.models, **named}

        async def chosen(catalog: Catalog) -> choice.Models:
            told = await self._loras.learn(self._http, request, catalog)
            return resolve(catalog, asked, bool(request.references), request.loras, request.family, told)

        catalog = await self._known_catalog()
        try:
            models = await chosen(catalog)
            if not models.absent or not self._stock.is_older(believed):
                return models, catalog
        except ModelMissing:
            if not self._stock.is_older(believed):
                raise
        # Somebody may have just put it there.
        catalog = await self._known_catalog(afresh=True)
        return await chosen(catalog), catalog

    async def catalog_for(self, own: OwnGraph) -> Catalog:
        """The nodes that a person's own graph uses, and those that list models; as they are now where one lacks."""
        wanted = classes_known() | frozenset(classes_of(own.nodes).values())
        catalog = await self._stocked(wanted)
        try:
            examine_own(own, catalog)
        except EngineRefused:
            catalog = await self._stocked(wanted, afresh=True)
        return catalog

    async def prepare_own(self, own: OwnGraph, request: DrawRequest) -> str:
        """As `prepare`, with a person's own graph. Raises EngineError."""
        catalog, loras = await self._chosen_own(own, request)
        graph = filled(own, request, await self._brought.all_of(self._http, request), loras)
        return msgspec.json.encode(completed(graph, catalog)).decode()

    async def outlook_own(self, own: OwnGraph, request: DrawRequest) -> Outlook:
        """As `outlook`, with a person's own graph. Raises EngineError."""
        catalog, loras = await self._chosen_own(own, request)
        graph = completed(filled(own, request, to_come(request), loras), catalog)
        return Outlook("", own.name, note=said(request, graph))

    async def _chosen_own(self, own: OwnGraph, request: DrawRequest) -> tuple[Catalog, tuple[LoraUse, ...]]:
        check(request)
        check_own(own, request)
        catalog = await self.catalog_for(own)
        examine_own(own, catalog)
        if "lora" not in own.roles:
            return catalog, ()
        told = await self._loras.learn(self._http, request, catalog)
        return catalog, wanted_by(own.nodes, request, catalog, told)

    async def _known_catalog(self, afresh: bool = False) -> Catalog:
        return await self._stocked(classes_known(), afresh)

    async def _stocked(self, classes: frozenset[str], afresh: bool = False) -> Catalog:
        lost = sum(socket.lost for socket in self._sockets.values())
        if lost != self._lost:
            # The server may have been started again, with other nodes, or as another version.
            self._lost = lost
            self._forget_server()
        return await self._stock.of(self._http, classes, afresh=afresh)

    def _forget_server(self) -> None:
        """Ask anew what the server is, has and keeps, when that is next needed."""
        self._stock.forget()
        self._brought.forget()
        self._http.lacking.clear()

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
