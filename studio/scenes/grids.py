"""A recipe drawn as a grid: over seeds, guidance and the strength of a LoRA; its pictures are one stack."""

from __future__ import annotations

import itertools
import math
import random
import re
import uuid
from collections.abc import Iterable

import msgspec

from studio.errors import StudioError
from studio.scenes.limits import SEED_LIMIT, STRONGEST_LORA
from studio.scenes.recipe import LoraChoice, Recipe

MOST = 64
"""Pictures of one grid."""

HIGHEST_GUIDANCE = 100.0
NEW_SEEDS = 2**32
"""New seeds are under this: short enough to be read aloud."""

_SPAN = re.compile(r"(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)(?:\s+(?:step|by)\s+|\s*/\s*)([\d.]+)")


class GridWrong(StudioError):
    """A grid cannot be made; `field` is seeds, guidance or strength."""

    def __init__(self, field: str, title: str, remedy: str) -> None:
        super().__init__(title, "", remedy)
        self.field = field


def seeds_of(text: str, own: int, chooser: random.Random) -> tuple[int, ...]:
    """The seeds that a text asks for: `own` where it is empty, "4 new", or a list "7, 8, 20..23". Raises GridWrong."""
    text = text.strip().casefold()
    if not text:
        return (own,)
    if found := re.fullmatch(r"(\d{1,4})\s*new", text):
        if not 1 <= int(found[1]) <= MOST:
            raise GridWrong("seeds", f"{found[1]} new seeds", f"Write 1 to {MOST}")
        return tuple(chooser.sample(range(NEW_SEEDS), int(found[1])))
    seeds: list[int] = []
    for part in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,19})(?:\s*\.\.\s*(\d{1,19}))?\s*", part)
        if found is None:
            raise GridWrong("seeds", f"{part.strip()!r} is no seed", "Write 4 new, or 7, 8, 20..23")
        low, high = int(found[1]), int(found[2] or found[1])
        if high >= SEED_LIMIT or not low <= high < low + MOST:
            raise GridWrong("seeds", f"{part.strip()!r} are no seeds", f"Write the lower first, and {MOST} at most")
        seeds += range(low, high + 1)
    if len(seeds) > MOST:
        raise GridWrong("seeds", f"{len(seeds)} seeds are too many at once", f"{MOST} at most")
    return tuple(dict.fromkeys(seeds))


def numbers_of(field: str, text: str, low: float, high: float) -> tuple[float, ...]:
    """Numbers from `low` to `high`: none for an empty text, "2, 2.5, 3", or "2..4 step 0.5". Raises GridWrong."""
    text = text.strip().casefold()
    if not text:
        return ()
    found = _SPAN.fullmatch(text)
    try:
        values = _span(*map(float, found.groups())) if found else [float(part) for part in text.split(",")]
    except ValueError:
        raise GridWrong(field, f"{text!r} are no numbers", "Write 2, 2.5, 3 or 2..4 step 0.5") from None
    if not values or len(values) > MOST:
        raise GridWrong(field, f"{text!r} are too many numbers, or none", f"{MOST} at most")
    for value in values:
        if not low <= value <= high:
            raise GridWrong(field, f"{value:g} is out of range", f"From {low:g} to {high:g}")
    return tuple(dict.fromkeys(round(value, 6) for value in values))


def _span(low: float, high: float, step: float) -> list[float]:
    if not step > 0 or not math.isfinite(low + high + step):
        raise ValueError
    count = int((high - low) / step + 1e-9) + 1
    return [low + number * step for number in range(max(0, min(count, MOST + 1)))]


def guidances_of(text: str) -> tuple[float, ...]:
    """The guidances that a text asks for; none: the recipe's own. Raises GridWrong."""
    return numbers_of("guidance", text, 0.0, HIGHEST_GUIDANCE)


def strengths_of(text: str) -> tuple[float, ...]:
    """The strengths of a LoRA that a text asks for; none: the recipe's own. Raises GridWrong."""
    return numbers_of("strength", text, -STRONGEST_LORA, STRONGEST_LORA)


def grid(
    recipe: Recipe,
    seeds: Iterable[int],
    guidances: Iterable[float] = (),
    lora: str = "",
    strengths: Iterable[float] = (),
) -> tuple[Recipe, ...]:
    """A recipe for each meeting of the values, seeds last, all of one new stack; no values: the recipe's own.

    `lora` is the file whose strength changes. Raises GridWrong for more than MOST.
    """
    guidances = tuple(guidances)
    meetings = list(itertools.product(guidances or (recipe.guidance,), tuple(strengths) or (None,), tuple(seeds)))
    if len(meetings) > MOST:
        raise GridWrong("seeds", f"{len(meetings)} pictures are too many at once", f"{MOST} at most: take fewer values")
    stack = uuid.uuid4().hex
    # What differs on purpose stays, whatever model draws.
    chosen = tuple(dict.fromkeys((*recipe.chosen, "guidance"))) if guidances else recipe.chosen
    return tuple(
        msgspec.structs.replace(
            recipe,
            seed=seed,
            guidance=guidance,
            loras=_weighed(recipe.loras, lora, strength),
            chosen=chosen,
            stack=stack,
        )
        for guidance, strength, seed in meetings
    )


def _weighed(loras: tuple[LoraChoice, ...], file: str, strength: float | None) -> tuple[LoraChoice, ...]:
    if strength is None:
        return loras
    return tuple(msgspec.structs.replace(one, strength=strength) if one.file == file else one for one in loras)
