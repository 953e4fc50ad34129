"""What figures hold, sit on and work at. Units are those of the body."""

from __future__ import annotations

from collections.abc import Callable

from backends.draft.canvas import Pen, bend, box, oval, polygon, ribbon, smooth
from backends.draft.palette import INK, SCREEN_GLOW, Colour, darker, lighter, mix


def hold(pen: Pen, item: str, accent: Colour) -> None:
    """An item in a hand: the pen's origin is the palm, upright."""
    _HELD[item](pen, accent)


def mug(pen: Pen, accent: Colour) -> None:
    """A mug with steam, about 11 wide."""
    pen.line(oval(6.6, -1, 3.4, 3.4), INK, 3.0, closed=True)
    pen.line(oval(6.6, -1, 3.4, 3.4), accent, 1.3, closed=True)
    pen.inked(box(-5.4, -7, 11, 12.4, 2), accent)
    pen.fill(box(-4.8, -2.4, 9.8, 2.4), lighter(accent, 0.45))
    pen.inked(oval(0.1, -7, 5.4, 1.7), (74, 46, 34), 0.8)
    steam(pen.at(0, -10))


def steam(pen: Pen) -> None:
    """Two curls of steam rising from the origin."""
    for x, tall in ((-2.0, 8.0), (2.0, 10.0)):
        path = smooth([(x, 0), (x + 1.6, -tall * 0.33), (x - 1.2, -tall * 0.66), (x + 0.6, -tall)], False)
        pen.tint(ribbon(path, 1.3, 0.5), (238, 236, 232), 0.55)


def _phone(pen: Pen, accent: Colour) -> None:
    pen.inked(box(-3, -8.5, 6, 12, 1.4), (44, 46, 60))
    pen.fill(box(-1.9, -7.2, 3.8, 8.6, 0.6), mix(accent, SCREEN_GLOW, 0.5))


def _pizza(pen: Pen, accent: Colour) -> None:
    pen.inked(smooth([(-7, -8), (0, -10), (7, -8), (0.6, 6), (-0.6, 6)], steps=5), (244, 190, 84))
    pen.inked(ribbon(bend((-7.4, -8), (0, -11), (7.4, -8)), 3, 3), (196, 128, 66), 0.8)
    for x, y in ((-2.6, -5.4), (2.8, -5), (0, -0.8)):
        pen.fill(oval(x, y, 1.6, 1.6), (206, 66, 52))


def _extinguisher(pen: Pen, accent: Colour) -> None:
    pen.line(bend((1, -2), (9, 2), (7, 12)), INK, 2.2)
    pen.inked(box(-5, 1, 10, 21, 4), (214, 52, 48))
    pen.fill(box(-4.4, 8, 8.8, 5), (240, 214, 190))
    pen.inked(box(-2.4, -3.4, 4.8, 4.6, 1), (70, 72, 84))
    pen.line(polygon((-1, -4), (6, -6)), INK, 2.0)


def _cable(pen: Pen, accent: Colour) -> None:
    for r in (7.0, 5.2, 3.6):
        pen.line(oval(0, 5, r, r * 1.25), INK, 2.4, closed=True)
        pen.line(oval(0, 5, r, r * 1.25), (70, 130, 214), 1.2, closed=True)
    pen.inked(box(-2, -9, 4, 6, 0.8), (214, 216, 214), 0.7)


def _wrench(pen: Pen, accent: Colour) -> None:
    pen.inked(box(-1.8, -13, 3.6, 19, 1.6), (150, 160, 174))
    pen.inked(
        smooth(
            [(-4.6, -14), (-4, -19), (-1.6, -20), (-1.6, -16), (1.6, -16), (1.6, -20), (4, -19), (4.6, -14), (0, -11)],
            steps=4,
        ),
        (150, 160, 174),
    )


def _cake(pen: Pen, accent: Colour) -> None:
    pen.inked(oval(0, -3, 11, 2.6), (190, 196, 206))
    pen.inked(box(-8.6, -12, 17.2, 9, 2), (222, 150, 160))
    pen.fill(
        smooth(
            [
                (-8.4, -12),
                (8.4, -12),
                (8.4, -9),
                (5.4, -7.6),
                (2.6, -9),
                (0, -7.4),
                (-2.6, -9),
                (-5.6, -7.6),
                (-8.4, -9),
            ],
            steps=4,
        ),
        (244, 226, 214),
    )
    for x in (-5, 0, 5):
        pen.line(polygon((x, -12.4), (x, -16.4)), accent, 1.3)
        pen.fill(smooth([(x, -20), (x + 1.1, -17.6), (x, -16.4), (x - 1.1, -17.6)]), (255, 196, 60))


def _trophy(pen: Pen, accent: Colour) -> None:
    gold = (240, 190, 70)
    for side in (-1, 1):
        pen.line(oval(side * 6, -12, 3, 3.6), INK, 2.4, closed=True)
        pen.line(oval(side * 6, -12, 3, 3.6), gold, 1.1, closed=True)
    pen.inked(smooth([(-6.4, -17), (6.4, -17), (5, -8), (1.4, -4), (-1.4, -4), (-5, -8)], steps=5), gold)
    pen.inked(box(-1.3, -5, 2.6, 5, 0.4), gold, 0.8)
    pen.inked(box(-4.4, -0.6, 8.8, 4.2, 0.8), (96, 66, 50), 0.8)
    pen.tint(ribbon(polygon((-3.6, -15), (-3, -11), (-2, -8.4)), 1.6, 0.8), (255, 255, 255), 0.6)


def _iron(pen: Pen, accent: Colour) -> None:
    tip = pen.at(turn=-38)
    tip.inked(box(-12, -1, 9, 2, 0.6), (180, 188, 198), 0.7)
    tip.fill(box(-15, -0.5, 3.4, 1.0), (255, 150, 60))
    tip.inked(box(-4, -1.8, 11, 3.6, 1.5), (230, 150, 52))
    pen.line(bend((6, 5), (16, 10), (20, 30)), INK, 1.2)


def _book(pen: Pen, accent: Colour) -> None:
    cover = (178, 62, 66)
    pen.inked(polygon((0, -8), (13, -10), (13, 7), (0, 8.6), (-13, 7), (-13, -10)), darker(cover, 0.35))
    for flip in (False, True):
        half = pen.at(flip=flip)
        half.inked(polygon((0, -8), (12.4, -9.6), (12.4, 6), (0, 7.6)), cover)
        half.fill(polygon((3, -5), (9.6, -5.9), (9.6, -3.9), (3, -3)), (232, 190, 110))
    pen.line(polygon((0, -8), (0, 8)), INK, 0.8)


_HELD: dict[str, Callable[[Pen, Colour], None]] = {
    "mug": mug,
    "phone": _phone,
    "pizza": _pizza,
    "extinguisher": _extinguisher,
    "cable": _cable,
    "wrench": _wrench,
    "cake": _cake,
    "trophy": _trophy,
    "iron": _iron,
    "book": _book,
}


def desk(pen: Pen, half: float, kind: str, accent: Colour, extras: tuple[str, ...], depth: float) -> None:
    """A table in front of a figure, from −half to half, its top at y = 0, its front reaching down by `depth`."""
    wood = (158, 106, 70)
    pen.fill(box(-half - 1, 0.5, half * 2 + 2, depth + 4), darker(wood, 0.62))
    pen.fill(box(-half - 1, 5, half * 2 + 2, 2.2), darker(wood, 0.78))
    for side in (-1, 1):
        pen.fill(box(side * half * 0.52 - half * 0.36, 11, half * 0.72, 9, 1), darker(wood, 0.52))
        pen.fill(box(side * half * 0.52 - 4, 14.6, 8, 1.6, 0.8), mix(wood, (230, 200, 160), 0.4))
    pen.inked(box(-half - 3, -0.5, half * 2 + 6, 5.4, 1.4), wood)
    pen.fill(box(-half - 2, 0.2, half * 2 + 4, 1.3, 0.6), lighter(wood, 0.25))
    if kind == "laptop":
        laptop(pen, accent)
    else:
        _board(pen)
    if "mug" in extras or kind == "board":
        mug(pen.at(half - 9 if kind == "laptop" else -half + 9, -5), mix(accent, (220, 90, 80), 0.75))
    if "pizza" in extras:
        pen.inked(polygon((-half + 1, -1), (-half + 3, -4.4), (-half + 15, -4.4), (-half + 17, -1)), (206, 170, 124))
        _pizza(pen.at(-half + 9, -8, scale=0.7), accent)


def laptop(pen: Pen, accent: Colour) -> None:
    """A laptop seen from behind its lid, standing at y = 0."""
    shell = (92, 100, 118)
    pen.inked(polygon((-13.6, -11.6), (13.6, -11.6), (15.2, 0), (-15.2, 0)), shell)
    pen.fill(polygon((-12.6, -10.9), (12.6, -10.9), (12.8, -9.9), (-12.8, -9.9)), lighter(shell, 0.3))
    pen.inked(box(-17, -0.8, 34, 2.2, 1), darker(shell, 0.25), 0.8)
    paw = pen.at(0, -5.4, scale=0.52)
    for x, y in ((-4.4, -2.4), (-1.6, -4.8), (1.6, -4.8), (4.4, -2.4)):
        paw.fill(oval(x, y, 1.5, 1.9), accent)
    paw.fill(smooth([(0, -1.4), (3.2, 1.6), (2.2, 3.8), (0, 3.2), (-2.2, 3.8), (-3.2, 1.6)]), accent)


def _board(pen: Pen) -> None:
    pen.inked(polygon((-15, -4), (13, -4), (17, 0.4), (-19, 0.4)), (46, 132, 92))
    for x in (-11.0, -5.0, 1.0, 7.0):
        pen.fill(polygon((x, -3), (x + 4, -3), (x + 4.6, -1), (x - 0.4, -1)), (34, 38, 48))
        pen.line(polygon((x - 1, -0.4), (x + 5, -0.4)), (226, 190, 90), 0.5)
    steam(pen.at(2, -5))


def chair(pen: Pen, tone: Colour, hips: float) -> None:
    """An armchair's back and seat behind a sitting figure whose hips are `hips` above the floor at y = 0."""
    seat = -hips + 4
    pen.inked(box(-25, seat - 40, 50, 46, 12), darker(tone, 0.15))
    pen.fill(box(-20, seat - 35, 40, 36, 9), tone)
    for y in (-27.0, -14.0):
        for x in (-10.0, 10.0):
            pen.fill(oval(x, seat + y, 1.2, 1.2), darker(tone, 0.4))
    pen.inked(box(-26, seat - 3, 52, hips - 4, 5), darker(tone, 0.28))
    for side in (-1, 1):
        pen.inked(box(side * 27 - 5.5, seat - 17, 11, hips + 10, 5), tone)
        pen.fill(box(side * 27 - 3.4, -4, 5, 4), darker(tone, 0.8))


def bike_behind(pen: Pen, accent: Colour, hips: float) -> None:
    """The parts of an exercise bike that lie behind its rider, who looks at us; floor at y = 0."""
    steel, dark = (112, 122, 142), (46, 48, 62)
    pen.inked(box(-40, -4, 62, 4, 2), dark)
    for x in (-36.0, 16.0):
        pen.inked(box(x - 3, -3.4, 7, 4.4, 2), darker(steel, 0.3))
    pen.fill(ribbon(polygon((-27, -14), (-30, -hips - 8)), 5.6, 5.0), INK)
    pen.fill(ribbon(polygon((-27, -14), (-30, -hips - 8)), 3.8, 3.2), steel)
    pen.fill(ribbon(polygon((-25, -12), (4, -hips * 0.45)), 6.6, 6.0), INK)
    pen.fill(ribbon(polygon((-25, -12), (4, -hips * 0.45)), 4.8, 4.2), accent)
    pen.fill(ribbon(polygon((6, -3), (2, -hips + 2)), 6.2, 5.4), INK)
    pen.fill(ribbon(polygon((6, -3), (2, -hips + 2)), 4.4, 3.6), steel)
    pen.inked(oval(-26, -14, 12, 12), dark)
    pen.line(oval(-26, -14, 9, 9), steel, 1.3, closed=True)
    for turn in range(0, 180, 45):
        pen.at(-26, -14, turn).line(polygon((-8.6, 0), (8.6, 0)), mix(steel, dark, 0.4), 0.8)
    pen.inked(oval(-26, -14, 2.6, 2.6), accent, 0.8)
    pen.inked(
        smooth([(-12, -hips + 1), (0, -hips - 2), (14, -hips), (15, -hips + 4.4), (0, -hips + 5), (-10, -hips + 4)]),
        dark,
    )
    pen.inked(box(-38, -hips - 20, 13, 11, 2.4), dark)
    pen.fill(box(-36.6, -hips - 18.6, 10.2, 6.4, 1), SCREEN_GLOW)
    pen.line(
        polygon((-35, -hips - 14), (-33, -hips - 16), (-31.4, -hips - 13.6), (-29, -hips - 17), (-27.6, -hips - 15)),
        (24, 70, 90),
        0.7,
    )


def bike_front(pen: Pen, hips: float) -> None:
    """The handlebar and the crank, over the rider's legs."""
    pen.line(smooth([(-40, -hips - 11), (-37, -hips - 7), (-30, -hips - 6.4), (-24, -hips - 7.6)], False), INK, 4.2)
    pen.line(
        smooth([(-40, -hips - 11), (-37, -hips - 7), (-30, -hips - 6.4), (-24, -hips - 7.6)], False), (74, 78, 94), 2.2
    )


def crank(pen: Pen) -> None:
    """The crank and pedals around the origin."""
    pen.inked(oval(0, 0, 4.4, 4.4), (74, 78, 94))
    pen.line(polygon((-5, -5), (5, 5)), INK, 2.6)
    for x in (-5.0, 5.0):
        pen.inked(box(x - 4, x - 1.3, 8, 2.8, 1), (60, 62, 76), 0.8)
