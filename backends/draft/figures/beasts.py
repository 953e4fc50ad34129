"""Heads of animals: one table of ears, masks and muzzles, and what paints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backends.draft.canvas import Pen, Point, bend, box, mirrored, oval, polygon, ribbon, smooth
from backends.draft.figures.face import Look, brows, extras, eye, mouth
from backends.draft.palette import INK, Colour, darker, mix


@dataclass(frozen=True, slots=True)
class _Beast:
    ears: str
    tufts: float
    mask: str
    muzzle: tuple[float, float]
    whiskers: bool = False


_BEASTS = {
    "raccoon": _Beast("round-point", 1.0, "bandit", (8.8, 6.4)),
    "fox": _Beast("point", 1.15, "cheeks", (7.6, 6.4)),
    "wolf": _Beast("point", 1.1, "cheeks", (8.6, 7.0)),
    "cat": _Beast("point", 0.45, "stripes", (7.0, 5.0), True),
    "dog": _Beast("flop", 0.15, "patch", (9.4, 7.4)),
    "bear": _Beast("round", 0.2, "none", (9.2, 7.0)),
    "panda": _Beast("round", 0.25, "panda", (8.0, 6.0)),
    "rabbit": _Beast("long", 0.35, "none", (7.0, 5.2), True),
    "mouse": _Beast("dish", 0.2, "none", (6.4, 5.0), True),
}
_ANY_BEAST = _Beast("round-point", 0.3, "none", (8.6, 6.6))


def animal(pen: Pen, look: Look) -> None:
    """An animal's head; a species that the table does not know gets a friendly face of its own colours."""
    beast = _BEASTS.get(look.species, _ANY_BEAST)
    front = look.facing(pen)
    fur, mask, belly = look.colours.get("fur"), look.colours.get("mask"), look.colours.get("belly")
    _ears(pen, beast.ears, look)
    t = beast.tufts
    if t > 0.4:
        tuft = smooth(
            [(-5, -15), (-4.4, -20), (-2.8, -21.4), (-1.6, -20.2), (1.6, -24), (2.4, -20.4), (5.4, -21.6), (5, -15)],
            steps=4,
        )
        pen.inked(tuft, darker(fur, 0.42) if beast.mask == "bandit" else fur)
    half: list[Point] = [(0, -19), (9, -18), (17, -12.5), (21, -3.5), (22 + t * 1.6, 3.5)]
    half += [(22 + t * 4.4, 9.2), (19.5 + t * 0.8, 10.6), (18.4 + t * 2.6, 14.2), (13, 15.6), (6.5, 18.2), (0, 18.8)]
    head = smooth(mirrored(half), steps=6)
    with pen.inside(head) as within:
        within.fill(head, fur)
        if beast.mask in _MARKS and not look.away:
            _MARKS[beast.mask](look.facing(within), fur, mask, belly)
        within.tint(smooth([(8, 22), (17, 13), (20, 0), (19, -14), (30, -10), (32, 20)]), darker(fur, 0.5), 0.16)
    pen.line(head, INK, 0.95, closed=True)
    if look.away:
        for x in (-7.0, 0.0, 7.0):
            pen.line(bend((x - 1.6, -6), (x, -3.4), (x + 1.6, -6)), darker(fur, 0.3), 0.8)
        return
    _muzzle(pen.squeezed(0.94, 16.5 * look.turn) if look.is_profile else front, beast, look)
    dark = beast.mask in ("bandit", "panda")
    lid = mix(mask, fur, 0.18) if dark else darker(fur, 0.18)
    for side in look.sides:
        eye(front, side * 8.6, -1.2, 4.1, 4.9, look, lid)
    brow = belly if dark and beast.mask == "bandit" else mix(mask, INK, 0.25)
    if "old" in look.features:
        brows(front, -8.8, 4.2, 12.6, look, (196, 194, 188), 3.2)
    else:
        brows(front, -8.6 if not dark else -9.0, 4.6, 11.6, look, darker(brow, 0.12) if dark else brow, 1.7)
    extras(front, look, 8.6, -1.2, 6.2, 6.0)


def _ears(pen: Pen, kind: str, look: Look) -> None:
    fur, mask, inner, belly = (look.colours.get(p) for p in ("fur", "mask", "inner", "belly"))
    if look.away:
        inner = belly = mask if kind == "round-point" or look.species == "panda" else fur
    for side in (False, True):
        ear = pen.at(flip=side)
        if look.turn:
            # The head turns below the ears: that on the far side goes out of sight.
            ear = pen.squeezed(0.72 if look.is_profile else 0.94, -3.0 * look.turn).at(flip=side)
        if kind == "round-point":
            ear.inked(smooth([(7, -15), (11, -24), (17.5, -28.5), (21.2, -25), (21.6, -16), (19, -8)]), mask)
            ear.fill(smooth([(10.5, -15), (13, -22), (17.2, -25.6), (19, -22.5), (19, -14), (15, -10)]), belly)
            ear.fill(smooth([(12, -14), (14, -20), (17, -22.6), (17.9, -19), (17.5, -12)]), inner)
        elif kind == "point":
            ear.inked(smooth([(5, -15), (9.5, -26), (16.5, -35), (20.6, -26), (21.6, -8), (14, -8)]), fur)
            ear.fill(smooth([(9, -16), (12.5, -24), (16.6, -30.5), (18.4, -24), (18.4, -12), (13, -10)]), inner)
        elif kind == "flop":
            ear.inked(smooth([(10, -16), (18, -19.5), (25, -12), (27.6, 2), (24, 10.5), (19.6, 4), (17, -6)]), mask)
        elif kind == "long":
            ear.inked(smooth([(4, -14), (4.6, -30), (8.6, -42), (13.4, -40), (14.6, -26), (13, -12)]), fur)
            ear.fill(smooth([(7, -16), (7.2, -29), (9.4, -37), (11.6, -34), (11.8, -22), (10.4, -14)]), inner)
        elif kind == "dish":
            ear.inked(oval(18, -18, 11, 11), fur)
            ear.fill(oval(18, -17.6, 7.6, 7.6), inner)
        else:
            ear.inked(oval(15, -16.5, 7.2, 7.2), mask if look.species == "panda" else fur)
            ear.fill(oval(15, -15.8, 4.2, 4.2), inner)


def _bandit_marks(pen: Pen, fur: Colour, mask: Colour, belly: Colour) -> None:
    sides = [pen.at(flip=flip) for flip in (False, True)]
    for s in sides:
        s.fill(
            smooth([(1.5, -3), (4, -10), (11, -12.5), (19, -8), (25, 1), (31, 9), (24, 14), (10, 14), (2, 8)]),
            belly,
        )
    pen.fill(smooth([(-3.2, -24), (3.2, -24), (2.6, -10), (1.6, 2), (-1.6, 2), (-2.6, -10)]), darker(fur, 0.42))
    for s in sides:
        eye_patch = [
            (1.6, -2.6),
            (5.6, -6.6),
            (11.5, -7.6),
            (17.4, -4),
            (21.4, 2.5),
            (23.6, 9.4),
            (18, 9.6),
            (11, 6.6),
            (5, 5.4),
            (1.6, 3),
        ]
        s.fill(smooth(eye_patch), mask)
        s.fill(smooth([(20, 9), (27, 5), (32, 12), (20, 18), (9, 20), (13, 14)]), mix(fur, belly, 0.35))


def _cheeks_marks(pen: Pen, fur: Colour, mask: Colour, belly: Colour) -> None:
    sides = [pen.at(flip=flip) for flip in (False, True)]
    for s in sides:
        s.fill(smooth([(0, 4), (5, 3), (12, 5), (22, 3), (32, 10), (20, 20), (0, 22)]), belly)
        s.fill(smooth([(4, -10), (8, -13.5), (12.5, -12), (10, -9), (6, -8)]), belly)


def _stripes_marks(pen: Pen, fur: Colour, mask: Colour, belly: Colour) -> None:
    sides = [pen.at(flip=flip) for flip in (False, True)]
    for x, long in ((-4, 6.0), (0, 8.0), (4, 6.0)):
        pen.fill(ribbon(polygon((x, -21), (x * 0.8, -21 + long / 2), (x * 0.6, -19 + long)), 2.2, 0.8), mask)
    for s in sides:
        for y in (2.0, 6.4):
            s.fill(ribbon(polygon((26, y + 1), (20, y + 1), (16.5, y + 1.6)), 1.9, 0.7), mask)
    pen.fill(oval(0, 14, 11, 8), belly)


def _patch_marks(pen: Pen, fur: Colour, mask: Colour, belly: Colour) -> None:
    pen.fill(smooth([(1, -22), (16, -18), (20, -4), (14, 6), (5, 4), (2, -6)]), mask)
    pen.fill(smooth([(-3, -22), (1.6, -22), (2.6, -6), (9, 6), (14, 22), (-14, 22), (-9, 6), (-3.4, -6)]), belly)


def _panda_marks(pen: Pen, fur: Colour, mask: Colour, belly: Colour) -> None:
    sides = [pen.at(flip=flip) for flip in (False, True)]
    for s in sides:
        s.fill(oval(9.4, -0.4, 6.4, 8.0, -28), mask)


_MARKS: dict[str, Callable[[Pen, Colour, Colour, Colour], None]] = {
    "bandit": _bandit_marks,
    "cheeks": _cheeks_marks,
    "stripes": _stripes_marks,
    "patch": _patch_marks,
    "panda": _panda_marks,
}


def _muzzle(pen: Pen, beast: _Beast, look: Look) -> None:
    belly, nose = look.colours.get("belly"), look.colours.get("nose")
    wide, tall = beast.muzzle
    shape = smooth(
        mirrored(
            [
                (0, 10 - tall),
                (wide * 0.62, 10.6 - tall * 0.72),
                (wide, 11),
                (wide * 0.7, 10 + tall * 0.82),
                (0, 10 + tall),
            ]
        )
    )
    pen.fill(shape, belly, INK if look.is_profile else None)
    pen.tint(oval(0, 10 + tall * 0.95, wide * 0.8, tall * 0.3), darker(belly, 0.5), 0.14)
    top = 10.4 - tall * 0.72
    pen.fill(
        smooth(mirrored([(0, top - 1.9), (2.6, top - 1.7), (3.7, top - 0.1), (1.6, top + 2.1), (0, top + 2.5)])), nose
    )
    pen.tint(oval(-1.1, top - 0.7, 1.1, 0.55, -12), (255, 255, 255), 0.65)
    if look.mood.mouth in ("smile", "smirk"):
        pen.line(polygon((0, top + 2.2), (0, top + 4.2)), INK, 0.75)
        for side in (-1, 1):
            pen.line(
                bend(
                    (0, top + 4.2),
                    (side * 2.6, top + 5.9),
                    (side * (5.2 if look.mood.mouth == "smile" or side > 0 else 3.4), top + 4),
                ),
                INK,
                0.85,
            )
    else:
        pen.line(polygon((0, top + 2.2), (0, top + 3.6)), INK, 0.75)
        mouth(pen, 0, top + 4.0, 5.0, look)
    if beast.whiskers:
        for side in (-1, 1):
            for dy in (-1.2, 1.0, 3.2):
                pen.line(
                    bend(
                        (side * (wide + 1), 10 + dy),
                        (side * (wide + 7), 9.4 + dy * 1.3),
                        (side * (wide + 12.5), 10 + dy * 2.2),
                    ),
                    (240, 236, 230),
                    0.5,
                )
    if look.species == "rabbit":
        pen.inked(box(-1.8, 14.6, 3.6, 3.2, 0.8), (246, 243, 236), 0.6)
