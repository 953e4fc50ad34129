"""Heads and faces. A head's origin is its middle; it is about 40 units wide and 38 high, chin at y = 18."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backends.draft.canvas import Pen, Point, bend, box, mirrored, oval, polygon, ribbon, smooth
from backends.draft.palette import INK, PAPER, Colour, Colours, brightness, darker, lighter, mix


@dataclass(frozen=True, slots=True)
class Mood:
    """A face's expression. `brow`: inner ends down (positive, angry) or up; `open_` is how far the eyes are open."""

    eyes: str = "open"
    mouth: str = "smile"
    brow: float = 0.0
    open_: float = 1.0
    lift: float = 0.0


MOODS = {
    "content": Mood(),
    "asleep": Mood("closed", "dot", -0.1),
    "angry": Mood("open", "grit", 0.9, 0.8),
    "sad": Mood("open", "frown", -0.8, 0.85),
    "confused": Mood("open", "wave", -0.35, 1.0, 1.6),
    "surprised": Mood("open", "o", -0.4, 1.18, 1.5),
    "scared": Mood("open", "wobble", -0.8, 1.15, 1.0),
    "joyful": Mood("happy", "laugh", -0.2, 1.0, 1.0),
    "tired": Mood("open", "flat", -0.35, 0.55),
    "smug": Mood("open", "smirk", 0.45, 0.66),
    "focused": Mood("open", "flat", 0.35, 0.85),
    "grin": Mood("open", "grin"),
    "bright": Mood("open", "laugh", -0.15, 1.05, 0.6),
}


@dataclass(frozen=True, slots=True)
class Look:
    """All that a head needs: species, colours, features, mood, and where the eyes look (−1 to 1 each way)."""

    species: str
    colours: Colours
    features: frozenset[str]
    mood: Mood
    gaze: Point = (0.0, 0.0)


def paint_head(pen: Pen, look: Look) -> None:
    """The whole head with ears, hair and what is worn on it."""
    if look.species == "person":
        _person(pen, look)
    elif look.species == "robot":
        _robot(pen, look)
    else:
        _animal(pen, look)
    if "headset" in look.features:
        _headset(pen, look)


def _eye(pen: Pen, x: float, y: float, rx: float, ry: float, look: Look, lid: Colour) -> None:
    mood = look.mood
    if mood.eyes == "closed":
        pen.line(bend((x - rx, y + 0.2), (x, y + ry * 0.55), (x + rx, y + 0.2)), _line_on(lid), 1.15)
        return
    if mood.eyes == "happy":
        pen.line(bend((x - rx, y + ry * 0.3), (x, y - ry * 0.62), (x + rx, y + ry * 0.3)), _line_on(lid), 1.35)
        return
    tall = ry * min(mood.open_, 1.0) + ry * max(0.0, mood.open_ - 1.0)
    white = oval(x, y, rx * max(1.0, mood.open_ * 0.97), max(tall, ry))
    with pen.inside(white) as within:
        within.fill(white, (250, 248, 242))
        px, py = x + look.gaze[0] * rx * 0.33, y + look.gaze[1] * ry * 0.3 + ry * 0.06
        within.fill(oval(px, py, rx * 0.7, ry * 0.72), look.colours.get("eyes"))
        within.fill(oval(px, py, rx * 0.42, ry * 0.45), (26, 20, 30))
        within.fill(oval(px + rx * 0.27, py - ry * 0.3, rx * 0.23, ry * 0.22), PAPER)
        within.fill(oval(px - rx * 0.25, py + ry * 0.3, rx * 0.12, ry * 0.11), (235, 235, 240))
        if mood.open_ < 1.0:
            drop = ry * 2 * (1.0 - mood.open_)
            within.fill(box(x - rx * 2, y - ry * 2, rx * 4, ry + drop), lid)
            within.line(polygon((x - rx * 2, y - ry + drop), (x + rx * 2, y - ry + drop)), INK, 0.9)
    pen.line(white, INK, 0.75, closed=True)


def _line_on(ground: Colour) -> Colour:
    return INK if brightness(ground) > 95 else (238, 234, 228)


def _brows(pen: Pen, y: float, inner: float, outer: float, look: Look, colour: Colour, thick: float) -> None:
    mood = look.mood
    for side in (-1.0, 1.0):
        lift = mood.lift * (1.6 if side > 0 and mood.mouth in ("wave", "smirk") else 1.0)
        inside = (side * inner, y - lift + mood.brow * 2.4)
        outside = (side * outer, y - lift - mood.brow * 1.3 + 0.8)
        middle = (side * (inner + outer) / 2, (inside[1] + outside[1]) / 2 - 1.1)
        pen.fill(ribbon(bend(inside, middle, outside), thick, thick * 0.55), colour)


def _mouth(pen: Pen, x: float, y: float, wide: float, look: Look) -> None:
    shapes: dict[str, Callable[[], None]] = {
        "smile": lambda: pen.line(bend((x - wide, y), (x, y + wide * 0.42), (x + wide, y - wide * 0.1)), INK, 0.9),
        "flat": lambda: pen.line(bend((x - wide * 0.6, y + 0.6), (x, y + 0.3), (x + wide * 0.6, y + 0.6)), INK, 0.9),
        "dot": lambda: pen.inked(oval(x, y + 1.2, wide * 0.22, wide * 0.27), (92, 40, 52), 0.7),
        "frown": lambda: pen.line(bend((x - wide * 0.7, y + 2), (x, y), (x + wide * 0.7, y + 2)), INK, 0.95),
        "o": lambda: pen.inked(oval(x, y + 1.8, wide * 0.42, wide * 0.55), (92, 36, 50), 0.8),
        "wave": lambda: pen.line(
            smooth(
                [(x - wide * 0.8, y + 1), (x - wide * 0.3, y), (x + wide * 0.2, y + 1.6), (x + wide * 0.8, y)], False
            ),
            INK,
            0.95,
        ),
        "smirk": lambda: pen.line(
            smooth([(x - wide * 0.7, y + 0.8), (x, y + 1.5), (x + wide * 0.7, y), (x + wide, y - 1.4)], False),
            INK,
            0.95,
        ),
        "grit": lambda: _teeth(pen, x, y, wide * 0.85, 2.6),
        "wobble": lambda: _teeth(pen, x, y, wide * 0.7, 2.2),
        "grin": lambda: _open_mouth(pen, x, y, wide * 0.95, 0.62, tongue=False),
        "laugh": lambda: _open_mouth(pen, x, y, wide, 0.95, tongue=True),
    }
    shapes[look.mood.mouth]()


def _teeth(pen: Pen, x: float, y: float, wide: float, tall: float) -> None:
    pen.inked(box(x - wide, y - 0.2, wide * 2, tall, tall * 0.45), (240, 236, 226), 0.8)
    pen.line(polygon((x - wide + 0.4, y + tall / 2), (x + wide - 0.4, y + tall / 2)), INK, 0.5)
    for share in (-0.5, 0.0, 0.5):
        pen.line(polygon((x + share * wide, y), (x + share * wide, y + tall - 0.2)), INK, 0.5)


def _open_mouth(pen: Pen, x: float, y: float, wide: float, deep: float, tongue: bool) -> None:
    low = y + wide * deep * 1.15
    shape = smooth(
        [
            (x - wide, y - 0.4),
            (x, y + 0.5),
            (x + wide, y - 0.4),
            (x + wide * 0.62, low - 0.9),
            (x, low),
            (x - wide * 0.62, low - 0.9),
        ]
    )
    with pen.inside(shape) as within:
        within.fill(shape, (96, 32, 48))
        within.fill(box(x - wide, y - 1.5, wide * 2, 1.5 + wide * 0.28), (246, 242, 234))
        if tongue:
            within.fill(oval(x, low + 0.2, wide * 0.55, wide * 0.42), (226, 106, 110))
    pen.line(shape, INK, 0.85, closed=True)


def _cheeks(pen: Pen, x: float, y: float, strength: float = 0.35) -> None:
    for side in (-1, 1):
        pen.tint(oval(side * x, y, 3.6, 2.3), (232, 112, 106), strength)


# Animals ---------------------------------------------------------------------------------------------------------


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


def _animal(pen: Pen, look: Look) -> None:
    beast = _BEASTS.get(look.species, _ANY_BEAST)
    fur, mask, belly = look.colours.get("fur"), look.colours.get("mask"), look.colours.get("belly")
    _ears(pen, beast.ears, look)
    t = beast.tufts
    half: list[Point] = [(0, -19), (9, -18), (17, -12.5), (21, -3.5), (22 + t * 1.6, 3.5)]
    half += [(22 + t * 4.4, 9.2), (19.5 + t * 0.8, 10.6), (18.4 + t * 2.6, 14.2), (13, 15.6), (6.5, 18.2), (0, 18.8)]
    head = smooth(mirrored(half), steps=6)
    with pen.inside(head) as within:
        within.fill(head, fur)
        _markings(within, beast, fur, mask, belly)
        within.tint(smooth([(8, 22), (17, 13), (20, 0), (19, -14), (30, -10), (32, 20)]), darker(fur, 0.5), 0.16)
    pen.line(head, INK, 0.95, closed=True)
    if t > 0.5:
        for side in (-1, 1):
            pen.line(bend((side * -2.2, -18.6), (side * -0.6, -20.4), (side * 1.6, -21.4 + side)), INK, 0.8)
    _muzzle(pen, beast, look)
    dark = beast.mask in ("bandit", "panda")
    lid = mix(mask, fur, 0.18) if dark else darker(fur, 0.18)
    for side in (-1, 1):
        _eye(pen, side * 8.6, -1.2, 4.1, 4.9, look, lid)
    brow = belly if dark and beast.mask == "bandit" else mix(mask, INK, 0.25)
    _brows(pen, -8.6 if not dark else -9.0, 4.6, 11.6, look, darker(brow, 0.12) if dark else brow, 1.7)
    _extras(pen, look, 8.6, -1.2, 6.2, 6.0)


def _ears(pen: Pen, kind: str, look: Look) -> None:
    fur, mask, inner, belly = (look.colours.get(p) for p in ("fur", "mask", "inner", "belly"))
    for side in (False, True):
        ear = pen.at(flip=side)
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


def _markings(pen: Pen, beast: _Beast, fur: Colour, mask: Colour, belly: Colour) -> None:
    sides = [pen.at(flip=flip) for flip in (False, True)]
    if beast.mask == "bandit":
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
    elif beast.mask == "cheeks":
        for s in sides:
            s.fill(smooth([(0, 4), (5, 3), (12, 5), (22, 3), (32, 10), (20, 20), (0, 22)]), belly)
            s.fill(smooth([(4, -10), (8, -13.5), (12.5, -12), (10, -9), (6, -8)]), belly)
    elif beast.mask == "stripes":
        for x, long in ((-4, 6.0), (0, 8.0), (4, 6.0)):
            pen.fill(ribbon(polygon((x, -21), (x * 0.8, -21 + long / 2), (x * 0.6, -19 + long)), 2.2, 0.8), mask)
        for s in sides:
            for y in (2.0, 6.4):
                s.fill(ribbon(polygon((26, y + 1), (20, y + 1), (16.5, y + 1.6)), 1.9, 0.7), mask)
        pen.fill(oval(0, 14, 11, 8), belly)
    elif beast.mask == "patch":
        pen.fill(smooth([(1, -22), (16, -18), (20, -4), (14, 6), (5, 4), (2, -6)]), mask)
        pen.fill(smooth([(-3, -22), (1.6, -22), (2.6, -6), (9, 6), (14, 22), (-14, 22), (-9, 6), (-3.4, -6)]), belly)
    elif beast.mask == "panda":
        for s in sides:
            s.fill(oval(9.4, -0.4, 6.4, 8.0, -28), mask)


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
    pen.fill(shape, belly)
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
        _mouth(pen, 0, top + 4.0, 5.0, look)
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


# People ----------------------------------------------------------------------------------------------------------


def _person(pen: Pen, look: Look) -> None:
    skin, hair = look.colours.get("skin"), look.colours.get("hair")
    long = look.features & {"long hair", "ponytail", "bun"}
    if "long hair" in look.features:
        pen.inked(
            smooth(mirrored([(0, -21), (13, -18), (18.5, -6), (19.5, 10), (17, 22), (8, 24), (0, 20)])),
            darker(hair, 0.18),
        )
    elif long:
        spot = (12.0, -19.0) if "bun" in long else (19.0, 2.0)
        pen.inked(oval(*spot, 6.4, 6.4 if "bun" in long else 13, -14), darker(hair, 0.12))
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
    _cheeks(pen, 9.8, 6.6, 0.22)
    for side in (-1, 1):
        _eye(pen, side * 6.6, -1.2, 2.9, 3.6, look, darker(skin, 0.12))
    _brows(pen, -7.4, 3.6, 10.0, look, darker(hair, 0.15), 1.5)
    pen.fill(smooth([(-0.6, -0.5), (1.0, -0.4), (2.9, 5.0), (0.8, 6.6), (-2.0, 6.0), (-1.8, 4.4)]), darker(skin, 0.1))
    pen.line(smooth([(-2.0, 5.2), (-1.0, 6.6), (1.2, 6.7), (2.6, 5.4)], False), darker(skin, 0.48), 0.8)
    if look.features & {"beard", "moustache"}:
        pen.fill(
            smooth([(0, 8.2), (4, 7.8), (6.8, 11), (2.6, 10.4), (0, 10), (-2.6, 10.4), (-6.8, 11), (-4, 7.8)]),
            darker(hair, 0.08),
        )
    _mouth(pen, 0, 11.2, 5.0, look)
    if look.features & {"older", "fifties", "wrinkles", "greying"}:
        _years(pen, skin)
    if "freckles" in look.features:
        for x, y in ((-9, 4.6), (-7.4, 5.8), (-10.2, 6.4), (9, 4.6), (7.4, 5.8), (10.2, 6.4)):
            pen.fill(oval(x, y, 0.45, 0.45), darker(skin, 0.35))
    if "bald" not in look.features and not look.features & {"cap"}:
        _hair(pen, look, hair)
    _extras(pen, look, 6.6, -1.2, 5.3, 4.9)


def _years(pen: Pen, skin: Colour) -> None:
    for side in (-1, 1):
        pen.line(bend((side * 4.4, 6.4), (side * 6.6, 8.6), (side * 6.9, 11.2)), darker(skin, 0.26), 0.6)
        pen.line(bend((side * 12.6, -2.6), (side * 13.4, -3.0), (side * 14.2, -3.6)), darker(skin, 0.26), 0.5)
        pen.line(bend((side * 12.6, -0.6), (side * 13.4, -0.5), (side * 14.3, -0.6)), darker(skin, 0.26), 0.5)
    pen.line(bend((-4.4, -11.4), (0, -11.9), (4.2, -11.3)), darker(skin, 0.2), 0.5)


def _hair(pen: Pen, look: Look, hair: Colour) -> None:
    grey = lighter(mix(hair, (205, 207, 212), 0.62), 0.1)
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
        if look.features & {"greying", "older", "fifties"}:
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
        pen.fill(shape, hair)
    else:
        pen.tint(shape, hair, 0.24)


# Robots ----------------------------------------------------------------------------------------------------------


def _robot(pen: Pen, look: Look) -> None:
    shell, glass, glow, light = (look.colours.get(p) for p in ("fur", "mask", "eyes", "inner"))
    pen.line(polygon((0, -17), (0, -25)), INK, 1.8)
    pen.inked(oval(0, -27, 3.0, 3.0), light)
    for flip in (False, True):
        pen.at(flip=flip).inked(box(17, -6, 6.5, 13, 2.4), darker(shell, 0.3))
    pen.inked(box(-20, -19, 40, 36, 9), shell)
    pen.tint(box(9, -18, 10.4, 34, 7), darker(shell, 0.5), 0.2)
    pen.inked(box(-16, -13.5, 32, 24, 6), glass)
    pen.tint(polygon((-12, -13), (-4, -13), (-12, 9.6), (-15.4, 9.6), (-15.4, -6)), (255, 255, 255), 0.1)
    mood = look.mood
    gx, gy = look.gaze[0] * 1.4, look.gaze[1] * 1.2
    for side in (-1, 1):
        x = side * 7.2 + gx
        if mood.eyes == "closed":
            pen.line(bend((x - 3, -2), (x, -0.4), (x + 3, -2)), glow, 1.5)
        elif mood.eyes == "happy":
            pen.line(bend((x - 3.2, -1), (x, -4.6), (x + 3.2, -1)), glow, 1.6)
        else:
            pen.fill(box(x - 2.4, -2.6 + gy - 3.6 * mood.open_, 4.8, 7.2 * mood.open_, 2.3), glow)
            pen.line(polygon((x - 3 * side, -8.4 + mood.brow * 2.2), (x + 3 * side, -8.4 - mood.brow * 1.4)), glow, 1.0)
    lines: dict[str, list[Point]] = {
        "frown": [(-4, 6.4), (0, 4.4), (4, 6.4)],
        "flat": [(-3.4, 5.4), (0, 5.4), (3.4, 5.4)],
        "wave": [(-4, 5.8), (-1.4, 4.6), (1.4, 6.2), (4, 5)],
        "grit": [(-5, 5.6), (-3, 4.2), (-1, 5.6), (1, 4.2), (3, 5.6), (5, 4.2)],
        "wobble": [(-5, 5.6), (-3, 4.2), (-1, 5.6), (1, 4.2), (3, 5.6), (5, 4.2)],
    }
    if mood.mouth in ("o", "laugh", "dot"):
        pen.fill(oval(0, 5.6, 3.6 if mood.mouth == "laugh" else 1.8, 2.2), glow)
    else:
        pen.line(smooth(lines.get(mood.mouth, [(-4.6, 4.4), (0, 6.8), (4.6, 4.4)]), False), glow, 1.3)


# Worn on the head --------------------------------------------------------------------------------------------------


def _extras(pen: Pen, look: Look, eye_x: float, eye_y: float, rx: float, ry: float) -> None:
    if look.mood is MOODS["joyful"]:
        _cheeks(pen, eye_x + 4.6, eye_y + 7.6)
    if look.mood is MOODS["sad"]:
        pen.inked(
            smooth(
                [
                    (eye_x + 2, eye_y + 4.6),
                    (eye_x + 3.6, eye_y + 8.6),
                    (eye_x + 2, eye_y + 10.2),
                    (eye_x + 0.4, eye_y + 8.6),
                ]
            ),
            (120, 200, 240),
            0.6,
        )
    if look.features & {"glasses", "spectacles", "sunglasses"}:
        _glasses(pen, look, eye_x, eye_y, rx, ry)
    if "cap" in look.features:
        _cap(pen, look)


def _glasses(pen: Pen, look: Look, eye_x: float, eye_y: float, rx: float, ry: float) -> None:
    frame = look.colours.get("glasses")
    for side in (-1, 1):
        lens = box(side * eye_x - rx, eye_y - ry + 0.3, rx * 2, ry * 2, ry * 0.72)
        pen.tint(
            lens,
            (40, 40, 60) if "sunglasses" in look.features else (214, 236, 246),
            0.85 if "sunglasses" in look.features else 0.2,
        )
        glint = polygon(
            (side * eye_x - rx * 0.5, eye_y - ry * 0.55),
            (side * eye_x - rx * 0.1, eye_y - ry * 0.55),
            (side * eye_x - rx * 0.5, eye_y + ry * 0.1),
        )
        pen.tint(glint, (255, 255, 255), 0.4)
        pen.line(lens, frame, 1.15, closed=True)
        pen.line(polygon((side * (eye_x + rx), eye_y - 1), (side * (eye_x + rx + 4.2), eye_y - 1.6)), frame, 1.1)
    pen.line(bend((-(eye_x - rx), eye_y - 0.6), (0, eye_y - 1.7), (eye_x - rx, eye_y - 0.6)), frame, 1.15)


def _cap(pen: Pen, look: Look) -> None:
    colour = look.colours.get("cap")
    pen.inked(smooth([(-18, -8), (-17, -19), (-8, -25.5), (4, -26), (15, -20), (18, -8), (0, -11)]), colour)
    pen.inked(
        smooth([(-19, -8), (-6, -12), (10, -11.4), (22, -7.4), (27, -3.6), (16, -4.6), (0, -6.6), (-14, -5)]),
        darker(colour, 0.22),
    )
    pen.inked(oval(-1, -26, 2, 1.2), colour, 0.7)


def _headset(pen: Pen, look: Look) -> None:
    accent, wide = look.colours.get("accent"), 18.0 if look.species == "person" else 21.5
    top = -24.0 if look.species == "person" else -20.5
    pen.line(bend((-wide, -2), (0, top * 1.06), (wide, -2), 20), INK, 3.0)
    pen.line(bend((-wide, -2), (0, top * 1.06), (wide, -2), 20), (74, 78, 94), 1.5)
    for side in (-1, 1):
        pen.inked(box(side * wide - 3, -5, 6, 12, 2.8), (58, 61, 76))
        pen.fill(box(side * wide - 1.2, -2.4, 2.4, 6.6, 1.2), accent)
    pen.line(bend((wide, 6), (wide - 2, 13.6), (wide - 9, 14.6)), INK, 1.3)
    pen.inked(oval(wide - 10, 14.6, 1.9, 1.4), (58, 61, 76), 0.7)
