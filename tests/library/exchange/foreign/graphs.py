"""Small graphs of ComfyUI, and what is read of them."""

from __future__ import annotations

import json
from typing import Any

from library.exchange.foreign.facts import ForeignFacts
from library.exchange.foreign.reading import read_texts


def facts_of(texts: dict[str, str], size: tuple[int, int] | None = None) -> ForeignFacts:
    found = read_texts(texts, size)
    assert found is not None
    return found


def graph(**nodes: tuple[str, dict[str, Any]]) -> dict[str, str]:
    """Texts of a picture whose graph has these nodes, by their ids."""
    made = {key: {"class_type": kind, "inputs": inputs} for key, (kind, inputs) in nodes.items()}
    return {"prompt": json.dumps(made)}


def drawn(**others: tuple[str, dict[str, Any]]) -> dict[str, str]:
    """A graph of the usual shape, with nodes replaced or added."""
    usual: dict[str, tuple[str, dict[str, Any]]] = {
        "model": ("CheckpointLoaderSimple", {"ckpt_name": "dream.safetensors"}),
        "good": ("CLIPTextEncode", {"text": "a raccoon", "clip": ["model", 1]}),
        "bad": ("CLIPTextEncode", {"text": "blurry", "clip": ["model", 1]}),
        "latent": ("EmptyLatentImage", {"width": 832, "height": 1216, "batch_size": 1}),
        "draw": (
            "KSampler",
            {"seed": 7, "steps": 20, "cfg": 6.5, "sampler_name": "euler", "scheduler": "karras", "model": ["model", 0],
             "positive": ["good", 0], "negative": ["bad", 0], "latent_image": ["latent", 0]},
        ),
        "decode": ("VAEDecode", {"samples": ["draw", 0], "vae": ["model", 2]}),
        "save": ("SaveImage", {"images": ["decode", 0], "filename_prefix": "x"}),
    }  # fmt: skip
    return graph(**{**usual, **others})


def sampler(**inputs: object) -> tuple[str, dict[str, Any]]:
    usual: dict[str, Any] = json.loads(drawn()["prompt"])["draw"]["inputs"]
    return "KSampler", {**usual, **inputs}


Nodes = dict[str, tuple[str, dict[str, Any]]]


def encoded(text: Any) -> tuple[str, dict[str, Any]]:
    return "CLIPTextEncode", {"text": text, "clip": ["model", 1]}


def guided(kind: str, **inputs: Any) -> dict[str, str]:
    """A graph whose sampler takes its conditionings and its guidance from a guider."""
    return drawn(
        guider=(kind, {"model": ["model", 0], **inputs}),
        noise=("RandomNoise", {"noise_seed": 7}),
        method=("KSamplerSelect", {"sampler_name": "euler"}),
        sigmas=("AlignYourStepsScheduler", {"model_type": "SDXL", "steps": 10, "denoise": 1.0}),
        empty=encoded("nothing at all"),
        edit=("InstructPixToPixConditioning",
              {"positive": ["good", 0], "negative": ["bad", 0], "vae": ["model", 2], "pixels": ["photo", 0]}),
        photo=("LoadImage", {"image": "photo.png"}),
        draw=("SamplerCustomAdvanced", {"noise": ["noise", 0], "guider": ["guider", 0], "sampler": ["method", 0],
                                        "sigmas": ["sigmas", 0], "latent_image": ["latent", 0]}),
    )  # fmt: skip


GOOD, BAD, BY_HAND = ["good", 0], ["bad", 0], ["empty", 0]
