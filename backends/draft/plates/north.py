"""The north wall: server racks full of LEDs, patch panels, and cable trays under the ceiling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from backends.draft.canvas import Pen, bend, box, oval, polygon
from backends.draft.palette import Colour, darker, lighter, mix
from backends.draft.room import Glow, Room, backdrop, cable, duck, tiles

_LEDS: tuple[Colour, ...] = ((86, 240, 150), (86, 240, 150), (60, 214, 255), (255, 190, 70))
_CABLES: tuple[Colour, ...] = ((60, 130, 220), (60, 130, 220), (240, 176, 60), (226, 92, 96), (86, 190, 130))
_WIDE, _TALL, _GAP = 25.0, 58.0, 2.2


def paint(room: Room) -> Iterator[str]:
    """Paint the wall and trays, then rack after rack."""
    backdrop(room, mix(room.wall, (52, 60, 92), 0.5), (74, 82, 106))
    tiles(room, (56, 62, 86))
    top = room.floor - _TALL + 3
    _tray(room, min(top - 9, room.floor - 60))
    yield "wall"
    offset = room.chance.uniform(-_WIDE, 0)
    count = int((room.width + 2 * room.edge) / (_WIDE + _GAP)) + 2
    loud = room.chance.randrange(count) if "alarm" not in room.sights else -1
    for k in range(count):
        x = offset - room.edge + k * (_WIDE + _GAP)
        _rack(room, x, top, alarm="alarm" in room.sights or "fire" in room.sights, special=k == loud)
    yield "racks"
    for k in range(count):
        x = offset - room.edge + k * (_WIDE + _GAP) + _WIDE / 2
        tone = room.chance.choice(_CABLES)
        cable(
            room,
            (x - 4, top),
            (x + room.chance.uniform(-8, 8), min(top - 7, room.floor - 58)),
            2,
            darker(tone, 0.2),
            0.9,
        )
    yield "cables"


def _tray(room: Room, y: float) -> None:
    steel = (70, 76, 98)
    wide = room.width + 2 * room.edge
    for k, tone in enumerate(_CABLES[1:]):
        for piece in range(int(wide / 22) + 1):
            x = -room.edge + piece * 22
            cable(
                room,
                (x, y + 0.6 - k * 0.8),
                (x + 22, y + 0.6 - k * 0.8),
                1.2 + 0.5 * ((piece + k) % 3),
                darker(tone, 0.25),
                1.0,
            )
    room.pen.fill(box(-room.edge, y + 1.4, wide, 1.0), steel)
    room.pen.fill(box(-room.edge, y - 4.2, wide, 0.7), darker(steel, 0.3))
    for x in range(-10, int(room.width) + 14, 11):
        room.pen.fill(box(x, y - 4.2, 0.7, 6.4), darker(steel, 0.2))
    for x in range(2, int(room.width) + 14, 33):
        room.pen.line(polygon((x, y - 4), (x, -room.edge)), darker(steel, 0.35), 0.6)


def _rack(room: Room, x: float, top: float, alarm: bool, special: bool) -> None:
    pen, chance = room.pen.at(x, top), room.chance
    frame: Colour = (44, 47, 64)
    pen.fill(box(0, 0, _WIDE, _TALL, 1.0), frame)
    pen.fill(box(0, 0, _WIDE, 1.4, 0.7), lighter(frame, 0.2))
    pen.fill(box(1.5, 2.2, _WIDE - 3, _TALL - 5.4), (22, 23, 36))
    for side in (1.7, _WIDE - 2.5):
        for k in range(16):
            pen.fill(box(side, 3.4 + k * 3.2, 0.8, 0.8), (64, 68, 88))
    for side in (1.5, _WIDE - 4.5):
        pen.fill(box(side, _TALL - 2.6, 3, 2.8), (30, 30, 44))
    y = 3.0
    inner = _WIDE - 6
    kinds = ["server", "server", "drives", "patch", "gpu", "vent", "switch", "drives", "server", "spark"]
    while y < _TALL - 9:
        kind = chance.choice(kinds)
        tall = {"server": 3.6, "drives": 7.2, "patch": 5.2, "gpu": 8.4, "vent": 3.6, "switch": 3.6, "spark": 6.0}[kind]
        if y + tall > _TALL - 4:
            kind, tall = "vent", _TALL - 4 - y
        _unit(room, pen.at(3, y), kind, inner, tall - 0.5, alarm)
        y += tall
    tone = (255, 88, 84) if alarm else chance.choice(_LEDS)
    room.glows.append(
        Glow(x + _WIDE / 2, top + _TALL * chance.uniform(0.3, 0.6), 20, tone, 0.26 if room.dark else 0.12)
    )
    if special:
        duck(pen.at(_WIDE * chance.uniform(0.3, 0.7), 0.2, flip=chance.random() < 0.5))


@dataclass(frozen=True, slots=True)
class _Unit:
    """One box in a rack, its top left corner at the pen's origin."""

    pen: Pen
    wide: float
    tall: float
    shell: Colour
    dark: Colour
    leds: tuple[Colour, ...]
    chance: Random
    room: Room


def _unit(room: Room, pen: Pen, kind: str, wide: float, tall: float, alarm: bool) -> None:
    chance = room.chance
    shell = (184, 142, 66) if kind == "spark" else mix((60, 66, 88), (84, 90, 112), chance.random())
    pen.fill(box(0, 0, wide, tall, 0.5), shell)
    pen.fill(box(0, 0, wide, 0.45), lighter(shell, 0.22))
    leds: tuple[Colour, ...] = ((255, 84, 84), (255, 84, 84), (255, 190, 70)) if alarm else _LEDS
    _UNITS[kind](_Unit(pen, wide, tall, shell, darker(shell, 0.6), leds, chance, room))


def _server(unit: _Unit) -> None:
    for k in range(3):
        unit.pen.fill(box(0.8 + k * 3.2, 0.8, 2.6, unit.tall - 1.5, 0.3), unit.dark)
    for k in range(7):
        if unit.chance.random() < 0.82:
            unit.room.shine(unit.pen, oval(11 + k * 1.05, unit.tall / 2, 0.36, 0.36), unit.chance.choice(unit.leds))


def _drives(unit: _Unit) -> None:
    for k in range(8):
        unit.pen.fill(box(0.7 + k * 2.25, 0.8, 1.8, unit.tall - 1.5, 0.3), unit.dark)
        unit.pen.fill(box(1.0 + k * 2.25, 1.3, 1.2, 0.4), lighter(unit.shell, 0.1))
        unit.room.shine(unit.pen, oval(1.6 + k * 2.25, unit.tall - 1.4, 0.36, 0.36), unit.chance.choice(unit.leds))


def _ports(unit: _Unit) -> None:
    patch = unit.tall > 4
    rows = 2 if patch else 1
    for row in range(rows):
        for k in range(11):
            px, py = 0.8 + k * 1.6, 0.8 + row * 2.0
            unit.pen.fill(box(px, py, 1.1, 1.1, 0.2), (18, 18, 28))
            if unit.chance.random() < (0.75 if patch else 0.35):
                unit.pen.line(
                    bend(
                        (px + 0.5, py + 0.6),
                        (px + unit.chance.uniform(-1, 1), py + 3.0),
                        (px + unit.chance.uniform(-3, 3), py + 4.6),
                    ),
                    unit.chance.choice(_CABLES),
                    0.5,
                )
    for k in range(11):
        if not patch and unit.chance.random() < 0.8:
            unit.room.shine(unit.pen, oval(1.3 + k * 1.6, unit.tall - 0.7, 0.3, 0.3), unit.chance.choice(unit.leds))


def _gpu(unit: _Unit) -> None:
    for k in range(3):
        cx = 3.4 + k * 5.9
        unit.pen.fill(oval(cx, unit.tall / 2, 2.8, 2.8), unit.dark)
        for turn in range(0, 180, 45):
            unit.pen.at(cx, unit.tall / 2, turn + k * 17).line(
                polygon((-2.3, 0), (2.3, 0)), lighter(unit.dark, 0.16), 0.5
            )
        unit.pen.fill(oval(cx, unit.tall / 2, 0.8, 0.8), lighter(unit.shell, 0.1))
    unit.room.shine(unit.pen, box(0.6, unit.tall - 0.9, unit.wide - 1.2, 0.5, 0.2), unit.chance.choice(unit.leds))


def _spark(unit: _Unit) -> None:
    for row in range(3):
        for k in range(9):
            unit.pen.fill(oval(1.6 + k * 1.9 + (row % 2) * 0.8, 1.5 + row * 1.4, 0.5, 0.5), darker(unit.shell, 0.4))
    unit.room.shine(unit.pen, oval(unit.wide - 1.2, unit.tall - 0.9, 0.36, 0.36), unit.chance.choice(unit.leds))


def _vent(unit: _Unit) -> None:
    for k in range(5):
        unit.pen.fill(box(1 + k * 3.6, unit.tall * 0.35, 2.8, 0.4, 0.2), unit.dark)
        unit.pen.fill(box(1 + k * 3.6, unit.tall * 0.62, 2.8, 0.4, 0.2), unit.dark)


_UNITS: dict[str, Callable[[_Unit], None]] = {
    "server": _server,
    "drives": _drives,
    "patch": _ports,
    "switch": _ports,
    "gpu": _gpu,
    "spark": _spark,
    "vent": _vent,
}
