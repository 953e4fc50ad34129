"""The graphs of FLUX.2 and of its small sister klein: one text encoder, a latent and a schedule of their own.

FLUX.2 is guided by a number that it reads. Klein reads none: its guidance is the sampler's, against empty words with
the same references, as ComfyUI's blueprint has it; the distilled klein is made for 1, which is no guidance at all.
"""

from __future__ import annotations

from typing import Final

from backends.base import DrawRequest
from backends.comfyui.graphs import parts
from backends.comfyui.graphs.fitting import fitted
from backends.comfyui.graphs.graph import Graph, Link, put, sixteens
from backends.comfyui.graphs.models import Models
from backends.comfyui.graphs.parts import Uploads

REFERENCE_MEGAPIXELS: Final = 1.0


def graph(request: DrawRequest, models: Models, uploads: Uploads) -> Graph:
    """The graph for a request. Sides are rounded to the 16 pixels that the model draws in."""
    made: Graph = {}
    width, height = sixteens(request.width), sixteens(request.height)
    fit = fitted(request, models.family)
    model = parts.model(made, models)
    if models.reads_once and uploads.references:
        model = put(made, "cache", "FluxKVCache", model=model)
    clip = parts.clip(made, models)
    vae = parts.vae(made, models)
    words = put(made, "prompt", "CLIPTextEncode", text=request.prompt, clip=clip)
    latents = _references(made, request, vae, uploads.references)
    if models.family == "flux2":
        guided = put(made, "guidance", "FluxGuidance", conditioning=words, guidance=fit.guidance)
        positive = parts.chained(made, guided, latents)
        guider = put(made, "guider", "BasicGuider", model=model, conditioning=positive)
    else:
        guider = put(
            made,
            "guider",
            "CFGGuider",
            model=model,
            positive=parts.chained(made, words, latents),
            negative=_against(made, words, clip, latents, fit.guidance),
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


def _against(made: Graph, words: Link, clip: Link, latents: list[Link], guidance: float) -> Link:
    """What the guidance leads away from; at 1 the sampler does not look at it, so nothing is encoded for it."""
    if guidance == 1:
        return put(made, "negative", "ConditioningZeroOut", conditioning=words)
    empty = put(made, "negative", "CLIPTextEncode", text="", clip=clip)
    return parts.chained(made, empty, latents, "against")


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
