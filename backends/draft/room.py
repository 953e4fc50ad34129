"""The lab as a stage: its measures, its hour, its lamps, and the parts that all walls share."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from backends.draft.canvas import Pen, Shape, bend, box, oval, polygon, ribbon, smooth
from backends.draft.palette import Colour, darker, lighter, mix


@dataclass(frozen=True, slots=True)
class Glow:
    """A light in the room: a round pool of colour, in room units; `strength` 0 to 1."""

    x: float
    y: float
    radius: float
    colour: Colour
    strength: float


@dataclass(frozen=True, slots=True)
class Room:
    """One wall of the lab. Units: 100 are √(width·height) of the picture; `floor` is where the wall ends.

    Everything is painted from −`edge` to `width` + `edge`, so that the camera may move a little.
    """

    pen: Pen
    width: float
    height: float
    floor: float
    chance: Random
    hour: str
    sights: frozenset[str]
    wall: Colour
    accent: Colour
    clock: int | None = None
    edge: float = 14.0
    glows: list[Glow] = field(default_factory=list)
    lit: list[tuple[Pen, Shape, Colour]] = field(default_factory=list)

    def shine(self, pen: Pen, shape: Shape, colour: Colour) -> None:
        """Paint a shape that gives light: it is painted again, undimmed, when the room's light has been worked out."""
        pen.fill(shape, colour)
        self.lit.append((pen, shape, colour))

    @property
    def dark(self) -> bool:
        """Whether lamps are what one sees by."""
        return self.hour in ("night", "")


WALLS: tuple[Colour, ...] = ((74, 104, 132), (84, 98, 138), (78, 112, 116), (104, 96, 134))
ACCENTS: tuple[Colour, ...] = ((52, 200, 216), (240, 148, 72), (232, 96, 128), (132, 204, 112))


def backdrop(room: Room, wall: Colour, ground: Colour) -> None:
    """Wall and floor, with a skirting board between them."""
    left, wide = -room.edge, room.width + 2 * room.edge
    room.pen.gradient(left, -room.edge, wide, room.floor + room.edge, darker(wall, 0.22), lighter(wall, 0.06))
    depth = room.height + room.edge - room.floor
    room.pen.gradient(left, room.floor, wide, depth, darker(ground, 0.25), ground)
    room.pen.fill(box(left, room.floor - 2.2, wide, 2.4), darker(wall, 0.4))
    room.pen.fill(box(left, room.floor - 2.2, wide, 0.6), lighter(wall, 0.12))


def tiles(room: Room, line: Colour) -> None:
    """Floor tiles in perspective."""
    middle, depth = room.width / 2, room.height + room.edge - room.floor
    for share in (0.12, 0.3, 0.56, 0.92):
        y = room.floor + depth * share
        room.pen.line(polygon((-room.edge, y), (room.width + room.edge, y)), line, 0.18 + share * 0.25)
    count = int((room.width + 2 * room.edge) / 14) + 1
    for k in range(-count, count + 1):
        room.pen.line(polygon((middle + k * 8, room.floor), (middle + k * 24, room.floor + depth)), line, 0.3)


def boards(room: Room, line: Colour) -> None:
    """Long floor boards."""
    depth, y, k = room.height + room.edge - room.floor, room.floor + 1.6, 0
    while y < room.floor + depth:
        room.pen.line(polygon((-room.edge, y), (room.width + room.edge, y)), line, 0.25 + k * 0.05)
        for x in range(-14 + 17 * (k % 2), int(room.width) + 14, 34):
            room.pen.line(polygon((x, y), (x + (x - room.width / 2) * 0.05, y + 2.2 + k * 1.1)), line, 0.25)
        y += 2.2 + k * 1.1
        k += 1


def rug(room: Room, colour: Colour) -> None:
    """An oval rug in the middle of the floor."""
    y = room.floor + (room.height - room.floor) * 0.62
    wide, tall = min(46.0, room.width * 0.5), (room.height - room.floor) * 0.3
    for share, tone in (
        (1.0, darker(colour, 0.2)),
        (0.88, lighter(colour, 0.25)),
        (0.8, colour),
        (0.5, lighter(colour, 0.12)),
    ):
        room.pen.fill(oval(room.width / 2, y, wide * share, tall * share), tone)


def pendant(room: Room, x: float, drop: float) -> None:
    """A hanging lamp with its pool of light."""
    pen = room.pen.at(x, 0)
    pen.line(polygon((0, -room.edge), (0, drop)), (30, 28, 44), 0.4)
    pen.fill(
        polygon((-1.2, drop), (1.2, drop), (6.4, drop + 5), (-6.4, drop + 5)), mix(room.accent, (40, 40, 60), 0.45)
    )
    room.shine(pen, oval(0, drop + 5, 6.4, 1.1), (255, 222, 150))
    if room.dark or room.hour == "dusk":
        room.glows.append(Glow(x, drop + 10, 34, (255, 206, 130), 0.5))


def potted(pen: Pen, chance: Random, pot: Colour) -> None:
    """A plant in a pot that stands at the origin, about 10 wide and 14 high."""
    green = mix((70, 150, 92), (120, 168, 70), chance.random())
    for k in range(5):
        turn = -52 + 26 * k + chance.uniform(-6, 6)
        leaf = pen.at(0, -4.6, turn)
        tall = chance.uniform(7, 10)
        leaf.fill(
            smooth([(0, 0), (1.9, -tall * 0.5), (0, -tall), (-1.9, -tall * 0.5)]),
            green if k % 2 else darker(green, 0.22),
        )
        leaf.line(polygon((0, 0), (0, -tall * 0.8)), darker(green, 0.35), 0.2)
    pen.fill(polygon((-3.4, -5), (3.4, -5), (2.5, 0), (-2.5, 0)), pot)
    pen.fill(box(-3.9, -5.8, 7.8, 1.8, 0.5), lighter(pot, 0.15))


def cactus(pen: Pen, pot: Colour) -> None:
    """A small cactus in a pot at the origin."""
    green = (86, 150, 96)
    pen.fill(box(-1.8, -10, 3.6, 8, 1.8), green)
    pen.line(smooth([(-1.4, -5), (-3.8, -5.4), (-4, -8)], False), green, 1.6)
    pen.line(smooth([(1.4, -4), (3.8, -4.6), (4, -7)], False), green, 1.6)
    pen.fill(oval(0.4, -10.2, 1.1, 0.8), (236, 130, 150))
    pen.fill(polygon((-2.9, -3.6), (2.9, -3.6), (2.2, 0), (-2.2, 0)), pot)


def duck(pen: Pen) -> None:
    """The rubber duck to which bugs are explained, 5 wide, standing at the origin."""
    yellow = (246, 202, 66)
    pen.fill(smooth([(-3.2, -2.6), (-1.2, -2.2), (1.4, -2.6), (2.2, -1), (0.6, 0), (-1.8, 0)]), darker(yellow, 0.12))
    pen.fill(oval(1.2, -3.8, 1.6, 1.5), yellow)
    pen.fill(polygon((2.4, -4.1), (4.1, -3.5), (2.5, -3.1)), (238, 128, 52))
    pen.fill(oval(1.7, -4.2, 0.26, 0.3), (30, 26, 40))


def clock(room: Room, x: float, y: float) -> None:
    """A wall clock that shows the hour of the scene as well as it is known, also on a mirrored wall."""
    at = {"night": 60.0, "dusk": 195.0, "dawn": 185.0, "day": 320.0}.get(room.hour, room.chance.uniform(0, 360))
    if room.clock is not None:
        at = room.clock / 2 % 360
    pen = room.pen.at(x, y).readable()
    pen.fill(oval(0, 0, 4.4, 4.4), (44, 44, 60))
    pen.fill(oval(0, 0, 3.7, 3.7), (214, 208, 190))
    for k in range(12):
        pen.at(turn=30 * k).line(polygon((0, -3.3), (0, -2.9)), (60, 58, 70), 0.25)
    pen.at(turn=at).line(polygon((0, 0.4), (0, -1.8)), (44, 42, 56), 0.5)
    pen.at(turn=at * 12 % 360).line(polygon((0, 0.5), (0, -2.8)), (44, 42, 56), 0.35)


def poster(pen: Pen, kind: str, ground: Colour) -> None:
    """A framed poster 16 wide and 21 high, its middle at the origin."""
    pen = pen.readable()
    pen.fill(box(-8.6, -11.1, 17.2, 22.2, 0.4), (40, 38, 54))
    pen.fill(box(-8, -10.5, 16, 21), ground)
    if kind == "rocket":
        pen.fill(oval(3.8, -6, 2.6, 2.6), lighter(ground, 0.5))
        pen.fill(smooth([(0, -6), (2.2, -1), (1.8, 4.5), (-1.8, 4.5), (-2.2, -1)]), (226, 222, 206))
        pen.fill(polygon((-1.9, 1.5), (-4.2, 5.4), (-1.6, 4.4)), (220, 82, 76))
        pen.fill(polygon((1.9, 1.5), (4.2, 5.4), (1.6, 4.4)), (220, 82, 76))
        pen.fill(oval(0, -1, 0.9, 0.9), (76, 140, 190))
        pen.fill(smooth([(-1.1, 5), (1.1, 5), (0, 9)]), (250, 178, 70))
    elif kind == "raccoon":
        for side in (-1, 1):
            pen.fill(oval(side * 4, -4.4, 1.9, 2.2), (70, 70, 82))
        pen.fill(
            smooth([(0, -5), (4.4, -3.4), (6, 1), (2.4, 4.4), (0, 5), (-2.4, 4.4), (-6, 1), (-4.4, -3.4)]),
            (148, 150, 160),
        )
        for side in (-1, 1):
            pen.fill(oval(side * 2.5, -0.2, 2.2, 1.5, side * 24), (46, 44, 56))
            pen.fill(oval(side * 2.3, -0.3, 0.6, 0.6), (240, 226, 190))
        pen.fill(oval(0, 2.9, 0.9, 0.6), (40, 38, 50))
        for y, wide in ((7, 5.0), (8.6, 3.4)):
            pen.fill(box(-wide, y, wide * 2, 0.8, 0.4), (40, 38, 54))
    elif kind == "peaks":
        pen.fill(oval(2.6, -3.4, 2.8, 2.8), (246, 196, 96))
        for x, y, tone in ((-8, 4, 0.35), (-3, -1, 0.5), (3, 3, 0.62)):
            pen.fill(polygon((max(x - 4, -8), 10.5), (x + 3, y - 4), (min(x + 10, 8), 10.5)), darker(ground, tone))
    else:
        for k in range(5):
            pen.line(
                bend((-6, 6 - k * 3), (0, 1 - k * 3 + (k % 2) * 3), (6, 4 - k * 3)), lighter(ground, 0.2 + 0.1 * k), 1.1
            )


def cable(
    room: Room, start: tuple[float, float], end: tuple[float, float], sag: float, colour: Colour, width: float
) -> None:
    """A cable that hangs between two points."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag)
    room.pen.fill(ribbon(bend(start, middle, end), width, width), colour)
