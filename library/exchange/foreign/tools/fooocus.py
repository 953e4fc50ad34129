"""Fooocus's `parameters` as JSON, its own scheme; with the A1111 scheme it writes what `a1111` reads.

Format: modules/meta_parser.py of Fooocus (`FooocusMetadataParser`); older releases had titles for keys ("Base Model").
Fooocus-MRE writes the like into `Comment`, with `cfg` for the guidance.
"""

from __future__ import annotations

import re
from typing import Any

from library.exchange.foreign.facts import (
    ForeignFacts,
    ForeignUnreadable,
    listed,
    name,
    names,
    number,
    side,
    tagged_loras,
    whole,
    words,
)

_ITS_OWN = ("performance", "styles", "sharpness", "metadata_scheme", "adm_guidance", "refiner_switch")
_SIZE = re.compile(r"(\d{1,6})\D{1,4}(\d{1,6})")


def is_given(given: dict[str, Any]) -> bool:
    """Whether a JSON object is Fooocus's."""
    keys = _named(given).keys()
    return "base_model" in keys or ("guidance_scale" in keys and not keys.isdisjoint(_ITS_OWN))


def read(given: dict[str, Any]) -> ForeignFacts:
    """The facts of decoded `parameters`. Raises ForeignUnreadable for JSON that is not Fooocus's."""
    if not is_given(given):
        raise ForeignUnreadable("Its `parameters` are JSON, and not of Fooocus")
    found = _named(given)
    size = _SIZE.search(words(found.get("resolution"))[:100])
    prompt = words(found.get("prompt"))
    return ForeignFacts(
        tool="Fooocus",
        prompt=prompt,
        negative=words(found.get("negative_prompt")),
        model=name(found.get("base_model")),
        loras=names([*_loras(found), *tagged_loras(prompt)]),
        seed=whole(found.get("seed")),
        steps=whole(found.get("steps"), 2**31 - 1),
        guidance=number(found.get("guidance_scale")) or number(found.get("cfg")),
        sampler=name(found.get("sampler")),
        scheduler=name(found.get("scheduler")),
        width=side(size[1]) if size else None,
        height=side(size[2]) if size else None,
    )


def _named(given: dict[str, Any]) -> dict[str, Any]:
    """Settings by the keys of newer releases."""
    return {key.lower().replace(" ", "_"): value for key, value in list(given.items())[:500]}


def _loras(found: dict[str, Any]) -> list[Any]:
    """Names in `loras: [[name, weight, hash]]` and in `lora_combined_1: "name : weight"`."""
    given = [one[0] for one in listed(found.get("loras"))[:100] if isinstance(one, list) and one]
    combined = [words(found.get(f"lora_combined_{number}")) for number in range(1, 17)]
    return [*given, *(one.rpartition(" : ")[0] or one for one in combined)]
