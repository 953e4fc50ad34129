"""Draw Things' settings: JSON in `exif:UserComment` of XMP. Format: pictures of Draw Things for macOS and iOS."""

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
    whole,
    words,
)


def is_given(given: dict[str, Any]) -> bool:
    """Whether a JSON object is Draw Things'."""
    return isinstance(given.get("c"), str) and not given.keys().isdisjoint(("uc", "model", "sampler", "v2"))


def read(given: dict[str, Any]) -> ForeignFacts:
    """The facts of decoded JSON. Raises ForeignUnreadable."""
    if not is_given(given):
        raise ForeignUnreadable("It has no settings of Draw Things")
    width, _, height = words(given.get("size"))[:20].partition("x")
    return ForeignFacts(
        tool="Draw Things",
        prompt=words(given.get("c")),
        negative=words(given.get("uc")),
        model=name(given.get("model")),
        loras=names(mapping(one).get("model") for one in listed(given.get("lora"))[:200]),
        seed=whole(given.get("seed")),
        steps=whole(given.get("steps"), 2**31 - 1),
        guidance=number(given.get("scale")),
        sampler=name(given.get("sampler")),
        width=side(width),
        height=side(height),
    )
