"""What of a request a model cannot do, known before anything is sent: pure functions over records."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from backends.base import DrawRequest
from backends.hosted.models import Model, SizeRule

Part = Literal["prompt", "size", "references", "loras", "seed", "steps", "guidance", "start", "denoise", "mask"]


class Unheeded(msgspec.Struct, frozen=True):
    """A part of a request that a model does not heed, and that in words: "the references 5 to 7"."""

    part: Part
    words: str


class Fitted(msgspec.Struct, frozen=True):
    """A request as a model can draw it, and what of the one that was asked for is not in it."""

    request: DrawRequest
    unheeded: tuple[Unheeded, ...] = ()


def fit(request: DrawRequest, model: Model) -> Fitted:
    """The request as the model can draw it. Steps and guidance that nobody chose are not missed."""
    changes: dict[str, object] = {}
    gone: list[Unheeded] = []
    if 0 < model.prompt_length < len(request.prompt):
        changes["prompt"] = shortened(request.prompt, model.prompt_length)
        gone.append(Unheeded("prompt", f"the words after the first {model.prompt_length:,} characters"))
    width, height = nearest_size(request.width, request.height, model.sizes)
    if (width, height) != (request.width, request.height):
        changes |= {"width": width, "height": height}
        gone.append(Unheeded("size", f"the size {request.width}×{request.height}: it is {width}×{height}"))
    references = max(0, model.references - (model.start_counts and model.start and request.start is not None))
    if len(request.references) > references:
        changes["references"] = request.references[:references]
        gone.append(Unheeded("references", _from("reference", references, len(request.references))))
    if len(request.loras) > model.loras:
        changes["loras"] = request.loras[: model.loras]
        gone.append(Unheeded("loras", _from("LoRA", model.loras, len(request.loras))))
    if not model.seed:
        gone.append(Unheeded("seed", "the seed"))
    for part in ("steps", "guidance"):
        if part in request.chosen and not getattr(model, part):
            gone.append(Unheeded(part, f"the {part}"))
    painted_over, lost = _start(request, model)
    changes |= painted_over
    gone += lost
    return Fitted(msgspec.structs.replace(request, **changes) if changes else request, tuple(gone))


def _start(request: DrawRequest, model: Model) -> tuple[dict[str, object], list[Unheeded]]:
    """What changes, and what is lost, of a picture that is to be painted over."""
    if request.start is None:
        return {}, []
    if not model.start:
        return {"start": None, "mask": None}, [Unheeded("start", "the picture to paint over")]
    gone = []
    if not model.strength and request.denoise < 1.0 and request.mask is None:
        gone.append(Unheeded("denoise", "how much of the picture is kept"))
    if request.mask is not None and not model.mask:
        return {"mask": None}, [*gone, Unheeded("mask", "the mask")]
    return {}, gone


def in_words(unheeded: tuple[Unheeded, ...]) -> str:
    """What is lost, as a sentence's end: "the seed, the LoRA and the references 5 to 7"; empty for nothing."""
    words = [one.words for one in unheeded]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def nearest_size(width: int, height: int, rule: SizeRule) -> tuple[int, int]:
    """The size nearest to the one that is asked for, in shape first and then in pixels, that a model draws."""
    ratio = width / height
    if rule.listed:
        return min(
            rule.listed,
            key=lambda size: (abs(math.log(size[0] / size[1] / ratio)), abs(size[0] * size[1] - width * height)),
        )
    ratio = min(max(ratio, 1 / rule.widest), rule.widest)
    pixels = min(max(width * height, rule.least_pixels), rule.most_pixels)
    sides = [math.sqrt(pixels * ratio), math.sqrt(pixels / ratio)]
    if (width / height) == ratio and pixels == width * height:
        sides = [float(width), float(height)]
    return _within(sides, rule)


def _within(sides: list[float], rule: SizeRule) -> tuple[int, int]:
    """Sides as multiples within the bounds; where the product would be too large they are rounded down."""
    largest = max(sides)
    if largest > rule.most_side:
        sides = [side * rule.most_side / largest for side in sides]
    step = rule.multiple
    found = [max(math.ceil(rule.least_side / step) * step, round(side / step) * step) for side in sides]
    found = [min(side, rule.most_side // step * step) for side in found]
    while found[0] * found[1] > rule.most_pixels or max(found) > rule.widest * min(found):
        at = found.index(max(found))
        found[at] -= step
    while found[0] * found[1] < rule.least_pixels:
        at = found.index(min(found))
        found[at] += step
    return found[0], found[1]


def shortened(prompt: str, length: int) -> str:
    """The beginning of a prompt, at most `length` characters, that ends with a whole sentence or at least a word."""
    if len(prompt) <= length:
        return prompt
    start = prompt[:length]
    for ends in (". ", "! ", "? "):
        at = start.rfind(ends)
        if at >= length // 2:
            return start[: at + 1]
    at = start.rfind(" ")
    return start[:at] if at > 0 else start


def _from(what: str, kept: int, asked: int) -> str:
    if kept == 0:
        return f"the {what}" if asked == 1 else f"all {asked} {what}s"
    return f"the {what} {asked}" if asked - kept == 1 else f"the {what}s {kept + 1} to {asked}"
