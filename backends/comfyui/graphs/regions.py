"""Words and references that are kept to a part of the picture, beside those of the whole scene.

`ConditioningSetMask` weighs what a conditioning says at each place of the picture, and the sampler takes the mean of
all that `ConditioningCombine` brings there, weighed so (comfy/samplers.py, calc_cond_batch). Each part is a look at the
model of its own: with two regions a step takes about three times as long. The masks are made by the server's own
nodes, so that nothing is uploaded and the graph opens whole in ComfyUI.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from backends.base import DrawRequest
from backends.comfyui.graphs.graph import Graph, Link, put, sixteens
from backends.comfyui.graphs.models import Models

NODES: Final = frozenset({"ConditioningSetMask", "ConditioningCombine", "SolidMask", "FeatherMask", "MaskComposite"})
"""What a server must have for it; all are nodes of ComfyUI's own."""

SOFT: Final = 0.06
"""Of the picture's width: how far a region reaches over its border, and how soon before that it begins to fade."""

STRENGTH: Final = 2.0
"""What a region says counts so many times as much in it as what the whole scene says."""


class Part(msgspec.Struct, frozen=True):
    """What the model is told of the whole picture, or of a strip of it from `left` to `right`, shares of the width.

    `name` stands before the names of its nodes, empty of the whole; `references` are numbers from 0.
    """

    name: str
    words: str
    references: tuple[int, ...]
    left: float = 0.0
    right: float = 1.0


def wanted(request: DrawRequest) -> bool:
    """Whether a request is to be drawn by regions: one alone is the picture itself."""
    return request.references_joined == "regions" and len(request.regions) > 1


def parts_of(request: DrawRequest, models: Models, references: int) -> tuple[Part, ...]:
    """The whole scene, which looks at the references that are no region's, and then each region.

    Where the request asks for none, or the server cannot, it is the whole alone with all of its references.
    """
    if not wanted(request) or not models.by_regions:
        return (Part("", request.prompt, tuple(range(references))),)
    regions = tuple(
        Part(f"region{number}_", one.words, tuple(n for n in one.references if n < references), one.left, one.right)
        for number, one in enumerate(request.regions, 1)
    )
    taken = {n for one in regions for n in one.references}
    return (Part("", request.prompt, tuple(n for n in range(references) if n not in taken)), *regions)


def masks(graph: Graph, request: DrawRequest, parts: Sequence[Part]) -> list[Link]:
    """A mask for each part but the first: white in its strip, fading over its borders with its neighbours."""
    if len(parts) < 2:
        return []
    width, height = sixteens(request.width), sixteens(request.height)
    black = put(graph, "nowhere", "SolidMask", value=0.0, width=width, height=height)
    return [_mask(graph, part, black, width, height) for part in parts[1:]]


def _mask(graph: Graph, part: Part, black: Link, width: int, height: int) -> Link:
    soft = max(1, round(SOFT * width))
    start = min(max(round(part.left * width) - soft, 0), width - 1)
    end = max(min(round(part.right * width) + soft, width), start + 1)
    white = put(graph, f"{part.name}white", "SolidMask", value=1.0, width=end - start, height=height)
    strip = put(
        graph,
        f"{part.name}strip",
        "FeatherMask",
        mask=white,
        left=2 * soft if start > 0 else 0,
        top=0,
        right=2 * soft if end < width else 0,
        bottom=0,
    )
    return put(
        graph,
        f"{part.name}mask",
        "MaskComposite",
        destination=black,
        source=strip,
        x=start,
        y=0,
        operation="add",
    )


def combined(
    graph: Graph, parts: Sequence[Part], conditionings: Sequence[Link], masks: Sequence[Link], name: str = "together"
) -> Link:
    """The conditionings of all parts as one, each but the first held to its mask."""
    together = conditionings[0]
    for number, (part, words, mask) in enumerate(zip(parts[1:], conditionings[1:], masks, strict=True), 1):
        held = put(
            graph,
            f"{part.name}{name}",
            "ConditioningSetMask",
            conditioning=words,
            mask=mask,
            strength=STRENGTH,
            set_cond_area="default",
        )
        together = put(graph, f"{name}{number}", "ConditioningCombine", conditioning_1=together, conditioning_2=held)
    return together
