"""Parts that the graphs share: loaders, LoRAs, references, a picture to paint over, and the way out.

The loaders stand one by one: CheckpointLoaderSimple passes validation on files that hold only the UNet, and fails
later. `weight_dtype` stays `default`: other values spoil files that are scaled fp8 already.
"""

from __future__ import annotations

from typing import Final

import msgspec

from backends.base import DrawRequest
from backends.comfyui.graphs.graph import Graph, Link, put, sixteens
from backends.comfyui.graphs.models import Models

PREFIX: Final = "milo-studio/picture"


class Uploads(msgspec.Struct, frozen=True):
    """The names on the server of a request's pictures; empty where the request has none."""

    references: tuple[str, ...] = ()
    start: str = ""
    mask: str = ""


def model(graph: Graph, models: Models) -> Link:
    """The diffusion model with its chain of LoRAs."""
    if models.unet.lower().endswith(".gguf"):
        link = put(graph, "unet", "UnetLoaderGGUF", unet_name=models.unet)
    else:
        link = put(graph, "unet", "UNETLoader", unet_name=models.unet, weight_dtype="default")
    for number, use in enumerate(models.loras, 1):
        link = put(
            graph,
            f"lora{number}",
            "LoraLoaderModelOnly",
            model=link,
            lora_name=use.file,
            strength_model=use.strength,
        )
    return link


def clip(graph: Graph, models: Models) -> Link:
    """The text encoders: two of FLUX.1, one of the others; a GGUF loader where one of them is a GGUF file."""
    gguf = "GGUF" if any(name.lower().endswith(".gguf") for name in (models.clip1, models.clip2)) else ""
    if not models.clip2:
        return put(graph, "clip", f"CLIPLoader{gguf}", clip_name=models.clip1, type=models.clip_type)
    return put(
        graph,
        "clip",
        f"DualCLIPLoader{gguf}",
        clip_name1=models.clip1,
        clip_name2=models.clip2,
        type=models.clip_type,
    )


def vae(graph: Graph, models: Models) -> Link:
    """The VAE."""
    return put(graph, "vae", "VAELoader", vae_name=models.vae)


def chained(graph: Graph, words: Link, latents: list[Link], name: str = "reference") -> Link:
    """The conditioning with one reference after another."""
    for number, latent in enumerate(latents, 1):
        words = put(graph, f"{name}{number}", "ReferenceLatent", conditioning=words, latent=latent)
    return words


def in_order(graph: Graph, words: Link, models: Models, name: str = "order") -> Link:
    """The conditioning with the way in which its references are put in order, where the models name one."""
    if not models.reference_method:
        return words
    return put(
        graph,
        name,
        "FluxKontextMultiReferenceLatentMethod",
        conditioning=words,
        reference_latents_method=models.reference_method,
    )


def images(graph: Graph, names: tuple[str, ...]) -> list[Link]:
    """The references as images."""
    return [put(graph, f"image{number}", "LoadImage", image=name) for number, name in enumerate(names, 1)]


def stitched(graph: Graph, pictures: list[Link], name: str = "stitch") -> list[Link]:
    """The pictures side by side as one, from left to right, each as high as the first."""
    strip = pictures[:1]
    for number, picture in enumerate(pictures[1:], 2):
        strip = [
            put(
                graph,
                f"{name}{number}",
                "ImageStitch",
                image1=strip[0],
                image2=picture,
                direction="right",
                match_image_size=True,
            )
        ]
    return strip


def start(graph: Graph, request: DrawRequest, uploads: Uploads, using: Link) -> tuple[Link, Link]:
    """The picture to paint over as (image, latent), at the request's size; only the mask's white is drawn anew.

    With a mask the picture is stretched to the size and never cropped, as the mask is.
    """
    width, height = sixteens(request.width), sixteens(request.height)
    loaded = put(graph, "start", "LoadImage", image=uploads.start)
    image = put(
        graph,
        "start_size",
        "ImageScale",
        image=loaded,
        upscale_method="lanczos",
        width=width,
        height=height,
        crop="disabled" if uploads.mask else "center",
    )
    latent = put(graph, "start_latent", "VAEEncode", pixels=image, vae=using)
    if uploads.mask:
        mask = put(graph, "mask", "LoadImageMask", image=uploads.mask, channel="red")
        latent = put(graph, "masked", "SetLatentNoiseMask", samples=latent, mask=mask)
    return image, latent


class SamplerInputs(msgspec.Struct, frozen=True):
    """What a sampler is linked to."""

    model: Link
    positive: Link
    negative: Link
    latent: Link


def sample(graph: Graph, request: DrawRequest, inputs: SamplerInputs, *, steps: int, cfg: float, is_over: bool) -> Link:
    """The drawn latent; `is_over` says that a picture is painted over, of which the request's `denoise` is anew."""
    return put(
        graph,
        "sampler",
        "KSampler",
        model=inputs.model,
        positive=inputs.positive,
        negative=inputs.negative,
        latent_image=inputs.latent,
        seed=request.seed,
        steps=steps,
        cfg=cfg,
        sampler_name=request.sampler,
        scheduler=request.scheduler,
        denoise=request.denoise if is_over else 1.0,
    )


def save(graph: Graph, sampled: Link, using: Link, below: Link | None) -> None:
    """Decode and save; with a mask, what was not masked comes from the picture below, untouched by the VAE."""
    image = put(graph, "decode", "VAEDecode", samples=sampled, vae=using)
    if below is not None and "mask" in graph:
        image = put(
            graph,
            "compose",
            "ImageCompositeMasked",
            destination=below,
            source=image,
            mask=["mask", 0],
            x=0,
            y=0,
            resize_source=False,
        )
    put(graph, "save", "SaveImage", images=image, filename_prefix=PREFIX)
