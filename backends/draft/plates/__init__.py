"""The plates: four walls of the lab and a plain one. Each paints a room and yields the names of what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backends.draft.plates import east, north, plain, south, west
from backends.draft.room import Room

_PLATES: dict[str, Callable[[Room], Iterator[str]]] = {
    "north": north.paint,
    "east": east.paint,
    "south": south.paint,
    "west": west.paint,
}

NAMES = tuple(_PLATES)
GROUND = "plain ground"
"""Nothing but an even light colour, on which lamps and hours do nothing: for reference pictures."""


def paint_plate(room: Room, name: str) -> Iterator[str]:
    """Paint the plate of this name; a name that is not known gets the plain wall."""
    return _PLATES.get(name.strip().lower(), plain.paint)(room)
