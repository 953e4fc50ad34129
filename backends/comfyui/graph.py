"""FLUX.1 graphs in ComfyUI's API format: node id → class and inputs. Pure functions of a request and model names.

The loaders stand one by one: CheckpointLoaderSimple passes validation on files that hold only the UNet, and fails
later. `weight_dtype` stays `default`: other values spoil files that are scaled fp8 already.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from backends.base import DrawRequest, EngineRefused
from backends.comfyui.catalog import Catalog, Input, Models, Node
from backends.comfyui.plain import plain

Graph: TypeAlias = dict[str, dict[str, Any]]
Link: TypeAlias = list[Any]
"""Where an input comes from: `[node id, number of the output]`."""

PREFIX = "milo-studio/picture"
SCHNELL_STEPS = 4
"""Schnell is distilled for one to four steps; more than `MOST_SCHNELL_STEPS` were meant for another model."""
MOST_SCHNELL_STEPS = 8


def flux(request: DrawRequest, models: Models, uploaded: tuple[str, ...] = ()) -> Graph:
    """The graph for a request. `uploaded` are the references' names on the server.

    `models.loras` go with `request.loras` one to one. Sides are rounded to the 16 pixels that the model draws in.
    """
    graph: Graph = {}
    unet = _put(graph, "unet", "UNETLoader", unet_name=models.unet, weight_dtype="default")
    model = _loras(graph, unet, request, models)
    clip = _put(graph, "clip", "DualCLIPLoader", clip_name1=models.clip1, clip_name2=models.clip2, type="flux")
    vae = _put(graph, "vae", "VAELoader", vae_name=models.vae)
    words = _put(graph, "prompt", "CLIPTextEncode", text=request.prompt, clip=clip)
    positive = _references(graph, words, vae, uploaded)
    if models.family != "schnell":
        positive = _put(graph, "guidance", "FluxGuidance", conditioning=positive, guidance=request.guidance)
    negative = _put(graph, "negative", "ConditioningZeroOut", conditioning=words)
    width, height = sixteens(request.width), sixteens(request.height)
    size = _put(graph, "size", "EmptySD3LatentImage", width=width, height=height, batch_size=1)
    sampled = _put(
        graph,
        "sampler",
        "KSampler",
        model=model,
        positive=positive,
        negative=negative,
        latent_image=size,
        seed=request.seed,
        steps=steps(request, models),
        cfg=1.0,
        sampler_name=request.sampler,
        scheduler=request.scheduler,
        denoise=1.0,
    )
    decoded = _put(graph, "decode", "VAEDecode", samples=sampled, vae=vae)
    _put(graph, "save", "SaveImage", images=decoded, filename_prefix=PREFIX)
    return graph


def steps(request: DrawRequest, models: Models) -> int:
    """How many steps will be sampled: what was asked for, but four where Schnell is asked for more than eight."""
    too_many = models.family == "schnell" and request.steps > MOST_SCHNELL_STEPS
    return SCHNELL_STEPS if too_many else request.steps


def sixteens(side: int) -> int:
    """The multiple of 16 nearest to a side in pixels, at least 16."""
    return max(16, (side + 8) // 16 * 16)


def completed(graph: Graph, catalog: Catalog) -> Graph:
    """The graph with every required input that it leaves open filled from the server's defaults.

    Nodes gain inputs over time. Raises EngineRefused for a node that the server lacks, for an input that has no
    default, and for a sampler or scheduler that the server does not list.
    """
    whole: Graph = {}
    for name, node in graph.items():
        kind = node["class_type"]
        known = catalog.nodes.get(kind)
        if known is None:
            raise EngineRefused(f"The server has no node {kind}", "Update ComfyUI on the server")
        inputs = dict(node["inputs"])
        for input_name, wanted in known.inputs.items():
            if not wanted.required or input_name in inputs:
                continue
            inputs[input_name] = _unasked(kind, input_name, wanted)
        _hold_choices(inputs, known)
        whole[name] = {**node, "inputs": inputs}
    return whole


def classes_needed() -> frozenset[str]:
    """The node classes without which no FLUX graph can be built."""
    models = Models("unet", "clip1", "clip2", "vae", "kontext")
    graph = flux(DrawRequest("", "", "", 0), models, ("reference",))
    return frozenset(node["class_type"] for node in graph.values())


def classes_of(graph: object) -> dict[str, str]:
    """Node id → class of a graph that came from anywhere; what is no node is left out."""
    if not isinstance(graph, dict):
        return {}
    return {
        name: node["class_type"]
        for name, node in graph.items()
        if isinstance(name, str) and isinstance(node, dict) and isinstance(node.get("class_type"), str)
    }


def models_of(graph: object) -> dict[str, str]:
    """Role → file of a graph that came from anywhere, LoRAs under `lora` with commas between them."""
    found: dict[str, list[str]] = {}
    if isinstance(graph, dict):
        for node in graph.values():
            inputs = node.get("inputs") if isinstance(node, dict) else None
            for role, name in _ROLES.items():
                value = inputs.get(name) if isinstance(inputs, dict) else None
                if isinstance(value, str):
                    found.setdefault(role, []).append(plain(value, 160))
    return {role: ", ".join(names) for role, names in found.items()}


def _unasked(kind: str, name: str, wanted: Input) -> Any:
    if wanted.default is not msgspec.UNSET:
        return wanted.default
    if wanted.choices:
        return wanted.choices[0]
    raise EngineRefused(
        f"The server's node {kind} needs {plain(name, 60)}, which this studio does not know",
        "Update the studio, or use another server",
    )


def _hold_choices(inputs: dict[str, Any], known: Node) -> None:
    for name in ("sampler_name", "scheduler"):
        choices = known.inputs[name].choices if name in known.inputs else ()
        if name in inputs and choices and inputs[name] not in choices:
            raise EngineRefused(
                f"The server has no {name.removesuffix('_name')} called {plain(inputs[name], 60)}",
                f"Choose one of {plain(', '.join(map(str, choices[:12])))}",
            )


_ROLES = {"unet": "unet_name", "clip1": "clip_name1", "clip2": "clip_name2", "vae": "vae_name", "lora": "lora_name"}


def _put(graph: Graph, name: str, kind: str, **inputs: Any) -> Link:
    graph[name] = {"class_type": kind, "inputs": inputs}
    return [name, 0]


def _loras(graph: Graph, model: Link, request: DrawRequest, models: Models) -> Link:
    for number, (use, file) in enumerate(zip(request.loras, models.loras, strict=True), 1):
        model = _put(
            graph, f"lora{number}", "LoraLoaderModelOnly", model=model, lora_name=file, strength_model=use.strength
        )
    return model


def _references(graph: Graph, words: Link, vae: Link, uploaded: tuple[str, ...]) -> Link:
    for number, name in enumerate(uploaded, 1):
        image = _put(graph, f"image{number}", "LoadImage", image=name)
        scaled = _put(graph, f"scale{number}", "FluxKontextImageScale", image=image)
        latent = _put(graph, f"encode{number}", "VAEEncode", pixels=scaled, vae=vae)
        words = _put(graph, f"reference{number}", "ReferenceLatent", conditioning=words, latent=latent)
    return words
