"""A person's own graph, exported from ComfyUI in API format: read, and filled in where its nodes' titles say so.

A node titled `studio: prompt` gets the prompt, and so on; one node may carry several, as in `studio: seed, steps`.
`prompt` and `seed` must be there. What no title names stays as the person made it.
"""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from backends.base import DrawRequest, EngineRefused, LoraUse
from backends.comfyui.graphs.graph import FILES, Graph, classes_of, completed, needed, sixteens
from backends.comfyui.graphs.models import listed, missing
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.graphs.titles import last_part, titles
from backends.comfyui.inventory.catalog import Catalog
from backends.comfyui.inventory.packs import remedy
from backends.comfyui.own_loras import chain
from backends.plain import plain

LARGEST: Final = 4 * 2**20
"""Bytes of a file at most."""
MOST_NODES: Final = 2000

INPUTS: Final[dict[str, tuple[str, ...]]] = {
    "prompt": ("text", "clip_l", "t5xxl", "prompt", "string"),
    "seed": ("seed", "noise_seed"),
    "steps": ("steps",),
    "guidance": ("guidance", "cfg"),
    "denoise": ("denoise",),
    "size": ("width", "height"),
    "reference": ("image",),
    "start": ("image",),
    "mask": ("image",),
    "lora": ("lora_name",),
}
"""Role → the inputs that a node of this title gets, those of them that it has; else its input `value`."""

REQUIRED: Final = ("prompt", "seed")
_REFERENCE: Final = re.compile(r"reference\s+([1-9])")


class OwnGraph(msgspec.Struct, frozen=True):
    """A graph, and for each role (`prompt`, `reference 1`) the ids of the nodes whose titles name it."""

    name: str
    nodes: Graph
    roles: dict[str, tuple[str, ...]]

    @property
    def references(self) -> int:
        """How many reference pictures it takes."""
        return sum(role.startswith("reference ") for role in self.roles)


def read(data: bytes, name: str) -> OwnGraph:
    """The graph in a file's bytes. Raises EngineRefused, saying what the file is instead, or which title is missing."""
    if len(data) > LARGEST:
        raise EngineRefused(f"The graph {name} is larger than {LARGEST // 2**20} MiB", "Export a smaller one")
    try:
        nodes = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise EngineRefused(f"The graph {name} is not JSON: {plain(error, 120)}", _EXPORT) from error
    if isinstance(nodes, dict) and isinstance(nodes.get("nodes"), list):
        raise EngineRefused(f"The graph {name} was saved for ComfyUI's editor, and not in API format", _EXPORT)
    if not isinstance(nodes, dict) or not nodes or len(nodes) > MOST_NODES:
        raise EngineRefused(f"The graph {name} is not a graph in API format", _EXPORT)
    for node_id, node in nodes.items():
        _hold_node(name, node_id, node, nodes)
    roles = _roles(name, nodes)
    for role in REQUIRED:
        if role not in roles:
            raise EngineRefused(
                f"The graph {name} has no node titled studio: {role}",
                f"Give that title to the node with the {role} in ComfyUI, and export it again in API format",
            )
    missing = [number for number in range(1, 10) if f"reference {number}" not in roles]
    count = sum(role.startswith("reference ") for role in roles)
    if missing and missing[0] <= count:
        raise EngineRefused(
            f"The graph {name} has no node titled studio: reference {missing[0]}", "Number the references from 1"
        )
    return OwnGraph(name, nodes, roles)


def examine(own: OwnGraph, catalog: Catalog) -> None:
    """Raise EngineRefused for what a server with these nodes cannot run, or would fail at after a long wait.

    The doctor and every drawing ask this one function, so that neither takes what the other refuses.
    """
    classes = classes_of(own.nodes)
    absent = sorted({plain(kind, 80) for kind in classes.values() if kind not in catalog.nodes})
    if absent:
        raise EngineRefused(
            f"The server has no node {', '.join(absent[:5])}, which the graph {own.name} uses",
            ". ".join(dict.fromkeys(remedy(kind) for kind in absent[:3])) + ". Or choose another server",
        )
    if not any(catalog.nodes[kind].keeps for kind in classes.values()):
        raise EngineRefused(f"The graph {own.name} has no node that saves a picture", "Add SaveImage to it")
    unets = {last_part(name) for name in listed(catalog, "unet")}
    for node_id, kind in classes.items():
        inputs = own.nodes[node_id]["inputs"]
        file = str(inputs.get("ckpt_name") or inputs.get("unet_name") or "")
        if kind.startswith("CheckpointLoader") and last_part(file) in unets:
            raise EngineRefused(
                f"{plain(file, 120)} holds only the diffusion model, and {kind} of the graph {own.name} needs "
                "text encoders and VAE in it too",
                "Load it with UNETLoader, DualCLIPLoader and VAELoader",
            )
        if "scaled" in file.lower() and inputs.get("weight_dtype", "default") != "default":
            raise EngineRefused(
                f"{plain(file, 120)} is scaled fp8 already, and the weight_dtype of {kind} in the graph {own.name} "
                "would spoil it",
                "Set weight_dtype to default in ComfyUI, and export it again",
            )
    _hold_files(own, catalog)
    completed(own.nodes, catalog)


def _hold_files(own: OwnGraph, catalog: Catalog) -> None:
    """Raise ModelMissing for a model file of the graph that the server does not list; a scene brings its own LoRAs."""
    for node_id in needed(own.nodes, catalog) - set(own.roles.get("lora", ())):
        node = own.nodes[node_id]
        for name, role in FILES.items():
            file, known = node["inputs"].get(name), catalog.nodes[node["class_type"]].inputs.get(name)
            if isinstance(file, str) and known and known.closed and file not in known.choices:
                raise missing(role, file)


def check(own: OwnGraph, request: DrawRequest) -> None:
    """Raise EngineRefused where the request brings other pictures than the graph takes, naming the title."""
    brings, takes = len(request.references), own.references
    if takes and brings > takes:
        raise EngineRefused(
            f"The scene has {brings} reference pictures, and the graph {own.name} no node titled "
            f"studio: reference {takes + 1}",
            "Add one to the graph, or take somebody out of the scene",
        )
    if brings < takes:
        raise EngineRefused(
            f"The graph {own.name} takes {takes} reference pictures, and the scene brings {brings}",
            "Name a character with a reference picture in the scene, or choose another graph",
        )
    for role, picture in (("start", request.start), ("mask", request.mask)):
        if picture is not None and role not in own.roles:
            raise EngineRefused(f"The graph {own.name} has no node titled studio: {role}", "Choose another engine")
        if picture is None and role in own.roles:
            raise EngineRefused(
                f"The graph {own.name} takes a {role} picture, and the scene has none", "Choose one, or another engine"
            )


def filled(own: OwnGraph, request: DrawRequest, uploads: Uploads, loras: tuple[LoraUse, ...]) -> Graph:
    """The graph with the request in it, and these of its LoRAs, as the server names them. Raises EngineRefused."""
    graph = copy.deepcopy(own.nodes)
    size = {"width": sixteens(request.width), "height": sixteens(request.height)}
    values: dict[str, Any] = {
        "prompt": request.prompt,
        "seed": request.seed,
        "steps": request.steps,
        "guidance": request.guidance,
        "denoise": request.denoise,
        "start": uploads.start,
        "mask": uploads.mask,
        **{f"reference {number}": name for number, name in enumerate(uploads.references, 1)},
    }
    for role, node_ids in own.roles.items():
        for node_id in node_ids:
            if role == "lora":
                chain(own.name, graph, node_id, loras)
            elif role == "size":
                _set(own.name, role, graph[node_id], size)
            else:
                _set(own.name, role, graph[node_id], dict.fromkeys(INPUTS[role.split()[0]], values[role]))
    return graph


_EXPORT: Final = "In ComfyUI choose Workflow → Export (API), and put that file here"


def _hold_node(name: str, node_id: str, node: object, nodes: Mapping[str, object]) -> None:
    shown = plain(node_id, 40)
    usable = isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)
    if not isinstance(node, dict) or not usable:
        raise EngineRefused(f"The graph {name} is not in API format: {shown} is not a node", _EXPORT)
    for key, value in node["inputs"].items():
        link = isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], int)
        if link and value[0] not in nodes:
            raise EngineRefused(
                f"The graph {name} is not whole: {plain(key, 40)} of node {shown} comes from node "
                f"{plain(value[0], 40)}, which is not in it",
                _EXPORT,
            )


def _roles(name: str, nodes: Graph) -> dict[str, tuple[str, ...]]:
    roles: dict[str, tuple[str, ...]] = {}
    for node_id, named in titles(nodes).items():
        for role in named:
            if not _REFERENCE.fullmatch(role) and (role not in INPUTS or role == "reference"):
                raise _unknown(name, role)
            roles[role] = (*roles.get(role, ()), node_id)
    return roles


def _unknown(name: str, role: str) -> EngineRefused:
    known = [*(other for other in INPUTS if other != "reference"), "reference 1"]
    near = difflib.get_close_matches(role, known, 1, 0.6)
    meant = f"Did you mean studio: {near[0]}? " if near else ""
    return EngineRefused(
        f"The graph {name} has a node titled studio: {plain(role, 40)}, which means nothing to the studio",
        f"{meant}Known: {', '.join(known)}",
    )


def _set(name: str, role: str, node: dict[str, Any], values: Mapping[str, Any]) -> None:
    inputs = node["inputs"]
    there: Iterable[str] = [key for key in values if key in inputs]
    if not there and "value" in inputs and role != "size":
        inputs["value"] = next(iter(values.values()))
        return
    if not there or (role == "size" and len(list(there)) < 2):
        raise EngineRefused(
            f"The node titled studio: {role} of the graph {name} is a {plain(node['class_type'], 60)}, "
            f"and has no input {' or '.join(values)}",
            "Give the title to the node that has it",
        )
    for key in there:
        inputs[key] = values[key]
