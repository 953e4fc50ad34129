"""SwarmUI's `parameters` as JSON: all settings under `sui_image_params`.

Format: src/Text2Image/T2IParamInput.cs of SwarmUI (`GenRawMetadata`).
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

KEY = "sui_image_params"


def read(given: dict[str, Any]) -> ForeignFacts:
    """The facts of decoded `parameters`. Raises ForeignUnreadable for JSON that is not SwarmUI's."""
    found = mapping(given.get(KEY))
    if not found:
        raise ForeignUnreadable("Its `parameters` are JSON, and not of SwarmUI")
    prompt = words(found.get("prompt"))
    loras = found.get("loras")
    guidance = number(found.get("fluxguidancescale"))
    return ForeignFacts(
        tool="SwarmUI",
        prompt=prompt,
        negative=words(found.get("negativeprompt")),
        model=name(found.get("model")),
        loras=names([*(loras.split(",") if isinstance(loras, str) else listed(loras)), *tagged_loras(prompt)]),
        seed=whole(found.get("seed")),
        steps=whole(found.get("steps"), 2**31 - 1),
        guidance=number(found.get("cfgscale")) if guidance is None else guidance,
        sampler=name(found.get("sampler")),
        scheduler=name(found.get("scheduler")),
        width=side(found.get("width")),
        height=side(found.get("height")),
    )
