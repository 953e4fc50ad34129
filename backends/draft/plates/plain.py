"""The plain wall: panelling, a picture, a plant and a lamp, for plates that the painter does not know."""

from __future__ import annotations

from collections.abc import Iterator

from backends.draft.canvas import box, polygon
from backends.draft.palette import Colour, darker, lighter, mix
from backends.draft.room import Room, backdrop, boards, clock, pendant, poster, potted, rug


def paint(room: Room) -> Iterator[str]:
    """Paint the wall, then the furniture."""
    wall = mix(room.wall, (178, 150, 140), 0.3)
    backdrop(room, wall, (120, 92, 84))
    boards(room, (98, 74, 72))
    low = room.floor - 20
    room.pen.fill(box(-room.edge, low, room.width + 2 * room.edge, 18), darker(wall, 0.16))
    room.pen.fill(box(-room.edge, low - 1, room.width + 2 * room.edge, 1.2), lighter(wall, 0.18))
    for x in range(-12, int(room.width) + 14, 12):
        room.pen.line(box(x, low + 3, 9, 12), darker(wall, 0.3), 0.3, closed=True)
    yield "wall"
    yield from _furnish(room, wall, low)


def _furnish(room: Room, wall: Colour, low: float) -> Iterator[str]:
    rug(room, mix(room.accent, (120, 70, 90), 0.55))
    kinds = ["rocket", "raccoon", "peaks", "waves"]
    room.chance.shuffle(kinds)
    x = room.width * 0.16
    for kind in kinds[: 2 if room.width > 60 else 1]:
        tone = mix(room.accent, (60, 70, 100), room.chance.uniform(0.3, 0.7))
        poster(room.pen.at(x, low - 18), kind, tone)
        x += room.width * 0.68
    yield "pictures"
    clock(room, room.width * 0.9, low - 43)
    pendant(room, room.width * room.chance.uniform(0.3, 0.7), max(4.0, low - 52))
    potted(room.pen.at(room.width * 0.93, room.floor + 3, scale=2.1), room.chance, (180, 92, 70))
    room.pen.line(polygon((room.width * 0.05, room.floor), (room.width * 0.05, room.floor - 4)), darker(wall, 0.5), 0.5)
    yield "furniture"
