"""Members that differ in species, colours and clothes: some to set limits by, and others to judge them by."""

from __future__ import annotations

import colorsys
from random import Random

from backends.base import Figure

TUNING = (
    Figure(
        "Milo",
        "raccoon",
        {"fur": "#8a8178", "mask": "#2b282c", "muzzle": "#f1ece2", "eyes": "#f0b23c", "suit": "#2a3240"},
        wearing="a dark tactical suit with utility straps",
    ),
    Figure("James", "person", {"skin": "#e6b48e", "hair": "#8c8a88", "suit": "#454b57"}, ("glasses", "beard")),
    Figure("Cindy", "person", {"skin": "#f0c8a8", "hair": "#b5482a", "suit": "#3f8a58"}, ("woman", "curly", "jacket")),
    Figure("Rolf", "wolf", {"fur": "#7d8798", "suit": "#8a2f3c", "trousers": "#2c3a62"}, ("sweater",)),
    Figure("Ada", "person", {"skin": "#8a5a3c", "hair": "#1f1a20", "suit": "#e6c04a"}, ("woman", "bob", "dress")),
    Figure("Bruno", "bear", {"fur": "#8a5f42", "suit": "#2f8a8c", "trousers": "#5a4030"}, ("hoodie",)),
    Figure("Pip", "mouse", {"fur": "#a7a3ad", "suit": "#7a4a98", "trousers": "#3a3f50"}, ("top",)),
    Figure("Igor", "person", {"skin": "#f4d3bb", "hair": "#e3bf72", "suit": "#3f6fb0"}, ("man", "short hair", "top")),
    Figure("Tin", "robot", {"fur": "#a9bac6", "eyes": "#4be3f2", "accent": "#f0a63c"}),
    Figure("Vix", "fox", {"fur": "#e07a34", "suit": "#e4e2dc", "trousers": "#46618c"}, ("labcoat",)),
)

JUDGING = (
    Figure("Olga", "person", {"skin": "#eebf9b", "hair": "#b9bac0", "suit": "#7a2f45"}, ("woman", "bun", "sweater")),
    Figure("Felix", "cat", {"fur": "#4a4650", "suit": "#c8473d", "trousers": "#2a2d3b"}, ("jacket",)),
    Figure(
        "Nadia", "person", {"skin": "#c8966c", "hair": "#3a241a", "suit": "#2f8a8c"}, ("woman", "ponytail", "hoodie")
    ),
    Figure("Bun", "rabbit", {"fur": "#cdbfb4", "suit": "#3f6fb0", "trousers": "#77803f"}, ("top",)),
    Figure(
        "Omar", "person", {"skin": "#6f4630", "hair": "#17141a", "suit": "#e08a3a"}, ("man", "short hair", "jacket")
    ),
    Figure("Rex", "dog", {"fur": "#c99660", "suit": "#3f8a58", "trousers": "#5a3440"}, ("sweater",)),
    Figure(
        "Lin", "person", {"skin": "#f0c8a8", "hair": "#232028", "suit": "#e4e2dc"}, ("woman", "long hair", "labcoat")
    ),
    Figure("Bo", "panda", {"suit": "#7d55a8", "trousers": "#35414c"}, ("hoodie",)),
    Figure("Gus", "person", {"skin": "#f4d3bb", "hair": "#c4622d", "suit": "#35506e"}, ("man", "beard", "top")),
    Figure("Bolt", "robot", {"fur": "#c9a25a", "eyes": "#f05a5a", "accent": "#35c9d8"}),
)

_SKINS = ("#f4d3bb", "#f0c8a8", "#e6b48e", "#c8966c", "#a06e48", "#8a5a3c", "#6f4630", "#553422")
_HAIRS = ("#17141a", "#232028", "#3a241a", "#6a4424", "#8c8a88", "#b5482a", "#c4622d", "#e3bf72", "#b9bac0", "#d9d4cc")
_CUTS = ("curly", "short hair", "long hair", "bob", "ponytail", "pigtails", "bun")
_BEASTS = ("raccoon", "fox", "wolf", "cat", "dog", "bear", "panda", "rabbit", "mouse")
_CLOTHES = ("tactical", "hoodie", "labcoat", "jacket", "sweater", "top")
_EXTRAS = ("glasses", "beard", "freckles", "headset", "moustache")


def invented(seed: int, count: int) -> tuple[Figure, ...]:
    """Members by chance, the same for each seed: half of them people."""
    chance = Random(f"members {seed}")
    return tuple(_invented(chance, f"Member {seed}-{number}") for number in range(count))


def _invented(chance: Random, name: str) -> Figure:
    suit, trousers = _any_colour(chance), _any_colour(chance)
    colours = {"suit": suit, "trousers": trousers} if chance.random() < 0.6 else {"suit": suit}
    worn = chance.choice(_CLOTHES)
    if chance.random() < 0.5:
        sex, dressed = chance.choice(("woman", "man")), chance.random() < 0.2
        worn = "dress" if sex == "woman" and dressed else worn
        extra = [chance.choice(_EXTRAS)] if chance.random() < 0.4 and sex == "man" else []
        colours = {"skin": chance.choice(_SKINS), "hair": chance.choice(_HAIRS), **colours}
        return Figure(name, "person", colours, (sex, chance.choice(_CUTS), worn, *extra))
    species = chance.choice(_BEASTS) if chance.random() < 0.9 else "robot"
    colours = {"suit": colours["suit"], **colours} if species == "panda" else {"fur": _any_colour(chance), **colours}
    if species == "robot":
        return Figure(name, species, {"fur": colours["fur"], "accent": _any_colour(chance)})
    return Figure(name, species, colours, (worn,))


def _any_colour(chance: Random) -> str:
    """A colour from nearly black to nearly white, as `#rrggbb`."""
    rgb = colorsys.hls_to_rgb(chance.random(), chance.uniform(0.15, 0.85), chance.uniform(0.05, 0.75))
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in rgb)
