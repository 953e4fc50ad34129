"""Colours of the draft painter: RGB triples of 0 to 255, and what each kind of figure wears when nothing is said."""

from __future__ import annotations

import re
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]

_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

INK: Colour = (34, 28, 46)
PAPER: Colour = (255, 255, 255)
PIPING: Colour = (0, 229, 255)
SCREEN_GLOW: Colour = (96, 210, 240)


def rgb(text: str, fallback: Colour = INK) -> Colour:
    """The colour of `#rrggbb` or `#rgb` (the # may be left out); `fallback` for anything else."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        return fallback
    digits = found.group(1)
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`first` with `share` (0 to 1) of `second`."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def darker(colour: Colour, share: float = 0.25) -> Colour:
    """Towards a deep violet, which keeps shadows alive where black would deaden them."""
    return mix(colour, (22, 14, 44), share)


def lighter(colour: Colour, share: float = 0.25) -> Colour:
    """Towards a warm white."""
    return mix(colour, (255, 250, 240), share)


def brightness(colour: Colour) -> float:
    """Rec. 601 luma, 0 to 255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def cream(colour: Colour) -> Colour:
    """The colour, warmed where it is nearly white (HSV S ≤ 45, V ≥ 205): only a chest panel is truly white."""
    value, low = max(colour), min(colour)
    if value < 205 or (value - low) * 255 > 45 * value:
        return colour
    bright = value * 0.97
    return round(bright), round(bright * 0.94), round(bright * (1 - 41 / 255))


_COMMON = {
    "suit": "#2b3142",
    "accent": "#35c9d8",
    "trousers": "#2a2d3b",
    "boots": "#23222e",
    "glasses": "#262430",
    "cap": "#c8473d",
    "eyes": "#5a3a22",
    "nose": "#2a2430",
}

_SPECIES: dict[str, dict[str, str]] = {
    "raccoon": {"fur": "#8e929e", "mask": "#33313d", "belly": "#f0ebe2", "eyes": "#7a4a1e", "inner": "#d9a8a0"},
    "fox": {"fur": "#e07a34", "mask": "#3a2a2c", "belly": "#f9ecd9", "eyes": "#4f7a35", "inner": "#3a2a2c"},
    "wolf": {"fur": "#7d8798", "mask": "#4d5666", "belly": "#e3e3e0", "eyes": "#d39a2a", "inner": "#4d5666"},
    "cat": {"fur": "#dd9a52", "mask": "#b8733a", "belly": "#f7e8d2", "eyes": "#4f9a55", "inner": "#eeb0a4"},
    "dog": {"fur": "#c99660", "mask": "#7d5233", "belly": "#f6e9d5", "eyes": "#4a2f1c", "inner": "#7d5233"},
    "bear": {"fur": "#8a5f42", "mask": "#6d4831", "belly": "#d9b48c", "eyes": "#2f2018", "inner": "#c08e6c"},
    "panda": {"fur": "#eceae4", "mask": "#33313d", "belly": "#f6f4ee", "eyes": "#2f2018", "inner": "#33313d"},
    "rabbit": {"fur": "#cdbfb4", "mask": "#a8988c", "belly": "#f5ede6", "eyes": "#5a3440", "inner": "#edb4b4"},
    "mouse": {"fur": "#a7a3ad", "mask": "#86828e", "belly": "#e9e2dd", "eyes": "#2c2430", "inner": "#efb3b6"},
    "robot": {"fur": "#a9bac6", "mask": "#1f2b3a", "belly": "#d3dde3", "eyes": "#4be3f2", "inner": "#f0a63c"},
    "person": {
        "skin": "#eebf9b",
        "hair": "#6b4a34",
        "suit": "#3a4560",
        "trousers": "#39425c",
        "boots": "#cfc6b6",
        "eyes": "#47617a",
    },
    "animal": {"fur": "#a98f7a", "mask": "#86705e", "belly": "#eeddc8", "inner": "#d9a798"},
}

SPECIES = tuple(name for name in _SPECIES if name != "animal")


class Colours:
    """What a figure is painted with: its own colours over the defaults of its species.

    Parts: fur, mask, muzzle (and chest fur; also called belly), inner (of the ears), nose, skin, hair, eyes, suit,
    accent (trims), trousers, boots, glasses, cap. Each is optional; a value that is no colour counts as not given.
    """

    def __init__(self, species: str, own: dict[str, str], creamy: bool = True) -> None:
        self._creamy = creamy
        self._defaults = {**_COMMON, **_SPECIES["animal"], **_SPECIES.get(species, {})}
        self._own = {part.strip().lower(): value for part, value in own.items()}
        if "muzzle" in self._own:
            self._own["belly"] = self._own["muzzle"]

    def get(self, part: str) -> Colour:
        """The colour of a part; parts that nothing names are ink. Whites come out as `cream` where `creamy` asks it."""
        colour = rgb(self._own.get(part, ""), rgb(self._defaults.get(part, "")))
        return cream(colour) if self._creamy else colour

    def given(self, part: str) -> bool:
        """Whether the figure's own colours name this part, and with a colour."""
        return _HEX.fullmatch(self._own.get(part, "").strip()) is not None
