"""What figures sit on, work at and lean on: desks, laptops, armchairs, couches, bikes. Units are those of the body."""

from __future__ import annotations

from backends.draft.canvas import Pen, bend, box, oval, polygon, ribbon, smooth
from backends.draft.figures import props
from backends.draft.palette import INK, SCREEN_GLOW, Colour, darker, lighter, mix


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
        laptop(pen)
    else:
        _board(pen)
    if "mug" in extras or kind == "board":
        props.mug(pen.at(half - 9 if kind == "laptop" else -half + 9, -5), mix(accent, (220, 90, 80), 0.75))
    if "pizza" in extras:
        pen.inked(polygon((-half + 1, -1), (-half + 3, -4.4), (-half + 15, -4.4), (-half + 17, -1)), (206, 170, 124))
        props.pizza(pen.at(-half + 9, -8, scale=0.7), accent)


_LID: Colour = (122, 104, 166)


def laptop(pen: Pen) -> None:
    """A laptop seen from behind, standing at y = 0: its lid, low and in a colour of its own, with stickers, leans
    towards us, so that nobody takes it and the white sheet on the chest above for one screen with a keyboard."""
    lid = smooth([(-14.6, -8.2), (-13.4, -9.0), (13.4, -9.0), (14.6, -8.2), (13.6, 0), (-13.6, 0)], steps=3)
    pen.inked(lid, _LID)
    pen.fill(polygon((-13.4, -8.4), (13.4, -8.4), (13.2, -7.4), (-13.2, -7.4)), lighter(_LID, 0.3))
    paw = pen.at(0, -3.6, scale=0.44)
    for x, y in ((-4.4, -2.4), (-1.6, -4.8), (1.6, -4.8), (4.4, -2.4)):
        paw.fill(oval(x, y, 1.5, 1.9), darker(_LID, 0.55))
    paw.fill(smooth([(0, -1.4), (3.2, 1.6), (2.2, 3.8), (0, 3.2), (-2.2, 3.8), (-3.2, 1.6)]), darker(_LID, 0.55))
    pen.fill(oval(-8.6, -3.8, 1.7, 1.7), (244, 178, 74))
    pen.at(8.4, -4.4, 14).fill(box(-1.9, -1.3, 3.8, 2.6, 0.6), (126, 206, 150))
    pen.fill(oval(9.6, -1.9, 1.0, 1.0), (236, 112, 128))
    pen.inked(box(-16, -0.9, 32, 2.2, 1), darker(_LID, 0.45), 0.8)


def _board(pen: Pen) -> None:
    pen.inked(polygon((-15, -4), (13, -4), (17, 0.4), (-19, 0.4)), (46, 132, 92))
    for x in (-11.0, -5.0, 1.0, 7.0):
        pen.fill(polygon((x, -3), (x + 4, -3), (x + 4.6, -1), (x - 0.4, -1)), (34, 38, 48))
        pen.line(polygon((x - 1, -0.4), (x + 5, -0.4)), (226, 190, 90), 0.5)
    props.steam(pen.at(2, -5))


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


def couch(pen: Pen, left: float, right: float, seat: float, unit: float, tone: Colour, pillow: Colour) -> None:
    """A couch from `left` to `right`, arms and all, behind those who sit on it: its seat is `seat` above the floor at
    y = 0, and `unit` is the length of a body unit of who sits there."""
    u, wide = unit, right - left
    pen.tint(oval((left + right) / 2, 0.5 * u, wide / 2 + 2 * u, 3 * u), (14, 10, 30), 0.3)
    for x in (left + 5 * u, right - 9 * u):
        pen.inked(box(x, -5 * u, 4 * u, 6 * u, u), (64, 46, 44), 0.95 * u)
    pen.inked(box(left + 3 * u, -seat - 32 * u, wide - 6 * u, 34 * u + seat * 0.4, 8 * u), darker(tone, 0.2), 0.95 * u)
    count = max(2, round(wide / (46 * u)))
    step = (wide - 16 * u) / count
    for k in range(count):
        x = left + 8 * u + k * step
        pen.fill(box(x + 0.8 * u, -seat - 28.5 * u, step - 1.6 * u, 30 * u, 5 * u), tone)
        pen.tint(box(x + 2.4 * u, -seat - 27 * u, step - 4.8 * u, 3 * u, 1.5 * u), (255, 255, 255), 0.1)
    pen.inked(box(left + 4 * u, -seat - 3 * u, wide - 8 * u, seat - 1.5 * u, 3 * u), darker(tone, 0.28), 0.95 * u)
    for k in range(count):
        x = left + 8 * u + k * step
        pen.inked(box(x, -seat - 3.4 * u, step, 8.6 * u, 3.4 * u), lighter(tone, 0.1), 0.95 * u)
    for x, turn in ((left + 13 * u, -14.0), (right - 13 * u, 14.0)):
        cushion = pen.at(x, -seat - 10 * u, turn, u)
        cushion.inked(box(-7.5, -7.5, 15, 15, 3.4), pillow)
        cushion.line(bend((-5, -4.6), (0, -2.8), (5, -4.6)), darker(pillow, 0.3), 0.8)
    for x in (left, right - 11 * u):
        pen.inked(box(x, -seat - 13 * u, 11 * u, seat + 9 * u, 4.6 * u), tone, 0.95 * u)
        pen.tint(box(x + 2 * u, -seat - 11.4 * u, 7 * u, 2.4 * u, 1.2 * u), (255, 255, 255), 0.14)


def cane(pen: Pen, x: float, y: float, side: float) -> None:
    """A walking stick from a hand at (x, y), its crook on the outer side, to the floor at y = 0."""
    path = smooth(
        [(x - side * 4.5, y + 1.0), (x - side * 3.6, y - 3), (x, y - 4), (x + side * 1.5, y), (x + side * 2.5, -0.6)],
        False,
    )
    pen.line(path, INK, 4.2)
    pen.line(path, (140, 92, 58), 2.3)
    pen.line(polygon((x + side * 2.3, -2.8), (x + side * 2.5, -0.6)), (44, 40, 48), 2.3)


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
