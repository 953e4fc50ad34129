"""ComfyUI's `workflow`, the editor's own format, as a graph like that of the API prompt, as far as it tells names.

Format: LiteGraph's serialisation, `nodes` with `inputs` that name links, and `widgets_values` in the order of the
widgets, with one more value after a seed. Newer editors name the widgets among the inputs; for older ones the names of
the usual nodes are known here, and of others they are told by what the values look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from library.foreign.facts import ForeignUnreadable, listed, mapping
from library.foreign.graph import MOST_NODES, Graph, Link, Node

_AFTER_SEED = ("randomize", "fixed", "increment", "decrement", "increment-wrap", True, False)
_BYPASSED, _MUTED = 4, 2
_WIDGETS = {
    "KSampler": "seed steps cfg sampler_name scheduler denoise",
    "KSamplerAdvanced": "add_noise noise_seed steps cfg sampler_name scheduler start_at_step end_at_step",
    "SamplerCustom": "add_noise noise_seed cfg",
    "RandomNoise": "noise_seed",
    "KSamplerSelect": "sampler_name",
    "BasicScheduler": "scheduler steps denoise",
    "CFGGuider": "cfg",
    "FluxGuidance": "guidance",
    "CLIPTextEncode": "text",
    "CLIPTextEncodeFlux": "clip_l t5xxl guidance",
    "CLIPTextEncodeSDXL": "width height crop_w crop_h target_width target_height text_g text_l",
    "CheckpointLoaderSimple": "ckpt_name",
    "CheckpointLoader": "config_name ckpt_name",
    "UNETLoader": "unet_name weight_dtype",
    "UnetLoaderGGUF": "unet_name",
    "LoraLoader": "lora_name strength_model strength_clip",
    "LoraLoaderModelOnly": "lora_name strength_model",
    "EmptyLatentImage": "width height batch_size",
    "EmptySD3LatentImage": "width height batch_size",
    "PrimitiveNode": "value",
}
_MODEL_FILE = re.compile(r"\.(safetensors|ckpt|gguf|sft)$", re.I)
_NO_MODEL = re.compile(r"clip|vae|control|upscale|style|ipadapter|vision|detector|sam", re.I)
_DEEPEST = 20


def graph_of_workflow(workflow: dict[str, Any]) -> Graph:
    """A decoded `workflow` as a graph. Raises ForeignUnreadable where it has no nodes, or more than MOST_NODES."""
    if not listed(workflow.get("nodes")):
        raise ForeignUnreadable("Its `workflow` has no nodes")
    inner = {
        one["id"]: one
        for one in map(mapping, listed(mapping(workflow.get("definitions")).get("subgraphs"))[:500])
        if isinstance(one.get("id"), str)
    }
    graph: Graph = {}
    _add(graph, workflow, "", {}, inner, 0)
    _join_named(graph)
    if not graph:
        raise ForeignUnreadable("Its `workflow` has no nodes")
    return graph


def _add(
    graph: Graph, workflow: dict[str, Any], prefix: str, outer: dict[int, Link], inner: dict[str, Any], depth: int
) -> None:
    """Add a workflow's nodes, and those of the subgraphs that stand in it as one node each."""
    links = dict(_links(workflow, prefix, outer))
    for given in map(mapping, listed(workflow.get("nodes"))[:MOST_NODES]):
        kind, identity, mode = given.get("type"), given.get("id"), given.get("mode")
        if not isinstance(kind, str) or not isinstance(identity, int | str) or mode == _MUTED:
            continue
        if len(graph) >= MOST_NODES:
            raise ForeignUnreadable(f"Its workflow has more than {MOST_NODES:,} nodes")
        place = f"{prefix}{identity}"
        node = Node(kind, {} if mode == _BYPASSED else dict(_values(kind, given)), dict(_node_links(given, links)))
        graph[place] = node
        if kind in inner and depth < _DEEPEST:
            graph[place] = Node(kind)
            slots = [links.get(mapping(one).get("link")) for one in listed(given.get("inputs"))]
            entering = {at: link for at, link in enumerate(slots) if link is not None}
            _add(graph, inner[kind], f"{place}:", entering, inner, depth + 1)
            for at, link in _leaving(inner[kind], f"{place}:", entering):
                graph[place].links[f"input_{at}"] = link
        if node.kind in inner or mode == _BYPASSED:
            node.values.clear()


def _links(workflow: dict[str, Any], prefix: str, outer: dict[int, Link]) -> Iterator[tuple[Any, Link]]:
    """Links by their number: lists at the top, objects in subgraphs, where -10 is the outer node's inputs."""
    for one in listed(workflow.get("links"))[: MOST_NODES * 5]:
        if isinstance(one, list) and len(one) >= 4:
            number, origin, slot = one[0], one[1], one[2]
        elif isinstance(one, dict):
            number, origin, slot = one.get("id"), one.get("origin_id"), one.get("origin_slot")
        else:
            continue
        if not isinstance(number, int | str) or not isinstance(slot, int) or not isinstance(origin, int | str):
            continue
        if origin == -10 and prefix:
            if slot in outer:
                yield number, outer[slot]
        else:
            yield number, Link(f"{prefix}{origin}", slot)


def _leaving(workflow: dict[str, Any], prefix: str, outer: dict[int, Link]) -> Iterator[tuple[int, Link]]:
    """What reaches a subgraph's outputs, which are its node -20."""
    links = dict(_links(workflow, prefix, outer))
    for one in map(mapping, listed(workflow.get("links"))[:MOST_NODES]):
        slot, link = one.get("target_slot"), links.get(one.get("id")) if isinstance(one.get("id"), int | str) else None
        if one.get("target_id") == -20 and isinstance(slot, int) and link is not None:
            yield slot, link


def _node_links(given: dict[str, Any], links: dict[Any, Link]) -> Iterator[tuple[str, Link]]:
    for at, one in enumerate(map(mapping, listed(given.get("inputs"))[:500])):
        link, key = one.get("link"), one.get("name")
        if isinstance(link, int | str) and link in links:
            yield (key if isinstance(key, str) and key else f"input_{at}"), links[link]


def _values(kind: str, given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A node's values by name."""
    values = given.get("widgets_values")
    if isinstance(values, dict):
        yield from list(values.items())[:500]
        return
    values = listed(values)[:500]
    inputs = list(map(mapping, listed(given.get("inputs"))[:500]))
    named = [mapping(one["widget"]).get("name") for one in inputs if "widget" in one]
    if kind in _WIDGETS and len(named) < len(_WIDGETS[kind].split()):
        named = list(_WIDGETS[kind].split())
    linked = {one.get("name") for one in inputs if "widget" in one and one.get("link") is not None}
    # Editors that name only the widgets that were made inputs do not say what the rest are called.
    if len([one for one in named if isinstance(one, str)]) >= max(1, len(values) - 2):
        for key, value in _in_step(named, values):
            if key not in linked:
                yield key, value
    else:
        yield from _guessed(kind, values)


def _in_step(named: list[Any], values: list[Any]) -> Iterator[tuple[str, Any]]:
    at = 0
    for key in named:
        if at >= len(values):
            return
        if isinstance(key, str):
            yield key, values[at]
        at += 1
        if key in ("seed", "noise_seed") and at < len(values) and values[at] in _AFTER_SEED:
            at += 1


def _guessed(kind: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    """Names for the values of an unknown node, by what they look like."""
    texts = 0
    for at, value in enumerate(values):
        if isinstance(value, dict) and "lora" in value:
            yield f"lora_{at}", value
        elif isinstance(value, str) and _MODEL_FILE.search(value[-20:]):
            if "lora" in kind.lower():
                yield f"lora_{at}", value
            elif not _NO_MODEL.search(kind):
                yield "ckpt_name" if at == 0 else f"file_{at}", value
        elif isinstance(value, str) and kind in ("SetNode", "GetNode"):
            yield "label", value
        elif isinstance(value, str) and re.search(r"text|prompt|string|primitive|positive|negative|note", kind, re.I):
            yield ("text" if not texts else f"text_{texts}"), value
            texts += 1
        elif isinstance(value, int) and at + 1 < len(values) and values[at + 1] in _AFTER_SEED[:5]:
            yield "seed", value
        elif isinstance(value, int | float) and re.search("primitive|constant|int|float|number", kind, re.I):
            yield "value", value


def _join_named(graph: Graph) -> None:
    """Link the nodes that get a value by name (GetNode) to those that set it (SetNode)."""
    setters = {_label(node): node for node in graph.values() if node.kind == "SetNode" and node.links}
    for node in graph.values():
        if node.kind == "GetNode" and (found := setters.get(_label(node))) is not None:
            node.links.update(found.links)
            node.values.clear()
    for node in setters.values():
        node.values.clear()


def _label(node: Node) -> str:
    return next((value for value in node.values.values() if isinstance(value, str)), "")
