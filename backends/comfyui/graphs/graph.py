"""Graphs in ComfyUI's API format, node id → class and inputs: put together, completed, and read back."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import msgspec

from backends.base import EngineRefused
from backends.comfyui.inventory.catalog import Catalog, Input, Node
from backends.comfyui.inventory.packs import remedy
from backends.plain import plain

FILES: Final = {
    "unet_name": "unet",
    "ckpt_name": "checkpoint",
    "clip_name": "clip1",
    "clip_name1": "clip1",
    "clip_name2": "clip2",
    "vae_name": "vae",
    "lora_name": "lora",
}
"""The inputs of loaders that name a file, and the role of that file."""

Graph: TypeAlias = dict[str, dict[str, Any]]
Link: TypeAlias = list[Any]
"""Where an input comes from: `[node id, number of the output]`."""


def put(graph: Graph, name: str, kind: str, **inputs: Any) -> Link:
    """Add a node; the link to its first output."""
    graph[name] = {"class_type": kind, "inputs": inputs}
    return [name, 0]


def sixteens(side: int) -> int:
    """The multiple of 16 nearest to a side in pixels, at least 16."""
    return max(16, (side + 8) // 16 * 16)


def completed(graph: Graph, catalog: Catalog) -> Graph:
    """The graph with every required input that it leaves open filled from the server's defaults.

    Nodes gain inputs over time. Dynamic inputs, which a graph spells out under names of their own (`images.image0`),
    are left to the server, and so are nodes that nothing which is kept needs: it does not look at them. Raises
    EngineRefused for a node that the server lacks, for an input that has no default, and for a sampler or scheduler
    that the server does not list.
    """
    whole: Graph = {}
    looked_at = needed(graph, catalog)
    for name, node in graph.items():
        kind = node["class_type"]
        known = catalog.nodes.get(kind)
        if known is None:
            raise EngineRefused(f"The server has no node {plain(kind, 80)}", remedy(kind))
        inputs = dict(node["inputs"])
        for input_name, wanted in known.inputs.items() if name in looked_at else ():
            if wanted.required and input_name not in inputs and not wanted.dynamic:
                inputs[input_name] = _unasked(kind, input_name, wanted)
        if name in looked_at:
            _hold_choices(inputs, known)
        whole[name] = {**node, "inputs": inputs}
    return whole


def needed(graph: Graph, catalog: Catalog) -> frozenset[str]:
    """The ids of the nodes that keep a result, and of all that they need: those that a server validates."""
    left = [name for name, kind in classes_of(graph).items() if catalog.nodes.get(kind, Node()).keeps]
    found: set[str] = set()
    while left:
        name = left.pop()
        if name in found or name not in graph:
            continue
        found.add(name)
        values = graph[name]["inputs"].values()
        left += [value[0] for value in values if isinstance(value, list) and value and isinstance(value[0], str)]
    return frozenset(found)


def classes_of(graph: object) -> dict[str, str]:
    """Node id → class of a graph that came from anywhere, each node after those that it needs; others are left out."""
    classes = {
        name: node["class_type"]
        for name, node in (graph.items() if isinstance(graph, dict) else ())
        if isinstance(name, str) and isinstance(node, dict) and isinstance(node.get("class_type"), str)
    }
    ordered: dict[str, str] = {}
    for name in classes:
        ahead = [name]
        begun: set[str] = set()
        while ahead:
            # A node is looked at twice: first for what it needs, then to be put behind that.
            node = ahead.pop()
            if node in ordered:
                continue
            if node in begun:
                ordered[node] = classes[node]
                continue
            begun.add(node)
            needed = [source for source in sources_of(graph, node) if source in classes and source not in begun]
            ahead += [node, *reversed(needed)]
    return ordered


def sources_of(graph: object, name: str) -> list[str]:
    """The ids of the nodes that a node's inputs come from, in the order of its inputs."""
    node = graph.get(name) if isinstance(graph, dict) else None
    inputs = node.get("inputs") if isinstance(node, dict) else None
    links = inputs.values() if isinstance(inputs, dict) else ()
    return [link[0] for link in links if isinstance(link, list) and len(link) == 2 and isinstance(link[0], str)]


def models_of(graph: object) -> dict[str, str]:
    """Role → file of a graph that came from anywhere, LoRAs under `lora` with commas between them."""
    found: dict[str, list[str]] = {}
    for name, role in FILES.items():
        for value in values_of(graph, name):
            if isinstance(value, str):
                found.setdefault(role, []).append(plain(value, 160))
    return {role: ", ".join(names) for role, names in found.items()}


def values_of(graph: object, name: str) -> list[Any]:
    """What stands at an input of this name, in the order of the nodes, of a graph that came from anywhere."""
    nodes = graph.values() if isinstance(graph, dict) else ()
    inputs = [node.get("inputs") for node in nodes if isinstance(node, dict)]
    return [held[name] for held in inputs if isinstance(held, dict) and name in held]


def _unasked(kind: str, name: str, wanted: Input) -> Any:
    if wanted.default is not msgspec.UNSET:
        return wanted.default
    if wanted.choices:
        return wanted.choices[0]
    raise EngineRefused(
        f"The server's node {plain(kind, 80)} needs {plain(name, 60)}, and nothing is given for it",
        "In a graph of your own, fill that input in ComfyUI; else update the studio, or use another server",
    )


def _hold_choices(inputs: dict[str, Any], known: Node) -> None:
    for name in ("sampler_name", "scheduler"):
        choices = known.inputs[name].choices if name in known.inputs else ()
        given = inputs.get(name)
        if isinstance(given, str) and choices and given not in choices:
            raise EngineRefused(
                f"The server has no {name.removesuffix('_name')} called {plain(given, 60)}",
                f"Choose one of {plain(', '.join(map(str, choices[:12])))}",
            )
