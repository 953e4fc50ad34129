"""ComfyUI's `prompt`: from the node that saved the picture backwards to its sampler, texts, models and seed.

Where a way ends at nodes of an unknown make, all that the saving node depends on is looked through, nearest first.
"""

from __future__ import annotations

import re
from typing import Any

from library.exchange.foreign.comfyui.conditioning import prompts
from library.exchange.foreign.comfyui.graph import Graph, Node, graph_of, upstream, value_of
from library.exchange.foreign.comfyui.models import any_model, loras_of, models
from library.exchange.foreign.comfyui.samplers import adds_noise, is_sampler, own_samplers, samplers_behind, turns
from library.exchange.foreign.comfyui.switches import settle
from library.exchange.foreign.facts import (
    ForeignFacts,
    ForeignUnreadable,
    decoded,
    mapping,
    name,
    names,
    number,
    side,
    tagged_loras,
    whole,
    words,
)

TOOL = "ComfyUI"
_SEEDS = ("seed", "noise_seed")
_GUIDANCES = ("cfg", "cfg_conds", "guidance_scale", "cfg_scale", "video_cfg", "true_cfg")
_SAVES = re.compile(r"save|output|send", re.IGNORECASE)
_SHOWS = re.compile(r"preview|view|show", re.IGNORECASE)
_ENLARGES = re.compile(r"scale", re.IGNORECASE)
_PLACES = re.compile(r"area|box|crop|region|pad", re.IGNORECASE)
_PICTURE = re.compile(r"latent|samples|image|pixels|input|value|^$|on_", re.IGNORECASE)
_MOST_SAVERS = 20
_MOST_AROUND = 2_000
"""Nodes that are looked through for what is not found along the ways; real graphs have some hundreds."""


def read(prompt: str, size: tuple[int, int] | None = None) -> ForeignFacts:
    """The facts of a `prompt` text; `size` in px says which of several saved pictures this is.

    Raises ForeignUnreadable.
    """
    return read_graph(graph_of(decoded(prompt)), size)


def read_graph(graph: Graph, size: tuple[int, int] | None = None) -> ForeignFacts:
    """The same of a graph."""
    ends = _ends(graph)
    settle(graph)
    saver = _saver(graph, ends, size)
    around = behind = [node for _, node in upstream(graph, saver)]
    drawing: list[Node] = []
    if own := own_samplers(graph, saver):
        # What lies behind the picture's own sampler comes first, then what went over the picture afterwards.
        behind = [node for _, node in upstream(graph, own[0])]
        around = [*behind, *around]
        drawing = [node for _, node in samplers_behind(graph, own[0])]
    around, behind, drawing = around[:_MOST_AROUND], behind[:_MOST_AROUND], drawing[:_MOST_AROUND]
    in_turns = [node for one in own for node in turns(graph, one)]
    positive, negative = prompts(graph, in_turns, around)
    prompt = "\n".join(positive.texts)
    model, loras = models(graph, in_turns[0]) if in_turns else ("", [])
    loras = loras or [lora for node in behind for lora in loras_of(graph, node)]
    guidance = positive.guidance
    for key in _GUIDANCES:
        guidance = number(_near(graph, drawing, around, key)) if guidance is None else guidance
    width, height = _asked_size(graph, drawing[:1], around)
    return ForeignFacts(
        tool=TOOL,
        prompt=words(prompt),
        negative=words("\n".join(negative.texts)),
        model=model or any_model(graph, around),
        loras=names([*reversed(loras), *tagged_loras(prompt)]),
        seed=_seed(graph, drawing, around),
        steps=_steps(graph, drawing, around),
        guidance=guidance,
        sampler=name(_near(graph, drawing, around, "sampler_name")),
        scheduler=name(_near(graph, drawing, around, "scheduler")),
        width=width,
        height=height,
    )


def _asked_size(graph: Graph, samplers: list[Node], around: list[Node]) -> tuple[int | None, int | None]:
    """The width and height in px of what the samplers began with, before any enlarging."""
    starts = [node.links[key].node for node in samplers for key in ("latent_image", "samples") if key in node.links]
    behind = [node for _, node in upstream(graph, *starts, follow=lambda key: bool(_PICTURE.search(key)))]
    elsewhere = [node for node in around if not _ENLARGES.search(node.kind)]
    for node in [*reversed(behind), *elsewhere]:
        width, height = (side(value_of(graph, node, key)) for key in ("width", "height"))
        if width and height and not _PLACES.search(node.kind):
            return width, height
    return None, None


def _ends(graph: Graph) -> list[str]:
    """The nodes that no other takes anything from; all where there are none."""
    used = {link.node for node in graph.values() for link in node.links.values()}
    return [identity for identity in graph if identity not in used] or list(graph)


def _saver(graph: Graph, ends: list[str], size: tuple[int, int] | None) -> str:
    """The node that most likely saved this file: of several, the one behind which most was done."""
    saving = [end for end in ends if _SAVES.search(graph[end].kind)]
    candidates = saving or [end for end in ends if _SHOWS.search(graph[end].kind)] or ends
    if len(candidates) == 1:
        return candidates[0]
    return max(candidates[:_MOST_SAVERS], key=lambda end: _likelihood(graph, end, size))


def _likelihood(graph: Graph, end: str, size: tuple[int, int] | None) -> tuple[bool, bool, int]:
    """Whether anything was drawn, whether it has the picture's size, and how many nodes took part."""
    nodes = [node for _, node in upstream(graph, end)]
    # A picture of exactly the latent's size, with nothing enlarged before, is the first of several that were saved.
    fits = any((node.values.get("width"), node.values.get("height")) == size for node in nodes)
    is_enlarged = any(_ENLARGES.search(node.kind) for node in nodes)
    return any(map(is_sampler, nodes)), fits and not is_enlarged, len(nodes)


def _seed(graph: Graph, samplers: list[Node], around: list[Node]) -> int | None:
    """The seed of the nearest sampler that adds noise; one that goes on with another's noise has none of its own."""
    for node in samplers:
        source = graph.get(node.links["noise"].node) if "noise" in node.links else node
        if source is None or not adds_noise(graph, node):
            continue
        for key in _SEEDS:
            if (found := whole(value_of(graph, source, key))) is not None:
                return found
    seeds = (whole(value_of(graph, node, key)) for node in around for key in _SEEDS)
    return next((seed for seed in seeds if seed is not None), None)


def _steps(graph: Graph, samplers: list[Node], around: list[Node]) -> int | None:
    """The steps of the nearest sampler, also where they are written as a row of sigmas, one more than steps."""
    for node in samplers[:1]:
        source = graph.get(node.links["sigmas"].node) if "sigmas" in node.links else None
        if source is not None and isinstance(row := source.values.get("sigmas"), str):
            return max(len(re.findall(r"[\d.]+", row[:10_000])) - 1, 0) or None
    return whole(_near(graph, samplers, around, "steps"), 2**31 - 1)


def _near(graph: Graph, samplers: list[Node], around: list[Node], key: str) -> Any:
    """A value of the nearest sampler, or of what it takes its steps, guidance and method from, or of any node."""
    nearest: list[Node] = []
    for node in samplers[:1]:
        nearest.append(node)
        nearest += [
            graph[link.node] for way, link in node.links.items() if link.node in graph and way != "latent_image"
        ]
    for node in [*nearest, *samplers, *around]:
        if key in node.values or key in node.links:
            found = value_of(graph, node, key)
            if isinstance(found, str | int | float):
                return found
    return None


def is_graph(text: str) -> bool:
    """Whether a text may be a graph: another tool's `prompt` is words."""
    return text.lstrip()[:1] == "{" and '"class_type"' in text


def read_either(prompt: str, workflow: str, size: tuple[int, int] | None = None) -> ForeignFacts:
    """The facts of the `prompt`, or where that is missing or broken, of the `workflow`. Raises ForeignUnreadable."""
    if prompt:
        try:
            return read(prompt, size)
        except ForeignUnreadable:
            if not workflow:
                raise
    from library.exchange.foreign.comfyui.workflow import graph_of_workflow

    return read_graph(graph_of_workflow(mapping(decoded(workflow))), size)
