"""The chain of LoRAs in a person's own graph: the node titled `studio: lora` stands for as many as a scene asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backends.base import DrawRequest, EngineRefused, LoraUse
from backends.bases import base_in_name
from backends.comfyui.graphs.graph import Graph, models_of
from backends.comfyui.graphs.models import listed, missing
from backends.comfyui.graphs.resolve import chain_for
from backends.comfyui.inventory.catalog import Catalog
from backends.plain import plain


def wanted_by(graph: Graph, request: DrawRequest, catalog: Catalog, told: Mapping[str, str]) -> tuple[LoraUse, ...]:
    """Those of a request's LoRAs that fit the graph's model, as the server names them. Raises ModelMissing.

    What the graph draws with is known by the name of its file; where that tells nothing, all fit.
    """
    models = models_of(graph)
    base = base_in_name(models.get("unet") or models.get("checkpoint", ""))
    chain = chain_for(base, listed(catalog, "lora"), request.loras, told)
    if chain.absent:
        raise missing("lora", chain.absent[0])
    return chain.used


def chain(name: str, graph: Graph, node_id: str, uses: tuple[LoraUse, ...]) -> None:
    """Put one node for each LoRA where this one stands; without LoRAs, it is bypassed. Raises EngineRefused."""
    node = graph[node_id]
    inputs = node["inputs"]
    if not {"model", "lora_name", "strength_model"} <= inputs.keys():
        raise EngineRefused(
            f"The node titled studio: lora of the graph {name} is a {plain(node['class_type'], 60)}",
            "Give the title to a LoraLoaderModelOnly or a LoraLoader",
        )
    readers = [other["inputs"] for other in graph.values() if other is not node]
    before: list[Any] = [inputs["model"], inputs.get("clip")]
    last = before
    for number, use in enumerate(uses, 1):
        key = node_id if number == 1 else _free(graph, f"{node_id}-lora{number}")
        given = {**inputs, "model": last[0], "lora_name": use.file, "strength_model": use.strength}
        if "clip" in inputs:
            given |= {"clip": last[1], "strength_clip": use.strength}
        graph[key] = {**node, "inputs": given}
        last = [[key, 0], [key, 1]]
    if not uses:
        del graph[node_id]
    for held in readers:
        for key, value in held.items():
            if isinstance(value, list) and len(value) == 2 and value[0] == node_id and value[1] in (0, 1):
                held[key] = last[value[1]]


def _free(graph: Graph, key: str) -> str:
    while key in graph:
        key += "-"
    return key
