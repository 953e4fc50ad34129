"""NovelAI's texts: `Description` has the prompt, `Comment` the settings as JSON, `Source` the model.

Format: pictures of NovelAI, V1 to V4.5 (`Software: NovelAI`). WebP has all of them as one JSON in UserComment, and so
has the alpha channel of its PNG files.
"""

from __future__ import annotations

from typing import Any

from library.exchange.foreign.facts import (
    ForeignFacts,
    ForeignUnreadable,
    decoded,
    listed,
    mapping,
    name,
    number,
    side,
    whole,
    words,
)

_KEYS = ("uc", "v4_prompt", "uncond_scale", "noise_schedule", "request_type")


def is_comment(text: str, software: str) -> bool:
    """Whether a `Comment` is NovelAI's, also where the text `Software` is lost."""
    return text.lstrip()[:1] == "{" and (software.startswith("NovelAI") or any(f'"{key}"' in text for key in _KEYS[1:]))


def is_given(given: dict[str, Any]) -> bool:
    """Whether a JSON object is what NovelAI has in its `Comment`."""
    return not given.keys().isdisjoint(_KEYS)


def read(comment: str, description: str = "", source: str = "") -> ForeignFacts:
    """The facts of a `Comment`, filled from the other two. Raises ForeignUnreadable."""
    return read_settings(mapping(decoded(comment)), description, source)


def read_settings(found: dict[str, Any], description: str = "", source: str = "") -> ForeignFacts:
    """The same of a decoded `Comment`."""
    if not is_given(found):
        raise ForeignUnreadable("Its `Comment` has no settings of NovelAI")
    return ForeignFacts(
        tool="NovelAI",
        prompt=_captions(found.get("v4_prompt")) or words(found.get("prompt")) or words(description),
        negative=_captions(found.get("v4_negative_prompt")) or words(found.get("uc")),
        model=name(source),
        seed=whole(found.get("seed")),
        steps=whole(found.get("steps"), 2**31 - 1),
        guidance=number(found.get("scale")),
        sampler=name(found.get("sampler")),
        scheduler=name(found.get("noise_schedule")),
        width=side(found.get("width")),
        height=side(found.get("height")),
    )


def _captions(value: Any) -> str:
    """The base caption and those of the characters, a line each, as V4 has them."""
    caption = mapping(mapping(value).get("caption"))
    each = [mapping(one).get("char_caption") for one in listed(caption.get("char_captions"))[:32]]
    return "\n".join(line for line in map(words, [caption.get("base_caption"), *each]) if line)
