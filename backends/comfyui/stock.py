"""Asking a server what it has, node by node: the whole list is several megabytes where many nodes are installed."""

from __future__ import annotations

import asyncio

from backends.comfyui.catalog import Catalog, read
from backends.comfyui.graph import classes_needed
from backends.comfyui.http import Http


async def take_stock(http: Http, tries: int = 4) -> Catalog:
    """The server's catalog of the nodes that FLUX graphs use; a node that it lacks is not in it. Raises EngineError."""

    async def described(kind: str) -> bytes:
        return await http.patiently(lambda: http.get(f"/object_info/{kind}"), tries)

    wanted = sorted(classes_needed() | {"LoraLoaderModelOnly"})
    asking = [asyncio.create_task(described(kind)) for kind in wanted]
    try:
        bodies = await asyncio.gather(*asking)
    finally:
        # After one failure the others must not outlive the connections.
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    catalogs = await asyncio.to_thread(lambda: [read(body) for body in bodies])
    return Catalog({name: node for catalog in catalogs for name, node in catalog.nodes.items()})
