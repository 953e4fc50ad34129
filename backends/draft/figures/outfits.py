"""What the torso wears: tactical suit, hoodie, lab coat, jacket, sweater, top, dress or a robot's shell, and the panel.

Origin: the hips.
"""

from __future__ import annotations

from collections.abc import Callable

from backends.draft.canvas import Pen, Shape, bend, box, mirrored, oval, polygon, smooth
from backends.draft.figures.face import Look
from backends.draft.palette import INK, PAPER, PIPING, Colour, darker, lighter, mix

PANEL = (26.5, 15.0)
"""Width and height of the chest panel in body units."""

_PIPING = 1.9
"""How wide its piping is, half of it on the panel."""


def outfit_of(species: str, features: frozenset[str]) -> str:
    """The outfit's name: tactical, hoodie, labcoat or shell (robots); a feature of that name wins."""
    for name in _DETAILS:
        if name in features:
            return name
    return {"person": "hoodie", "robot": "shell"}.get(species, "tactical")


def cloth(look: Look, outfit: str) -> tuple[Colour, Colour]:
    """The colours of the torso and of the legs."""
    colours = look.colours
    if outfit == "shell":
        return colours.get("fur"), darker(colours.get("fur"), 0.35)
    suit = colours.get("suit")
    plain = outfit != "tactical" or colours.given("trousers")
    return suit, colours.get("trousers") if plain else darker(suit, 0.18)


def details(pen: Pen, look: Look, outfit: str, lettered: bool) -> None:
    """Straps, pockets and seams on the torso; the pen is clipped to it."""
    _DETAILS[outfit](pen, cloth(look, outfit)[0], look.colours.get("accent"), lettered)


def _tactical(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    dark, light = darker(suit, 0.42), lighter(suit, 0.16)
    for flip in (False, True):
        side = pen.at(flip=flip)
        side.fill(polygon((8.6, -24), (13.2, -24), (13.4, -4), (8.6, -4)), light)
        side.line(polygon((13.3, -24), (13.4, -4)), dark, 0.6)
        if not lettered:
            side.fill(box(6.4, -17, 9, 8.6, 1), mix(suit, light, 0.5))
            side.line(box(6.4, -17, 9, 8.6, 1), dark, 0.6, closed=True)
            side.fill(box(6.4, -17, 9, 2.8, 0.8), light)
            side.fill(oval(10.9, -14.6, 0.7, 0.7), dark)
    if not lettered:
        pen.line(polygon((0, -32), (0, -4)), dark, 0.9)
        pen.line(polygon((0.0, -28), (0.0, -25.4)), accent, 1.1)
    pen.fill(box(-20, -4.6, 40, 4.6), darker(suit, 0.6))
    for x in (-13.0, 8.4):
        pen.fill(box(x, -5.4, 5, 6.6, 0.8), dark)
        pen.line(polygon((x + 0.4, -3.4), (x + 4.6, -3.4)), light, 0.5)
    pen.fill(box(-3.2, -5, 6.4, 5.4, 1), (150, 156, 168))
    pen.fill(box(-1.6, -3.6, 3.2, 2.6, 0.5), dark)


def _labcoat(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    dark = darker(suit, 0.42)
    pen.fill(polygon((-5, -38), (5, -38), (0, -22)), mix(accent, suit, 0.3))
    pen.line(polygon((-7, -38), (0, -21), (7, -38)), dark, 0.8)
    pen.line(polygon((0, -22), (0, 6)), dark, 0.8)
    pen.line(polygon((5, -9), (13, -9), (13, -2), (5, -2)), dark, 0.6, closed=True)
    if not lettered:
        pen.line(box(5, -24, 7, 6), dark, 0.6, closed=True)
        pen.line(polygon((7, -26.5), (7, -22)), accent, 1.0)


def _shell(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    pen.fill(box(-20, -4.6, 40, 9), darker(suit, 0.4))
    if not lettered:
        pen.fill(box(-9, -27, 18, 14, 3), darker(suit, 0.28))
        lamps: tuple[tuple[float, Colour], ...] = ((-4.6, accent), (0.0, (240, 170, 70)), (4.6, (120, 214, 130)))
        for x, tone in lamps:
            pen.fill(oval(x, -20, 1.7, 1.7), tone)


def _hoodie(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    dark = darker(suit, 0.42)
    pen.fill(box(-20, -1.6, 40, 6), darker(suit, 0.22))
    for x in range(-17, 18, 3):
        pen.line(polygon((x, -1.2), (x, 4)), dark, 0.4)
    top = -9.5 if lettered else -13.0
    pocket = smooth([(-10.5, -1.8), (-12.4, -5), (-9, top), (9, top), (12.4, -5), (10.5, -1.8)], steps=3)
    pen.fill(pocket, darker(suit, 0.1))
    pen.line(pocket, dark, 0.6, closed=True)


def _jacket(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    dark = darker(suit, 0.42)
    pen.fill(box(-20, 0.2, 40, 4), darker(suit, 0.2))
    pen.line(polygon((0, -30), (0, 6)), dark, 1.0)
    for flip in (False, True):
        side = pen.at(flip=flip)
        side.fill(polygon((5.4, -9.4), (13.4, -9.4), (13.4, -7.6), (5.4, -7.6)), darker(suit, 0.24))
        if not lettered:
            side.line(polygon((3.0, -28), (3.0, -2)), darker(suit, 0.14), 0.6)


def _sweater(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    pen.fill(box(-20, -1.4, 40, 6), darker(suit, 0.18))
    for x in range(-17, 18, 3):
        pen.line(polygon((x, -1.0), (x, 4)), darker(suit, 0.36), 0.4)
    if not lettered:
        for y in (-22.0, -18.0):
            zigzag = [(x * 3.0, y + (1.5 if x % 2 else -0.6)) for x in range(-7, 8)]
            pen.line(polygon(*zigzag), lighter(suit, 0.3), 1.1)


def _top(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    pen.line(bend((-17, 1.4), (0, 2.6), (17, 1.4)), darker(suit, 0.3), 0.7)


def _dress(pen: Pen, suit: Colour, accent: Colour, lettered: bool) -> None:
    pen.fill(box(-20, -6.2, 40, 3.4), darker(suit, 0.34))
    pen.fill(oval(0, -4.5, 2.2, 1.9), accent)


_DETAILS: dict[str, Callable[[Pen, Colour, Colour, bool], None]] = {
    "tactical": _tactical,
    "labcoat": _labcoat,
    "hoodie": _hoodie,
    "jacket": _jacket,
    "sweater": _sweater,
    "dress": _dress,
    "top": _top,
    "shell": _shell,
}


def behind_neck(pen: Pen, look: Look, outfit: str) -> None:
    """What lies behind the neck: a hood."""
    if outfit == "hoodie":
        shape = smooth(mirrored([(0, -41), (11, -40), (17.5, -35), (16.5, -29), (0, -27)]))
        pen.inked(shape, darker(look.colours.get("suit"), 0.25))


def collar(pen: Pen, look: Look, outfit: str, lettered: bool) -> None:
    """The neckline, over the torso's outline and under the chin."""
    suit, person = look.colours.get("suit"), look.species == "person"
    skin = darker(look.colours.get("skin" if person else "belly"), 0.18)
    if outfit == "tactical":
        for flip in (False, True):
            _strap(pen.at(flip=flip), suit)
        stand = smooth(mirrored([(0, -37.6), (8.4, -38.6), (10, -34), (5, -30.8), (0, -30)]), steps=5)
        pen.inked(stand, darker(suit, 0.2))
        pen.fill(smooth(mirrored([(0, -39), (6, -38), (4.6, -34.4), (0, -32)]), steps=5), skin)
    elif outfit == "hoodie":
        hood = smooth(mirrored([(0, -40), (11.4, -37.4), (10.6, -31.6), (0, -26.6)]), steps=5)
        pen.inked(hood, darker(suit, 0.14))
        shirt = smooth(mirrored([(0, -40), (6.6, -37.4), (5.4, -33), (0, -30)]), steps=5)
        pen.fill(shirt, mix((70, 74, 86), suit, 0.4))
        pen.fill(smooth(mirrored([(0, -40), (5.6, -38), (4.2, -34.6), (0, -32.6)]), steps=5), skin)
        if not lettered:
            for side in (-1, 1):
                pen.line(bend((side * 5, -30), (side * 5.6, -25), (side * 4.8, -19.6)), (206, 204, 198), 0.9)
                pen.fill(box(side * 4.8 - 0.7, -20, 1.4, 2.4, 0.5), look.colours.get("accent"))

    elif outfit in ("top", "dress", "sweater"):
        deep = {"top": -31.6, "dress": -29.4, "sweater": -33.4}[outfit]
        pen.inked(smooth(mirrored([(0, -39), (8.6, -37), (6.2, deep - 0.6), (0, deep)]), steps=5), darker(suit, 0.2))
        pen.fill(smooth(mirrored([(0, -40), (7.0, -38), (4.8, deep - 1.8), (0, deep - 1.6)]), steps=5), skin)
    elif outfit == "jacket":
        linen = mix((206, 202, 196), suit, 0.25)
        pen.inked(smooth(mirrored([(0, -39.6), (7.4, -38), (3.4, -32), (0, -27.6)]), steps=5), linen)
        pen.fill(smooth(mirrored([(0, -40), (5.4, -38.4), (2.6, -35), (0, -33.4)]), steps=5), skin)
        for flip in (False, True):
            lapel = smooth([(6.6, -38.6), (11.0, -36.4), (9.6, -31.4), (0.4, -26.6), (4.2, -32.6)], steps=4)
            pen.at(flip=flip).inked(lapel, darker(suit, 0.16), 0.8)


def _strap(pen: Pen, suit: Colour) -> None:
    band = smooth([(8.2, -34.6), (13.0, -33.2), (13.4, -24), (13.2, -17), (8.8, -17), (9.0, -24)], steps=5)
    pen.inked(band, lighter(suit, 0.17), 0.7)
    pen.inked(box(8.0, -26.4, 6.2, 3.4, 0.8), darker(suit, 0.3), 0.7)
    pen.line(polygon((9.6, -24.7), (12.6, -24.7)), lighter(suit, 0.35), 0.6)


def panel(pen: Pen, turn: float) -> None:
    """The clean white chest panel with its neon-cyan piping, turned by `turn` degrees, a little wider below."""
    chest, shape = _chest(pen, turn), panel_shape()
    chest.line(shape, INK, 3.2, closed=True)
    chest.line(shape, PIPING, _PIPING, closed=True)
    chest.fill(shape, PAPER)


def panel_place(pen: Pen, turn: float) -> Shape:
    """Where the chest panel's piping ends, or would if there were one, in pixels of the canvas: (4, 2), from top left
    clockwise."""
    return _chest(pen, turn).place(panel_shape(_PIPING / 2))


def panel_shape(more: float = 0.0) -> Shape:
    """The panel's corners (4, 2) around its middle, `more` body units further out on each side."""
    half, tall = PANEL[0] / 2 + more, PANEL[1] / 2 + more
    return polygon((-half + 0.3, -tall), (half - 0.3, -tall), (half + 0.1, tall), (-half - 0.1, tall))


def _chest(pen: Pen, turn: float) -> Pen:
    return pen.at(0, -19.6, turn)
