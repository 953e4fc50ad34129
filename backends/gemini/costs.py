"""What Gemini's pictures cost: from the tokens that an answer says were used, or about, before anything is sent.

Prices of Nano Banana 2.1 are from the service's page of 2026-11; those of the others are about right.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from backends.base import DrawRequest
from backends.costs import Cost
from backends.gemini.models import LITE, PRO, Tier, named_size
from backends.hosted.models import Model

Count = Annotated[int, msgspec.Meta(ge=0)]

REFERENCE: Final = 258
"""Tokens of a picture that is looked at."""


class Price(msgspec.Struct, frozen=True):
    """Dollars for a million tokens, and tokens of a picture at 1K, 2K and 4K."""

    all_in: float
    picture_out: float
    thought: float
    tokens: dict[Tier, int]


_FLASH: Final = Price(1.5, 30.0, 3.0, {"1K": 1_120, "2K": 1_680, "4K": 2_520})
_PRO: Final = Price(2.0, 120.0, 12.0, {"1K": 1_120, "2K": 1_120, "4K": 2_000})
_LITE: Final = Price(1.5, 36.0, 3.0, {"1K": 1_120, "2K": 1_120, "4K": 1_120})


class Usage(msgspec.Struct, rename="camel"):
    """What an answer says was used."""

    prompt_token_count: Count = 0
    candidates_token_count: Count = 0
    thoughts_token_count: Count = 0


def price_of(model: Model) -> Price:
    """The price of a model, of one that is not known the newest's."""
    return _PRO if model.id in PRO else _LITE if model.id in LITE else _FLASH


def measured(usage: Usage, model: Model) -> Cost:
    """What an answer cost, with or without a picture in it."""
    price = price_of(model)
    dollars = (
        usage.prompt_token_count * price.all_in
        + usage.candidates_token_count * price.picture_out
        + usage.thoughts_token_count * price.thought
    ) / 1e6
    words = f"{usage.prompt_token_count:,} tokens in, {usage.candidates_token_count:,} out"
    thoughts = f", {usage.thoughts_token_count:,} thought" if usage.thoughts_token_count else ""
    return Cost(dollars, measured=True, words=words + thoughts)


def estimate(request: DrawRequest, model: Model) -> Cost:
    """What a picture will cost, about, without what is thought: a token is about four letters."""
    price = price_of(model)
    looked_at = (len(request.references) + (request.start is not None)) * REFERENCE
    out = price.tokens[named_size(request.width, request.height, model)[1]]
    dollars = ((len(request.prompt) / 4 + looked_at) * price.all_in + out * price.picture_out) / 1e6
    return Cost(dollars, words=f"about {out:,} tokens out")
