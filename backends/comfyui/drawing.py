"""From a request to the graph that draws it, and which node classes such graphs are made of."""

from __future__ import annotations

from itertools import product

from backends.base import DrawRequest, EngineRefused, LoraUse
from backends.comfyui import flux1, flux2
from backends.comfyui.graph import Graph
from backends.comfyui.models import SHELVES, Models
from backends.comfyui.parts import Uploads
from backends.flux import Family


def graph_of(request: DrawRequest, models: Models, uploads: Uploads) -> Graph:
    """The graph for a request, before the server's own defaults are filled in."""
    if models.family == "flux2":
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
    """The node classes without which no FLUX graph can be built."""
    return _classes(DrawRequest("", "", "", 0), "kontext", "", Uploads(("one",)))


def classes_known() -> frozenset[str]:
    """All node classes that some graph of the studio uses, and those that list models."""
    full = DrawRequest("", "", "", 0, loras=(LoraUse("lora"),), references_joined="stitched", denoise=0.5)
    families: tuple[Family, ...] = ("kontext", "flux2")
    uploads = (Uploads(("one", "two")), Uploads(("one",), "start", "mask"))
    found = {node for shelf in SHELVES.values() for node, _ in shelf.places}
    for family, ending, pictures in product(families, ("", ".gguf"), uploads):
        found |= _classes(full, family, ending, pictures)
    return frozenset(found)


def _classes(request: DrawRequest, family: Family, ending: str, uploads: Uploads) -> frozenset[str]:
    loras = tuple(lora.file for lora in request.loras)
    models = Models(f"unet{ending}", f"clip1{ending}", "clip2", "vae", family, loras)
    return frozenset(node["class_type"] for node in graph_of(request, models, uploads).values())
