"""Easy Diffusion's settings: a PNG text each, JSON in UserComment, or a `.json` or `.txt` beside the picture.

Format: ui/easydiffusion/utils/save_utils.py (`TASK_TEXT_MAPPING`) of Easy Diffusion, and sdkit/utils/file_utils.py of
sdkit. Keys are those of its tasks, or its words for them ("Stable Diffusion model") where it also writes `.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from library.exchange.foreign.facts import (
    LONGEST_TEXT,
    ForeignFacts,
    ForeignUnreadable,
    listed,
    name,
    names,
    number,
    side,
    tagged_loras,
    whole,
    words,
)

_KEYS = {
    "Prompt": "prompt",
    "Negative Prompt": "negative_prompt",
    "Seed": "seed",
    "Stable Diffusion model": "use_stable_diffusion_model",
    "Sampler": "sampler_name",
    "Width": "width",
    "Height": "height",
    "Steps": "num_inference_steps",
    "Guidance Scale": "guidance_scale",
    "LoRA model": "use_lora_model",
}
_MODEL = "use_stable_diffusion_model"
_OTHERS = (
    *("Clip Skip", "ControlNet model", "ControlNet Filter", "VAE model", "Prompt Strength", "LoRA Strength"),
    *("Hypernetwork model", "Hypernetwork Strength", "Embedding models", "Seamless Tiling", "Use Face Correction"),
    *("Use Upscaling", "Upscale By", "Latent Upscaler Steps"),
)
_LINE = re.compile(rf"^({'|'.join((*_KEYS, *_OTHERS))}): ?", re.MULTILINE)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.){1,300})'|\"((?:[^\"\\]|\\.){1,300})\"")


def is_given(given: Mapping[str, Any]) -> bool:
    """Whether texts by keyword, or a JSON object, are Easy Diffusion's."""
    return _MODEL in given or "Stable Diffusion model" in given


def read(given: Mapping[str, Any]) -> ForeignFacts:
    """The facts of settings by key. Raises ForeignUnreadable."""
    if not is_given(given):
        raise ForeignUnreadable("It has no settings of Easy Diffusion")
    found = {key: given[key] for key in _KEYS.values() if key in given}
    found |= {key: given[word] for word, key in _KEYS.items() if word in given and key not in found}
    prompt = words(found.get("prompt"))
    return ForeignFacts(
        tool="Easy Diffusion",
        prompt=prompt,
        negative=words(found.get("negative_prompt")),
        model=name(found.get(_MODEL)),
        loras=names([*_loras(found.get("use_lora_model")), *tagged_loras(prompt)]),
        seed=whole(found.get("seed")),
        steps=whole(found.get("num_inference_steps"), 2**31 - 1),
        guidance=number(found.get("guidance_scale")),
        sampler=name(found.get("sampler_name")),
        width=side(found.get("width")),
        height=side(found.get("height")),
    )


def lines(text: str) -> dict[str, str]:
    """The settings of a `.txt`, a line each, by its words; a prompt may have several lines."""
    parts = _LINE.split(text[:LONGEST_TEXT])[1:]
    found: dict[str, str] = {}
    for word, value in zip(parts[0::2], parts[1::2], strict=False):
        found.setdefault(word, value.strip())
    return found


def _loras(value: Any) -> list[Any]:
    """LoRAs as JSON has them, as Python writes a list (`['one', 'two']`), or with commas between."""
    if not isinstance(value, str):
        return listed(value)
    if value.startswith("["):
        return [match[1] or match[2] for match in _QUOTED.finditer(value[:LONGEST_TEXT])]
    return value.split(", ")
