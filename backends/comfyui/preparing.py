"""From requests to graphs on one server: what it has and keeps is asked once, and again where that may be old."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from backends.base import DrawRequest, EngineError, EngineRefused, LoraInfo, LoraUse, ModelMissing, Outlook
from backends.comfyui.graphs import models as choice
from backends.comfyui.graphs.choosing import check, classes_known, graph_of
from backends.comfyui.graphs.fitting import said
from backends.comfyui.graphs.graph import Graph, classes_of, completed
from backends.comfyui.graphs.resolve import resolve
from backends.comfyui.graphs.workflow import workflow
from backends.comfyui.inventory.catalog import Catalog
from backends.comfyui.inventory.stock import Stock, take_stock
from backends.comfyui.known_loras import KnownLoras
from backends.comfyui.own import OwnGraph, filled
from backends.comfyui.own import check as check_own
from backends.comfyui.own import examine as examine_own
from backends.comfyui.own_loras import wanted_by
from backends.comfyui.preflight import outlook, to_come
from backends.comfyui.runs.pictures import Brought
from backends.comfyui.wire.http import Http
from backends.comfyui.wire.server import Server

NEW_SECONDS: Final = 5.0
"""A list that is not older than this is not asked for again only to tell how something would be drawn."""


class Preparing:
    """What one server is known to have, and the graphs that are made by that.

    `http` gives the connection, or raises EngineRefused; `lost` is how often sockets to the server were lost so far.
    """

    def __init__(self, server: Server, http: Callable[[], Http], lost: Callable[[], int]) -> None:
        self._server = server
        self._link = http
        self._lost = lost
        self._lost_then = 0
        self._version = ""
        self._loras = KnownLoras(server)
        self._stock = Stock()
        self._brought = Brought()

    @property
    def _http(self) -> Http:
        return self._link()

    def forget(self) -> None:
        """Ask anew what the server is, has and keeps, when that is next needed."""
        self._stock.forget()
        self._brought.forget()
        self._http.lacking.clear()

    def hear_version(self, version: str) -> None:
        """The server says its version: another one than before may have other nodes."""
        if self._version and version and version != self._version:
            self.forget()
        self._version = version or self._version

    async def graph(self, request: DrawRequest) -> Graph:
        """The graph for a request, its pictures brought to the server. Raises EngineError."""
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

        catalog = await self.catalog()
        try:
            models = await chosen(catalog)
            if not models.absent or not self._stock.is_older(believed):
                return models, catalog
        except ModelMissing:
            if not self._stock.is_older(believed):
                raise
        # Somebody may have just put it there.
        catalog = await self.catalog(afresh=True)
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

    async def graph_own(self, own: OwnGraph, request: DrawRequest) -> Graph:
        """As `graph`, with a person's own graph. Raises EngineError."""
        catalog, loras = await self._chosen_own(own, request)
        return completed(filled(own, request, await self._brought.all_of(self._http, request), loras), catalog)

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

    async def catalog(self, afresh: bool = False) -> Catalog:
        """The nodes that graphs of the studio use, and those that list models. Raises EngineError."""
        return await self._stocked(classes_known(), afresh)

    async def _stocked(self, classes: frozenset[str], afresh: bool = False) -> Catalog:
        if self._lost() != self._lost_then:
            # The server may have been started again, with other nodes, or as another version.
            self._lost_then = self._lost()
            self.forget()
        return await self._stock.of(self._http, classes, afresh=afresh)

    async def outlook(self, request: DrawRequest) -> Outlook:
        """How the server would draw a request now; nothing is uploaded or sent. Raises EngineError."""
        check(request)
        models, catalog = await self._chosen(request, NEW_SECONDS)
        return outlook(request, models, catalog, self._loras.told(request))

    async def all_loras(self) -> tuple[LoraInfo, ...]:
        """The server's LoRAs and what they say of themselves, asked of each file once. Raises EngineError."""
        catalog = await take_stock(self._http, [node for node, _ in choice.SHELVES["lora"].places])
        return await self._loras.ask(self._http, choice.listed(catalog, "lora"))

    def said(self, request: DrawRequest, graph: Graph) -> str:
        """What a person should know of how the graph draws otherwise than was asked; empty where it does not."""
        return said(request, graph, self._loras.told(request))

    async def info(self, job_id: str, graph: Graph) -> dict[str, Any]:
        """What the picture shall say of itself: the graph as ComfyUI's editor opens it. Drawing does not need it."""
        try:
            catalog = await self._stocked(frozenset(classes_of(graph).values()))
        except EngineError:
            return {}
        return {"workflow": workflow(graph, catalog, job_id)}
