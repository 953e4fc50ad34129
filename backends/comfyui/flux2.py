"""The graph of FLUX.2, for servers that have its nodes: one text encoder, its own latent and schedule."""

from __future__ import annotations

from typing import Final

from backends.base import DrawRequest
from backends.comfyui import parts
from backends.comfyui.fitting import fitted
from backends.comfyui.graph import Graph, Link, put, sixteens
from backends.comfyui.models import Models
from backends.comfyui.parts import Uploads

REFERENCE_MEGAPIXELS: Final = 1.0


def graph(request: DrawRequest, models: Models, uploads: Uploads) -> Graph:
    """The graph for a request. Sides are rounded to the 16 pixels that the model draws in."""
    made: Graph = {}
    width, height = sixteens(request.width), sixteens(request.height)
    fit = fitted(request, models.family)
    model = parts.model(made, request, models)
    clip = parts.clip(made, models)
    vae = parts.vae(made, models)
    words = put(made, "prompt", "CLIPTextEncode", text=request.prompt, clip=clip)
    guided = put(made, "guidance", "FluxGuidance", conditioning=words, guidance=fit.guidance)
    positive = _references(made, request, guided, vae, uploads.references)
    guider = put(made, "guider", "BasicGuider", model=model, conditioning=positive)
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


def _references(made: Graph, request: DrawRequest, words: Link, vae: Link, names: tuple[str, ...]) -> Link:
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
    return parts.chained(made, words, latents)
