"""Settings that fit the model which draws, where it is not the one that the request was made for; and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from backends.base import Drawn, DrawRequest
from backends.bases import BASE_OF_FAMILY
from backends.comfyui.graphs import regions
from backends.comfyui.graphs.graph import classes_of, models_of, values_of
from backends.comfyui.graphs.models import family_of, found_among
from backends.comfyui.graphs.resolve import base_of_lora
from backends.comfyui.graphs.titles import is_own, left_out
from backends.families import GUIDANCE, MOST_REFERENCES, NAMES, STEPS, Family
from backends.plain import plain

MOST_SCHNELL_STEPS: Final = 8
"""Schnell is distilled for one to four steps; more than these were meant for another model."""


class Fit(msgspec.Struct, frozen=True):
    """The sampling steps and the guidance to draw with."""

    steps: int
    guidance: float


def fitted(request: DrawRequest, family: Family) -> Fit:
    """What a person set, or what was asked for this family; else the family's own settings.

    A request that names no family keeps its settings, but Schnell gets no more steps than it can use.
    """
    another = bool(request.family) and request.family != family
    too_many = not request.family and family == "schnell" and request.steps > MOST_SCHNELL_STEPS
    own_steps = (another or too_many) and "steps" not in request.chosen
    own_guidance = another and "guidance" not in request.chosen
    return Fit(
        STEPS[family] if own_steps else request.steps,
        GUIDANCE[family] if own_guidance else request.guidance,
    )


def said(request: DrawRequest, graph: object, told: Mapping[str, str] | None = None) -> str:
    """What a person should know of how the graph draws otherwise than was asked; empty where it does not.

    `told` is what the LoRAs' files say of their base.
    """
    if is_own(graph):
        return left_out(request, graph)
    unet = models_of(graph).get("unet", "")
    if not unet:
        return ""
    family, words = family_of(unet), []
    asked = next((name for known, name in NAMES.items() if known == request.family), "")
    if asked and family != request.family:
        steps = [count for count in values_of(graph, "steps") if isinstance(count, int)]
        counted = f" with {steps[0]} steps" if steps else ""
        words.append(f"drawn by {unet}{counted}, and not by {asked}")
    words += _without(request, graph, told or {})
    parted = regions.wanted(request) and regions.NODES.issubset(classes_of(graph).values())
    if regions.wanted(request) and not parted:
        words.append("references one after another, and not by regions: the server lacks nodes for masks")
    most = MOST_REFERENCES.get(family)
    if most and len(request.references) > most and request.references_joined != "stitched" and not parted:
        words.append(f"references {most} to {len(request.references)} side by side as one: it looks at {most}")
    return "; ".join(words)


def drawn_by(graph: object) -> Drawn:
    """What a graph draws with, of a graph that came from anywhere; of a person's own graph only the LoRAs."""
    loras = tuple(plain(name, 200) for name in values_of(graph, "lora_name") if isinstance(name, str))
    if is_own(graph):
        return Drawn(loras=loras)
    unet = models_of(graph).get("unet", "")
    if not unet:
        return Drawn()
    steps = [count for count in values_of(graph, "steps") if isinstance(count, int)]
    family = family_of(unet)
    return Drawn(family, steps[0] if steps else None, _guidance(graph, family), loras)


def _guidance(graph: object, family: Family) -> float | None:
    """Of klein and Qwen the sampler's guidance; of the others the number that the model reads, where it does."""
    values: list[Any] = values_of(graph, "guidance" if family in ("kontext", "dev", "flux2") else "cfg")
    if family == "schnell" or not values or not isinstance(values[0], int | float):
        return None
    return float(values[0])


def _without(request: DrawRequest, graph: object, told: Mapping[str, str]) -> list[str]:
    used = [name for name in values_of(graph, "lora_name") if isinstance(name, str)]
    meant = next((base for known, base in BASE_OF_FAMILY.items() if known == request.family), "")
    words = []
    for use in request.loras:
        if not found_among(used, use.file):
            base = base_of_lora(use, told, meant)
            words.append(f"without the LoRA {plain(use.file, 120)}{f', which is for {base}' if base else ''}")
    return list(dict.fromkeys(words))
