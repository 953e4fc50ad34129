"""What Civitai's generator writes: ComfyUI's graph with `extra` and `extraMetadata` beside its nodes.

Format: pictures of civitai.com. `extraMetadata` is JSON in a text, with what the person asked for; models in the graph
are URNs (`urn:air:sdxl:checkpoint:civitai:11@22`). Its other format is A1111's with `Civitai resources`.
"""

from __future__ import annotations

from typing import Any

from library.exchange.foreign.comfyui import reading
from library.exchange.foreign.facts import (
    ForeignFacts,
    ForeignUnreadable,
    decoded,
    encoded,
    filled,
    listed,
    mapping,
    name,
    names,
    number,
    whole,
    words,
)

TOOL = "Civitai"
KEY = "extraMetadata"
_LORAS = ("lora", "lycoris", "locon", "dora")


def read(given: dict[str, Any], size: tuple[int, int] | None = None) -> ForeignFacts:
    """The facts of a decoded graph; `size` of the picture in px. Raises ForeignUnreadable."""
    nodes = {key: value for key, value in given.items() if isinstance(value, dict) and "class_type" in value}
    asked = _asked(given.get(KEY))
    if not nodes:
        return asked
    drawn = reading.read(encoded(nodes), size)
    return filled(asked, drawn)


def _asked(extra: Any) -> ForeignFacts:
    """What the person asked for, which the graph of a picture that was enlarged says of its second pass."""
    try:
        found = mapping(decoded(extra) if isinstance(extra, str) else extra)
    except ForeignUnreadable:
        found = {}
    model, loras = resources(found.get("resources"))
    return ForeignFacts(
        tool=TOOL,
        prompt=words(found.get("prompt")),
        negative=words(found.get("negativePrompt")),
        model=model,
        loras=loras,
        seed=whole(found.get("seed")),
        steps=whole(found.get("steps"), 2**31 - 1),
        guidance=number(found.get("cfgScale")),
        sampler=name(found.get("sampler")),
    )


def resources(given: Any) -> tuple[str, tuple[str, ...]]:
    """The model and the LoRAs of `[{"type": "checkpoint", "modelName": …}, {"type": "lora", …}]`."""
    model, loras = "", list[Any]()
    for one in map(mapping, listed(given)[:200]):
        kind = one.get("type")
        kind = kind.lower() if isinstance(kind, str) else ""
        if kind in _LORAS:
            loras.append(one.get("modelName"))
        elif kind in ("checkpoint", "model", "unet"):
            model = model or name(one.get("modelName"))
    return model, names(loras)
