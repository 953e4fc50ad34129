"""Heads of people: face, ears, beards and the years."""

from __future__ import annotations

from backends.draft.canvas import Pen, bend, mirrored, oval, smooth
from backends.draft.figures.face import Look, brows, cheeks, extras, eye, mouth
from backends.draft.figures.hair import greying, hair_before, hair_behind
from backends.draft.palette import INK, Colour, darker, lighter


def person(pen: Pen, look: Look) -> None:
    """A person's head."""
    skin, hair = look.colours.get("skin"), look.colours.get("hair")
    if look.away:
        from_behind(pen, look, skin, hair)
        return
    front = look.facing(pen)
    hair_behind(pen.squeezed(0.86, -5.0 * look.turn) if look.is_profile else pen, look, hair)
    soft = bool(look.features & {"woman", "child"})
    _skull(pen, look, skin, hair)
    cheeks(front, 10.4, 4.8, 0.3 if soft else 0.2, look.sides)
    large = 1.16 if "child" in look.features else 1.06 if soft else 1.0
    for side in look.sides:
        eye(front, side * 6.6, -1.2, 2.9 * large, 3.6 * large, look, darker(skin, 0.12))
    brows(front, -7.6 if soft else -7.4, 3.6, 10.0, look, darker(hair, 0.15), 1.1 if soft else 1.5)
    bridge = pen.at(15.4 * look.turn, flip=look.turn < 0) if look.is_profile else front
    nose = bridge.at(0.1, 1.6, scale=0.72) if soft else bridge
    nose.fill(smooth([(-0.6, -0.5), (1.0, -0.4), (2.9, 5.0), (0.8, 6.6), (-2.0, 6.0), (-1.8, 4.4)]), darker(skin, 0.1))
    nose.line(smooth([(-2.0, 5.2), (-1.0, 6.6), (1.2, 6.7), (2.6, 5.4)], False), darker(skin, 0.48), 0.8)
    if look.features & {"beard", "moustache"}:
        front.fill(
            smooth([(0, 8.2), (4, 7.8), (6.8, 11), (2.6, 10.4), (0, 10), (-2.6, 10.4), (-6.8, 11), (-4, 7.8)]),
            darker(hair, 0.08),
        )
    mouth(front, 0, 11.2, 4.4 if soft else 5.0, look)
    if "woman" in look.features and "child" not in look.features and look.mood.mouth in ("smile", "flat", "smirk"):
        front.tint(oval(0, 13.7, 2.5, 0.9), (196, 76, 88), 0.6)
    if look.features & {"wrinkles"} or greying(look, hair):
        _years(front, skin, look.sides)
    if "freckles" in look.features:
        for x, y in ((-9, 4.6), (-7.4, 5.8), (-10.2, 6.4), (9, 4.6), (7.4, 5.8), (10.2, 6.4)):
            front.fill(oval(x, y, 0.45, 0.45), darker(skin, 0.35))
    _hair_and_ear(pen, look, skin, hair)
    extras(front, look, 6.6, -1.2, 5.3, 4.9)


def _skull(pen: Pen, look: Look, skin: Colour, hair: Colour) -> None:
    """The ears, the outline of the face, its shade and its beard; in profile the hair behind it too."""
    for flip in (False, True) if not look.is_profile else ():
        ear = pen.at(flip=flip)
        ear.inked(oval(16.2, 1, 3.4, 4.4), skin)
        ear.line(bend((16, -1.2), (18, 0.6), (16.2, 2.6)), darker(skin, 0.3), 0.7)
    face = smooth(
        mirrored([(0, -19), (9.5, -17.6), (15.4, -10.5), (16.4, 0), (15.2, 9), (10.4, 15.6), (4.4, 18.6), (0, 19)])
    )
    with pen.inside(face) as within:
        within.fill(face, skin)
        within.tint(smooth([(7, 22), (12.5, 13), (14, 0), (12.8, -12), (24, -10), (24, 22)]), darker(skin, 0.5), 0.16)
        if look.features & {"beard", "stubble"}:
            _beard(within, look, hair)
        if look.is_profile and "bald" not in look.features:
            back = look.turn
            within.fill(smooth([(-2 * back, -22), (-1 * back, -6), (-7 * back, 3), (-8 * back, 14), (-24 * back, 12),
                                (-24 * back, -22)]), hair)  # fmt: skip
    pen.line(face, INK, 0.95, closed=True)


def _hair_and_ear(pen: Pen, look: Look, skin: Colour, hair: Colour) -> None:
    """The hair over the forehead; in profile the ear lies over it."""
    if "bald" not in look.features and not look.features & {"cap"}:
        hair_before(_hair_pen(pen, look), look, hair)
    if look.is_profile:
        ear = pen.at(-3.4 * look.turn, 1.0)
        ear.inked(oval(0, 0, 3.6, 4.8), skin)
        ear.line(bend((-1, -2), (1.4 * look.turn, 0), (-0.6, 2.4)), darker(skin, 0.3), 0.7)


def _hair_pen(pen: Pen, look: Look) -> Pen:
    """The pen for the hair over the forehead: it goes back from where the face is turned."""
    if not look.turn:
        return pen
    return pen.squeezed(0.92, -1.6 * look.turn) if look.is_profile else pen.squeezed(1.0, -2.0 * look.turn)


def _years(pen: Pen, skin: Colour, sides: tuple[float, ...]) -> None:
    for side in sides:
        pen.line(bend((side * 4.4, 6.4), (side * 6.6, 8.6), (side * 6.9, 11.2)), darker(skin, 0.26), 0.6)
        pen.line(bend((side * 12.6, -2.6), (side * 13.4, -3.0), (side * 14.2, -3.6)), darker(skin, 0.26), 0.5)
        pen.line(bend((side * 12.6, -0.6), (side * 13.4, -0.5), (side * 14.3, -0.6)), darker(skin, 0.26), 0.5)
    pen.line(bend((-4.4, -11.4), (0, -11.9), (4.2, -11.3)), darker(skin, 0.2), 0.5)


def _beard(pen: Pen, look: Look, hair: Colour) -> None:
    shape = smooth(mirrored([(0, 8.6), (5, 8.4), (9.5, 8.8), (13.6, 3.4), (17.5, 0), (18, 12), (11, 22), (0, 24)]))
    if "beard" in look.features:
        pen.fill(shape, lighter(hair, 0.12))
    else:
        pen.tint(shape, hair, 0.24)


def from_behind(pen: Pen, look: Look, skin: Colour, hair: Colour) -> None:
    """A person's head from behind: hair, and what is worn on it."""
    for flip in (False, True):
        pen.at(flip=flip).inked(oval(16.2, 1, 3.4, 4.4), skin)
    skull = smooth(
        mirrored([(0, -23), (9.5, -21.6), (16.6, -13.5), (17.4, -2), (15.6, 8), (11.4, 14.6), (6, 17.2), (0, 17.6)])
    )
    bald = "bald" in look.features
    with pen.inside(skull) as within:
        within.fill(skull, skin if bald else hair)
        within.tint(smooth([(7, 24), (12.5, 13), (14, 0), (12.8, -14), (24, -12), (24, 24)]), darker(hair, 0.5), 0.2)
        if not bald:
            for x in (-8.0, -2.6, 3.0, 8.4):
                within.line(bend((x * 0.4, -20), (x * 1.1, -6), (x * 1.2, 12)), darker(hair, 0.22), 0.8)
            if not look.features & {"long hair", "bob"}:
                within.fill(smooth([(-20, 30), (-12, 13.4), (0, 12), (12, 13.4), (20, 30)]), skin)
    pen.line(skull, INK, 0.95, closed=True)
    if not bald:
        hair_behind(pen.squeezed(0.86, -5.0 * look.turn) if look.is_profile else pen, look, hair)
    if "cap" in look.features:
        pen.inked(smooth(mirrored([(0, -25), (10, -23), (17.6, -13), (18, -6), (0, -4)])), look.colours.get("cap"))
