"""From a request to the graph that draws it, and which node classes such graphs are made of."""

from __future__ import annotations

from itertools import product

from backends.base import DrawRequest, EngineRefused, LoraUse
from backends.comfyui.graphs import flux1, flux2, qwen, regions
from backends.comfyui.graphs.graph import Graph
from backends.comfyui.graphs.models import SHELVES, Models
from backends.comfyui.graphs.parts import Uploads
from backends.families import Family

PARTS = frozenset({"FluxKontextMultiReferenceLatentMethod", "FluxKVCache"}) | regions.NODES
"""Nodes that are used where the server has them."""


def graph_of(request: DrawRequest, models: Models, uploads: Uploads) -> Graph:
    """The graph for a request, before the server's own defaults are filled in."""
    if models.family == "qwen-edit":
        return qwen.graph(request, models, uploads)
    if not models.clip2:
        return flux2.graph(request, models, uploads)
    return flux1.graph(request, models, uploads)


def check(request: DrawRequest) -> None:
    """Raise EngineRefused for a mask without a picture under it, or a denoise that is out of its range."""
    if request.mask is not None and request.start is None:
        raise EngineRefused("There is a mask, and no picture that it lies on", "Choose the picture to paint over")
    if not 0 < request.denoise <= 1:
        raise EngineRefused(
            f"A denoise of {request.denoise:g} cannot be", "Choose one over 0 and up to 1; 0.6 keeps the composition"
        )


def classes_needed() -> frozenset[str]:
    """The node classes without which no graph can be built."""
    return _classes(DrawRequest("", "", "", 0), "kontext", "", Uploads(("one",))) - {"LoraLoaderModelOnly"}


def classes_known() -> frozenset[str]:
    """All node classes that some graph of the studio uses, and those that list models."""
    full = DrawRequest("", "", "", 0, references_joined="stitched", denoise=0.5)
    families: tuple[Family, ...] = ("kontext", "flux2", "klein-base", "qwen-edit")
    uploads = (Uploads(("one", "two")), Uploads(("one",), "start", "mask"))
    found = {node for shelf in SHELVES.values() for node, _ in shelf.places}
    for family, ending, pictures in product(families, ("", ".gguf"), uploads):
        found |= _classes(full, family, ending, pictures)
    return frozenset(found | PARTS)


def _classes(request: DrawRequest, family: Family, ending: str, uploads: Uploads) -> frozenset[str]:
    clip2 = "clip2" if family == "kontext" else ""
    models = Models(f"unet{ending}", f"clip1{ending}", clip2, "vae", family, loras=(LoraUse("lora"),))
    return frozenset(node["class_type"] for node in graph_of(request, models, uploads).values())
