"""What is known of a server's LoRAs: each file is asked once what it was made for."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from backends.base import DrawRequest, LoraInfo
from backends.bases import base_of
from backends.comfyui.graphs.models import found_among, listed
from backends.comfyui.inventory import local_files
from backends.comfyui.inventory.catalog import Catalog
from backends.comfyui.inventory.loras import ask
from backends.comfyui.wire.http import Http
from backends.comfyui.wire.server import Server


class KnownLoras:
    """The LoRAs of one server, by the names that it lists."""

    def __init__(self, server: Server) -> None:
        self._is_here = local_files.is_here(server)
        self._folders: tuple[str, ...] | None = None
        self._infos: dict[str, LoraInfo] = {}

    async def ask(self, http: Http, files: Iterable[str]) -> tuple[LoraInfo, ...]:
        """What these files say of themselves, in their order. Raises EngineError."""
        files = tuple(dict.fromkeys(files))
        for info in await ask(http, [file for file in files if file not in self._infos]):
            self._infos[info.file] = info if base_of(info.base) else await self._looked_into(http, info)
        return tuple(self._infos[file] for file in files if file in self._infos)

    async def learn(self, http: Http, request: DrawRequest, catalog: Catalog) -> dict[str, str]:
        """What the files of a request's LoRAs say of their base, asking those that are new. Raises EngineError."""
        files = listed(catalog, "lora")
        await self.ask(http, filter(None, (found_among(files, use.file) for use in request.loras)))
        return self.told(request)

    async def _looked_into(self, http: Http, info: LoraInfo) -> LoraInfo:
        """What the tensors of a file tell whose metadata tell nothing, where the file is on this machine."""
        if not self._is_here:
            return info
        if self._folders is None:
            self._folders = await local_files.folders(http)
        base = await local_files.base_of_file(self._folders, info.file)
        return msgspec.structs.replace(info, base=base) if base else info

    def told(self, request: DrawRequest) -> dict[str, str]:
        """What is known of the bases of a request's LoRAs, by the names that the request has for them."""
        named = {use.file: found_among(self._infos, use.file) for use in request.loras}
        return {asked: self._infos[file].base for asked, file in named.items() if file}
