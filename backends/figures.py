"""Who is drawn: figures for what paints by code, parts of the picture for what reads words and looks at references."""

from __future__ import annotations

from typing import Literal

import msgspec


class Figure(msgspec.Struct, frozen=True):
    """One character as the draft painter needs it: species, colours (`#rrggbb` by part), chest, look and outfit."""

    name: str
    species: str = "person"
    colours: dict[str, str] = {}
    features: tuple[str, ...] = ()
    lettered: bool = False
    look: str = ""
    wearing: str = ""


class Region(msgspec.Struct, frozen=True):
    """An upright strip of a picture, from `left` to `right` (shares of its width), with words of its own.

    `references` are those of the request, by number from 0, that are for this strip alone.
    """

    words: str
    left: float
    right: float
    references: tuple[int, ...] = ()


Joined = Literal["chained", "stitched", "regions"]
"""How several references reach a model: one after another, side by side as one picture, or each in a part of it."""
