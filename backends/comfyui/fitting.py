"""Settings that fit the model which draws, where it is not the one that the request was made for."""

from __future__ import annotations

from typing import Final

import msgspec

from backends.base import DrawRequest
from backends.comfyui.graph import models_of, values_of
from backends.comfyui.models import family_of
from backends.comfyui.own import left_out
from backends.flux import GUIDANCE, NAMES, STEPS, Family

MOST_SCHNELL_STEPS: Final = 8
"""Schnell is distilled for one to four steps; more than these were meant for another model."""


class Fit(msgspec.Struct, frozen=True):
    """The sampling steps and the guidance to draw with."""

    steps: int
    guidance: float


def fitted(request: DrawRequest, family: Family) -> Fit:
    """What was asked for, where it was asked for this family; else the family's own settings.

    A request that names no family keeps its settings, but Schnell gets no more steps than it can use.
    """
    if request.family == family:
        return Fit(request.steps, request.guidance)
    if request.family:
        return Fit(STEPS[family], GUIDANCE[family])
    too_many = family == "schnell" and request.steps > MOST_SCHNELL_STEPS
    return Fit(STEPS[family] if too_many else request.steps, request.guidance)


def said(request: DrawRequest, graph: object) -> str:
    """What a person should know of how the graph draws otherwise than was asked; empty where it does not."""
    if isinstance(graph, dict) and any(isinstance(node, dict) and "_meta" in node for node in graph.values()):
        return left_out(request, graph)
    unet = models_of(graph).get("unet", "")
    asked = next((name for family, name in NAMES.items() if family == request.family), "")
    if not unet or not asked or family_of(unet) == request.family:
        return ""
    steps = [count for count in values_of(graph, "steps") if isinstance(count, int)]
    counted = f" with {steps[0]} steps" if steps else ""
    return f"drawn by {unet}{counted}, and not by {asked}"
