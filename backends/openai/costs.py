"""What OpenAI's pictures cost: from the tokens that an answer says were used, or about, before anything is sent.

Prices of 2 and 2.5 are from the service's page of 2026-11; those of the older ones of 2025-12. 2.6 is taken to cost as
much as 2.5, and so is whatever is not known.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from backends.base import DrawRequest
from backends.costs import Cost
from backends.hosted.models import Model
from backends.openai.models import previews_of, quality_of, undated
from backends.openai.options import Options, Quality

Count = Annotated[int, msgspec.Meta(ge=0)]


class Price(msgspec.Struct, frozen=True):
    """Dollars for a million tokens; tokens of a picture of 1024×1024 by quality, of a reference and of a preview.

    With the pixels grow the tokens, by `growth`: fitted to the ranges that are published for each quality.
    """

    words_in: float
    picture_in: float
    picture_out: float
    low: int
    medium: int
    high: int
    growth: float
    reference: int = 1_500
    preview: int = 100

    def tokens(self, quality: Quality, pixels: int) -> float:
        """Tokens of a picture, about; where the service chooses the quality, of the finest that it would choose."""
        finest = {"low": self.low, "medium": self.medium, "xhigh": self.high * 1.5, "max": self.high * 2}
        return float(finest.get(quality, self.high) * (pixels / 2**20) ** self.growth)


_NEW: Final = Price(5.0, 8.0, 30.0, low=200, medium=1_640, high=6_670, growth=0.67)
_PRICES: Final = {
    "gpt-image-1.5": Price(5.0, 8.0, 32.0, low=280, medium=1_060, high=4_160, growth=1.0, reference=4_500),
    "chatgpt-image-latest": Price(5.0, 8.0, 32.0, low=280, medium=1_060, high=4_160, growth=1.0, reference=4_500),
    "gpt-image-1-mini": Price(2.0, 2.5, 8.0, low=625, medium=1_375, high=4_500, growth=1.0, reference=350),
}


class _InDetail(msgspec.Struct):
    text_tokens: Count = 0
    image_tokens: Count = 0


class Usage(msgspec.Struct):
    """What an answer says was used."""

    output_tokens: Count
    input_tokens: Count = 0
    input_tokens_details: _InDetail | None = None


def price_of(model: Model) -> Price:
    """The price of a model, of one that is not known the newest's."""
    return _PRICES.get(undated(model.id), _NEW)


def measured(usage: Usage, model: Model) -> Cost:
    """What a picture cost. Tokens of which the answer does not say whether they are words count as pictures."""
    price, detail = price_of(model), usage.input_tokens_details or _InDetail()
    words = min(detail.text_tokens, usage.input_tokens)
    dollars = (
        words * price.words_in
        + (usage.input_tokens - words) * price.picture_in
        + usage.output_tokens * price.picture_out
    ) / 1e6
    return Cost(dollars, measured=True, words=f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out")


def estimate(request: DrawRequest, model: Model, options: Options) -> Cost:
    """What a picture will cost, about: a word is about four letters, a token about a word."""
    price = price_of(model)
    pictures = len(request.references) + (request.start is not None) + (request.mask is not None)
    out = price.tokens(quality_of(model, options), request.width * request.height)
    out += previews_of(model, options) * price.preview
    words, looked_at = len(request.prompt) / 4, pictures * price.reference
    dollars = (words * price.words_in + looked_at * price.picture_in + out * price.picture_out) / 1e6
    return Cost(dollars, words=f"about {round(out, -1):,.0f} tokens out")
