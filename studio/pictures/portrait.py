"""A character's portrait by the draft painter: who has no reference picture yet has a face too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.cast.members import Character

if TYPE_CHECKING:
    from studio.pictures.screen_pixels import Pixels

SIDE = 256
"""Pixels, both ways."""


def portrait(character: Character) -> Pixels:
    """The character alone, whole, on plain ground: (SIDE, SIDE, 3) uint8 RGB. It takes some hundredths of a second."""
    from backends.base import Figure
    from backends.draft.painter import model_sheet

    figure = Figure(
        name=character.name,
        species=character.species,
        colours=character.colours,
        features=character.features,
        look=character.look,
        wearing=character.outfit,
    )
    return model_sheet(figure, SIDE)
