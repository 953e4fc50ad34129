"""What stands in Compose's fields, as values; and what is wrong with it, in words."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from studio.errors import StudioError
from studio.scenes.recipe import LoraChoice, PictureUse, Recipe, worn
from studio.scenes.scene import Family, Scene

Joined = Literal["chained", "stitched", "regions"]

SAYINGS_APART = " / "
"""Stands between the sayings of several characters."""


class FieldWrong(StudioError):
    """What stands in a field cannot be used; `field` is the field's id."""

    def __init__(self, field: str, title: str, remedy: str) -> None:
        super().__init__(title, "", remedy)
        self.field = field


class DrawChoices(msgspec.Struct, frozen=True):
    """How a scene is to be drawn. An empty plate is the studio's choice; no seed is a random one; `best`: of several
    pictures the best is wanted."""

    style: str
    plate: str = ""
    engine: str = "auto"
    size: tuple[int, int] = (1024, 1024)
    count: int = 1
    best: bool = False
    seed: int | None = None


class Advanced(msgspec.Struct, frozen=True):
    """What is seldom changed; None takes the default of the family, the style and the cast."""

    family: Family | None = None
    steps: int | None = None
    guidance: float | None = None
    sampler: str = "euler"
    scheduler: str = "simple"
    loras: tuple[LoraChoice, ...] | None = None
    references_joined: Joined = "chained"
    start: PictureUse | None = None
    mask: PictureUse | None = None
    denoise: float | None = None


def scene_of(text: str, sayings: tuple[str, ...], chosen: DrawChoices, advanced: Advanced) -> Scene:
    """The scene that the fields make together."""
    return Scene(
        text=text,
        sayings=sayings,
        plate=chosen.plate,
        style=chosen.style,
        count=chosen.count,
        best=chosen.best,
        seed=chosen.seed,
        size=chosen.size,
        engine=chosen.engine,
        family=advanced.family,
        steps=advanced.steps,
        guidance=advanced.guidance,
        sampler=advanced.sampler,
        scheduler=advanced.scheduler,
        loras=advanced.loras,
        references_joined=advanced.references_joined,
        start=advanced.start,
        mask=advanced.mask,
        denoise=advanced.denoise,
    )


def sayings_of(text: str) -> tuple[str, ...]:
    """The sayings in a line: one, or several with " / " between them, in the order of the characters."""
    parts = tuple(part.strip() for part in re.split(r"(?:^|\s)/(?:\s|$)", text))
    return parts if any(parts) else ()


def sayings_line(recipe: Recipe) -> str:
    """A recipe's sayings as one line: an empty place for a character who wears none before one who does."""
    return SAYINGS_APART.join(worn(recipe))


def count_of(text: str) -> int:
    """How many pictures; an empty field is one. Raises FieldWrong."""
    from studio.scenes.limits import MOST_AT_ONCE

    return whole_number("count", "The count", text, 1, MOST_AT_ONCE) or 1


def seed_of(text: str) -> int | None:
    """The seed, None for a random one. Raises FieldWrong."""
    from studio.scenes.limits import SEED_LIMIT

    return whole_number("seed", "The seed", text, 0, SEED_LIMIT - 1)


def whole_number(field: str, name: str, text: str, low: int, high: int) -> int | None:
    """A whole number from `low` to `high`, None for an empty text. Raises FieldWrong."""
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"-?[0-9]{1,20}", text) and low <= int(text) <= high:
        return int(text)
    raise FieldWrong(field, f"{name} cannot be {text!r}", f"Write a whole number from {low} to {high}")


def decimal(field: str, name: str, text: str, low: float, high: float) -> float | None:
    """A number from `low` to `high`, None for an empty text. Raises FieldWrong."""
    text = text.strip().replace(",", ".")
    if not text:
        return None
    if re.fullmatch(r"-?\d{1,6}(\.\d{0,6})?", text) and low <= float(text) <= high:
        return float(text)
    raise FieldWrong(field, f"{name} cannot be {text!r}", f"Write a number from {low:g} to {high:g}")


def loras_of(text: str) -> tuple[LoraChoice, ...] | None:
    """LoRAs as `file:strength, file:strength`; None for an empty text, and no LoRA at all for `none`.

    A file without a strength has 1. Raises FieldWrong.
    """
    text = text.strip()
    if not text:
        return None
    if text.casefold() == "none":
        return ()
    return tuple(_lora(part.strip()) for part in text.split(",") if part.strip())


def _lora(text: str) -> LoraChoice:
    from studio.scenes.limits import STRONGEST_LORA

    file, colon, strength = text.rpartition(":")
    if not colon:
        return LoraChoice(text)
    value = decimal("loras", f"The strength of {file or 'a LoRA'}", strength, -STRONGEST_LORA, STRONGEST_LORA)
    if value is None or not file.strip():
        raise FieldWrong("loras", f"{text!r} is not a LoRA", "Write FILE:STRENGTH, with commas between them, or none")
    return LoraChoice(file.strip(), value)


def loras_line(loras: tuple[LoraChoice, ...]) -> str:
    """LoRAs as the field shows them."""
    return ", ".join(f"{lora.file}:{lora.strength:g}" for lora in loras) or "none"
