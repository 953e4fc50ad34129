"""What floats around figures and fills the air: sleep, surprise, confetti, flames; and the word in the corner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from backends.draft.canvas import Pen, Point, Shape, bend, box, oval, polygon, ribbon, smooth
from backends.draft.palette import INK, Colour, darker, lighter
from backends.draft.room import Glow, Room

_CONFETTI: tuple[Colour, ...] = ((255, 196, 72), (236, 88, 112), (70, 200, 220), (140, 214, 110), (176, 130, 236))

_GLYPHS: dict[str, tuple[Sequence[Point], ...]] = {
    "z": ([(0, 0), (6, 0), (0, 7), (6, 7)],),
    "?": ([(0, 1.6), (1.2, -0.6), (3.4, -0.6), (4.6, 1.4), (3.4, 3.4), (2.3, 4.4), (2.3, 6)], [(2.3, 8.6), (2.3, 8.7)]),
    "!": ([(2, -1), (2, 5.4)], [(2, 8.6), (2, 8.7)]),
    "d": ([(4, -3), (4, 6)], [(4, 2.4), (2.6, 0.6), (0.8, 1), (0, 3.2), (0.8, 5.4), (2.6, 5.8), (4, 4)]),
    "r": ([(0, 0.6), (0, 6)], [(0, 2.4), (1.2, 0.8), (2.8, 0.7)]),
    "a": ([(4, 0.6), (4, 6)], [(4, 2.4), (2.6, 0.6), (0.8, 1), (0, 3.2), (0.8, 5.4), (2.6, 5.8), (4, 4)]),
    "f": ([(3.4, -2.8), (1.8, -2.8), (1.2, -1.2), (1.2, 6)], [(0, 0.9), (2.8, 0.9)]),
    "t": ([(1.2, -1.8), (1.2, 4.4), (2.0, 5.8), (3.2, 5.6)], [(0, 0.9), (2.9, 0.9)]),
}


def around(pen: Pen, mood: str, side: float) -> None:
    """The signs of a mood beside a head; the pen's origin is the head's middle, `side` where there is room."""
    if mood in _SIGNS:
        _SIGNS[mood](pen, side)


def _asleep(pen: Pen, side: float) -> None:
    for k, (x, y, size) in enumerate(((21, -18, 0.62), (26, -27, 0.82), (32, -37.5, 1.05))):
        _glyph(pen.at(side * x - (3 if side < 0 else 0), y, 8 - 6 * k, size), "z", (236, 242, 252), 2.2)


def _confused(pen: Pen, side: float) -> None:
    _glyph(pen.at(side * 25, -30, side * 14, 1.35), "?", (255, 208, 92), 2.6)


def _surprised(pen: Pen, side: float) -> None:
    _glyph(pen.at(side * 25, -30, side * 12, 1.35), "!", (255, 120, 104), 2.8)


def _scared(pen: Pen, side: float) -> None:
    _surprised(pen, side)
    _drops(pen, -side)


def _angry(pen: Pen, side: float) -> None:
    knot = pen.at(side * 19, -24)
    for turn in (0, 90, 180, 270):
        spike = knot.at(turn=turn + 10)
        spike.line(bend((1.6, -5.4), (1.8, -1.8), (5.4, -1.6)), INK, 2.6)
        spike.line(bend((1.6, -5.4), (1.8, -1.8), (5.4, -1.6)), (232, 72, 66), 1.4)


def _joyful(pen: Pen, side: float) -> None:
    for turn in (-24, 0, 24):
        ray = pen.at(side * 17, -16, side * (44 + turn))
        ray.line(polygon((0, -11), (0, -15.6)), INK, 2.4)
        ray.line(polygon((0, -11), (0, -15.6)), (255, 220, 110), 1.3)


def _drops(pen: Pen, side: float) -> None:
    for x, y, size in ((21.5, -15, 1.0), (26.5, -8, 0.72)):
        drop = pen.at(side * x, y, side * 24, size)
        drop.inked(smooth([(0, -4.4), (2.2, 0.4), (0, 2.6), (-2.2, 0.4)]), (134, 208, 244), 0.7)


_SIGNS: dict[str, Callable[[Pen, float], None]] = {
    "asleep": _asleep,
    "confused": _confused,
    "surprised": _surprised,
    "scared": _scared,
    "angry": _angry,
    "tired": _drops,
    "joyful": _joyful,
}


def _glyph(pen: Pen, letter: str, colour: Colour, weight: float) -> None:
    strokes = [polygon(*s) if letter == "z" else smooth(s, False) for s in _GLYPHS[letter]]
    for stroke in strokes:
        pen.line(stroke, INK, weight + 1.7)
    for stroke in strokes:
        pen.line(stroke, colour, weight)


def confetti(room: Room, chance: Random, thick: float, keep_clear: Sequence[tuple[float, ...]] = ()) -> None:
    """Paper confetti in the air, `thick` times as much as usual; none on the boxes (x0, y0, x1, y1) of `keep_clear`."""
    count = round(room.width * room.height / 85 * thick)
    for _ in range(count):
        x, y = chance.uniform(0, room.width), chance.uniform(0, room.height * 0.92)
        kind, turn, tone = chance.random(), chance.uniform(0, 180), chance.choice(_CONFETTI)
        if any(a - 2 < x < c + 2 and b - 2 < y < d + 2 for a, b, c, d in keep_clear):
            continue
        piece = room.pen.at(x, y, turn, 0.62)
        if kind < 0.5:
            piece.fill(box(-0.9, -1.6, 1.8, 3.2, 0.2), tone)
        elif kind < 0.75:
            piece.fill(oval(0, 0, 1.0, 1.0), tone)
        else:
            piece.fill(
                ribbon(smooth([(-3, 0), (-1.4, -1.4), (0.4, 1.2), (2, -0.8), (3.4, 0.6)], False), 0.9, 0.9), tone
            )


def hearts(pen: Pen, side: float) -> None:
    """Three hearts beside a head."""
    for x, y, size in ((22, -22, 0.8), (29, -30, 1.15), (25, -41, 0.7)):
        heart = pen.at(side * x, y, side * 10, size)
        heart.inked(
            smooth([(0, -1.6), (2.2, -4), (4.6, -2), (3.2, 1.6), (0, 4.4), (-3.2, 1.6), (-4.6, -2), (-2.2, -4)]),
            (236, 84, 108),
            0.8,
        )


def flame(pen: Pen, chance: Random) -> None:
    """A flame of three tongues, about 16 wide and 24 high, burning at the origin."""
    for tone, size in (((232, 78, 44), 1.0), ((250, 146, 46), 0.72), ((255, 222, 112), 0.42)):
        p = pen.at(scale=size)
        w = [chance.uniform(-1.6, 1.6) for _ in range(4)]
        shape = [
            (-7.4, -1),
            (-8.4, -8 + w[0]),
            (-6, -15 + w[1]),
            (-4.2, -9),
            (-1.4 + w[2], -24),
            (2.4, -13),
            (5 + w[3], -17.4),
            (6.4, -10),
            (8.2, -7),
            (6.6, -0.6),
            (0, 1.4),
        ]
        p.fill(smooth(shape), tone)


def smoke(pen: Pen, chance: Random) -> None:
    """A column of smoke that rises from the origin."""
    for k in range(6):
        x, y = chance.uniform(-3, 3) + k * 0.8, -k * 7.0
        pen.tint(oval(x, y, 4 + k * 1.1, 3.4 + k * 0.9), (92, 90, 108), 0.4 - k * 0.045)


def burn(room: Room, chance: Random) -> None:
    """Flames along the foot of the wall, with smoke and their light."""
    count = max(3, int(room.width / 20))
    for k in range(count):
        x = (k + chance.uniform(0.15, 0.85)) * room.width / count
        smoke(room.pen.at(x, room.floor - 18), chance)
        flame(room.pen.at(x, room.floor + 3, scale=chance.uniform(0.8, 1.5)), chance)
        room.glows.append(Glow(x, room.floor - 8, 30, (255, 150, 60), 0.4))


def balloons(room: Room, chance: Random) -> None:
    """A bunch of balloons on each side."""
    for side in (0.09, 0.91):
        for k in range(3):
            x = room.width * side + (k - 1) * 5.4
            y = room.height * 0.24 + (k % 2) * 6 + chance.uniform(-2, 2)
            tone = _CONFETTI[(k + (2 if side > 0.5 else 0)) % 5]
            room.pen.line(
                smooth([(x, y + 6), (x + 1, y + 14), (room.width * side, y + 26)], False), (226, 220, 214), 0.25
            )
            room.pen.fill(oval(x, y, 4.6, 5.6), darker(tone, 0.06))
            room.pen.fill(polygon((x - 1, y + 6.8), (x + 1, y + 6.8), (x, y + 5)), darker(tone, 0.2))
            room.pen.tint(oval(x - 1.6, y - 2, 1.1, 1.8, 20), (255, 255, 255), 0.45)


def speed_lines(pen: Pen) -> None:
    """Lines of haste behind a runner who runs to the right."""
    for y, x, long in ((-58, -34, 15), (-40, -38, 20), (-22, -40, 13), (-8, -36, 18)):
        pen.tint(ribbon(polygon((x - long, y), (x - long / 2, y), (x, y)), 0.4, 1.5), (235, 240, 250), 0.6)


_TAG = (33.0, 13.5)


def _tag(room: Room, right: bool) -> Pen:
    size = max(1.0, 44 / (room.width + room.height)) * 0.36
    x = room.width - _TAG[0] * size - 2 if right else 2.0
    return room.pen.at(x, room.height - _TAG[1] * size - 2, 0, size)


def draft_tag_place(room: Room, right: bool) -> Shape:
    """Where the tag is, in pixels of the canvas: (4, 2)."""
    return _tag(room, right).place(box(0, 0, *_TAG))


def draft_tag(room: Room, right: bool) -> None:
    """The word `draft` on a small dark tag in a bottom corner, readable at any size from 256 px."""
    pen = _tag(room, right)
    pen.fill(box(0, 0, *_TAG, 4), (30, 32, 52))
    pen.line(box(0.9, 0.9, 31.2, 11.7, 3.4), (92, 100, 140), 0.7, closed=True)
    at = 4.4
    for letter in "draft":
        spot = pen.at(at, 5.2)
        for stroke in _GLYPHS[letter]:
            spot.line(smooth(stroke, False), lighter((176, 188, 226), 0.1), 1.25)
        at += {"d": 6.0, "r": 4.6, "a": 6.0, "f": 4.8, "t": 4.0}[letter]
