"""What of a request a model cannot do, known before anything is sent: pure functions over records."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from backends.base import DrawRequest, LoraUse
from backends.hosted.models import Model, SizeRule
from backends.plain import plain

Part = Literal[
    "prompt",
    "size",
    "references",
    "loras",
    "strength",
    "seed",
    "steps",
    "guidance",
    "start",
    "denoise",
    "mask",
    "options",
]


_ADDRESS = re.compile(r"https://[^\s/]+/\S+")
_NAME = re.compile(r"(?:huggingface\.co/|civitai\.com/models/)?[A-Za-z0-9][\w.-]*(?:/[\w.-]+){1,3}", re.ASCII)
_ANY = frozenset(
    [
        "flux",
        "flex",
        "dev",
        "lora",
        "loras",
        "style",
        "model",
        "trained",
        "safetensors",
        "ckpt",
        "gguf",
        "pt",
        "bin",
        "my",
        "the",
        "of",
        "and",
    ]
)
"""Words that stand in the names of any LoRA."""
_FILE = re.compile(r"\.(?:safetensors|ckpt|pt|bin|gguf)$", re.IGNORECASE)


class Unheeded(msgspec.Struct, frozen=True):
    """A part of a request that a model does not heed, and that in words: "the references 5 to 7"."""

    part: Part
    words: str


class Fitted(msgspec.Struct, frozen=True):
    """A request as a model can draw it, and what of the one that was asked for is not in it. `seed` is the one that
    stands in it instead of one that the model does not know, None where it is the one that was asked for."""

    request: DrawRequest
    unheeded: tuple[Unheeded, ...] = ()
    seed: int | None = None


def fit(request: DrawRequest, model: Model) -> Fitted:
    """The request as the model can draw it. A seed, steps and guidance that nobody chose are not missed."""
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
    for changed, lost in (
        _loras(request, model),
        _seed(request, model),
        _strengths(request, model),
        _options(request, model),
    ):
        changes |= changed
        gone += lost
    painted_over, lost = _start(request, model)
    changes |= painted_over
    gone += lost
    fitted = msgspec.structs.replace(request, **changes) if changes else request
    return Fitted(fitted, tuple(gone), fitted.seed if "seed" in changes else None)


def _loras(request: DrawRequest, model: Model) -> tuple[dict[str, object], list[Unheeded]]:
    """Those LoRAs that the model can use, its own weights first, each as strong as it takes them."""
    own, others, unreachable = by_reach(request.loras, model.id.partition(":")[0] if model.own_lora else "")
    if not model.fetches_loras:
        own, others, unreachable = None, request.loras, ()
    used = (*((own,) if own else ()), *others[: model.loras])
    lost = [lora for lora in request.loras if lora not in used]
    gone: list[Unheeded] = []
    if lost and lost == list(request.loras[len(used) :]) and not unreachable:
        gone.append(Unheeded("loras", _from("LoRA", len(used), len(request.loras))))
    else:
        gone += [
            Unheeded("loras", f"the LoRA {plain(lora.file, 80)}" + (" (a file)" if lora in unreachable else ""))
            for lora in lost
        ]
    kept = []
    for lora in used:
        strength = _between(lora.strength, model.lora_range)
        if strength != lora.strength:
            words = f"the strength {lora.strength:g} of {plain(lora.file, 80)}: it is {strength:g}"
            gone.append(Unheeded("strength", words))
        kept.append(msgspec.structs.replace(lora, strength=strength))
    return {"loras": tuple(kept)} if tuple(kept) != request.loras else {}, gone


class Sorted(NamedTuple):
    """The LoRAs of a request by how they reach a model: `own` are the model's own weights, `fetched` come from
    elsewhere, `unreachable` are files that it cannot fetch."""

    own: LoraUse | None
    fetched: tuple[LoraUse, ...]
    unreachable: tuple[LoraUse, ...]


def can_be_fetched(name: str) -> bool:
    """Whether a LoRA's name says where it is: an address, or `owner/name` with perhaps a version or a file behind it.

    A file in one folder, as ComfyUI lists them ("flux/milo.safetensors"), is none.
    """
    if _ADDRESS.fullmatch(name):
        return True
    return bool(_NAME.fullmatch(name)) and not (name.count("/") == 1 and _FILE.search(name))


def _words(name: str) -> set[str]:
    """The words of a name that say what it is of."""
    return {word for word in re.findall(r"[^\W\d_]{2,}", name.lower()) if word not in _ANY}


def by_reach(loras: Sequence[LoraUse], owner: str = "") -> Sorted:
    """The LoRAs by how they reach a model. `owner` is the name of one that has weights of its own, "me/mila"; empty for
    one that has none.

    Its own weights are those that are called as it is; else the first file that shares a word with its name, for on a
    server of one's own the same weights are a file, "mila_v2.safetensors". A style's file is not taken for them.
    """
    own = next((lora for lora in loras if owner and lora.file == owner), None)
    if own is None and owner:
        words = _words(owner.rpartition("/")[2])
        own = next((lora for lora in loras if not can_be_fetched(lora.file) and words & _words(lora.file)), None)
    others = [lora for lora in loras if lora is not own]
    return Sorted(
        own,
        tuple(lora for lora in others if can_be_fetched(lora.file)),
        tuple(lora for lora in others if not can_be_fetched(lora.file)),
    )


def _options(request: DrawRequest, model: Model) -> tuple[dict[str, object], list[Unheeded]]:
    unknown = [name for name in request.options if name not in model.options]
    if not unknown:
        return {}, []
    known = {name: value for name, value in request.options.items() if name in model.options}
    return {"options": known}, [Unheeded("options", f"the option {plain(name, 40)}") for name in unknown]


def _seed(request: DrawRequest, model: Model) -> tuple[dict[str, object], list[Unheeded]]:
    is_chosen = "seed" in request.chosen
    if not model.seed:
        return {}, [Unheeded("seed", "the seed")] if is_chosen else []
    if 0 < model.seeds <= request.seed:
        seed = request.seed % model.seeds
        return {"seed": seed}, [Unheeded("seed", f"the seed {request.seed}: it is {seed}")] if is_chosen else []
    return {}, []


def _strengths(request: DrawRequest, model: Model) -> tuple[dict[str, object], list[Unheeded]]:
    """Steps and guidance within their ranges; the model's own where nobody chose, which are not missed."""
    changes: dict[str, object] = {}
    gone: list[Unheeded] = []
    parts: tuple[tuple[Literal["steps", "guidance"], bool, float, tuple[float, float]], ...] = (
        ("steps", model.steps, model.usual_steps, model.step_range),
        ("guidance", model.guidance, model.usual_guidance, model.guidance_range),
    )
    for part, heeded, usual, bounds in parts:
        asked = getattr(request, part)
        is_chosen = part in request.chosen
        if not heeded:
            gone += [Unheeded(part, f"the {part}")] if is_chosen else []
            continue
        taken = type(asked)(_between(asked if is_chosen or not usual else usual, bounds))
        if taken != asked:
            changes[part] = taken
            gone += [Unheeded(part, f"the {part} {asked:g}: it is {taken:g}")] if is_chosen else []
    return changes, gone


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
        if found[0] == found[1] and (found[0] + step) ** 2 <= rule.most_pixels:
            found = [found[0] + step] * 2
            continue
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


def _between(number: float, bounds: tuple[float, float]) -> float:
    return min(max(number, bounds[0]), bounds[1])


def _from(what: str, kept: int, asked: int) -> str:
    if kept == 0:
        return f"the {what}" if asked == 1 else f"all {asked} {what}s"
    return f"the {what} {asked}" if asked - kept == 1 else f"the {what}s {kept + 1} to {asked}"
