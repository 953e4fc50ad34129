"""What goes on the wire for a request that was fitted to a model: a body with pictures by their hash."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import msgspec

from backends.base import DrawRequest, EngineRefused
from backends.bfl.models import FluxModel
from backends.bfl.refusals import TITLE
from backends.hosted.options import options_of


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a person may choose beside the model, by the service's words. `safety_tolerance` is how unsafe a picture may
    be, 0 not at all; None: as the service has it, which is 2. `prompt_upsampling`: it writes more into the words."""

    output_format: Literal["png", "jpeg"] = "png"
    safety_tolerance: Annotated[int, msgspec.Meta(ge=0, le=6)] | None = None
    prompt_upsampling: bool | None = None


class Prepared(msgspec.Struct, frozen=True, omit_defaults=True):
    """A task before its pictures are there: `pictures` are hashes by the name of their field. Those of `resized` are
    brought to the `size` (pixels) before."""

    model: str
    body: dict[str, str | int | float | bool]
    pictures: dict[str, str] = {}
    resized: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)


def prepared(request: DrawRequest, model: FluxModel) -> Prepared:
    """The task for a request. Raises EngineRefused where an option is nothing that the model takes."""
    body: dict[str, str | int | float | bool] = {"prompt": request.prompt, "seed": request.seed}
    if model.sizes.named:
        body["aspect_ratio"] = ratio(request.width, request.height)
    elif not model.start:
        body |= {"width": request.width, "height": request.height}
    if model.steps:
        body["steps"] = request.steps
    if model.guidance:
        body["guidance"] = request.guidance
    body |= _options(request, model)
    over = {}
    if model.start:
        if request.start is None:
            raise EngineRefused(
                f"{model.title} paints over a picture, and there is none", "Choose a picture, or a model"
            )
        over = {"image": request.start.sha256}
        if request.mask is not None:
            over["mask"] = request.mask.sha256
    looked_at = {field(number): picture.sha256 for number, picture in enumerate(request.references, start=1)}
    size = (request.width, request.height) if over else (0, 0)
    return Prepared(model.id, body, {**over, **looked_at}, tuple(over), size)


def read(text: str) -> Prepared:
    """What was prepared, from JSON. Raises EngineRefused for what another version of the studio wrote otherwise."""
    try:
        return msgspec.json.decode(text, type=Prepared)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise EngineRefused("What was prepared for Black Forest Labs cannot be read", "Draw it as a new job") from error


def _options(request: DrawRequest, model: FluxModel) -> dict[str, str | int | bool]:
    options = options_of(Options, request.options, TITLE)
    if (options.safety_tolerance or 0) > model.tolerance:
        raise EngineRefused(
            f"{model.title} takes no safety_tolerance {options.safety_tolerance}",
            f"Choose one from 0 to {model.tolerance}",
        )
    return {name: value for name, value in msgspec.structs.asdict(options).items() if value is not None}


def field(number: int) -> str:
    """The field of the reference of that number, from 1 on."""
    return "input_image" if number == 1 else f"input_image_{number}"


def ratio(width: int, height: int) -> str:
    """A shape as two whole numbers: "19:13"."""
    shared = math.gcd(width, height)
    return f"{width // shared}:{height // shared}"
