"""The west wall: whiteboard, bookshelf, couch, posters, and the exercise bike in the corner."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from backends.draft.canvas import Pen, bend, box, oval, polygon, smooth
from backends.draft.palette import Colour, darker, lighter, mix
from backends.draft.room import Glow, Room, backdrop, boards, duck, poster, potted, rug

# Bluish, so that nothing on this wall is as white as a chest panel.
_BOARD: Colour = (148, 186, 202)
_INKS: tuple[Colour, ...] = ((42, 84, 150), (196, 66, 66), (46, 128, 92), (52, 56, 72))
_SPINES: tuple[Colour, ...] = (
    (176, 74, 70),
    (70, 112, 152),
    (214, 164, 82),
    (92, 140, 104),
    (128, 92, 148),
    (206, 120, 84),
    (84, 90, 116),
)


def paint(room: Room) -> Iterator[str]:
    """Paint the wall with board and posters, then the furniture from left to right."""
    wall = mix(room.wall, (170, 120, 104), 0.42)
    backdrop(room, wall, (126, 90, 74))
    boards(room, (102, 72, 66))
    eye = room.floor - 40
    narrow = room.width < 64
    board_x, board_wide = (2.0, room.width - 4) if narrow else (room.width * 0.285, min(room.width * 0.38, 50.0))
    if not narrow:
        kinds = ["rocket", "raccoon", "peaks", "waves"]
        room.chance.shuffle(kinds)
        tone = mix(room.accent, (70, 74, 112), 0.5)
        poster(room.pen.at(room.width * 0.89, eye - 3, room.chance.uniform(-2, 2)), kinds[0], tone)
        if room.height > 110:
            poster(room.pen.at(room.width * 0.5, eye - 36), kinds[1], mix((200, 120, 84), tone, 0.3))
    yield "wall"
    _whiteboard(room, board_x, eye - 15, board_wide, 29.0)
    yield "whiteboard"
    if not narrow:
        _bookshelf(room, -5.0, room.floor - 60)
    if "couch" not in room.sights:
        _couch(room, room.width * (0.5 if narrow else 0.48))
    rug(room, mix(room.accent, (150, 84, 76), 0.6))
    _bike(room.pen.at(room.width * (0.86 if narrow else 0.87), room.floor + 4), room.accent)
    _lamp(room, room.width * (0.06 if narrow else 0.735))
    yield "furniture"


def _whiteboard(room: Room, x: float, y: float, wide: float, tall: float) -> None:
    pen, chance = room.pen, room.chance
    pen.fill(box(x - 1, y - 1, wide + 2, tall + 2, 0.8), (116, 122, 136))
    pen.fill(box(x, y, wide, tall, 0.3), _BOARD)
    pen.tint(
        polygon(
            (x + wide * 0.1, y), (x + wide * 0.24, y), (x + wide * 0.1, y + tall), (x, y + tall), (x, y + tall * 0.8)
        ),
        (255, 255, 255),
        0.14,
    )
    written = pen.at(x + wide / 2, y).readable().at(-wide / 2)
    _network(written.at(wide * 0.26, tall * 0.48), chance)
    _curve(written.at(wide * 0.62, tall * 0.2), wide * 0.3, tall * 0.34)
    _list(written.at(wide * 0.62, tall * 0.66), wide * 0.3, chance)
    pen.fill(box(x + 4, y + tall + 0.6, wide - 8, 1.2, 0.3), (96, 102, 116))
    for k, ink in enumerate(_INKS[:3]):
        pen.fill(box(x + 8 + k * 4, y + tall - 0.1, 2.8, 0.8, 0.3), ink)
    duck(pen.at(x + wide - 7, y + tall + 0.6))


def _network(pen: Pen, chance: Random) -> None:
    spots = [(0.0, -8.6), (-8.0, 0.0), (0.0, 1.0), (8.0, 0.0), (-4.4, 9.0), (5.0, 9.0)]
    for a, b in ((0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (2, 5), (3, 5)):
        if chance.random() < 0.9:
            pen.line(polygon(spots[a], spots[b]), _INKS[3], 0.4)
    for k, (x, y) in enumerate(spots):
        if k % 2:
            pen.fill(oval(x, y, 2.2, 2.0), _BOARD)
            pen.line(oval(x, y, 2.2, 2.0), _INKS[k % 4], 0.5, closed=True)
        else:
            pen.fill(box(x - 2.7, y - 1.7, 5.4, 3.4, 0.5), _BOARD)
            pen.line(box(x - 2.7, y - 1.7, 5.4, 3.4, 0.5), _INKS[k % 4], 0.5, closed=True)


def _curve(pen: Pen, wide: float, tall: float) -> None:
    pen.line(polygon((0, -1.4), (0, tall), (wide, tall)), _INKS[3], 0.45)
    path = [(wide * k / 8, tall * (0.95 - 0.9 * 0.58**k) + (0.5 if k % 2 else -0.4)) for k in range(9)]
    pen.line(smooth(path, False), _INKS[1], 0.55)
    pen.line(oval(wide * 0.86, tall * 0.9, 2.2, 1.6), _INKS[2], 0.4, closed=True)


def _list(pen: Pen, wide: float, chance: Random) -> None:
    for k in range(3):
        pen.line(box(0, k * 2.9, 1.5, 1.5), _INKS[3], 0.35, closed=True)
        if k < 2:
            pen.line(polygon((0.2, k * 2.9 + 0.6), (0.7, k * 2.9 + 1.3), (2.0, k * 2.9 - 0.6)), _INKS[2], 0.45)
        long = wide * chance.uniform(0.5, 0.8)
        scrawl = [(2.8 + long * s / 9, k * 2.9 + 0.8 + (0.45 if s % 2 else -0.35)) for s in range(10)]
        pen.line(smooth(scrawl, False), _INKS[0], 0.4)


def _bookshelf(room: Room, x: float, y: float) -> None:
    pen, chance, wood = room.pen.at(x, y), room.chance, (122, 82, 60)
    wide, tall = 29.0, 60.0
    pen.fill(box(0, 0, wide, tall, 0.6), darker(wood, 0.2))
    for k in range(4):
        top = 1.8 + k * 14.4
        pen.fill(box(1.6, top, wide - 3.2, 12.8), darker(wood, 0.62))
        spot = 2.2
        while spot < wide - 4.4:
            thing = chance.random()
            if thing < 0.1 and spot < wide - 9:
                potted(pen.at(spot + 3.4, top + 12.8, scale=0.66), chance, (190, 106, 80))
                spot += 7
            elif thing < 0.16 and spot < wide - 8:
                pen.fill(oval(spot + 2.6, top + 8.6, 2.4, 2.4), (86, 140, 176))
                pen.fill(
                    smooth(
                        [(spot + 1.2, top + 7.4), (spot + 3, top + 7), (spot + 3.4, top + 9), (spot + 1.8, top + 9.6)]
                    ),
                    (120, 170, 104),
                )
                pen.fill(box(spot + 1, top + 11.2, 3.2, 1.6, 0.3), darker(wood, 0.05))
                spot += 6
            else:
                thick, high = chance.uniform(1.3, 2.5), chance.uniform(8.0, 11.4)
                tone = chance.choice(_SPINES)
                book = pen.at(spot, top + 12.8, 9 if chance.random() < 0.07 else 0)
                book.fill(box(0, -high, thick, high, 0.2), tone)
                book.fill(box(0, -high + 1.4, thick, 0.7), lighter(tone, 0.3))
                spot += thick + 0.2
        pen.fill(box(1.6, top + 12.8, wide - 3.2, 1.6), wood)
    pen.fill(box(-0.6, -1, wide + 1.2, 1.8, 0.3), lighter(wood, 0.12))


def _couch(room: Room, x: float) -> None:
    pen = room.pen.at(x, room.floor + 2)
    cloth = mix((196, 104, 74), room.accent, 0.14)
    dark = darker(cloth, 0.25)
    pen.tint(oval(0, 0.4, 31, 1.8), (16, 10, 30), 0.35)
    for side in (-1, 1):
        pen.fill(box(side * 23 - 1, -3, 2, 3.4), (64, 46, 44))
    pen.fill(box(-26, -21, 52, 17, 4), dark)
    for side in (-1, 0):
        pen.fill(box(side * 24 + 0.5, -19, 23, 13, 2.6), cloth)
        pen.fill(box(side * 25 + 0.4, -9.6, 24.4, 6.6, 2), lighter(cloth, 0.12))
    for side in (-1, 1):
        pen.fill(box(side * 26.4 - 4, -14, 8, 12, 3), darker(cloth, 0.12))
        pen.fill(box(side * 26.4 - 4, -14, 8, 3, 1.5), lighter(cloth, 0.1))
    cushion = pen.at(-17, -11.6, -14)
    cushion.fill(box(-4.2, -4.2, 8.4, 8.4, 1.6), mix(room.accent, (220, 200, 170), 0.3))
    cushion.line(bend((-3, -3), (0, 0), (3, 3)), mix(room.accent, (60, 60, 80), 0.4), 0.5)


def _bike(pen: Pen, accent: Colour) -> None:
    steel, dark = (70, 78, 100), (40, 42, 56)
    pen.tint(oval(0, 0.4, 15, 1.4), (16, 10, 30), 0.35)
    pen.fill(box(-13, -1.6, 26, 1.8, 0.9), dark)
    pen.line(polygon((-8, -8), (-10, -25)), steel, 1.7)
    pen.line(polygon((-7, -7), (5, -12)), mix(accent, steel, 0.3), 2.2)
    pen.line(polygon((7, -2), (5, -20)), steel, 1.7)
    pen.line(polygon((4.6, -11), (10, -1)), steel, 1.4)
    pen.fill(oval(-8, -8, 6.6, 6.6), dark)
    pen.line(oval(-8, -8, 5, 5), steel, 0.8, closed=True)
    pen.fill(oval(-8, -8, 1.5, 1.5), accent)
    pen.fill(smooth([(1, -21), (6, -21.6), (10, -20.4), (6, -19), (2, -19.4)]), dark)
    pen.line(smooth([(-14, -27), (-12, -25), (-9, -25), (-6, -26.4)], False), dark, 1.3)
    pen.fill(box(-13, -31.4, 5.4, 4.4, 0.8), dark)
    pen.fill(box(-12.4, -30.8, 4.2, 3, 0.4), (96, 190, 214))
    pen.line(polygon((0, -8), (3, -4.6)), dark, 1.0)
    pen.fill(box(1.6, -5, 3.6, 1.1, 0.4), dark)


def _lamp(room: Room, x: float) -> None:
    pen = room.pen.at(x, room.floor + 1.6)
    pen.fill(oval(0, 0, 3.8, 1.0), (48, 44, 58))
    pen.line(polygon((0, 0), (0, -38)), (48, 44, 58), 0.9)
    pen.fill(polygon((-3.4, -47), (3.4, -47), (6, -37), (-6, -37)), (240, 196, 120) if room.dark else (206, 170, 120))
    if room.dark or room.hour == "dusk":
        room.glows.append(Glow(x, room.floor - 40, 32, (255, 196, 110), 0.55))
