"""The graphs of FLUX.2 and of its small sister klein: one text encoder, a latent and a schedule of their own.

FLUX.2 is guided by a number that it reads. Klein reads none: its guidance is the sampler's, against empty words with
the same references, as ComfyUI's blueprint has it; the distilled klein is made for 1, which is no guidance at all.
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

REFERENCE_MEGAPIXELS: Final = 1.0


def graph(request: DrawRequest, models: Models, uploads: Uploads) -> Graph:
    """The graph for a request. Sides are rounded to the 16 pixels that the model draws in."""
    made: Graph = {}
    width, height = sixteens(request.width), sixteens(request.height)
    fit = fitted(request, models.family)
    model = parts.model(made, models)
    # What is read once is read for one conditioning, and regions are several.
    if models.reads_once and uploads.references and not regions.wanted(request):
        model = put(made, "cache", "FluxKVCache", model=model)
    clip = parts.clip(made, models)
    vae = parts.vae(made, models)
    latents = _references(made, request, vae, uploads.references)
    drawn = regions.parts_of(request, models, len(latents))
    masks = regions.masks(made, request, drawn)
    if models.family == "flux2":
        guided = [_guided(made, part, clip, latents, fit.guidance) for part in drawn]
        positive = regions.combined(made, drawn, guided, masks)
        guider = put(made, "guider", "BasicGuider", model=model, conditioning=positive)
    else:
        worded = [_worded(made, part, "", clip, latents) for part in drawn]
        guider = put(
            made,
            "guider",
            "CFGGuider",
            model=model,
            positive=regions.combined(made, drawn, worded, masks),
            negative=_against(made, drawn, masks, clip, latents, fit.guidance),
            cfg=fit.guidance,
        )
    noise = put(made, "noise", "RandomNoise", noise_seed=request.seed)
    sampler = put(made, "method", "KSamplerSelect", sampler_name=request.sampler)
    sigmas = put(made, "schedule", "Flux2Scheduler", steps=fit.steps, width=width, height=height)
    if uploads.start:
        below, latent = parts.start(made, request, uploads, vae)
        if request.denoise < 1:
            # A share of less than one step would sample nothing, and give noise.
            share = max(request.denoise, 1 / fit.steps)
            put(made, "later", "SplitSigmasDenoise", sigmas=sigmas, denoise=share)
            # Its second output is the part of the schedule that has less noise.
            sigmas = ["later", 1]
    else:
        below = None
        latent = put(made, "size", "EmptyFlux2LatentImage", width=width, height=height, batch_size=1)
    sampled = put(
        made,
        "sampler",
        "SamplerCustomAdvanced",
        noise=noise,
        guider=guider,
        sampler=sampler,
        sigmas=sigmas,
        latent_image=latent,
    )
    parts.save(made, sampled, vae, below)
    return made


def _guided(made: Graph, part: Part, clip: Link, latents: list[Link], guidance: float) -> Link:
    words = put(made, f"{part.name}prompt", "CLIPTextEncode", text=part.words, clip=clip)
    guided = put(made, f"{part.name}guidance", "FluxGuidance", conditioning=words, guidance=guidance)
    return parts.chained(made, guided, [latents[n] for n in part.references], f"{part.name}reference")


def _worded(made: Graph, part: Part, against: str, clip: Link, latents: list[Link]) -> Link:
    """A part's words with its references; with `against`, no words, under that name."""
    text = "" if against else part.words
    words = put(made, f"{part.name}{against or 'prompt'}", "CLIPTextEncode", text=text, clip=clip)
    own = [latents[n] for n in part.references]
    return parts.chained(made, words, own, f"{part.name}{'against' if against else 'reference'}")


def _against(
    made: Graph, drawn: tuple[Part, ...], masks: list[Link], clip: Link, latents: list[Link], guidance: float
) -> Link:
    """What the guidance leads away from; at 1 the sampler does not look at it, so nothing is encoded for it."""
    if guidance == 1:
        return put(made, "negative", "ConditioningZeroOut", conditioning=["prompt", 0])
    empty = [_worded(made, part, "negative", clip, latents) for part in drawn]
    return regions.combined(made, drawn, empty, masks, "away")


def _references(made: Graph, request: DrawRequest, vae: Link, names: tuple[str, ...]) -> list[Link]:
    pictures = parts.images(made, names)
    if request.references_joined == "stitched":
        pictures = parts.stitched(made, pictures)
    latents = []
    for number, picture in enumerate(pictures, 1):
        scaled = put(
            made,
            f"scale{number}",
            "ImageScaleToTotalPixels",
            image=picture,
            upscale_method="lanczos",
            megapixels=REFERENCE_MEGAPIXELS,
        )
        latents.append(put(made, f"encode{number}", "VAEEncode", pixels=scaled, vae=vae))
    return latents
