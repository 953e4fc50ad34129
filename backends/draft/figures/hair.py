"""The hair of people: what falls behind the face, what frames it, and how it goes grey."""

from __future__ import annotations

from collections.abc import Callable

from backends.draft.canvas import Pen, Point, bend, mirrored, oval, ribbon, smooth
from backends.draft.figures.face import Look
from backends.draft.palette import INK, Colour, brightness, darker, lighter, mix

_GATHERED = {"ponytail", "bun", "pigtails"}


def greying(look: Look, hair: Colour) -> bool:
    """Whether the hair is going grey: the features say so, or its own colour is a middle grey."""
    said = bool(look.features & {"greying", "older", "fifties"})
    return said or (max(hair) - min(hair) < 24 and 80 < brightness(hair) < 215)


def hair_behind(pen: Pen, look: Look, hair: Colour) -> None:
    """What is seen of the hair behind the head: long hair, bobs, ponytails, pigtails, buns."""
    pen = pen.at(flip=look.gaze[0] > 0.3)
    for name, paint in _BEHIND.items():
        if name in look.features and (name != "curly" or look.features & {"woman", "long hair"}):
            paint(pen, hair, look.colours.get("accent"))
            return


def _bun(pen: Pen, hair: Colour, accent: Colour) -> None:
    pen.inked(oval(0, -25, 7.6, 6.6), darker(hair, 0.16))
    pen.line(bend((-4, -27), (0, -29), (4, -27.4)), lighter(hair, 0.14), 0.9)


def _pigtails(pen: Pen, hair: Colour, accent: Colour) -> None:
    for side in (-1, 1):
        tail = smooth([(side * 15, -8), (side * 24, -6), (side * 26.5, 6), (side * 23, 17)], False)
        pen.inked(ribbon(tail, 7.4, 3.0, 5.0), darker(hair, 0.16))
        pen.inked(oval(side * 16.6, -7.4, 2.6, 2.6), accent, 0.8)


def _ponytail(pen: Pen, hair: Colour, accent: Colour) -> None:
    tail = smooth([(12, -17), (23, -14), (27, 2), (22.5, 19)], False)
    pen.inked(ribbon(tail, 8.0, 3.0, 6.5), darker(hair, 0.16))
    pen.inked(oval(14.4, -16.4, 3.0, 3.0), accent, 0.8)


def _curls(pen: Pen, hair: Colour, accent: Colour) -> None:
    back = darker(hair, 0.16)
    for x, y, r in ((13, -12, 9.0), (18, -2, 8.6), (19, 9, 8.0), (16.5, 18, 6.6)):
        for side in (-1, 1):
            pen.inked(oval(side * x, y, r, r), back)
    pen.fill(oval(0, 4, 17, 17), back)


def _long(pen: Pen, hair: Colour, accent: Colour) -> None:
    fall: list[Point] = [(0, -22), (13, -19), (19, -7), (20.4, 8), (20, 22), (17.4, 30), (11, 26), (7, 22), (0, 20)]
    pen.inked(smooth(mirrored(fall)), darker(hair, 0.16))
    for side in (-1, 1):
        pen.line(bend((side * 17.4, 2), (side * 18, 14), (side * 15.6, 26)), darker(hair, 0.34), 0.8)


def _bob(pen: Pen, hair: Colour, accent: Colour) -> None:
    cut: list[Point] = [(0, -22), (14, -18), (19.6, -5), (20, 8), (16.4, 15.4), (9, 15), (0, 12)]
    pen.inked(smooth(mirrored(cut)), darker(hair, 0.16))


_BEHIND: dict[str, Callable[[Pen, Colour, Colour], None]] = {
    "bun": _bun,
    "pigtails": _pigtails,
    "ponytail": _ponytail,
    "curly": _curls,
    "long hair": _long,
    "bob": _bob,
}
"""What is behind the head, the first that the features name: pens, the hair's colour, and that of what ties it."""


def hair_before(pen: Pen, look: Look, hair: Colour) -> None:
    """The hair over the forehead and around the face."""
    grows = greying(look, hair)
    grey = lighter(mix(hair, (205, 207, 212), 0.5), 0.1)
    hair = darker(hair, 0.2) if grows else hair
    outline = smooth(_outline(look), steps=6)
    with pen.inside(outline) as within:
        within.fill(outline, hair)
        if grows:
            _grey_streaks(within, grey)
        else:
            within.line(bend((-9, -15), (-3, -20), (6, -20)), lighter(hair, 0.28), 1.4)
    pen.line(outline, INK, 0.95, closed=True)


def _grey_streaks(within: Pen, grey: Colour) -> None:
    for side in (-1, 1):
        temple = [(side * 12.2, 3), (side * 13.6, -6), (side * 13.8, -12), (side * 20, -15), (side * 20, 3)]
        within.fill(smooth(temple), grey)
    for x in (-7.0, -1.0, 5.4):
        within.line(bend((x - 2.6, -14), (x + 1.0, -19.6), (x + 6.4, -20.8)), grey, 0.9)


def _outline(look: Look) -> list[Point]:
    """The points around the hair that is seen from before."""
    features = look.features
    if "short hair" not in features and "curly" not in features and features & {"long hair", "bob", *_GATHERED}:
        return [
            (-16.8, 4), (-18.4, -8), (-13, -19.6), (-2, -23.4), (10, -21.4), (17.6, -12), (17.4, 4), (14.6, -6),
            (8, -12.6), (-3, -9.6), (-12, -10), (-14.6, -4),
        ]  # fmt: skip
    if "curly" in features:
        return [
            (-17, 0), (-20, -6), (-18, -12), (-18, -19), (-11, -20), (-8, -26), (-1, -23), (6, -26), (10, -21),
            (17, -20), (17, -13), (20, -8), (17, 0), (15, -6), (11, -11), (6, -10), (1, -13), (-4, -10), (-9, -12),
            (-13, -7),
        ]  # fmt: skip
    return [
        (-16.3, 0.5), (-17.8, -7), (-15.2, -16), (-9, -21.5), (1, -24), (9, -22.6), (15, -17), (17.7, -8), (16.3, 0.5),
        (14.9, -4.6), (13.2, -10.2), (8, -13.2), (2.5, -12.4), (-4.4, -15), (-9.6, -12.8), (-13.6, -9), (-14.9, -4.6),
    ]  # fmt: skip
