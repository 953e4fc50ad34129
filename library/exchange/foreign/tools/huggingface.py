"""What Hugging Face spaces with diffusers write under `parameters`: JSON with the names of diffusers' own arguments.

Format: app.py of the space cagliostrolab/animagine-xl-3.1, which many others were copied from.
"""

from __future__ import annotations

from typing import Any

from library.exchange.foreign.facts import (
    ForeignFacts,
    ForeignUnreadable,
    listed,
    mapping,
    name,
    names,
    number,
    side,
    tagged_loras,
    whole,
    words,
)


def is_given(given: dict[str, Any]) -> bool:
    """Whether a JSON object is that of a space."""
    return "num_inference_steps" in given and "prompt" in given


def read(given: dict[str, Any]) -> ForeignFacts:
    """The facts of decoded JSON. Raises ForeignUnreadable."""
    if not is_given(given):
        raise ForeignUnreadable("It has no settings of a Hugging Face space")
    width, _, height = words(given.get("resolution"))[:20].partition("x")
    models = (given.get("Model"), given.get("model"), given.get("model_id"), given.get("base_model"))
    prompt = words(given.get("prompt"))
    return ForeignFacts(
        tool="Hugging Face",
        prompt=prompt,
        negative=words(given.get("negative_prompt")),
        model=next(filter(None, map(_model, models)), ""),
        loras=names([*listed(given.get("loras"))[:200], *tagged_loras(prompt)]),
        seed=whole(given.get("seed")),
        steps=whole(given.get("num_inference_steps"), 2**31 - 1),
        guidance=number(given.get("guidance_scale")),
        sampler=name(given.get("sampler")) or name(given.get("scheduler")),
        width=side(width) or side(given.get("width")),
        height=side(height) or side(given.get("height")),
    )


def _model(value: Any) -> str:
    """A name, or `{"Model": name, "Model hash": …}`."""
    return name(value) or name(mapping(value).get("Model"))
