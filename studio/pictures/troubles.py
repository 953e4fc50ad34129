"""What went wrong in a picture of two and more: one is missing, two are alike, a saying is on another's shirt.

Each finding is a reason to draw the picture again. What cannot be told is no finding: a picture without any may still
be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from studio.errors import StudioError
from studio.lettering.places.misplaced import misplaced
from studio.lettering.records import LetteringRecord, from_json
from studio.scenes.recipe import Recipe, worn

if TYPE_CHECKING:
    from studio.pictures.screen_pixels import Pixels

Kind = Literal["missing", "alike", "swapped"]
"""Somebody of the cast is not there; somebody stands there twice; a saying is worn by somebody else."""


class Trouble(msgspec.Struct, frozen=True):
    """One thing that went wrong: `who` it is about, by name, in words for a person, and how sure it is, 0 to 1."""

    kind: Kind
    who: tuple[str, ...]
    words: str
    confidence: float


def troubles(picture: Pixels, recipe: Recipe, lettering: LetteringRecord | str | None = None) -> tuple[Trouble, ...]:
    """What is wrong with a picture (H, W, 3) uint8 RGB of a recipe, the surest first; nothing where less than two are
    in it, for their looks then tell nobody apart.

    `lettering` is its record, or the JSON of that: whose shirts its sayings are on. Blocks some tens of ms.
    """
    if len(recipe.cast) < 2:
        return ()
    return tuple(sorted(_unworn(recipe, lettering), key=lambda one: -one.confidence))


def _unworn(recipe: Recipe, lettering: LetteringRecord | str | None) -> list[Trouble]:
    """Who has a saying that nobody was found to wear."""
    try:
        record = from_json(lettering) if isinstance(lettering, str) else lettering
    except StudioError:
        record = None
    if record is None:
        return []
    loose = {one.text for one in misplaced(record)}
    given = zip(recipe.cast, worn(recipe), strict=False)
    return [
        Trouble("missing", (member.name,), f"{member.name} is not there: nobody wears “{saying}”", 0.7)
        for member, saying in given
        if saying in loose
    ]
