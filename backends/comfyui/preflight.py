"""How a server would draw a request, told before anything is uploaded or sent."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from backends.base import DrawRequest, Outlook
from backends.comfyui.graphs.choosing import graph_of
from backends.comfyui.graphs.fitting import said
from backends.comfyui.graphs.graph import completed
from backends.comfyui.graphs.models import Models
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.inventory.catalog import Catalog


def outlook(request: DrawRequest, models: Models, catalog: Catalog, told: Mapping[str, str]) -> Outlook:
    """What will come of it: the very graph is made, with names for pictures that are not there yet.

    `told` is what the LoRAs' files say of their base. Raises EngineRefused where the server cannot take the graph.
    """
    graph = completed(graph_of(request, models, to_come(request)), catalog)
    # What is absent is told by itself, and is not left out because it would not fit.
    there = tuple(use for use in request.loras if use.file not in models.absent)
    request = msgspec.structs.replace(request, loras=there)
    return Outlook(models.family, models.unet, models.left_out, models.absent, note=said(request, graph, told))


def to_come(request: DrawRequest) -> Uploads:
    """Names for a request's pictures, which are not on the server yet."""
    names = tuple(f"{number}.png" for number, _ in enumerate(request.references, 1))
    return Uploads(names, "start.png" if request.start else "", "mask.png" if request.mask else "")
