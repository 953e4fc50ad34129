"""A character's portrait by the draft painter: who has no reference picture yet has a face too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from backends.base import Figure
from studio.cast.members import Character

if TYPE_CHECKING:
    from studio.pictures.screen_pixels import Pixels

SIDE = 256
"""Pixels, both ways."""


class PortraitOrder(msgspec.Struct, frozen=True):
    """Who is to be painted, alone, on so many pixels both ways."""

    figure: Figure
    side: int = SIDE


def figure_of(character: Character, *, lettered: bool = False) -> Figure:
    """The character as the painter sees it, in the outfit that it wears; with `lettered`, in the lettered one."""
    return Figure(
        name=character.name,
        species=character.species,
        colours=character.colours,
        features=character.features,
        lettered=lettered,
        look=character.look,
        wearing=character.lettered_outfit if lettered else character.outfit,
    )


def portrait(character: Character) -> Pixels:
    """The character alone, whole, on plain ground: (SIDE, SIDE, 3) uint8 RGB. It takes some hundredths of a second."""
    from backends.draft.painter import model_sheet

    return model_sheet(figure_of(character), SIDE)


def not_painted(figure: Figure) -> str:
    """What of a figure the painter does not show, in a line; empty where it shows all that it can make out."""
    from backends.draft.reading.unpainted import unpainted

    found = unpainted(figure)
    species = [f"{found.species} (another animal stands for it)"] if found.species else []
    things = [*species, *found.things]
    return f"not painted: {', '.join(things)}" if things else ""


PARTS = (
    "fur",
    "mask",
    "muzzle",
    "inner",
    "nose",
    "skin",
    "hair",
    "eyes",
    "suit",
    "accent",
    "trousers",
    "boots",
    "glasses",
    "cap",
)
"""The parts of a figure that have a colour of their own; those of nobody's kind are left out by `painted_colours`."""


def painted_colours(figure: Figure) -> dict[str, str]:
    """The colours in which a figure is painted, #rrggbb by part, where the painter has such a part for its species."""
    from backends.draft.palette import Colours
    from backends.draft.reading import looks

    features = looks.features_of(figure)
    colours = Colours(figure.species, looks.colours_of(figure, features), creamy=False)
    of_others = ("fur", "mask", "muzzle", "inner") if figure.species == "person" else ("skin", "hair")
    return {
        part: "#{:02x}{:02x}{:02x}".format(*colours.get("belly" if part == "muzzle" else part))
        for part in PARTS
        if part not in of_others
    }


def named_colours() -> dict[str, str]:
    """The colours that words of a look or an outfit name, #rrggbb by word."""
    from backends.draft.reading.looks import COLOURS

    return dict(COLOURS)
