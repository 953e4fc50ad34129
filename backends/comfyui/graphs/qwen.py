"""The graph of Qwen-Image-Edit: its text encoder sees the references too, three of them at most.

As ComfyUI's blueprints for 2509 and 2511 have it, but for the empty latent in place of the first reference's, so that
the picture has the size that was asked for.
"""

from __future__ import annotations

from typing import Final

from backends.base import DrawRequest
from backends.comfyui.graphs import parts, regions
from backends.comfyui.graphs.fitting import fitted
from backends.comfyui.graphs.graph import Graph, Link, put, sixteens
from backends.comfyui.graphs.models import Models
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.graphs.regions import Part
from backends.families import MOST_REFERENCES

SHIFT: Final = 3.1
SHIFT_2509: Final = 3.0


def graph(request: DrawRequest, models: Models, uploads: Uploads) -> Graph:
    """The graph for a request. Sides are rounded to multiples of 16 pixels."""
    made: Graph = {}
    fit = fitted(request, models.family)
    shift = SHIFT_2509 if "2509" in models.unet else SHIFT
    shifted = put(made, "shift", "ModelSamplingAuraFlow", model=parts.model(made, models), shift=shift)
    model = put(made, "norm", "CFGNorm", model=shifted, strength=1.0)
    vae = parts.vae(made, models)
    sees = (parts.clip(made, models), vae)
    pictures = _pictures(made, request, uploads.references)
    drawn = regions.parts_of(request, models, len(pictures))
    masks = regions.masks(made, request, drawn)
    shown = [_shown(made, part, pictures) for part in drawn]
    worded = [
        _words(made, models, f"{part.name}prompt", part.words, sees, own)
        for part, own in zip(drawn, shown, strict=True)
    ]
    positive = regions.combined(made, drawn, worded, masks)
    if fit.guidance == 1:
        # The sampler does not look at it then.
        negative = put(made, "negative", "ConditioningZeroOut", conditioning=positive)
    else:
        empty = [
            _words(made, models, f"{part.name}negative", "", sees, own) for part, own in zip(drawn, shown, strict=True)
        ]
        negative = regions.combined(made, drawn, empty, masks, "away")
    below, latent = parts.start(made, request, uploads, vae) if uploads.start else (None, _empty(made, request))
    inputs = parts.SamplerInputs(model, positive, negative, latent)
    sampled = parts.sample(made, request, inputs, steps=fit.steps, cfg=fit.guidance, is_over=bool(uploads.start))
    parts.save(made, sampled, vae, below)
    return made


def _words(
    made: Graph, models: Models, name: str, text: str, sees: tuple[Link, Link], pictures: dict[str, Link]
) -> Link:
    """The conditioning by words and pictures, which `sees`, the encoder with its VAE, scales itself."""
    clip, vae = sees
    words = put(made, name, "TextEncodeQwenImageEditPlus", prompt=text, clip=clip, vae=vae, **pictures)
    return parts.in_order(made, words, models, f"{name}_order") if pictures else words


def _shown(made: Graph, part: Part, pictures: list[Link]) -> dict[str, Link]:
    """A part's pictures by the encoder's inputs; those that are too many stand side by side in the last one."""
    own, most = [pictures[n] for n in part.references], MOST_REFERENCES["qwen-edit"]
    own = own[: most - 1] + parts.stitched(made, own[most - 1 :], f"{part.name}stitch")
    return {f"image{number}": picture for number, picture in enumerate(own, 1)}


def _pictures(made: Graph, request: DrawRequest, names: tuple[str, ...]) -> list[Link]:
    pictures = parts.images(made, names)
    return parts.stitched(made, pictures) if request.references_joined == "stitched" else pictures


def _empty(made: Graph, request: DrawRequest) -> Link:
    width, height = sixteens(request.width), sixteens(request.height)
    return put(made, "size", "EmptySD3LatentImage", width=width, height=height, batch_size=1)
