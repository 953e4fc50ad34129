"""Heads of people: face, ears, beards and the years."""

from __future__ import annotations

from backends.draft.canvas import Pen, bend, mirrored, oval, smooth
from backends.draft.figures.face import Look, brows, cheeks, extras, eye, mouth
from backends.draft.figures.hair import greying, hair_before, hair_behind
from backends.draft.palette import INK, Colour, darker, lighter


def person(pen: Pen, look: Look) -> None:
    """A person's head."""
    skin, hair = look.colours.get("skin"), look.colours.get("hair")
    hair_behind(pen, look, hair)
    for flip in (False, True):
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
    pen.line(face, INK, 0.95, closed=True)
    soft = bool(look.features & {"woman", "child"})
    cheeks(pen, 10.4, 4.8, 0.3 if soft else 0.2)
    large = 1.16 if "child" in look.features else 1.06 if soft else 1.0
    for side in (-1, 1):
        eye(pen, side * 6.6, -1.2, 2.9 * large, 3.6 * large, look, darker(skin, 0.12))
    brows(pen, -7.6 if soft else -7.4, 3.6, 10.0, look, darker(hair, 0.15), 1.1 if soft else 1.5)
    nose = pen.at(0.1, 1.6, scale=0.72) if soft else pen
    nose.fill(smooth([(-0.6, -0.5), (1.0, -0.4), (2.9, 5.0), (0.8, 6.6), (-2.0, 6.0), (-1.8, 4.4)]), darker(skin, 0.1))
    nose.line(smooth([(-2.0, 5.2), (-1.0, 6.6), (1.2, 6.7), (2.6, 5.4)], False), darker(skin, 0.48), 0.8)
    if look.features & {"beard", "moustache"}:
        pen.fill(
            smooth([(0, 8.2), (4, 7.8), (6.8, 11), (2.6, 10.4), (0, 10), (-2.6, 10.4), (-6.8, 11), (-4, 7.8)]),
            darker(hair, 0.08),
        )
    mouth(pen, 0, 11.2, 4.4 if soft else 5.0, look)
    if "woman" in look.features and "child" not in look.features and look.mood.mouth in ("smile", "flat", "smirk"):
        pen.tint(oval(0, 13.7, 2.5, 0.9), (196, 76, 88), 0.6)
    if look.features & {"wrinkles"} or greying(look, hair):
        _years(pen, skin)
    if "freckles" in look.features:
        for x, y in ((-9, 4.6), (-7.4, 5.8), (-10.2, 6.4), (9, 4.6), (7.4, 5.8), (10.2, 6.4)):
            pen.fill(oval(x, y, 0.45, 0.45), darker(skin, 0.35))
    if "bald" not in look.features and not look.features & {"cap"}:
        hair_before(pen, look, hair)
    extras(pen, look, 6.6, -1.2, 5.3, 4.9)


def _years(pen: Pen, skin: Colour) -> None:
    for side in (-1, 1):
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
