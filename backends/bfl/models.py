"""The models of Black Forest Labs, and what their pictures cost in credits. Source: docs.bfl.ai, 2026-11."""

from __future__ import annotations

from typing import Final

from backends.hosted.models import Model, SizeRule
from backends.plain import plain

FOUR_MEGAPIXELS: Final = SizeRule(
    multiple=16, least_side=64, most_side=4096, most_pixels=2048 * 2048, least_pixels=64 * 64, widest=16.0
)
ABOUT_ONE: Final = SizeRule(
    multiple=16, least_side=256, most_side=2048, least_pixels=960_000, most_pixels=1_060_000, widest=4.0, named=True
)
"""Kontext is told a ratio, and draws about a megapixel."""
SEEDS: Final = 2**32
OPTIONS: Final = ("output_format", "safety_tolerance", "prompt_upsampling")


class FluxModel(Model, frozen=True, kw_only=True):
    """A model with its prices in credits (cents): of the first megapixel of a picture, and of each more, in or out;
    `flat` is one price for whatever is drawn. `tolerance` is how unsafe a picture may be at most."""

    first: float = 0.0
    more: float = 0.0
    flat: float = 0.0
    tolerance: int = 5


def _flux2(name: str, title: str, first: float, more: float, references: int = 8) -> FluxModel:
    return FluxModel(
        id=name,
        title=title,
        sizes=FOUR_MEGAPIXELS,
        references=references,
        seed=True,
        seeds=SEEDS,
        options=OPTIONS,
        first=first,
        more=more,
    )


def _kontext(name: str, title: str, flat: float) -> FluxModel:
    return FluxModel(
        id=name,
        title=title,
        sizes=ABOUT_ONE,
        references=4,
        seed=True,
        seeds=SEEDS,
        options=OPTIONS,
        flat=flat,
        tolerance=6,
    )


_FLEX: Final = FluxModel(
    id="flux-2-flex",
    title="FLUX.2 flex",
    sizes=FOUR_MEGAPIXELS,
    references=8,
    seed=True,
    seeds=SEEDS,
    steps=True,
    step_range=(1, 50),
    usual_steps=50,
    guidance=True,
    guidance_range=(1.5, 10.0),
    usual_guidance=4.5,
    options=OPTIONS,
    first=5,
    more=5,
)

_FILL: Final = FluxModel(
    id="flux-pro-1.0-fill",
    title="FLUX.1 fill pro",
    sizes=SizeRule(multiple=16, least_side=256, most_side=2048, most_pixels=2048 * 2048),
    seed=True,
    seeds=SEEDS,
    start=True,
    mask=True,
    steps=True,
    step_range=(15, 50),
    usual_steps=50,
    guidance=True,
    guidance_range=(1.5, 100.0),
    usual_guidance=60.0,
    options=OPTIONS,
    flat=5,
    tolerance=6,
)

MODELS: Final = (
    _flux2("flux-2-pro", "FLUX.2 pro", 3, 1.5),
    _flux2("flux-2-max", "FLUX.2 max", 7, 3),
    _FLEX,
    _flux2("flux-2-klein-4b", "FLUX.2 klein 4B", 1.4, 0.1, references=4),
    _flux2("flux-2-klein-9b", "FLUX.2 klein 9B", 1.5, 0.2, references=4),
    _flux2("flux-2-pro-preview", "FLUX.2 pro preview", 3, 1.5),
    _kontext("flux-kontext-pro", "FLUX.1 Kontext pro", 4),
    _kontext("flux-kontext-max", "FLUX.1 Kontext max", 8),
    _FILL,
)


def known(name: str) -> FluxModel:
    """A model by its name, the usual one where nobody named any; one that is not known is taken for what the newest
    are, without a price."""
    shown = plain(name, 100)
    return next((model for model in MODELS if model.id == (name or MODELS[0].id)), None) or _flux2(shown, shown, 0, 0)
