"""A server that draws with a person's own graph: an engine of its own by name, on the server's one connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import msgspec

from backends.base import DrawRequest, EngineError, EngineRefused, Event, Health, Outlook, Ticket
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.own import LARGEST, OwnGraph, examine, read
from backends.plain import plain


class OwnGraphEngine:
    """One graph file on one server (`backends.base.Engine`). The server's engine is shared, and not closed by this."""

    kind: Final = "comfyui"
    sends_once: Final = False

    def __init__(self, name: str, engine: ComfyUIEngine, file: Path) -> None:
        self._name, self._engine, self._file = name, engine, file

    @property
    def name(self) -> str:
        """The name in the list of engines."""
        return self._name

    async def health(self) -> Health:
        """The server's health, and whether the file can be read and run there."""
        health = await self._engine.health()
        # What FLUX graphs of the studio would miss on the server is nothing to this one.
        if "error" in health.facts:
            return health
        try:
            own = await asyncio.to_thread(read_file, self._file)
            examine(own, await self._engine.catalog_for(own))
        except EngineError as error:
            return Health(False, f"{error.reason}. {error.remedy}", {"graph": error.reason}, health.waiting)
        return msgspec.structs.replace(
            health, ready=True, detail=f"the graph {own.name}, {len(own.nodes)} nodes, on {self._engine.name}"
        )

    async def outlook(self, request: DrawRequest) -> Outlook:
        """How the graph would draw a request on the server now. Raises EngineError."""
        return await self._engine.outlook_own(await asyncio.to_thread(read_file, self._file), request)

    async def prepare(self, request: DrawRequest) -> str:
        """Read the file, upload the request's pictures, and give the graph as JSON. Raises EngineError."""
        return await self._engine.prepare_own(await asyncio.to_thread(read_file, self._file), request)

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        """As the server's engine does it, with this graph."""
        return await self._engine.submit(request, prepared or await self.prepare(request), self.prepare)

    def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        """As the server's engine does it."""
        return self._engine.follow(ticket)

    async def cancel(self, ticket: Ticket) -> None:
        """As the server's engine does it."""
        await self._engine.cancel(ticket)

    async def free_memory(self) -> None:
        """As the server's engine does it."""
        await self._engine.free_memory()

    async def close(self) -> None:
        """Nothing: the server's engine is closed by whoever made it."""


def read_file(file: Path) -> OwnGraph:
    """The graph in a file of the person's. Raises EngineRefused, naming the file."""
    name = plain(file.stem, 60)
    try:
        if not file.is_file():
            raise EngineRefused(f"There is no graph {name} any more", f"Put it back: {file}")
        with file.open("rb") as opened:
            return read(opened.read(LARGEST + 1), name)
    except OSError as error:
        raise EngineRefused(
            f"The graph {name} cannot be read: {error.strerror or 'an error of the disk'}", f"Look at {file}"
        ) from error
