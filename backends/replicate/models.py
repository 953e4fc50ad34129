"""The models on Replicate that are known from the start, and what is made of the schema of any other."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

import msgspec

from backends.hosted.models import Model
from backends.plain import plain
from backends.replicate.inputs import Input, Inputs
from backends.replicate.roles import roles_of
from backends.replicate.sizes import CUSTOM, MEGAPIXEL, size_rule

Hardware: TypeAlias = Literal["", "h100"]

SEEDS: Final = 2**32
"""Seeds that every model takes that says no bound: generators of its random numbers stop there."""
MOST_PICTURES: Final = 10
"""References that are sent where a model says no bound."""
_NAME: Final = re.compile(
    r"(?P<owner>\w[\w.-]{0,99})/(?P<name>\w[\w.-]{0,99})(?::(?P<version>[0-9a-f]{1,64}))?", re.ASCII
)
_VERSION: Final = re.compile(r"[0-9a-f]{64}")


class ReplicateModel(Model, frozen=True, kw_only=True):
    """A model with its inputs. `version` is what runs, as 64 hex digits, empty where Replicate chooses it (`official`,
    or nobody has asked yet); `hardware` what it runs on, where that is what is paid for."""

    inputs: Inputs = {}
    version: str = ""
    official: bool = False
    hardware: Hardware = ""


class Named(msgspec.Struct, frozen=True):
    """A model's name in its parts: "me/mila:0ab1…" has all of them, a version alone has no owner and no name."""

    owner: str = ""
    name: str = ""
    version: str = ""

    @property
    def path(self) -> str:
        """`owner/name`, empty of a version alone."""
        return f"{self.owner}/{self.name}" if self.owner else ""


def parsed(name: str) -> Named | None:
    """The parts of a model's name; None where it is not one."""
    if _VERSION.fullmatch(name):
        return Named(version=name)
    match = _NAME.fullmatch(name)
    return Named(match["owner"], match["name"], match["version"] or "") if match else None


def made(
    name: str,
    title: str,
    inputs: Inputs,
    *,
    version: str = "",
    official: bool = False,
    hardware: Hardware = "",
    retired: str = "",
    instead: str = "",
) -> ReplicateModel:
    """A model of which the inputs are known."""
    roles = roles_of(inputs)
    steps, guidance, seed = (inputs.get(name) for name in (roles.steps, roles.guidance, roles.seed))
    scale = inputs.get(roles.own_scale) or next((inputs.get(pair[1]) for pair in roles.fetched), None)
    listed = inputs[roles.references[0]].most_items or MOST_PICTURES if roles.is_list else len(roles.references)
    return ReplicateModel(
        id=name,
        title=title,
        sizes=size_rule(inputs, roles),
        references=listed,
        loras=len(roles.fetched),
        fetches_loras=bool(roles.fetched or roles.own_scale),
        own_lora=bool(roles.own_scale),
        lora_range=_range(scale, -1.0, 3.0),
        prompt_length=inputs[roles.prompt].length if roles.prompt else 0,
        seed=seed is not None,
        seeds=int(seed.most) + 1 if seed is not None and seed.most else SEEDS,
        steps=steps is not None,
        step_range=(int(_range(steps, 1, 50)[0]), int(_range(steps, 1, 50)[1])),
        usual_steps=int(_usual(steps)),
        guidance=guidance is not None,
        guidance_range=_range(guidance, 0.0, 10.0),
        usual_guidance=_usual(guidance),
        start=bool(roles.start),
        strength=bool(roles.strength),
        mask=bool(roles.mask),
        options=roles.options,
        retired=retired,
        instead=instead,
        inputs=inputs,
        version=version,
        official=official,
        hardware=hardware or ("h100" if roles.own_scale else ""),
    )


def known(name: str) -> ReplicateModel:
    """A model by its name, the usual one where nobody named any: a shipped one, else what a LoRA takes that was trained
    there."""
    found = next((model for model in MODELS if model.id == (name or MODELS[0].id)), None)
    name = plain(name, 200)
    return found or made(name, name.partition(":")[0], TRAINED_FLUX, version=_version(name))


def _version(name: str) -> str:
    found = parsed(name)
    return found.version if found else ""


def _range(one: Input | None, least: float, most: float) -> tuple[float, float]:
    if one is None:
        return least, most
    return (least if one.least is None else one.least), (most if one.most is None else one.most)


def _usual(one: Input | None) -> float:
    default = one.default if one is not None else None
    return float(default) if isinstance(default, int | float) else 0.0


_PROMPT: Final = {"prompt": Input(kind="text")}
_SEED: Final = {"seed": Input(kind="whole")}
_IMG2IMG: Final = {
    "image": Input(kind="picture"),
    "prompt_strength": Input(kind="number", default=0.8, least=0, most=1),
}
_FORMAT: Final = {
    "output_format": Input(kind="text", default="webp", choices=("webp", "jpg", "png")),
    "output_quality": Input(kind="whole", default=80, least=0, most=100),
    "disable_safety_checker": Input(kind="flag", default=False),
}
_RATIOS: Final = {"aspect_ratio": Input(kind="text", default="1:1", choices=tuple(MEGAPIXEL))}
_MEGAPIXELS: Final = {"megapixels": Input(kind="text", default="1", choices=("1", "0.25"))}
_EDITED: Final = {"aspect_ratio": Input(kind="text", choices=("match_input_image", *MEGAPIXEL))}
_EDIT_FORMAT: Final = {
    "output_format": Input(kind="text", default="png", choices=("jpg", "png")),
    "safety_tolerance": Input(kind="whole", default=2, least=0, most=6),
    "prompt_upsampling": Input(kind="flag", default=False),
}
_LISTED: Final = {"input_images": Input(kind="pictures", most_items=8)}
_FLUX1: Final = {
    **_PROMPT,
    **_RATIOS,
    **_SEED,
    **_FORMAT,
    "num_outputs": Input(kind="whole", default=1, least=1, most=4),
}


def _dev(guidance: str, usual: float, fast: bool) -> Inputs:
    return {
        **_FLUX1,
        **_IMG2IMG,
        **_MEGAPIXELS,
        "num_inference_steps": Input(kind="whole", default=28, least=1, most=50),
        guidance: Input(kind="number", default=usual, least=0, most=10),
        "go_fast": Input(kind="flag", default=fast),
    }


_SCALE: Final = Input(kind="number", default=1, least=-1, most=3)
_EXTRA: Final = {"extra_lora": Input(kind="text"), "extra_lora_scale": _SCALE}

TRAINED_FLUX: Final[Inputs] = {
    **_dev("guidance_scale", 3.0, False),
    **_EXTRA,
    "aspect_ratio": Input(kind="text", default="1:1", choices=(*MEGAPIXEL, CUSTOM)),
    "width": Input(kind="whole", least=256, most=1440),
    "height": Input(kind="whole", least=256, most=1440),
    "mask": Input(kind="picture"),
    "model": Input(kind="text", default="dev", choices=("dev", "schnell")),
    "replicate_weights": Input(kind="text"),
    "lora_scale": _SCALE,
}
"""What a version takes that `ostris/flux-dev-lora-trainer` made (replicate/flux-fine-tuner, predict.py)."""

_DEV_LORA: Final[Inputs] = {
    **_dev("guidance", 3.0, True),
    "lora_weights": Input(kind="text"),
    "lora_scale": _SCALE,
    **_EXTRA,
}
_SCHNELL: Final[Inputs] = {
    **_FLUX1,
    **_MEGAPIXELS,
    "num_inference_steps": Input(kind="whole", default=4, least=1, most=4),
    "go_fast": Input(kind="flag", default=True),
}
_KONTEXT: Final[Inputs] = {**_PROMPT, **_EDITED, **_SEED, **_EDIT_FORMAT, "input_image": Input(kind="picture")}
_FLUX2: Final[Inputs] = {
    **_PROMPT,
    **_LISTED,
    **_SEED,
    "aspect_ratio": Input(kind="text", default="1:1", choices=("match_input_image", *MEGAPIXEL, CUSTOM)),
    "width": Input(kind="whole", least=256, most=2048),
    "height": Input(kind="whole", least=256, most=2048),
    "output_format": Input(kind="text", default="webp", choices=("webp", "jpg", "png")),
    "output_quality": Input(kind="whole", default=80, least=0, most=100),
    "safety_tolerance": Input(kind="whole", default=2, least=1, most=5),
}


def _official(name: str, title: str, inputs: Inputs) -> ReplicateModel:
    return made(f"black-forest-labs/{name}", title, inputs, official=True)


MODELS: Final = (
    _official("flux-2-pro", "FLUX.2 pro", _FLUX2),
    _official("flux-dev-lora", "FLUX.1 dev with LoRAs", _DEV_LORA),
    _official("flux-dev", "FLUX.1 dev", _dev("guidance", 3.0, True)),
    _official("flux-schnell", "FLUX.1 schnell", _SCHNELL),
    _official("flux-kontext-pro", "FLUX.1 Kontext pro", _KONTEXT),
    _official("flux-kontext-max", "FLUX.1 Kontext max", _KONTEXT),
)
"""The shipped models. What their schemas say, when they can be read, is heeded in place of this."""
