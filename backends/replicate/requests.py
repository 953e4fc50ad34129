"""What goes on the wire for a request that was fitted to a model: its inputs by name, pictures by their hash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from backends.base import DrawRequest, EngineRefused, EngineUnreachable
from backends.hosted.fitting import by_reach
from backends.plain import plain
from backends.replicate.inputs import Input, Value
from backends.replicate.models import ReplicateModel, parsed
from backends.replicate.roles import Roles, roles_of
from backends.replicate.sizes import size_inputs

FAST_STEPS: Final = 4
"""Steps of FLUX.1 schnell, which a trained LoRA draws with where it is chosen as `model`."""
_YES: Final = frozenset({"true", "yes", "on", "1"})
_NO: Final = frozenset({"false", "no", "off", "0"})


class Prepared(msgspec.Struct, frozen=True, omit_defaults=True):
    """A prediction before its pictures are there. `version` is what POST /predictions takes: 64 hex digits, or the name
    of an official model; `pictures` are hashes by the name of their input, `lists` of inputs that take several. Those
    of `resized` are brought to the `size` (pixels) before: they say it to the model.
    """

    model: str
    version: str
    input: dict[str, Value]
    pictures: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    resized: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)


def prepared(request: DrawRequest, model: ReplicateModel) -> Prepared:
    """The prediction for a request. Raises EngineRefused where an option is nothing that the model takes, and
    EngineUnreachable where nobody knows yet which version of it runs."""
    roles = roles_of(model.inputs)
    inputs: dict[str, Value] = {}
    for name, value in (
        (roles.prompt or "prompt", request.prompt),
        (roles.seed, request.seed),
        (roles.steps, request.steps),
        (roles.guidance, request.guidance),
    ):
        if name:
            inputs[name] = _as(model.inputs.get(name), value)
    inputs |= dict.fromkeys(roles.counts, 1)
    if "go_fast" in model.inputs:
        # With it, the same seed draws another picture each time, and LoRAs are half again as strong.
        inputs["go_fast"] = False
    if "output_format" in model.inputs and (usual := model.inputs["output_format"].default) is not None:
        inputs["output_format"] = usual
    inputs |= _loras(request, model, roles)
    over = _painted_over(request, roles)
    if over:
        inputs |= {roles.strength: request.denoise} if roles.strength else {}
    else:
        inputs |= size_inputs(request.width, request.height, model.inputs, roles)
    hashes = [picture.sha256 for picture in request.references]
    lists = {roles.references[0]: hashes} if roles.is_list and hashes else {}
    alone = {} if roles.is_list else dict(zip(roles.references, hashes, strict=False))
    inputs |= _options(request, model, roles, inputs)
    size = (request.width, request.height)
    return Prepared(model.id, _version(model), inputs, {**over, **alone}, lists, tuple(over), size if over else (0, 0))


def _painted_over(request: DrawRequest, roles: Roles) -> dict[str, str]:
    """The hashes of the picture to paint over, which says the size, and of the mask on it, by their inputs."""
    if request.start is None or not roles.start:
        return {}
    mask = {roles.mask: request.mask.sha256} if request.mask is not None and roles.mask else {}
    return {roles.start: request.start.sha256, **mask}


def read(text: str) -> Prepared:
    """What was prepared, from JSON. Raises EngineRefused for what another version of the studio wrote otherwise."""
    try:
        return msgspec.json.decode(text, type=Prepared)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise EngineRefused("What was prepared for Replicate cannot be read", "Draw it as a new job") from error


def _version(model: ReplicateModel) -> str:
    """What POST /predictions is given: a version where one is known, else the name, which official models go by."""
    name = parsed(model.id)
    if name is None:
        raise EngineRefused(f"“{plain(model.id, 80)}” is no model of Replicate", "Write it as owner/name")
    if model.official and not name.version:
        return model.id
    if version := model.version or name.version:
        return version
    # The name alone is taken of official models only, and what is prepared may be sent much later.
    raise EngineUnreachable(
        f"Replicate does not say which version of {plain(model.id, 80)} runs", "Look at the connection"
    )


def _loras(request: DrawRequest, model: ReplicateModel, roles: Roles) -> dict[str, Value]:
    """The strength of the model's own weights, which are always there, and the LoRAs that it fetches."""
    sorted_ = by_reach(request.loras, model.id.partition(":")[0] if roles.own_scale else "")
    inputs: dict[str, Value] = {}
    if roles.own_scale:
        inputs[roles.own_scale] = sorted_.own.strength if sorted_.own is not None else 1.0
    for (name, scale), lora in zip(roles.fetched, sorted_.fetched, strict=False):
        inputs[name] = lora.file
        if scale in model.inputs:
            inputs[scale] = lora.strength
    return inputs


def _options(
    request: DrawRequest, model: ReplicateModel, roles: Roles, inputs: Mapping[str, Value]
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, text in request.options.items():
        if name in roles.options:
            found[name] = _typed(name, text, model.inputs[name])
    is_fast = found.get("model", inputs.get("model")) == "schnell"
    if is_fast and roles.steps and "steps" not in request.chosen:
        found[roles.steps] = FAST_STEPS
    return found


def _typed(name: str, text: str, one: Input) -> Value:
    """An option as the model takes it. Raises EngineRefused where it does not take that."""
    value: Value | None = text
    if one.kind == "flag":
        value = True if text.lower() in _YES else False if text.lower() in _NO else None
    elif one.kind in ("whole", "number"):
        value = _number(text, one)
    if one.choices:
        value = next((choice for choice in one.choices if str(choice) == text), None)
    if value is None:
        raise EngineRefused(
            f"Replicate takes {plain(name, 40)} as {_takes(one)}, and not “{plain(text, 40)}”", "Change that option"
        )
    return value


def _number(text: str, one: Input) -> Value | None:
    try:
        number: int | float = int(text) if one.kind == "whole" else float(text)
    except ValueError:
        return None
    fits = (one.least is None or number >= one.least) and (one.most is None or number <= one.most)
    return number if fits else None


def _takes(one: Input) -> str:
    if one.choices:
        return ", ".join(plain(choice, 40) for choice in one.choices[:12])
    if one.kind == "flag":
        return "true or false"
    bounds = [
        f"from {one.least:g}" if one.least is not None else "",
        f"to {one.most:g}" if one.most is not None else "",
    ]
    return " ".join(filter(None, ("a whole number" if one.kind == "whole" else "a number", *bounds)))


def _as(one: Input | None, value: Value) -> Value:
    """A number of the kind that the input takes."""
    if one is not None and one.kind == "whole" and isinstance(value, float):
        return round(value)
    return value
