"""What goes on the wire for a request that was fitted to a model: a body with pictures by their hash."""

from __future__ import annotations

import math
from typing import Final

import msgspec

from backends.base import DrawRequest, EngineRefused
from backends.bfl.models import FluxModel
from backends.plain import plain

FORMATS: Final = ("png", "jpeg")
_YES: Final = frozenset({"true", "yes", "on", "1"})
_NO: Final = frozenset({"false", "no", "off", "0"})


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
    body: dict[str, str | int | float | bool] = {"prompt": request.prompt, "seed": request.seed, "output_format": "png"}
    if model.sizes.named:
        body["aspect_ratio"] = ratio(request.width, request.height)
    elif not model.start:
        body |= {"width": request.width, "height": request.height}
    if model.steps:
        body["steps"] = request.steps
    if model.guidance:
        body["guidance"] = request.guidance
    for name, text in request.options.items():
        if name in model.options:
            body[name] = _option(name, text, model)
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


def field(number: int) -> str:
    """The field of the reference of that number, from 1 on."""
    return "input_image" if number == 1 else f"input_image_{number}"


def ratio(width: int, height: int) -> str:
    """A shape as two whole numbers: "19:13"."""
    shared = math.gcd(width, height)
    return f"{width // shared}:{height // shared}"


def _option(name: str, text: str, model: FluxModel) -> str | int | bool:
    """An option as the model takes it. Raises EngineRefused where it does not take that."""
    takes = "true or false"
    if name == "output_format":
        if text in FORMATS:
            return text
        takes = " or ".join(FORMATS)
    elif name == "safety_tolerance":
        if text.isascii() and text.isdigit() and len(text) < 3 and int(text) <= model.tolerance:
            return int(text)
        takes = f"a whole number from 0 to {model.tolerance}"
    elif text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise EngineRefused(f"Black Forest Labs takes {plain(name, 40)} as {takes}, and not “{plain(text, 40)}”")
