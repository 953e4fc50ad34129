"""Which input of a model is for what of a request, told by its name: what models on Replicate call the same thing."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from backends.replicate.inputs import Input, Inputs, Kind

_NUMBERED: Final = re.compile(r"(?:input_image|reference_image|image)_?\d")
_SECRET: Final = re.compile(r"token|api_key|secret|password")
_COUNTS: Final = ("num_outputs", "number_of_images", "num_images", "max_images")
_OWN_CHOICE: Final[frozenset[Kind]] = frozenset({"text", "whole", "number", "flag"})
_WHOLE: Final[frozenset[Kind]] = frozenset({"whole"})
_NUMBER: Final[frozenset[Kind]] = frozenset({"whole", "number"})
_TEXT: Final[frozenset[Kind]] = frozenset({"text"})
_PICTURE: Final[frozenset[Kind]] = frozenset({"picture"})
_PICTURES: Final[frozenset[Kind]] = frozenset({"pictures"})


class Roles(NamedTuple):
    """The names of a model's inputs by what they are for; empty where it has none for that.

    `references` are inputs for one picture each, or one that takes a list (`is_list`). `fetched` are inputs for the
    name of a LoRA, each with the one for its strength; `own_scale` is the strength of the weights that the model has
    itself. `counts` say how many pictures are drawn. `options` is all else that a person may set.
    """

    prompt: str
    seed: str
    steps: str
    guidance: str
    start: str
    strength: str
    mask: str
    references: tuple[str, ...]
    is_list: bool
    ratio: str
    width: str
    height: str
    own_scale: str
    fetched: tuple[tuple[str, str], ...]
    counts: tuple[str, ...]
    options: tuple[str, ...]


def roles_of(inputs: Inputs) -> Roles:
    """What a model's inputs are for."""

    def first(names: str, kinds: frozenset[Kind]) -> str:
        return next((name for name in names.split() if name in inputs and inputs[name].kind in kinds), "")

    strength = first("prompt_strength strength", _NUMBER)
    mask = first("mask mask_image", _PICTURE)
    start = first("image init_image", _PICTURE) if strength or mask else ""
    if not start:
        strength = mask = ""
    fetched = tuple(
        (name, scale)
        for name, scale in (("lora_weights", "lora_scale"), ("extra_lora", "extra_lora_scale"))
        if name in inputs and inputs[name].kind in ("text", "picture")
    )
    own_scale = first("lora_scale", _NUMBER) if "lora_weights" not in inputs else ""
    listed = first("input_images image_input reference_images images image_prompts image", _PICTURES)
    single = tuple(name for name in inputs if _NUMBERED.fullmatch(name) and inputs[name].kind == "picture")
    lone = first("input_image reference_image image_prompt image", _PICTURE)
    references = (listed,) if listed else tuple(dict.fromkeys((*((lone,) if lone and lone != start else ()), *single)))
    found = Roles(
        prompt=first("prompt", _TEXT),
        seed=first("seed", _WHOLE),
        steps=first("num_inference_steps steps num_steps", _WHOLE),
        guidance=first("guidance_scale guidance cfg cfg_scale", _NUMBER),
        start=start,
        strength=strength,
        mask=mask,
        references=references,
        is_list=bool(listed),
        ratio=first("aspect_ratio", _TEXT),
        width=first("width", _WHOLE),
        height=first("height", _WHOLE),
        own_scale=own_scale,
        fetched=fetched,
        counts=tuple(name for name in _COUNTS if name in inputs and inputs[name].kind == "whole"),
        options=(),
    )
    return found._replace(options=_options(inputs, found))


def _options(inputs: Inputs, roles: Roles) -> tuple[str, ...]:
    taken = {roles.prompt, roles.seed, roles.steps, roles.guidance, roles.strength, roles.ratio, roles.width}
    taken |= {roles.height, roles.own_scale, "replicate_weights", *roles.counts}
    taken |= {name for pair in roles.fetched for name in pair}
    return tuple(name for name, one in inputs.items() if name not in taken and _can_be_set(name, one))


def _can_be_set(name: str, one: Input) -> bool:
    """Whether a person may set it in words; what is secret would stand in recipes."""
    return one.kind in _OWN_CHOICE and not _SECRET.search(name)
