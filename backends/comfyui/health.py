"""How a server is: its version, devices, memory, queue, and whether it has what the studio's graphs need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from backends.base import EngineError, Health
from backends.comfyui.graphs.choosing import classes_needed
from backends.comfyui.graphs.models import SHELVES, family_of
from backends.comfyui.graphs.resolve import UNET, resolve, usable_models
from backends.comfyui.inventory.catalog import Catalog
from backends.comfyui.runs.whereabouts import running_waiting
from backends.comfyui.wire.http import Http
from backends.comfyui.wire.server import Server
from backends.families import LOOKS_AT_REFERENCES
from backends.plain import plain

GIB = 2**30


class _Device(msgspec.Struct):
    name: str = "device"
    vram_total: float = 0
    vram_free: float = 0


class _Stats(msgspec.Struct):
    system: dict[str, Any] = {}
    devices: list[_Device] = []


async def examine(http: Http, server: Server, known: Callable[[bool], Awaitable[Catalog]], dropped: int = 0) -> Health:
    """The server's health; never raises EngineError.

    `known` gives its nodes and models, with True as they are now; `dropped` is how many senseless frames were dropped.
    """
    try:
        stats = _stats(await http.get("/system_stats"))
        running, waiting = await running_waiting(http)
        catalog = await known(False)
        if lacking(catalog, server.models):
            # Somebody may have just put it there.
            catalog = await known(True)
    except EngineError as error:
        return Health(False, _sentence(error), {"error": plain(error.reason)})
    version = plain(stats.system.get("comfyui_version"), 40) or "of unknown version"
    models = usable_models(catalog)
    facts = {"version": version, "devices": _devices(stats), "running": str(running), "waiting": str(waiting)}
    facts["models"] = ", ".join(plain(name, 120) for name in models) or "none that the studio draws with"
    if dropped:
        facts["dropped frames"] = str(dropped)
    if not any(family_of(name) in LOOKS_AT_REFERENCES for name in models):
        shelf = SHELVES["unet"]
        facts["references"] = f"no model that looks at them, such as Kontext: put {UNET} into {shelf.folder}"
    trouble = lacking(catalog, server.models)
    if trouble:
        facts["missing"] = trouble
        return Health(False, trouble, facts, running + waiting)
    return Health(True, f"ComfyUI {version} on {_devices(stats)}; {_counted(models)}", facts, running + waiting)


def lacking(catalog: Catalog, asked: dict[str, str]) -> str:
    """What the server lacks to draw anything at all, in one line; empty where nothing is missing."""
    absent = sorted(classes_needed() - catalog.nodes.keys())
    if absent:
        return f"The server has no node {', '.join(absent)}: update ComfyUI"
    try:
        resolve(catalog, asked, references=False)
    except EngineError as error:
        return _sentence(error)
    return ""


def _counted(models: tuple[str, ...]) -> str:
    return "1 model" if len(models) == 1 else f"{len(models)} models"


def _stats(body: bytes) -> _Stats:
    try:
        return msgspec.json.decode(body, type=_Stats)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return _Stats()


def _devices(stats: _Stats) -> str:
    return (
        ", ".join(
            f"{plain(device.name, 60)} ({device.vram_free / GIB:.1f} of {device.vram_total / GIB:.1f} GiB free)"
            for device in stats.devices[:8]
        )
        or "no device"
    )


def _sentence(error: EngineError) -> str:
    return f"{error.reason}. {error.remedy}" if error.remedy else error.reason
