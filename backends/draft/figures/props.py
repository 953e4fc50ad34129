"""What figures hold. Units are those of the body."""

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
    """At the ear: one sees its back, with the lens."""
    phone = pen.at(-2.4, -3.4, -14)
    phone.inked(box(-4.4, -11.5, 8.8, 19, 2.2), (52, 56, 74))
    phone.fill(box(-3.4, -10.4, 2.6, 4.4, 1.2), (22, 22, 32))
    phone.fill(oval(-2.1, -9, 0.8, 0.8), (120, 140, 170))
    phone.line(polygon((3.2, -9.6), (3.2, 5)), lighter((52, 56, 74), 0.25), 0.6)


def _screen(pen: Pen, accent: Colour) -> None:
    """A phone that is looked at: its lit screen with a few lines."""
    phone = pen.at(0, -5, 8)
    phone.inked(box(-5.4, -12.5, 10.8, 20, 2.2), (38, 40, 54))
    phone.fill(box(-4.2, -11.2, 8.4, 16.4, 0.8), SCREEN_GLOW)
    for y, x, long in ((-9.4, -3.2, 4.6), (-6.6, -1.0, 4.2), (-3.8, -3.2, 5.2), (-1.0, -0.4, 3.6)):
        phone.fill(box(x, y, long, 1.6, 0.8), mix(accent, (30, 60, 84), 0.55))


def pizza(pen: Pen, accent: Colour) -> None:
    """A slice of pizza, its tip down."""
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
    "screen": _screen,
    "pizza": pizza,
    "extinguisher": _extinguisher,
    "cable": _cable,
    "wrench": _wrench,
    "cake": _cake,
    "trophy": _trophy,
    "iron": _iron,
    "book": _book,
}
