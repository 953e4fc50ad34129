"""OpenAI's models of pictures, as of 2026-11: what each can do, and since when it is gone."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from backends.hosted.models import Model, SizeRule
from backends.openai.options import Options, Quality

OLDER_SIZES: Final = SizeRule(listed=((1024, 1024), (1536, 1024), (1024, 1536)), widest=1.5)
SIZES: Final = SizeRule(
    multiple=16, least_side=16, most_side=3840, least_pixels=655_360, most_pixels=3840 * 2160, widest=3.0
)
"""Sides in multiples of 16, from 1:3 to 3:1; from 2560×1440 on the service calls it experimental."""

_OLDER_QUALITIES: Final[tuple[Quality, ...]] = ("auto", "low", "medium", "high")
_QUALITIES: Final[tuple[Quality, ...]] = (*_OLDER_QUALITIES, "xhigh", "max")
_DATED = re.compile(r"-20\d\d-\d\d-\d\d$")

REFERENCES: Final = 16
"""Pictures that an edit looks at, the one that is painted over among them."""


OPTIONS: Final = Options.__struct_fields__
"""What a person may choose of each."""


def _of(name: str, title: str, *, sizes: SizeRule = SIZES, transparent: bool = True) -> Model:
    return Model(
        id=name,
        title=title,
        sizes=sizes,
        references=REFERENCES,
        prompt_length=32_000,
        start=True,
        start_counts=True,
        mask=True,
        previews=True,
        transparent=transparent,
        options=OPTIONS,
    )


def _gone(name: str, title: str, since: str) -> Model:
    instead = "gpt-image-2.5-flare"
    return Model(id=name, title=title, sizes=OLDER_SIZES, prompt_length=4_000, retired=since, instead=instead)


MODELS: Final = (
    _of("gpt-image-2.5-flare", "GPT Image 2.5 Flare"),
    _of("gpt-image-2.5-sunburst", "GPT Image 2.5 Sunburst"),
    _of("gpt-image-2.6-flare", "GPT Image 2.6 Flare"),
    _of("gpt-image-2.6-sunburst", "GPT Image 2.6 Sunburst"),
    _of("gpt-image-2", "GPT Image 2", transparent=False),
    _of("gpt-image-1.5", "GPT Image 1.5", sizes=OLDER_SIZES),
    _of("gpt-image-1-mini", "GPT Image 1 Mini", sizes=OLDER_SIZES),
    _of("chatgpt-image-latest", "ChatGPT Image", sizes=OLDER_SIZES),
    _gone("gpt-image-1", "GPT Image 1", "2026-10-23"),
    _gone("dall-e-3", "DALL·E 3", "2026-05-12"),
    _gone("dall-e-2", "DALL·E 2", "2026-05-12"),
)


def model_of(name: str) -> Model:
    """A model by its name, the usual one where nobody named any. One with a day behind its name is the one without; one
    that is not known is likely new."""
    name = name or MODELS[0].id
    found = {model.id: model for model in MODELS}.get(_DATED.sub("", name))
    return msgspec.structs.replace(found, id=name) if found is not None else _of(name, name)


def undated(name: str) -> str:
    """A model's name without the day of its version."""
    return _DATED.sub("", name)


def quality_of(model: Model, options: Options) -> Quality:
    """The quality that is asked for: where a model has not the finest, the finest that it has."""
    has_all = undated(model.id) not in ("gpt-image-2", "gpt-image-1.5", "gpt-image-1-mini", "chatgpt-image-latest")
    return options.quality if options.quality in (_QUALITIES if has_all else _OLDER_QUALITIES) else "high"


def previews_of(model: Model, options: Options) -> int:
    """How many unfinished pictures are asked for."""
    if options.previews is not None:
        return options.previews
    return 0 if quality_of(model, options) == "low" else 2


def fidelity_of(model: Model) -> Literal["", "high"]:
    """How closely an edit looks at its pictures, where it must be said: newer models always look closely."""
    return "high" if undated(model.id) == "gpt-image-1.5" else ""
