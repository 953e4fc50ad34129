"""Gemini's models of pictures, as of 2026-11: what each can do, and since when it is gone.

A picture is asked for by a ratio and by 1K, 2K or 4K. How many pixels that is differs a little between models, so what
stands here is about what comes.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from backends.hosted.fitting import nearest_size
from backends.hosted.models import Model, SizeRule

Tier: TypeAlias = Literal["1K", "2K", "4K"]

RATIOS: Final = {
    "1:1": (1024, 1024),
    "2:3": (848, 1264),
    "3:2": (1264, 848),
    "3:4": (896, 1200),
    "4:3": (1200, 896),
    "4:5": (928, 1152),
    "5:4": (1152, 928),
    "9:16": (768, 1376),
    "16:9": (1376, 768),
    "21:9": (1584, 672),
}
LONG_RATIOS: Final = {"1:4": (512, 2064), "4:1": (2064, 512), "1:8": (352, 2928), "8:1": (2928, 352)}
"""Those that only the flash family has."""
TIERS: Final[dict[Tier, int]] = {"1K": 1, "2K": 2, "4K": 4}
"""How many times as long the sides are."""

REFERENCES: Final = 14
"""Pictures that a request may show, the one that is painted over among them."""


def _sizes(ratios: dict[str, tuple[int, int]], tiers: tuple[Tier, ...]) -> SizeRule:
    listed = tuple((width * TIERS[tier], height * TIERS[tier]) for tier in tiers for width, height in ratios.values())
    return SizeRule(listed=listed, named=True, widest=8.0)


_FLASH: Final = _sizes(RATIOS | LONG_RATIOS, ("1K", "2K", "4K"))
_PRO: Final = _sizes(RATIOS, ("1K", "2K", "4K"))
_LITE: Final = _sizes(RATIOS | LONG_RATIOS, ("1K",))


def _of(name: str, title: str, sizes: SizeRule, *options: str) -> Model:
    return Model(
        id=name, title=title, sizes=sizes, references=REFERENCES, start=True, start_counts=True, options=options
    )


def _gone(name: str, title: str, since: str, instead: str = "gemini-nano-banana-2.1") -> Model:
    return Model(id=name, title=title, sizes=_PRO, references=REFERENCES, retired=since, instead=instead)


MODELS: Final = (
    _of("gemini-nano-banana-2.1", "Nano Banana 2.1", _FLASH, "thinking"),
    _of("gemini-3-pro-image", "Gemini 3 Pro Image", _PRO),
    _of("nano-banana-pro-preview", "Nano Banana Pro (preview)", _PRO),
    _of("gemini-3.1-flash-lite-image", "Gemini 3.1 Flash-Lite Image", _LITE, "thinking"),
    _gone("gemini-3.1-flash-image", "Gemini 3.1 Flash Image", "2026-10-29"),
    _gone("gemini-2.5-flash-image", "Gemini 2.5 Flash Image", "2026-10-02"),
    _gone("gemini-3.1-flash-image-preview", "Gemini 3.1 Flash Image (preview)", "2026-06-25"),
    _gone("gemini-3-pro-image-preview", "Gemini 3 Pro Image (preview)", "2026-06-25", "gemini-3-pro-image"),
)
PRO: Final = ("gemini-3-pro-image", "nano-banana-pro-preview")
LITE: Final = ("gemini-3.1-flash-lite-image",)


def model_of(name: str) -> Model:
    """A model by its name, with or without `models/` before it, the usual one where nobody named any. One that is not
    known is likely a new flash."""
    plain = name.removeprefix("models/") or MODELS[0].id
    found = {model.id: model for model in MODELS}.get(plain)
    return found if found is not None else _of(plain, plain, _FLASH, "thinking")


def named_size(width: int, height: int, model: Model) -> tuple[str, Tier]:
    """A size in pixels as the service names it: ("16:9", "2K"), the nearest that the model has."""
    fitted = nearest_size(width, height, model.sizes)
    names = {
        (sides[0] * times, sides[1] * times): (ratio, tier)
        for ratio, sides in (RATIOS | LONG_RATIOS).items()
        for tier, times in TIERS.items()
    }
    return names[fitted]


def thinking_of(model: Model, chosen: str) -> str:
    """How much a model is told to think, empty where it is not told: the pro models always think."""
    levels = () if model.id in PRO else ("minimal", "high") if model.id in LITE else ("minimal", "medium", "high")
    return chosen.upper() if chosen in levels else ""
