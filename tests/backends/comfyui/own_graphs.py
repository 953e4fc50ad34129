"""A person's own graph, as ComfyUI exports it."""

from __future__ import annotations

from typing import Any


def node(kind: str, title: str = "", **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title or kind}}


def exported() -> dict[str, Any]:
    """A Kontext graph as ComfyUI exports it in API format, with the studio's titles."""
    return {
        "1": node("UNETLoader", unet_name="flux1-dev-kontext_fp8_scaled.safetensors", weight_dtype="default"),
        "2": node("DualCLIPLoader", clip_name1="clip_l.safetensors", clip_name2="t5xxl_fp16.safetensors", type="flux"),
        "3": node("VAELoader", vae_name="ae.safetensors"),
        "4": node(
            "LoraLoaderModelOnly",
            "studio: lora",
            model=["1", 0],
            lora_name="james_painterly.safetensors",
            strength_model=1,
        ),
        "5": node("CLIPTextEncode", "Studio:  PROMPT ", text="a cat", clip=["2", 0]),
        "6": node("LoadImage", "studio: reference 1", image="cat.png"),
        "7": node("FluxKontextImageScale", image=["6", 0]),
        "8": node("VAEEncode", pixels=["7", 0], vae=["3", 0]),
        "9": node("ReferenceLatent", conditioning=["5", 0], latent=["8", 0]),
        "10": node("FluxGuidance", "studio: guidance", conditioning=["9", 0], guidance=9.0),
        "11": node("ConditioningZeroOut", conditioning=["5", 0]),
        "12": node("EmptySD3LatentImage", "studio: size", width=64, height=64, batch_size=1),
        "13": node(
            "KSampler",
            "studio: seed, steps",
            model=["4", 0],
            positive=["10", 0],
            negative=["11", 0],
            latent_image=["12", 0],
            seed=1,
            steps=50,
            cfg=1.0,
            sampler_name="dpmpp_2m",
            scheduler="beta",
            denoise=1.0,
        ),
        "14": node("VAEDecode", samples=["13", 0], vae=["3", 0]),
        "15": node("SaveImage", images=["14", 0], filename_prefix="mine/cat"),
    }
