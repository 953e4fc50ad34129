"""Asking a server what it has, node by node: the whole list is several megabytes where many nodes are installed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from urllib.parse import quote

from backends.comfyui.catalog import Catalog, read
from backends.comfyui.http import Http


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
