"""RuinedFooocus's `parameters`: JSON that names its software. Format: modules of RuinedFooocus that save pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from library.exchange.foreign.facts import (
    LONGEST_TEXT,
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

_TOOL = "RuinedFooocus"
_WEIGHTED = re.compile(r"^-?[\d.]+ - ")
_TAGGED = re.compile(r"<([^<>:]{1,300}):[^<>]{0,100}>")


def is_given(given: dict[str, Any]) -> bool:
    """Whether a JSON object is RuinedFooocus's."""
    return given.get("software") == _TOOL


def read(given: dict[str, Any]) -> ForeignFacts:
    """The facts of decoded `parameters`. Raises ForeignUnreadable."""
    if not is_given(given):
        raise ForeignUnreadable("It has no settings of RuinedFooocus")
    prompt = words(given.get("Prompt")) or words(given.get("prompt"))
    return ForeignFacts(
        tool=_TOOL,
        prompt=prompt,
        negative=words(given.get("Negative")),
        model=name(given.get("base_model_name")),
        loras=names([*_loras(given.get("loras")), *tagged_loras(prompt)]),
        seed=whole(given.get("seed")),
        steps=whole(given.get("steps"), 2**31 - 1),
        guidance=number(given.get("cfg")),
        sampler=name(given.get("sampler_name")),
        scheduler=name(given.get("scheduler")),
        width=side(given.get("width")),
        height=side(given.get("height")),
    )


def _loras(given: Any) -> Iterator[Any]:
    """Names in `[{"name": …}]`, in `[[hash, "0.5 - name"]]` and in the first releases' `Loras:<name:0.5>`."""
    if isinstance(given, str):
        yield from _TAGGED.findall(given[:LONGEST_TEXT])
    for one in listed(given)[:200]:
        if isinstance(one, list) and one and isinstance(one[-1], str):
            yield _WEIGHTED.sub("", one[-1])
        else:
            yield mapping(one).get("name") if isinstance(one, dict) else one
