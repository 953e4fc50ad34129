"""Heads of people: hair, beards, ears and the years."""

from __future__ import annotations

from backends.draft.canvas import Pen, bend, mirrored, oval, smooth
from backends.draft.figures.face import Look, brows, cheeks, extras, eye, mouth
from backends.draft.palette import INK, Colour, brightness, darker, lighter, mix


def person(pen: Pen, look: Look) -> None:
    """A person's head."""
    skin, hair = look.colours.get("skin"), look.colours.get("hair")
    _hair_behind(pen, look, hair)
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
    cheeks(pen, 10.4, 4.8, 0.2)
    for side in (-1, 1):
        eye(pen, side * 6.6, -1.2, 2.9, 3.6, look, darker(skin, 0.12))
    brows(pen, -7.4, 3.6, 10.0, look, darker(hair, 0.15), 1.5)
    pen.fill(smooth([(-0.6, -0.5), (1.0, -0.4), (2.9, 5.0), (0.8, 6.6), (-2.0, 6.0), (-1.8, 4.4)]), darker(skin, 0.1))
    pen.line(smooth([(-2.0, 5.2), (-1.0, 6.6), (1.2, 6.7), (2.6, 5.4)], False), darker(skin, 0.48), 0.8)
    if look.features & {"beard", "moustache"}:
        pen.fill(
            smooth([(0, 8.2), (4, 7.8), (6.8, 11), (2.6, 10.4), (0, 10), (-2.6, 10.4), (-6.8, 11), (-4, 7.8)]),
            darker(hair, 0.08),
        )
    mouth(pen, 0, 11.2, 5.0, look)
    if look.features & {"wrinkles"} or _greying(look, hair):
        _years(pen, skin)
    if "freckles" in look.features:
        for x, y in ((-9, 4.6), (-7.4, 5.8), (-10.2, 6.4), (9, 4.6), (7.4, 5.8), (10.2, 6.4)):
            pen.fill(oval(x, y, 0.45, 0.45), darker(skin, 0.35))
    if "bald" not in look.features and not look.features & {"cap"}:
        _hair(pen, look, hair)
    extras(pen, look, 6.6, -1.2, 5.3, 4.9)


def _hair_behind(pen: Pen, look: Look, hair: Colour) -> None:
    long = look.features & {"long hair", "ponytail", "bun"}
    if "long hair" in look.features:
        pen.inked(
            smooth(mirrored([(0, -21), (13, -18), (18.5, -6), (19.5, 10), (17, 22), (8, 24), (0, 20)])),
            darker(hair, 0.18),
        )
    elif long:
        spot = (12.0, -19.0) if "bun" in long else (19.0, 2.0)
        pen.inked(oval(*spot, 6.4, 6.4 if "bun" in long else 13, -14), darker(hair, 0.12))


def _greying(look: Look, hair: Colour) -> bool:
    """Hair is going grey where the features say so, or its own colour is a middle grey."""
    said = bool(look.features & {"greying", "older", "fifties"})
    return said or (max(hair) - min(hair) < 24 and 80 < brightness(hair) < 215)


def _years(pen: Pen, skin: Colour) -> None:
    for side in (-1, 1):
        pen.line(bend((side * 4.4, 6.4), (side * 6.6, 8.6), (side * 6.9, 11.2)), darker(skin, 0.26), 0.6)
        pen.line(bend((side * 12.6, -2.6), (side * 13.4, -3.0), (side * 14.2, -3.6)), darker(skin, 0.26), 0.5)
        pen.line(bend((side * 12.6, -0.6), (side * 13.4, -0.5), (side * 14.3, -0.6)), darker(skin, 0.26), 0.5)
    pen.line(bend((-4.4, -11.4), (0, -11.9), (4.2, -11.3)), darker(skin, 0.2), 0.5)


def _hair(pen: Pen, look: Look, hair: Colour) -> None:
    greying = _greying(look, hair)
    grey = lighter(mix(hair, (205, 207, 212), 0.5), 0.1)
    hair = darker(hair, 0.2) if greying else hair
    if look.features & {"long hair", "ponytail", "bun"}:
        shape = [
            (-16.8, 4),
            (-18.4, -8),
            (-13, -19.6),
            (-2, -23.4),
            (10, -21.4),
            (17.6, -12),
            (17.4, 4),
            (14.6, -6),
            (8, -12.6),
            (-3, -9.6),
            (-12, -10),
            (-14.6, -4),
        ]
    elif "curly" in look.features:
        shape = [
            (-17, 0),
            (-20, -6),
            (-18, -12),
            (-18, -19),
            (-11, -20),
            (-8, -26),
            (-1, -23),
            (6, -26),
            (10, -21),
            (17, -20),
            (17, -13),
            (20, -8),
            (17, 0),
        ]
        shape += [(15, -6), (11, -11), (6, -10), (1, -13), (-4, -10), (-9, -12), (-13, -7)]
    else:
        shape = [
            (-16.3, 0.5),
            (-17.8, -7),
            (-15.2, -16),
            (-9, -21.5),
            (1, -24),
            (9, -22.6),
            (15, -17),
            (17.7, -8),
            (16.3, 0.5),
        ]
        shape += [
            (14.9, -4.6),
            (13.2, -10.2),
            (8, -13.2),
            (2.5, -12.4),
            (-4.4, -15),
            (-9.6, -12.8),
            (-13.6, -9),
            (-14.9, -4.6),
        ]
    outline = smooth(shape, steps=6)
    with pen.inside(outline) as within:
        within.fill(outline, hair)
        if greying:
            for side in (-1, 1):
                within.fill(
                    smooth([(side * 12.2, 3), (side * 13.6, -6), (side * 13.8, -12), (side * 20, -15), (side * 20, 3)]),
                    grey,
                )
            for x in (-7.0, -1.0, 5.4):
                within.line(bend((x - 2.6, -14), (x + 1.0, -19.6), (x + 6.4, -20.8)), grey, 0.9)
        else:
            within.line(bend((-9, -15), (-3, -20), (6, -20)), lighter(hair, 0.28), 1.4)
    pen.line(outline, INK, 0.95, closed=True)


def _beard(pen: Pen, look: Look, hair: Colour) -> None:
    shape = smooth(mirrored([(0, 8.6), (5, 8.4), (9.5, 8.8), (13.6, 3.4), (17.5, 0), (18, 12), (11, 22), (0, 24)]))
    if "beard" in look.features:
        pen.fill(shape, lighter(hair, 0.12))
    else:
        pen.tint(shape, hair, 0.24)
