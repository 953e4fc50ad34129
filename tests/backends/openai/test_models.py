"""Sizes, tokens and prices of OpenAI's models."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.hosted.fitting import nearest_size
from backends.hosted.models import Model, is_retired
from backends.openai.costs import Usage, estimate, measured
from backends.openai.models import MODELS, model_of
from backends.openai.options import Options, Quality
from tests.backends.hosting import picture, request
from tests.standin.hosted.openai import is_size

DRAWS = [model for model in MODELS if not model.retired]


@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from(DRAWS))
def test_every_size_that_is_asked_for_becomes_one_that_the_service_takes(width: int, height: int, found: Model) -> None:
    fitted = nearest_size(width, height, found.sizes)
    name = "gpt-image-1.5" if found.id == "chatgpt-image-latest" else found.id
    assert is_size(f"{fitted[0]}x{fitted[1]}", name)


@pytest.mark.parametrize("size", [(1024, 1024), (1536, 864), (3840, 2160), (1440, 2560)])
def test_sizes_that_the_service_takes_stay(size: tuple[int, int]) -> None:
    assert nearest_size(*size, model_of("gpt-image-2.5-flare").sizes) == size


def test_what_was_shut_down_is_known_since_when() -> None:
    gone = {model.id: is_retired(model, "2026-11-28") for model in MODELS}
    assert {name for name, is_gone in gone.items() if is_gone} == {"gpt-image-1", "dall-e-2", "dall-e-3"}
    assert not is_retired(model_of("gpt-image-1"), "2026-10-23")
    assert model_of("gpt-image-2-2026-04-21").title == "GPT Image 2"


@pytest.mark.parametrize(
    ("model", "quality", "size", "least", "most"),
    [
        ("gpt-image-2.5-flare", "low", (1024, 1024), 0.0058, 0.0065),
        ("gpt-image-2", "medium", (1024, 1024), 0.045, 0.06),
        ("gpt-image-2", "medium", (3840, 2160), 0.18, 0.22),
        ("gpt-image-2", "high", (3840, 2160), 0.75, 0.88),
        ("gpt-image-1.5", "low", (1024, 1024), 0.008, 0.01),
        ("gpt-image-1.5", "high", (1024, 1536), 0.19, 0.23),
    ],
)
def test_estimates_are_within_what_is_published(
    model: str, quality: Quality, size: tuple[int, int], least: float, most: float
) -> None:
    found = estimate(request(width=size[0], height=size[1]), model_of(model), Options(quality=quality))
    assert least <= found.dollars <= most
    assert not found.measured


def test_references_and_finer_qualities_cost_more() -> None:
    model = model_of("gpt-image-2.5-flare")
    qualities: list[Quality] = ["low", "medium", "high", "xhigh", "max"]
    costs = [estimate(request(), model, Options(quality=quality)).dollars for quality in qualities]
    assert costs == sorted(costs)
    assert estimate(request(references=(picture(),)), model, Options()).dollars > costs[1]


COUNT = st.integers(0, 10**7)


@given(COUNT, COUNT, COUNT)
def test_a_bill_is_the_tokens_times_their_prices(words: int, pictures: int, out: int) -> None:
    raw = {"input_tokens": words + pictures, "output_tokens": out}
    detail = {"text_tokens": words, "image_tokens": pictures}
    model = model_of("gpt-image-2")
    found = measured(msgspec.convert({**raw, "input_tokens_details": detail}, Usage), model)
    assert found.dollars == pytest.approx((words * 5 + pictures * 8 + out * 30) / 1e6)
    assert found.measured
    assert measured(msgspec.convert(raw, Usage), model).dollars >= found.dollars
