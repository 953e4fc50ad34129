"""The samplers of a ComfyUI graph: which of them drew the picture, and which only went over it.

A detailer, an inpainting, a faint last pass or one that enlarges goes on from a picture that is there already. What
people call the picture's prompt, seed and steps are those of the sampler that drew it.
"""

from __future__ import annotations

import re
from collections import deque
from typing import NamedTuple

from library.exchange.foreign.comfyui.conditioning import words_of
from library.exchange.foreign.comfyui.graph import Graph, Node, in_order, upstream, value_of
from library.exchange.foreign.facts import number

_DRAWING = frozenset({"steps", "sigmas", "sampler_name", "cfg", "noise"})
_NOISE = frozenset({"seed", "noise_seed", "noise", "add_noise"})
_DRAWN_FROM = re.compile(r"^model$|^positive$|pipe|^context$|^latent(_image)?$")
_STARTS = re.compile(r"^(latent(_image)?|latents|samples|(upscaled_)?images?(_opt)?|pixels|segs)$", re.I)
_NO_PICTURE = re.compile(
    r"model|clip|vae|cond|positive|negative|prompt|mask|control|noise|sigmas|guider|lora|embeds|text"
)
_SEES = re.compile(r"^(upscaled_)?images?(_opt)?$|^segs$", re.I)
_PART = re.compile(r"crop|mask|inpaint|segs|detail|bbox|outpaint", re.I)
_WHOLE = re.compile(r"composite|blend", re.I)
_ENLARGES = re.compile(r"scale|upsampl", re.I)
_GOES_OVER = re.compile(r"detail|upscal|supir|refiner", re.I)
_JOINS = re.compile(r"stitch|concat|grid|batch|collage|montage|panel|list", re.I)
_STAGES = re.compile(r"stage_?b", re.I)
_FAINT = 0.4
"""A pass that goes on from a drawn picture with at most this denoise leaves it as it was drawn."""
_SOME = 0.5
_MOST_PASSES = 20
_MOST_PANELS = 20


def is_sampler(node: Node) -> bool:
    """Whether a node draws: it has what samplers have, by the names of its inputs."""
    if not node.links:
        return False
    if "guider" in node.links and not node.links.keys().isdisjoint(("noise", "sigmas")):
        return True
    has = node.values.keys() | node.links.keys()
    if has.isdisjoint(_DRAWING) or has.isdisjoint(_NOISE):
        return False
    return "ampler" in node.kind or any(map(_DRAWN_FROM.search, node.links))


def own_samplers(graph: Graph, saver: str) -> list[str]:
    """The ids of the samplers that drew the picture which a node saved: one, or one for each panel, in their order."""
    samplers = samplers_behind(graph, saver)
    last = _panels(graph, saver, {identity for identity, _ in samplers}) or [identity for identity, _ in samplers[:1]]
    return list(dict.fromkeys(_own_sampler(graph, identity) for identity in last))


def _panels(graph: Graph, saver: str, drawing: set[str]) -> list[str]:
    """The last samplers of the pictures that stand side by side in what a node saved; none where it is one picture."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting, is_joined = [saver], False
    while waiting and len(found) < _MOST_PANELS:
        identity = waiting.pop()
        node = graph.get(identity)
        if node is None or identity in seen:
            continue
        seen.add(identity)
        if identity in drawing:
            found.setdefault(identity)
            continue
        ways = [key for key in node.links if not _NO_PICTURE.search(key)]
        if len(ways) > 1 and not _JOINS.search(node.kind):
            return []
        is_joined |= len(ways) > 1
        waiting.extend(node.links[key].node for key in reversed(in_order(ways)))
    return list(found) if is_joined else []


def _own_sampler(graph: Graph, last: str) -> str:
    """The sampler that drew the picture which the `last` one had or went over."""
    found = last
    drawing = [identity for identity, _ in samplers_behind(graph, last)]
    for _ in range(_MOST_PASSES if len(drawing) > 1 else 0):
        before = _gone_over(graph, found, drawing)
        if before is None:
            break
        drawing.remove(found)
        found = before
    return found


def _gone_over(graph: Graph, identity: str, drawing: list[str]) -> str | None:
    """The sampler whose picture this one only went over; None where it drew itself."""
    node = graph[identity]
    if (first := _first_stage(graph, node, drawing)) is not None:
        return first
    others = [one for one in drawing if one != identity]
    before = _before(graph, node, set(others))
    if before is not None:
        change = _change(graph, node)
        if before.is_part or change <= _FAINT:
            return before.identity
        # With words of its own, or all anew, a pass that enlarges draws another picture after the first.
        if before.is_enlarged and change < 1 and words_of(graph, node) <= words_of(graph, graph[before.identity]):
            return before.identity
    if _GOES_OVER.search(node.kind):
        # What only provides a sampler for an upscaler has no picture coming in.
        others = [before.identity] if before is not None else others
        return next((one for one in others if not _GOES_OVER.search(graph[one].kind)), None)
    return None


class _Before(NamedTuple):
    """A sampler whose picture comes into another, and what was done with the picture in between."""

    identity: str
    is_part: bool
    is_enlarged: bool


def _before(graph: Graph, node: Node, others: set[str]) -> _Before | None:
    """The nearest sampler whose picture comes into this one, by whatever ways."""
    nearest: _Before | None = None
    seen: set[_Before] = set()
    waiting = deque(
        _Before(link.node, bool(_SEES.search(key)) or _is_part(node), False)
        for key, link in node.links.items()
        if _STARTS.search(key)
    )
    while waiting:
        way = waiting.popleft()
        source = graph.get(way.identity)
        if source is None or way in seen:
            continue
        seen.add(way)
        if way.identity in others:
            nearest = nearest or way
            if nearest.identity == way.identity:
                is_part, is_enlarged = nearest.is_part or way.is_part, nearest.is_enlarged or way.is_enlarged
                nearest = _Before(way.identity, is_part, is_enlarged)
            continue
        is_part = way.is_part or _is_part(source)
        is_enlarged = way.is_enlarged or bool(_ENLARGES.search(source.kind))
        links = (link for key, link in source.links.items() if not _NO_PICTURE.search(key))
        waiting.extend(_Before(link.node, is_part, is_enlarged) for link in links)
    return nearest


def _is_part(node: Node) -> bool:
    """Whether a node takes a part of a picture, and does not put parts together."""
    return bool(_PART.search(node.kind)) and not _WHOLE.search(node.kind)


def _change(graph: Graph, node: Node) -> float:
    """How much a sampler changes, 0 to 1, by its denoise or that of its scheduler; some of it where neither says."""
    source = node
    if not node.has("denoise") and (link := node.links.get("sigmas")) is not None:
        source = graph.get(link.node, node)
    strength = number(value_of(graph, source, "denoise"))
    return _SOME if strength is None else strength


def _first_stage(graph: Graph, node: Node, drawing: list[str]) -> str | None:
    """Stable Cascade draws small in stage C; stage B, whose conditioning that is, makes it large."""
    link = node.links.get("positive")
    stage = graph.get(link.node) if link is not None else None
    if stage is None or not _STAGES.search(stage.kind):
        return None
    return next((stage.links[key].node for key in stage.links if stage.links[key].node in drawing), None)


def samplers_behind(graph: Graph, start: str) -> list[tuple[str, Node]]:
    """The samplers that a node depends on, the node itself too, nearest first, with their ids."""
    return [(identity, node) for identity, node in upstream(graph, start) if is_sampler(node)]


def turns(graph: Graph, identity: str) -> list[Node]:
    """The samplers that drew a picture in turns, up to this one: a refiner goes on in what another left unfinished."""
    found = [graph[identity]]
    for _ in range(_MOST_PASSES):
        link = found[0].links.get("latent_image")
        before = graph.get(link.node) if link is not None else None
        if (
            before is None
            or adds_noise(graph, found[0])
            or not is_sampler(before)
            or any(before is one for one in found)
        ):
            break
        found.insert(0, before)
    return found


def adds_noise(graph: Graph, node: Node) -> bool:
    """Whether a sampler begins with noise of its own, and does not go on with what another left."""
    source = graph.get(node.links["noise"].node) if "noise" in node.links else node
    if source is None or "Disable" in source.kind:
        return False
    return value_of(graph, source, "add_noise") not in ("disable", False)
