"""The graphs of FLUX.1: Kontext with references, dev, and Schnell; from words, over a picture, or in a part of one."""

from __future__ import annotations

from backends.base import DrawRequest
from backends.comfyui.graphs import parts, regions
from backends.comfyui.graphs.fitting import fitted
from backends.comfyui.graphs.graph import Graph, Link, put, sixteens
from backends.comfyui.graphs.models import Models
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.graphs.regions import Part


def graph(request: DrawRequest, models: Models, uploads: Uploads) -> Graph:
    """The graph for a request. Sides are rounded to the 16 pixels that the model draws in."""
    made: Graph = {}
    fit = fitted(request, models.family)
    model = parts.model(made, models)
    clip = parts.clip(made, models)
    vae = parts.vae(made, models)
    latents = _latents(made, request, vae, uploads.references)
    drawn = regions.parts_of(request, models, len(latents))
    conditioned = [_conditioned(made, part, models, clip, latents) for part in drawn]
    positive = regions.combined(made, drawn, conditioned, regions.masks(made, request, drawn))
    if models.family != "schnell":
        positive = put(made, "guidance", "FluxGuidance", conditioning=positive, guidance=fit.guidance)
    negative = put(made, "negative", "ConditioningZeroOut", conditioning=["prompt", 0])
    below, latent = parts.start(made, request, uploads, vae) if uploads.start else (None, _empty(made, request))
    inputs = parts.SamplerInputs(model, positive, negative, latent)
    sampled = parts.sample(made, request, inputs, steps=fit.steps, cfg=1.0, is_over=bool(uploads.start))
    parts.save(made, sampled, vae, below)
    return made


def _empty(made: Graph, request: DrawRequest) -> Link:
    width, height = sixteens(request.width), sixteens(request.height)
    return put(made, "size", "EmptySD3LatentImage", width=width, height=height, batch_size=1)


def _conditioned(made: Graph, part: Part, models: Models, clip: Link, latents: list[Link]) -> Link:
    words = put(made, f"{part.name}prompt", "CLIPTextEncode", text=part.words, clip=clip)
    words = parts.chained(made, words, [latents[n] for n in part.references], f"{part.name}reference")
    return parts.in_order(made, words, models, f"{part.name}order") if len(part.references) > 1 else words


def _latents(made: Graph, request: DrawRequest, vae: Link, names: tuple[str, ...]) -> list[Link]:
    pictures = parts.images(made, names)
    if request.references_joined == "stitched":
        pictures = parts.stitched(made, pictures)
    latents = []
    for number, picture in enumerate(pictures, 1):
        scaled = put(made, f"scale{number}", "FluxKontextImageScale", image=picture)
        latents.append(put(made, f"encode{number}", "VAEEncode", pixels=scaled, vae=vae))
    return latents
