"""Ratios, sizes and prices of Gemini's models."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.gemini.costs import estimate
from backends.gemini.models import MODELS, model_of, named_size
from backends.hosted.fitting import fit
from backends.hosted.models import Model
from tests.backends.hosting import picture, request


@given(st.integers(1, 9000), st.integers(1, 9000), st.sampled_from(MODELS))
def test_every_size_has_a_name_and_what_is_asked_for_is_its_nearest(width: int, height: int, model: Model) -> None:
    ratio, tier = named_size(width, height, model)
    across, down = map(int, ratio.split(":"))
    nearest = min(abs(math.log(wide / high / (width / height))) for wide, high in model.sizes.listed)
    assert abs(math.log(across / down / (width / height))) <= nearest + 0.05
    assert tier in ("1K", "2K", "4K")
    fitted = fit(request(width=width, height=height), model).request
    assert named_size(fitted.width, fitted.height, model) == (ratio, tier)


@pytest.mark.parametrize(
    ("size", "model", "name"),
    [
        ((1024, 1024), "gemini-nano-banana-2.1", ("1:1", "1K")),
        ((1920, 1080), "gemini-nano-banana-2.1", ("16:9", "1K")),
        ((3840, 2160), "gemini-nano-banana-2.1", ("16:9", "2K")),
        ((5504, 3072), "gemini-3-pro-image", ("16:9", "4K")),
        ((4096, 4096), "gemini-3.1-flash-lite-image", ("1:1", "1K")),
        ((3000, 400), "gemini-nano-banana-2.1", ("8:1", "1K")),
        ((3000, 400), "gemini-3-pro-image", ("21:9", "1K")),
    ],
)
def test_sizes_by_name(size: tuple[int, int], model: str, name: tuple[str, str]) -> None:
    assert named_size(*size, model_of(model)) == name


@pytest.mark.parametrize(
    ("model", "side", "dollars"),
    [
        ("gemini-nano-banana-2.1", 1024, 0.0336),
        ("gemini-3-pro-image", 1024, 0.134),
        ("gemini-3-pro-image", 2048, 0.134),
        ("gemini-3-pro-image", 4096, 0.24),
        ("gemini-3.1-flash-lite-image", 1024, 0.04),
    ],
)
def test_estimates_are_what_is_published(model: str, side: int, dollars: float) -> None:
    asked = request(width=side, height=side, prompt="Mila")
    assert estimate(asked, model_of(model)).dollars == pytest.approx(dollars, rel=0.02)
    with_one = estimate(request(width=side, height=side, references=(picture(),)), model_of(model))
    assert with_one.dollars > estimate(asked, model_of(model)).dollars
