"""Asking a server what it has, node by node: the whole list is several megabytes where many nodes are installed.

What was told is believed for as long as the server is the same: until it refuses a graph for want of something, was
started again, or is found to lack what a graph needs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from urllib.parse import quote

from backends.comfyui.inventory.catalog import Catalog, Node, read
from backends.comfyui.wire.http import Http


class Stock:
    """What one server is known to have. It belongs to one event loop."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._asked: set[str] = set()
        self._asked_at = float("-inf")

    async def of(self, http: Http, classes: Iterable[str], *, afresh: bool = False) -> Catalog:
        """The server's catalog of these node classes, as it was told, or asked anew. Raises EngineError."""
        wanted = frozenset(classes)
        unknown = wanted if afresh else wanted - self._asked
        if unknown:
            told = await take_stock(http, unknown)
            for name in unknown:
                self._nodes.pop(name, None)
            self._nodes.update(told.nodes)
            self._asked |= unknown
            self._asked_at = asyncio.get_running_loop().time()
        return Catalog({name: self._nodes[name] for name in wanted & self._nodes.keys()})

    def is_older(self, seconds: float) -> bool:
        """Whether the server was last asked longer ago than this."""
        return asyncio.get_running_loop().time() >= self._asked_at + seconds

    def forget(self) -> None:
        """Ask for everything again when it is next needed."""
        self._nodes.clear()
        self._asked.clear()


async def take_stock(http: Http, classes: Iterable[str], tries: int = 4) -> Catalog:
    """The server's catalog of these node classes; one that it lacks is not in it. Raises EngineError."""

    async def described(kind: str) -> Catalog:
        async def ask() -> Catalog:
            return await asyncio.to_thread(read, await http.get(f"/object_info/{quote(kind, safe='')}"))

        return await http.patiently(ask, tries)

    asking = [asyncio.create_task(described(kind)) for kind in sorted(classes)]
    try:
        catalogs = await asyncio.gather(*asking)
    finally:
        # After one failure the others must not outlive the connections.
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    return Catalog({name: node for catalog in catalogs for name, node in catalog.nodes.items()})
