"""The south wall: a long workbench with monitors, tools on a pegboard, a soldering station and the coffee machine."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from backends.draft.canvas import Pen, bend, box, oval, polygon, ribbon, smooth
from backends.draft.palette import SCREEN_GLOW, Colour, darker, lighter, mix
from backends.draft.room import Glow, Room, backdrop, boards, clock, duck, potted

_CODE: tuple[Colour, ...] = (
    (120, 220, 232),
    (244, 176, 96),
    (190, 150, 240),
    (130, 220, 140),
    (236, 120, 140),
    (170, 184, 206),
)


def paint(room: Room) -> Iterator[str]:
    """Paint the wall with its pegboard and shelf, then the bench and what stands on it."""
    wall = mix(room.wall, (120, 112, 120), 0.2)
    backdrop(room, wall, (116, 100, 96))
    boards(room, (94, 80, 82))
    bench = room.floor - 24
    _pegboard(room, bench)
    _shelf(room, bench)
    yield "wall"
    _bench(room, bench)
    yield "bench"
    _things(room, bench)
    yield "tools"


def _pegboard(room: Room, bench: float) -> None:
    x, y, wide, tall = -6.0, bench - 33, min(room.width * 0.46, 56.0), 25.0
    ground: Colour = (186, 142, 96)
    room.pen.fill(box(x - 1, y - 1, wide + 2, tall + 2, 0.6), darker(ground, 0.45))
    room.pen.fill(box(x, y, wide, tall), ground)
    for row in range(int(tall / 3.2)):
        for col in range(int(wide / 3.2)):
            room.pen.fill(oval(x + 1.8 + col * 3.2, y + 1.8 + row * 3.2, 0.3, 0.3), darker(ground, 0.35))
    tools = ["driver", "pliers", "hammer", "wrench", "saw", "tape", "driver"]
    room.chance.shuffle(tools)
    spot = x + 10
    for tool in tools:
        if spot > x + wide - 4:
            break
        _tool(room.pen.at(spot, y + room.chance.uniform(3.6, 5.2)), tool, room.chance)
        spot += room.chance.uniform(7.2, 8.6)


def _tool(pen: Pen, kind: str, chance: Random) -> None:
    steel: Colour = (184, 190, 200)
    grip = chance.choice(((216, 72, 64), (58, 124, 190), (240, 170, 56), (66, 150, 104)))
    if kind == "driver":
        pen.fill(box(-1.3, 0, 2.6, 6.4, 1.2), grip)
        pen.fill(box(-0.4, 6.4, 0.8, 7), steel)
    elif kind == "pliers":
        for side in (-1, 1):
            pen.line(bend((0, 5.6), (side * 2.2, 9), (side * 1.6, 13.6)), grip, 1.3)
            pen.fill(smooth([(0, 6), (side * 1.6, 3.4), (side * 0.3, 0)]), steel)
        pen.fill(oval(0, 5.4, 1.1, 1.1), darker(steel, 0.3))
    elif kind == "hammer":
        pen.fill(box(-0.7, 1, 1.4, 13, 0.6), (140, 92, 58))
        head = [(-3.6, 0.2), (-2.2, 0.6), (0.4, 0.0), (2.2, 0.4), (3.8, 2.6), (1.6, 2.2), (-1.4, 2.5), (-3.6, 2.9)]
        pen.fill(polygon(*head), darker(steel, 0.3))
    elif kind == "wrench":
        pen.line(polygon((0, 2.4), (0, 12.4)), steel, 1.5)
        pen.line(oval(0, 1.4, 1.5, 1.5, 0, -50, 230), steel, 1.0)
        pen.line(oval(0, 13.2, 1.3, 1.3), steel, 0.9, closed=True)
    elif kind == "saw":
        pen.fill(polygon((-1.6, 4), (1.8, 4), (0.6, 15), (-1.0, 15)), steel)
        pen.fill(smooth([(-2.4, 0), (2.4, 0), (2.4, 4.4), (-2.0, 4.4)]), grip)
    else:
        pen.line(oval(0, 4, 2.9, 2.9), grip, 1.7, closed=True)


def _shelf(room: Room, bench: float) -> None:
    x0, x1, y = room.width * 0.56, room.width + room.edge, bench - 29
    wood: Colour = (134, 92, 66)
    x = x0 + 2.0
    while x < x1:
        kind = room.chance.choice(("jar", "bin", "books", "plant", "box"))
        pen = room.pen.at(x + 3, y)
        if kind == "jar":
            pen.fill(box(-2.4, -5.6, 4.8, 5.6, 0.8), (150, 186, 192))
            pen.fill(box(-2.4, -3.2, 4.8, 3.2, 0.8), room.chance.choice(_CODE))
            pen.fill(box(-2.6, -6.6, 5.2, 1.4, 0.4), (92, 84, 88))
        elif kind == "bin":
            pen.fill(
                polygon((-3, -5), (3, -5), (2.5, 0), (-2.5, 0)),
                room.chance.choice(((214, 92, 74), (70, 130, 184), (232, 174, 72))),
            )
            pen.fill(box(-1.4, -3.6, 2.8, 1.4, 0.2), (214, 204, 184))
        elif kind == "books":
            for k in range(4):
                pen.fill(box(-3 + k * 1.5, -6.6 + (k % 3) * 0.8, 1.3, 6.6 - (k % 3) * 0.8), room.chance.choice(_CODE))
        elif kind == "plant":
            potted(pen.at(scale=0.8), room.chance, (180, 96, 74))
        else:
            pen.fill(box(-3.2, -4.4, 6.4, 4.4, 0.2), (178, 138, 94))
            pen.fill(box(-0.7, -4.4, 1.4, 4.4), (206, 176, 130))
        x += room.chance.uniform(7.4, 9.4)
    room.pen.fill(box(x0, y, x1 - x0, 1.5, 0.3), wood)
    for x in (x0 + 4, x1 - 16):
        room.pen.fill(polygon((x, y + 1.5), (x + 4, y + 1.5), (x, y + 5)), darker(wood, 0.35))
    if bench > 45:
        # Beside the middle, where whoever is alone stands.
        clock(room, room.width * 0.13, bench - 40)


def _bench(room: Room, bench: float) -> None:
    pen, wood = room.pen, (168, 118, 78)
    x, wide = -room.edge, room.width + 2 * room.edge
    pen.fill(box(x, bench + 3, wide, room.floor - bench), darker(room.wall, 0.62))
    spot = room.chance.uniform(-14, 0)
    while spot < room.width + room.edge:
        pen.fill(box(spot, bench + 3, 17, room.floor - bench - 1.4, 0.4), darker(wood, 0.36))
        for k in range(3):
            pen.fill(box(spot + 1, bench + 4.4 + k * 6.2, 15, 5.4, 0.4), darker(wood, 0.24))
            pen.fill(box(spot + 6, bench + 6.4 + k * 6.2, 5, 1.0, 0.5), (206, 196, 180))
        spot += 44
    pen.fill(box(x, bench, wide, 3.2), wood)
    pen.fill(box(x, bench, wide, 0.9), lighter(wood, 0.25))
    pen.tint(box(x, bench + 3.2, wide, 1.4), (20, 14, 40), 0.4)


def _things(room: Room, bench: float) -> None:
    chance = room.chance
    things = ["monitors", "solder", "coffee", "scope", "lamp", "drawers"]
    wide = {"monitors": 42.0, "solder": 17.0, "coffee": 15.0, "scope": 17.0, "lamp": 13.0, "drawers": 14.0}
    order = things[1:]
    chance.shuffle(order)
    order.insert(chance.choice((0, 1, 2)), "monitors")
    order = (
        ["coffee", *(o for o in order if o != "coffee")]
        if chance.random() < 0.5
        else [*(o for o in order if o != "coffee"), "coffee"]
    )
    total = sum(wide[o] for o in order)
    stretch = max(1.0, room.width / total) if room.width > 70 else 0.86
    x = (room.width - total * stretch) / 2 if stretch > 1 else -5.0 - chance.uniform(0, 10)
    for thing in order:
        spot = x + wide[thing] * stretch / 2
        _PAINTERS[thing](room, room.pen.at(spot, bench), spot, bench)
        x += wide[thing] * stretch
    if chance.random() < 0.7:
        duck(room.pen.at(chance.uniform(0.2, 0.8) * room.width, bench + 0.4))


def _monitors(room: Room, pen: Pen, x: float, y: float) -> None:
    for offset, wide, kind in ((-10.0, 21.0, "code"), (12.4, 18.0, room.chance.choice(("graph", "code", "loss")))):
        m = pen.at(offset)
        m.fill(box(-1.2, -5, 2.4, 5), (52, 54, 68))
        m.fill(box(-4.4, -0.9, 8.8, 1.2, 0.5), (60, 62, 78))
        m.fill(box(-wide / 2, -18.4, wide, 14, 0.9), (40, 42, 56))
        m.fill(box(-wide / 2 + 0.8, -17.6, wide - 1.6, 12.0, 0.3), (24, 32, 54))
        _screen(m.at(-wide / 2 + 2, -16.4), wide - 4, 9.8, kind, room)
    room.glows.append(Glow(x, y - 11, 26, SCREEN_GLOW, 0.42 if room.dark else 0.15))
    pen.fill(polygon((-9, 1.1), (5, 1.1), (6, 2.5), (-10, 2.5)), (64, 68, 86))


def _screen(pen: Pen, wide: float, tall: float, kind: str, room: Room) -> None:
    chance, pen = room.chance, pen.at(wide / 2).readable().at(-wide / 2)
    if kind == "code":
        y, indent = 0.0, 0
        while y < tall - 0.6:
            indent = max(0, min(3, indent + chance.choice((-1, 0, 0, 1))))
            x = indent * 1.5
            while x < wide - 4 and (x < 3 + indent or chance.random() < 0.62):
                long = chance.uniform(1.4, 4.2)
                room.shine(pen, box(x, y, min(long, wide - x), 0.75, 0.3), chance.choice(_CODE))
                x += long + 0.7
            y += 1.45
    elif kind == "graph":
        for k in range(6):
            tall_bar = chance.uniform(0.25, 0.95) * tall
            room.shine(pen, box(k * wide / 6 + 0.3, tall - tall_bar, wide / 6 - 0.8, tall_bar, 0.2), _CODE[k])
    else:
        pen.line(polygon((0, 0), (0, tall), (wide, tall)), (120, 134, 160), 0.35)
        path = [(wide * k / 12, tall * (0.94 - 0.86 * 0.74**k) + chance.uniform(-0.4, 0.4)) for k in range(13)]
        room.shine(pen, ribbon(smooth(path, False), 0.6, 0.6), _CODE[0])


def _solder(room: Room, pen: Pen, x: float, y: float) -> None:
    pen.fill(box(-6, -6.4, 7, 6.4, 0.8), (52, 88, 124))
    pen.fill(box(-5, -5.4, 5, 2.2, 0.3), (26, 38, 48))
    pen.fill(box(-4.6, -5.0, 2.6, 1.3), (255, 150, 70))
    pen.fill(oval(-2.5, -1.6, 0.9, 0.9), (206, 208, 212))
    for k in range(4):
        pen.line(oval(4.6, -1.4 - k * 1.2, 1.8 - k * 0.25, 0.7), (150, 156, 166), 0.4, closed=True)
    pen.line(polygon((6.6, -9), (4.2, -0.6)), (230, 150, 52), 1.2)
    pen.line(bend((6.6, -9), (2, -13), (-2, -6)), (36, 36, 48), 0.5)


def _coffee(room: Room, pen: Pen, x: float, y: float) -> None:
    shell = mix((196, 74, 66), room.accent, 0.12)
    pen.fill(box(-5.4, -16, 10.8, 16, 1.4), darker(shell, 0.3))
    pen.fill(box(-5.4, -16, 10.8, 5.6, 1.4), shell)
    pen.fill(box(-4.2, -9.6, 8.4, 8.2, 0.4), (38, 34, 48))
    pen.fill(box(-5.8, -1.6, 11.6, 1.8, 0.5), (64, 60, 74))
    pen.fill(smooth([(-2.6, -6.2), (2.6, -6.2), (3.2, -3.2), (2.2, -1.7), (-2.2, -1.7), (-3.2, -3.2)]), (112, 160, 172))
    pen.fill(smooth([(-3, -4), (3, -4), (3.1, -3), (2.2, -1.8), (-2.2, -1.8), (-3.1, -3)]), (72, 42, 32))
    pen.fill(box(-1, -10.4, 2, 1.6), (150, 152, 160))
    for k, tone in enumerate(((120, 230, 140), (255, 190, 80))):
        pen.fill(oval(-2.6 + k * 2, -13.4, 0.7, 0.7), tone)
    pen.fill(box(1.8, -14.4, 2.6, 2, 0.3), (34, 40, 54))
    for dx in (-1.0, 1.2):
        pen.tint(
            ribbon(smooth([(dx, -17), (dx + 1, -19.4), (dx - 0.6, -21.6), (dx + 0.5, -24)], False), 0.9, 0.3),
            (240, 236, 230),
            0.4,
        )


def _scope(room: Room, pen: Pen, x: float, y: float) -> None:
    pen.fill(box(-8, -10.6, 16, 10.6, 1), (120, 130, 142))
    pen.fill(box(-7, -9.6, 9.6, 8.4, 0.6), (20, 48, 44))
    wave = [
        (-6.6 + k * 0.44, -5.4 + 2.6 * (1 if k % 8 in (1, 2, 3) else -0.8 if k % 8 in (5, 6, 7) else 0))
        for k in range(21)
    ]
    room.shine(pen, ribbon(smooth(wave, False), 0.5, 0.5), (110, 250, 160))
    for k in range(4):
        pen.fill(oval(4.4 + (k % 2) * 2.2, -7.6 + (k // 2) * 3.4, 0.8, 0.8), (62, 66, 80))
    room.glows.append(Glow(x - 2, y - 5, 10, (110, 250, 160), 0.25))


def _lamp(room: Room, pen: Pen, x: float, y: float) -> None:
    tone = room.accent
    pen.fill(oval(0, -0.2, 3.6, 1.1), darker(tone, 0.35))
    pen.line(polygon((0, -0.6), (-3.4, -9), (3.0, -16)), darker(tone, 0.25), 0.9)
    pen.fill(oval(-3.4, -9, 0.9, 0.9), darker(tone, 0.5))
    shade = pen.at(3.0, -16, 32)
    shade.fill(polygon((-1.4, -1.4), (1.4, -1.4), (3.8, 4), (-3.8, 4)), tone)
    room.shine(shade, oval(0, 4, 3.8, 0.9), (255, 226, 150))
    if room.dark or room.hour == "dusk":
        # A glow alone: a cone of light with edges would be as pale and as even as a panel.
        room.glows.append(Glow(x + 1, y - 6, 24, (255, 206, 120), 0.5))


def _drawers(room: Room, pen: Pen, x: float, y: float) -> None:
    pen.fill(box(-6, -13, 12, 13, 0.6), (70, 84, 112))
    for row in range(4):
        for col in range(3):
            pen.fill(box(-5.4 + col * 3.7, -12.4 + row * 3.1, 3.3, 2.7, 0.3), (124, 158, 178))
            pen.fill(box(-4.3 + col * 3.7, -10.9 + row * 3.1, 1.1, 0.5), (52, 60, 80))
            pen.fill(box(-5.0 + col * 3.7, -11.6 + row * 3.1, 2.4, 0.5), room.chance.choice(_CODE))


_PAINTERS = {
    "monitors": _monitors,
    "solder": _solder,
    "coffee": _coffee,
    "scope": _scope,
    "lamp": _lamp,
    "drawers": _drawers,
}
