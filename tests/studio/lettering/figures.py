"""Ten members of a cast whose colours are known, as figures for the draft painter and as members of a recipe."""

from __future__ import annotations

from backends.base import Figure
from studio.scenes.recipe import CastMember

CAST = (
    Figure(
        "Milo",
        "raccoon",
        {"fur": "#8a8178", "mask": "#2b282c", "muzzle": "#f1ece2", "eyes": "#f0b23c", "suit": "#2a3240"},
        (),
        True,
    ),
    Figure("James", "person", {"skin": "#e6b48e", "hair": "#8c8a88", "suit": "#454b57"}, ("glasses", "beard"), True),
    Figure("Ada", "cat", {"fur": "#d9a05b", "suit": "#7a2f45"}, ("labcoat",), True),
    Figure("Rex", "robot", {"fur": "#b9c4cc"}, (), True),
    Figure("Ines", "person", {"skin": "#8a5a3c", "hair": "#2a1d18", "suit": "#e8e6e0"}, ("long hair", "labcoat"), True),
    Figure("Fina", "fox", {"fur": "#e07a34", "suit": "#3f6fb0"}, (), True),
    Figure("Bo", "bear", {"fur": "#8a5f42", "suit": "#3f8a58"}, ("hoodie",), True),
    Figure("Lars", "person", {}, (), True, "a tall man with blond hair", "a red hoodie"),
    Figure("Mina", "person", {"skin": "#f4d3bb", "hair": "#b5482a", "suit": "#3f8a58"}, ("bob",), True),
    Figure("Paz", "rabbit", {"fur": "#cdbfb4", "suit": "#7a4a98"}, (), True),
)
SCENES = (
    "{} celebrate at the rack", "{} debug at 2 AM", "{} wave", "{} drink coffee at sunset", "{} at the whiteboard",
    "{} asleep at noon", "{} typing during an outage", "{} in the snow", "{} run from a fire", "{} read a book",
)  # fmt: skip


def member_of(figure: Figure) -> CastMember:
    """The figure as a recipe has it."""
    return CastMember(
        figure.name,
        figure.species,
        figure.look,
        figure.wearing,
        figure.lettered,
        figure.colours,
        figure.features,
    )
