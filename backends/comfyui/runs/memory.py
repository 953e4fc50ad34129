"""What could be made smaller of a graph that did not fit into a server's memory."""

from __future__ import annotations

from backends.base import EngineBroke
from backends.comfyui.graphs.graph import classes_of, models_of, values_of

USUAL_SIDE = 1024
SMALL_SIDE = 768
SMALL_WEIGHTS = ("fp8", "fp4", "gguf", "nf4", "int8", "int4", "svdq", "q2", "q3", "q4", "q5", "q6", "q8")
"""Words in the name of a file whose weights are smaller than 16 bits."""


def advised(error: EngineBroke, graph: object) -> EngineBroke:
    """The error with a remedy that names what the graph has most of; another error than of memory stays as it is."""
    if not error.out_of_memory:
        return error
    told, small = smaller(graph), small_model(graph)
    if not told and not small:
        return error
    remedy = f"{told[0].upper()}{told[1:]}; or free the server's memory and draw again" if told else error.remedy
    return EngineBroke(error.reason, remedy, error.node, out_of_memory=True, small_model=small)


def smaller(graph: object) -> str:
    """What could be made smaller, what helps most first; empty for a graph that tells nothing."""
    found = []
    width, height = _side(graph, "width"), _side(graph, "height")
    if max(width, height) > SMALL_SIDE:
        side = USUAL_SIDE if max(width, height) > USUAL_SIDE * 1.3 else SMALL_SIDE
        scale = side / max(width, height)
        small = tuple(max(256, round(length * scale / 16) * 16) for length in (width, height))
        found.append(f"draw at {small[0]}x{small[1]} instead of {width}x{height}")
    references = list(classes_of(graph).values()).count("ReferenceLatent")
    if references > 1:
        found.append(f"use fewer than {references} references, or stitch them into one")
    unet = models_of(graph).get("unet", "")
    if unet and not small_model(graph):
        found.append(f"choose an fp8 or GGUF file instead of {unet}")
    return ", ".join(found)


def small_model(graph: object) -> bool:
    """Whether the diffusion model has weights of less than 16 bits: by its file's name, or as it is loaded."""
    unet = models_of(graph).get("unet", "").lower()
    loaded = [kind for kind in values_of(graph, "weight_dtype") if isinstance(kind, str)]
    return any(word in unet for word in SMALL_WEIGHTS) or any(kind.startswith("fp8") for kind in loaded)


def _side(graph: object, name: str) -> int:
    return max((value for value in values_of(graph, name) if isinstance(value, int)), default=0)
