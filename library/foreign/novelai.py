"""NovelAI's texts: `Description` has the prompt, `Comment` the settings as JSON, `Source` the model.

Format: pictures of NovelAI, V1 to V4.5 (`Software: NovelAI`). What it hides in the alpha channel is not read: the same
stands in these texts.
"""

from __future__ import annotations

from typing import Any

from library.foreign.facts import (
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


def read(comment: str, description: str = "", source: str = "") -> ForeignFacts:
    """The facts of a `Comment`, filled from the other two. Raises ForeignUnreadable."""
    found = mapping(decoded(comment))
    if not ({"uc", "v4_prompt", "scale", "sampler"} & found.keys()):
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
