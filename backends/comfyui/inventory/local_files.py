"""The LoRA files of a server on this very machine: what their tensors tell, where their metadata say nothing.

ComfyUI names its folders at /internal/folder_paths. A tunnel makes a server far away look near: its folders are then
not here, and nothing is read.
"""

from __future__ import annotations

import asyncio
import ipaddress
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

import msgspec

from backends.base import EngineError
from backends.comfyui.wire.http import Http
from backends.comfyui.wire.server import Server
from backends.lora_shapes import base_of_shapes, read_header

KIND = "loras"


def is_here(server: Server) -> bool:
    """Whether the server's address is that of this machine."""
    try:
        host = urlsplit(server.url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def folders(http: Http) -> tuple[str, ...]:
    """Where the server has its LoRAs, as it names them; none where it does not say."""
    try:
        answer = msgspec.json.decode(await http.get("/internal/folder_paths"), type=dict[str, list[str]])
    except (EngineError, msgspec.DecodeError, RecursionError, UnicodeError):
        return ()
    return tuple(answer.get(KIND, ()))


async def base_of_file(places: tuple[str, ...], file: str) -> str:
    """What the tensors of a LoRA file tell that lies in one of the folders; empty where it is not there, or unclear."""
    return await asyncio.to_thread(_base, places, file)


def _base(places: tuple[str, ...], file: str) -> str:
    # A server's name becomes no path but one below its folder, and only the header of such a file is read.
    name = PurePosixPath(file.replace("\\", "/"))
    if name.is_absolute() or PureWindowsPath(file).drive or ".." in name.parts or name.suffix != ".safetensors":
        return ""
    for place in places:
        path = Path(place) / name
        try:
            if Path(place).is_absolute() and path.is_file():
                return base_of_shapes(read_header(path))
        except (OSError, ValueError):
            continue
    return ""
