"""InvokeAI's texts: `invokeai_metadata` (3 and later), `sd-metadata` (2), and the `Dream` command line of the first.

Formats: invokeai/app/invocations/metadata.py (`CoreMetadata`) and docs on `sd-metadata` of InvokeAI 2.
"""

from __future__ import annotations

import re
from typing import Any

from library.exchange.foreign.facts import (
    LONGEST_TEXT,
    ForeignFacts,
    ForeignUnreadable,
    decoded,
    listed,
    mapping,
    name,
    names,
    number,
    side,
    whole,
    words,
)

_TOOL = "InvokeAI"
_OPTION = re.compile(r"(?:^|\s)-([A-Za-z]) ?([^\s\"]{1,40})")
_BRACKETED = re.compile(r"\[([^\[\]]{0,10000})\]")


def read_metadata(text: str) -> ForeignFacts:
    """The facts of `invokeai_metadata`. Raises ForeignUnreadable."""
    found = mapping(decoded(text))
    if not found:
        raise ForeignUnreadable("Its `invokeai_metadata` is no object")
    return read_settings(found)


def is_given(given: dict[str, Any]) -> bool:
    """Whether a JSON object is what InvokeAI has in `invokeai_metadata`."""
    return "positive_prompt" in given and not given.keys().isdisjoint(("generation_mode", "app_version", "cfg_scale"))


def read_settings(found: dict[str, Any]) -> ForeignFacts:
    """The facts of a decoded `invokeai_metadata`."""
    return ForeignFacts(
        tool=_TOOL,
        prompt=words(found.get("positive_prompt")),
        negative=words(found.get("negative_prompt")),
        model=_model(found.get("model")),
        loras=names(
            _model(mapping(one).get("model") or mapping(one).get("lora")) for one in listed(found.get("loras"))
        ),
        seed=whole(found.get("seed")),
        steps=whole(found.get("steps"), 2**31 - 1),
        guidance=number(found.get("cfg_scale")) if found.get("guidance") is None else number(found["guidance"]),
        sampler=name(found.get("scheduler")),
        width=side(found.get("width")),
        height=side(found.get("height")),
    )


def read_sd_metadata(text: str) -> ForeignFacts:
    """The facts of `sd-metadata`. Raises ForeignUnreadable."""
    found = mapping(decoded(text))
    image = mapping(found.get("image"))
    if not image:
        raise ForeignUnreadable("Its `sd-metadata` says nothing of an image")
    given = image.get("prompt")
    parts = [given] if isinstance(given, str) else [mapping(one).get("prompt") for one in listed(given)]
    prompt, negative = _split(" ".join(words(part) for part in parts[:100]))
    return ForeignFacts(
        tool=_TOOL,
        prompt=prompt,
        negative=negative,
        model=name(found.get("model_weights")),
        seed=whole(image.get("seed")),
        steps=whole(image.get("steps"), 2**31 - 1),
        guidance=number(image.get("cfg_scale")),
        sampler=name(image.get("sampler")),
        width=side(image.get("width")),
        height=side(image.get("height")),
    )


def read_dream(text: str) -> ForeignFacts:
    """The facts of `"prompt [negative]" -s50 -S1234 -W512 -H512 -C7.5 -A k_lms`. Raises ForeignUnreadable."""
    quoted, quote, rest = text[:LONGEST_TEXT].strip().rpartition('"')
    if not quote or not quoted.startswith('"'):
        raise ForeignUnreadable("Its `Dream` is no command")
    options = {match[1]: match[2] for match in _OPTION.finditer(rest[:2000])}
    prompt, negative = _split(quoted[1:])
    return ForeignFacts(
        tool=_TOOL,
        prompt=prompt,
        negative=negative,
        seed=whole(options.get("S")),
        steps=whole(options.get("s"), 2**31 - 1),
        guidance=number(options.get("C")),
        sampler=name(options.get("A")),
        width=side(options.get("W")),
        height=side(options.get("H")),
    )


def _model(value: Any) -> str:
    """A model's name, in any of the ways that InvokeAI has written it."""
    found = mapping(value)
    return name(found.get("name")) or name(found.get("model_name")) or name(value)


def _split(prompt: str) -> tuple[str, str]:
    """Prompt and negative prompt; the negative parts stand in square brackets."""
    negative = ", ".join(part for match in _BRACKETED.finditer(prompt) if (part := words(match[1])))
    return words(_BRACKETED.sub("", prompt)), negative
