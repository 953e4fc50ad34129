"""The east wall: tall windows over the city, at the hour and in the weather that the scene names."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from backends.draft.canvas import Pen, bend, box, oval, polygon, smooth
from backends.draft.palette import Colour, darker, lighter, mix
from backends.draft.room import Glow, Room, backdrop, boards, cactus, duck, pendant, potted

_SKIES: dict[str, tuple[Colour, Colour]] = {
    "night": ((16, 22, 58), (62, 66, 124)),
    "dusk": ((74, 60, 128), (250, 148, 92)),
    "dawn": ((104, 132, 190), (250, 190, 160)),
    "day": ((78, 160, 220), (178, 218, 232)),
}


def paint(room: Room) -> Iterator[str]:
    """Paint the wall, the view, the windows, then what stands before them."""
    hour = room.hour or "dusk"
    wall = mix(room.wall, (146, 116, 112), 0.35)
    backdrop(room, wall, (132, 98, 78))
    boards(room, (106, 78, 70))
    high = max(4.0, room.floor - 72)
    low = room.floor - 17
    wide = 34.0 if room.width > 70 else 27.0
    count = max(1, int((room.width + 8) / (wide + 5)))
    start = (room.width - count * (wide + 5) + 5) / 2 + room.chance.uniform(-4, 4)
    spots = [start + k * (wide + 5) for k in range(-1, count + 1)]
    sky = room.chance.random()
    for x in spots:
        with room.pen.inside(box(x, high, wide, low - high)) as pen:
            _view(pen, room, sky, hour, high, low)
    yield "view"
    frame = (222, 208, 188) if hour == "day" else (188, 172, 164)
    for x in spots:
        _window(room, x, high, wide, low, frame)
        if hour in ("day", "dawn", "dusk"):
            _beam(room, x, wide, hour)
        else:
            room.glows.append(Glow(x + wide / 2, (high + low) / 2, 30, (112, 136, 226), 0.22))
    yield "windows"
    _before(room, spots, wide, low)
    yield "furniture"


def _view(pen: Pen, room: Room, sky: float, hour: str, high: float, low: float) -> None:
    top, bottom = _SKIES[hour]
    if room.sights & {"rain", "snow"}:
        top, bottom = mix(top, (74, 82, 104), 0.55), mix(bottom, (120, 128, 146), 0.55)
    width, edge = room.width + 2 * room.edge, room.edge
    pen.gradient(-edge, high, width, low - high, top, bottom)
    chance = Random(f"view:{sky:.9f}")
    tall = low - high
    if hour == "night":
        _moon(pen, room, chance, high, tall)
    else:
        _sun(pen, room, chance, high, tall, bottom)
    for layer, (share, depth) in enumerate(((0.5, 0.3), (0.68, 0.52), (0.84, 0.72))):
        _skyline(pen, room, chance, low, tall * (1 - share), darker(mix(bottom, top, 0.4), depth), hour, layer)
    _weather(pen, room, chance, high, tall)


def _moon(pen: Pen, room: Room, chance: Random, high: float, tall: float) -> None:
    edge, width = room.edge, room.width + 2 * room.edge
    for _ in range(70):
        r = chance.choice((0.16, 0.2, 0.3))
        pen.fill(oval(chance.uniform(-edge, width), high + chance.random() * tall * 0.6, r, r), (226, 226, 240))
    x, y = room.width * chance.uniform(0.15, 0.85), high + tall * 0.22
    pen.tint(oval(x, y, 9.5, 9.5), (226, 220, 190), 0.12)
    pen.fill(oval(x, y, 6.2, 6.2), (240, 228, 186))
    for dx, dy, r in ((-2, -1.4, 1.3), (1.6, 1.8, 1.0), (2.4, -2.2, 0.7)):
        pen.fill(oval(x + dx, y + dy, r, r), (218, 204, 164))


def _sun(pen: Pen, room: Room, chance: Random, high: float, tall: float, haze: Colour) -> None:
    y = high + tall * {"day": 0.2, "dusk": 0.66, "dawn": 0.6}[room.hour or "dusk"]
    x = room.width * chance.uniform(0.15, 0.85)
    sun: Colour = (255, 232, 150) if room.hour == "day" else (255, 206, 130)
    for r, strength in ((12.0, 0.14), (9.0, 0.2)):
        pen.tint(oval(x, y, r, r), sun, strength)
    pen.fill(oval(x, y, 6, 6), sun)
    for _ in range(5):
        cx, cy = chance.uniform(0, room.width), high + chance.uniform(0.08, 0.5) * tall
        tone = (196, 221, 240) if room.hour == "day" else mix(haze, (250, 226, 220), 0.5)
        for dx, r in ((-4.4, 2.0), (0.0, 3.0), (4.6, 2.2)):
            pen.fill(oval(cx + dx, cy - r * 0.4, r * 1.9, r), tone)
        pen.fill(box(cx - 8, cy, 16, 1.7, 0.8), tone)


def _weather(pen: Pen, room: Room, chance: Random, high: float, tall: float) -> None:
    edge, width = room.edge, room.width + 2 * room.edge
    if "rain" in room.sights:
        for _ in range(90):
            x, y = chance.uniform(-edge, width), high + chance.random() * tall
            pen.line(polygon((x, y), (x - 0.9, y + chance.uniform(2, 4))), (186, 204, 226), 0.22)
    if "snow" in room.sights:
        for _ in range(110):
            r = chance.uniform(0.25, 0.6)
            pen.fill(oval(chance.uniform(-edge, width), high + chance.random() * tall, r, r), (232, 236, 244))


def _skyline(
    pen: Pen, room: Room, chance: Random, low: float, tall: float, tone: Colour, hour: str, layer: int
) -> None:
    x = -room.edge - chance.uniform(0, 6)
    lit = {"night": 0.5, "dusk": 0.3, "dawn": 0.16}.get(hour, 0.0)
    while x < room.width + room.edge:
        wide, high = chance.uniform(6, 12), tall * chance.uniform(0.5, 1.0)
        pen.fill(box(x, low - high, wide, high), tone)
        if chance.random() < 0.25:
            pen.fill(box(x + wide * 0.45, low - high - 4, 0.5, 4), tone)
        if layer:
            for row in range(int(high / 2.6)):
                for col in range(int(wide / 2.2)):
                    on = chance.random() < lit
                    glass = (
                        chance.choice(((255, 214, 120), (255, 190, 104), (150, 214, 230))) if on else darker(tone, 0.14)
                    )
                    pen.fill(box(x + 0.8 + col * 2.2, low - high + 1.1 + row * 2.6, 1.1, 1.4), glass)
        x += wide + chance.uniform(-0.6, 1.2)


def _window(room: Room, x: float, high: float, wide: float, low: float, frame: Colour) -> None:
    pen = room.pen
    pen.tint(
        polygon((x + wide * 0.15, high), (x + wide * 0.4, high), (x + wide * 0.1, low), (x, low), (x, low - 12)),
        (255, 255, 255),
        0.06,
    )
    pen.line(box(x, high, wide, low - high), darker(frame, 0.35), 2.6, closed=True)
    pen.line(box(x, high, wide, low - high), frame, 1.6, closed=True)
    pen.fill(box(x + wide / 2 - 0.6, high, 1.2, low - high), frame)
    pen.fill(box(x, high + (low - high) * 0.36, wide, 1.0), frame)
    pen.fill(box(x - 2.6, low, wide + 5.2, 2.2, 0.6), lighter(frame, 0.1))
    pen.fill(box(x - 2.0, low + 2.2, wide + 4.0, 0.9), darker(frame, 0.45))


def _beam(room: Room, x: float, wide: float, hour: str) -> None:
    tone: Colour = (255, 236, 180) if hour == "day" else (255, 178, 120)
    y0, y1 = room.floor + 2, room.height + room.edge
    lean = -10.0
    for share in (0.0, 0.54):
        left = x + wide * share
        room.pen.tint(
            polygon((left, y0), (left + wide * 0.44, y0), (left + wide * 0.5 + lean, y1), (left - 3 + lean, y1)),
            tone,
            0.26,
        )
    room.glows.append(Glow(x + wide / 2, room.floor - 30, 40, tone, 0.12))


def _before(room: Room, spots: list[float], wide: float, low: float) -> None:
    chance, pen = room.chance, room.pen
    for x in spots:
        pen.fill(box(x + 3, low + 6, wide - 6, 9.6, 0.8), mix(room.wall, (200, 190, 184), 0.45))
        for k in range(int((wide - 8) / 2.4)):
            pen.fill(box(x + 4.4 + k * 2.4, low + 6.8, 1.1, 8, 0.5), mix(room.wall, (120, 112, 120), 0.55))
        things = ["plant", "cactus", "duck", "books", "plant"]
        chance.shuffle(things)
        for share, thing in zip((0.14, 0.5, 0.86), things[: chance.randint(2, 3)], strict=False):
            spot = pen.at(x + wide * share, low + 0.2)
            if thing == "plant":
                potted(spot, chance, chance.choice(((190, 96, 72), (84, 116, 150), (204, 160, 92))))
            elif thing == "cactus":
                cactus(spot, (196, 120, 84))
            elif thing == "duck":
                duck(spot)
            else:
                for k, tone in enumerate(((178, 74, 76), (74, 116, 150), (214, 168, 84))):
                    spot.fill(box(-4 + k * 0.5, -1.5 - k * 1.5, 8 - k, 1.4, 0.2), tone)
    _curtains(room, spots, wide, low)
    if room.dark or room.hour == "dusk":
        pendant(room, room.width * chance.uniform(0.35, 0.65), max(3.0, room.floor - 74))


def _curtains(room: Room, spots: list[float], wide: float, low: float) -> None:
    pen = room.pen
    curtain = mix(room.accent, (128, 70, 92), 0.5)
    for side in (-1, 1):
        x = spots[0] - 2 if side < 0 else spots[-1] + wide + 2
        x = min(max(x, 1.0), room.width - 1)
        fold = pen.at(x, 0, flip=side > 0)
        bottom = low + 9
        fold.fill(
            smooth([(-14, -14), (6, -14), (5.4, low * 0.4), (2.4, low * 0.75), (4.4, bottom), (-14, bottom)]), curtain
        )
        for k in range(4):
            fold.line(
                bend((-8 + k * 3.6, -14), (-9 + k * 3.2, low * 0.5), (-8 + k * 3.2, bottom)), darker(curtain, 0.22), 0.6
            )
