"""A whole figure: tail, legs, torso with its outfit and chest panel, arms, head. The pen's origin is the floor."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from backends.draft import props
from backends.draft.canvas import Pen, Shape, bend, box, mirrored, oval, polygon, ribbon, smooth
from backends.draft.heads import Look, paint_head
from backends.draft.palette import INK, PAPER, PIPING, Colour, brightness, darker, lighter, mix
from backends.draft.poses import Arm, Pose

PANEL = (26.5, 15.0)
"""Width and height of the chest panel in body units."""

_TORSO = smooth(
    mirrored([(0, -36.5), (9, -36), (15.4, -32.6), (18.2, -24), (17.6, -12), (16, -1), (9.5, 3), (0, 3.4)]), steps=6
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a figure is painted from; `hips` is their height above the floor in body units."""

    look: Look
    pose: Pose
    lettered: bool
    outfit: str
    hips: float
    extras: tuple[str, ...] = ()
    tail_side: float = 1.0
    panel_turn: float = 0.0


def outfit_of(species: str, features: frozenset[str]) -> str:
    """The outfit's name: tactical, hoodie, labcoat or shell (robots); a feature of that name wins."""
    for name in ("tactical", "hoodie", "labcoat"):
        if name in features:
            return name
    return {"person": "hoodie", "robot": "shell"}.get(species, "tactical")


def hips_of(species: str) -> float:
    """How high the hips are: people have longer legs than animals."""
    return 31.0 if species == "person" else 23.0


def paint_body(pen: Pen, body: Body) -> Iterator[str]:
    """Paint the figure part by part, back to front; yields the name of each part when it is done."""
    pose, colours = body.pose, body.look.colours
    hips = body.hips + (7.0 if pose.legs == "bike" else 0.0) - (3.0 if pose.legs == "sit" else 0.0)
    if pose.legs in ("stand", "run", "jump"):
        pen.tint(oval(0, 0.6, 25, 3.6), (14, 10, 30), 0.3)
    standing = pen.at(0, -pose.rise)
    upper = standing.at(0, -hips, pose.lean)
    if pose.legs == "bike":
        props.bike_behind(pen, colours.get("accent"), hips)
    if pose.legs == "sit":
        props.chair(pen, (92, 74, 128), hips)
    _tail(upper, body)
    _legs(standing, body, hips)
    yield "legs"
    _hood(upper, body)
    _torso(upper, body)
    yield "outfit"
    if pose.legs == "bike":
        props.bike_front(pen, hips)
    if pose.legs == "sit":
        _knees(upper, body)
    for side, arm in ((-1.0, pose.left), (1.0, pose.right)):
        if not arm.late:
            _arm(upper, body, side, arm)
    yield "arms"
    head = upper.at(0, -35 + pose.nod, pose.tilt).at(0, -16)
    paint_head(head, body.look)
    yield "face"
    for side, arm in ((-1.0, pose.left), (1.0, pose.right)):
        if arm.late:
            _arm(upper, body, side, arm)


def _tail(pen: Pen, body: Body) -> None:
    species, colours = body.look.species, body.look.colours
    fur, mask, belly = colours.get("fur"), colours.get("mask"), colours.get("belly")
    s = body.tail_side
    if species in ("person", "robot"):
        return
    if species in ("bear", "panda", "rabbit"):
        pen.inked(oval(s * 17, -1, 5, 5), belly if species == "rabbit" else fur)
        return
    path = smooth([(s * 8, -2), (s * 20, 4), (s * 31, -3), (s * 34.5, -17), (s * 30, -30)], False, 10)
    if species in ("cat", "mouse", "dog"):
        wide = 3.2 if species == "mouse" else 5.6
        pen.inked(ribbon(path, wide, wide * 0.8), colours.get("inner") if species == "mouse" else fur)
        return
    outline = ribbon(path, 8.5, 7.0, 9.0)
    with pen.inside(outline) as within:
        within.fill(outline, fur)
        if species == "raccoon":
            for at in (9, 17, 25, 33):
                within.line(_across(path, at, 11.0), mask, 4.4)
            within.line(path[37:], mask, 16)
        else:
            within.line(path[31:], belly if species == "fox" else mask, 17)
        shade = path + (2.4 * s, 4.6)
        within.tint(ribbon(shade, 5, 4, 3), darker(fur, 0.7), 0.22)
    pen.line(outline, INK, 0.95, closed=True)


def _across(path: Shape, at: int, half: float) -> Shape:
    """A slightly bowed line across a path at one of its points: a ring of a tail seen from the side."""
    along = path[at + 1] - path[at - 1]
    along = along / max(float((along**2).sum() ** 0.5), 1e-9)
    x, y = path[at]
    dx, dy = float(along[0]), float(along[1])
    return bend((x - dy * half, y + dx * half), (x + dx * 2.2, y + dy * 2.2), (x + dy * half, y - dx * half))


def _legs(pen: Pen, body: Body, hips: float) -> None:
    colours, kind = body.look.colours, body.pose.legs
    cloth = colours.get("trousers") if body.outfit == "hoodie" else darker(colours.get("suit"), 0.18)
    if body.outfit == "shell":
        cloth = darker(colours.get("fur"), 0.35)
    boots = colours.get("boots")
    if kind in ("stand", "jump"):
        spread = 1.5 if kind == "stand" else 4.0
        for side in (-1, 1):
            foot = (side * (8 + spread), -5.0 + (0 if kind == "stand" or side < 0 else -4))
            pen.inked(ribbon(bend((side * 7.5, -hips), (side * (8.2 + spread), -hips * 0.5), foot), 13.5, 10.6), cloth)
            _boot(pen, foot[0], foot[1] + 5, side, boots)
        pen.fill(polygon((-9, -hips), (9, -hips), (4, -hips + 7.5), (0, -hips + 9), (-4, -hips + 7.5)), cloth)
    elif kind == "run":
        pen.inked(ribbon(bend((-6, -hips), (-14, -hips * 0.62), (-27, -hips * 0.52)), 13, 10), darker(cloth, 0.2))
        _boot(pen.at(-30, -hips * 0.5, 62), 0, 0, 1, boots)
        pen.inked(ribbon(bend((6, -hips), (17, -hips * 0.66), (15, -6)), 13.5, 10.4), cloth)
        _boot(pen, 16.5, 0, 1, boots)
    elif kind == "bike":
        pen.inked(ribbon(bend((6, -hips + 2), (13, -hips * 0.62), (4, -hips * 0.2)), 12.5, 9.6), darker(cloth, 0.2))
        _boot(pen, 3, -hips * 0.12, -1, boots)
        props.crank(pen.at(-6, -hips * 0.3))
        pen.inked(ribbon(bend((-5, -hips + 2), (-19, -hips * 0.74), (-11, -hips * 0.34)), 13, 10), cloth)
        _boot(pen, -12.5, -hips * 0.26, -1, boots)


def _knees(pen: Pen, body: Body) -> None:
    colours = body.look.colours
    cloth = colours.get("trousers") if body.outfit == "hoodie" else darker(colours.get("suit"), 0.18)
    for side in (-1, 1):
        pen.inked(ribbon(polygon((side * 9, 5), (side * 10, 12), (side * 9.5, body.hips - 8)), 14, 10.5), cloth)
        pen.tint(oval(side * 9.4, 5, 5, 3.6), (255, 255, 255), 0.07)
        _boot(pen, side * 10, body.hips - 3, side, colours.get("boots"))


def _boot(pen: Pen, x: float, y: float, side: float, colour: Colour) -> None:
    shape = [(x - side * 5.6, y - 9), (x + side * 4.6, y - 9), (x + side * 6, y - 5.4), (x + side * 10.4, y - 3.4)]
    shape += [(x + side * 11, y), (x - side * 6.2, y), (x - side * 6.6, y - 4)]
    pen.inked(smooth(shape, steps=4), colour)
    pen.line(polygon((x - side * 5.6, y - 1.2), (x + side * 10.4, y - 1.2)), lighter(colour, 0.35), 1.1)


def _hood(pen: Pen, body: Body) -> None:
    if body.outfit == "hoodie":
        suit = body.look.colours.get("suit")
        pen.inked(smooth(mirrored([(0, -41), (11, -40), (17.5, -35), (16.5, -29), (0, -27)])), darker(suit, 0.25))


def _torso(pen: Pen, body: Body) -> None:
    colours = body.look.colours
    suit, accent = colours.get("suit"), colours.get("accent")
    if body.outfit == "shell":
        suit = colours.get("fur")
    if body.look.species == "person":
        skin = colours.get("skin")
        pen.inked(box(-5.4, -41, 10.8, 11, 3), darker(skin, 0.14))
    with pen.inside(_TORSO) as within:
        within.fill(_TORSO, suit)
        within.tint(smooth([(9, -38), (12, -24), (11.4, -8), (7, 6), (26, 6), (26, -38)]), darker(suit, 0.7), 0.38)
        within.tint(smooth([(-20, -38), (-10, -36), (-13.4, -24), (-14, -6), (-22, 4)]), (255, 255, 255), 0.07)
        _outfit(within, body, suit, accent)
        within.tint(oval(0, -36.5, 17, 5.6), (12, 8, 26), 0.3)
    pen.line(_TORSO, INK, 0.95, closed=True)
    _collar(pen, body, suit)
    if body.lettered:
        _panel(pen, body.panel_turn)


def _outfit(pen: Pen, body: Body, suit: Colour, accent: Colour) -> None:
    dark, light = darker(suit, 0.42), lighter(suit, 0.16)
    if body.outfit == "tactical":
        for flip in (False, True):
            side = pen.at(flip=flip)
            side.fill(polygon((7.6, -38), (12.6, -38), (13.4, -20), (13.4, -6), (8.6, -6), (8.6, -20)), light)
            side.line(polygon((13.4, -30), (13.4, -6)), dark, 0.6)
            side.fill(box(8.6, -25, 5, 2.4, 0.4), dark)
            if not body.lettered:
                side.fill(box(6.4, -17, 9, 8.6, 1), mix(suit, light, 0.5))
                side.line(box(6.4, -17, 9, 8.6, 1), dark, 0.6, closed=True)
                side.fill(box(6.4, -17, 9, 2.8, 0.8), light)
                side.fill(oval(10.9, -14.6, 0.7, 0.7), dark)
        if not body.lettered:
            pen.line(polygon((0, -32), (0, -4)), dark, 0.9)
            pen.line(polygon((0.0, -28), (0.0, -25.4)), accent, 1.1)
        pen.fill(box(-20, -4.6, 40, 4.6), darker(suit, 0.6))
        for x in (-13.0, 8.4):
            pen.fill(box(x, -5.4, 5, 6.6, 0.8), dark)
            pen.line(polygon((x + 0.4, -3.4), (x + 4.6, -3.4)), light, 0.5)
        pen.fill(box(-3.2, -5, 6.4, 5.4, 1), (150, 156, 168))
        pen.fill(box(-1.6, -3.6, 3.2, 2.6, 0.5), dark)
    elif body.outfit == "labcoat":
        pen.fill(polygon((-5, -38), (5, -38), (0, -22)), mix(accent, suit, 0.3))
        pen.line(polygon((0, -22), (0, 6)), dark, 0.8)
        pen.line(polygon((6, -14), (13, -14), (13, -6), (6, -6)), dark, 0.6, closed=True)
    elif body.outfit == "shell":
        pen.fill(box(-20, -4.6, 40, 9), darker(suit, 0.4))
        if not body.lettered:
            pen.fill(box(-9, -27, 18, 14, 3), darker(suit, 0.28))
            for x, tone in ((-4.6, accent), (0.0, (240, 170, 70)), (4.6, (120, 214, 130))):
                pen.fill(oval(x, -20, 1.7, 1.7), tone)
    else:
        pen.fill(box(-20, -1.6, 40, 6), darker(suit, 0.22))
        for x in range(-17, 18, 3):
            pen.line(polygon((x, -1.2), (x, 4)), dark, 0.4)
        top = -9.5 if body.lettered else -13.0
        pocket = smooth([(-10.5, -1.8), (-12.4, -5), (-9, top), (9, top), (12.4, -5), (10.5, -1.8)], steps=3)
        pen.fill(pocket, darker(suit, 0.1))
        pen.line(pocket, dark, 0.6, closed=True)


def _collar(pen: Pen, body: Body, suit: Colour) -> None:
    if body.outfit == "tactical":
        pen.inked(
            smooth(mirrored([(0, -37.6), (8.4, -38.6), (10, -34), (5, -30.8), (0, -30)]), steps=5), darker(suit, 0.2)
        )
        if body.look.species != "person":
            pen.fill(
                smooth(mirrored([(0, -39), (6, -38), (4.6, -34.4), (0, -32)]), steps=5), body.look.colours.get("belly")
            )
    elif body.outfit == "hoodie":
        skin = body.look.colours.get("skin" if body.look.species == "person" else "belly")
        pen.inked(smooth(mirrored([(0, -40), (11.4, -37.4), (10.6, -31.6), (0, -26.6)]), steps=5), darker(suit, 0.14))
        pen.fill(
            smooth(mirrored([(0, -40), (6.6, -37.4), (5.4, -33), (0, -30)]), steps=5), mix((70, 74, 86), suit, 0.4)
        )
        pen.fill(smooth(mirrored([(0, -40), (5.6, -38), (4.2, -34.6), (0, -32.6)]), steps=5), darker(skin, 0.18))
        if not body.lettered:
            for side in (-1, 1):
                pen.line(bend((side * 5, -30), (side * 5.6, -25), (side * 4.8, -19.6)), (206, 204, 198), 0.9)
                pen.fill(box(side * 4.8 - 0.7, -20, 1.4, 2.4, 0.5), body.look.colours.get("accent"))


def _panel(pen: Pen, turn: float) -> None:
    wide, tall = PANEL
    half = wide / 2
    chest = pen.at(0, -19.6, turn)
    top, low = -tall / 2, tall / 2
    shape = polygon((-half + 0.3, top), (half - 0.3, top), (half + 0.1, low), (-half - 0.1, low))
    chest.line(shape, INK, 3.2, closed=True)
    chest.line(shape, PIPING, 1.9, closed=True)
    chest.fill(shape, PAPER)


def _arm(pen: Pen, body: Body, side: float, arm: Arm) -> None:
    colours = body.look.colours
    suit = darker(colours.get("suit"), 0.06)
    person = body.look.species == "person"
    paw = colours.get("skin" if person else "mask" if body.look.species in _DARK_PAWS else "fur")
    if body.outfit == "shell":
        suit, paw = darker(colours.get("fur"), 0.2), darker(colours.get("fur"), 0.35)
    path = bend((side * 14.2, -29.5), arm.through, arm.hand, 21)
    if body.outfit == "hoodie":
        bare = 13
        pen.inked(ribbon(path[bare - 2 :], 7.2, 6.0), paw)
        pen.inked(ribbon(path[:bare], 11.4, 9.6), suit)
        pen.line(_across(path, bare - 2, 4.3), darker(suit, 0.3), 1.6)
    else:
        pen.inked(ribbon(path[:18], 11.0, 8.6), suit)
        pen.line(_across(path, 15, 3.8), colours.get("accent") if body.outfit != "labcoat" else suit, 1.5)
        if body.outfit == "tactical":
            pen.line(_across(path, 5, 5.0), lighter(suit, 0.14), 2.2)
    lit = path[2:12] + (-1.9, -1.2) if side < 0 else path[2:12] + (1.2, -2.0)
    pen.tint(ribbon(lit, 1.6, 1.2), (255, 255, 255), 0.1)
    _hand(pen, path, side, arm, paw, colours.get("accent"), body)


_DARK_PAWS = ("raccoon", "fox", "panda", "wolf")


def _hand(pen: Pen, path: Shape, side: float, arm: Arm, paw: Colour, accent: Colour, body: Body) -> None:
    x, y = arm.hand
    if arm.grip == "none":
        return
    if arm.holds:
        props.hold(pen.at(x + side * 1.5, y - 1, flip=side < 0 and arm.holds != "book"), arm.holds, accent)
    dx, dy = (path[-1] - path[-4]).tolist()
    palm = pen.at(x, y, _heading(dx, dy))
    ink = INK if brightness(paw) > 60 else mix(INK, (0, 0, 0), 0.2)
    if arm.grip == "open":
        for turn, long in ((-34.0, 7.4), (-11.0, 8.6), (12.0, 8.4), (36.0, 7.2)):
            palm.at(turn=turn).inked(ribbon(polygon((0, -1), (0, -long * 0.6), (0, -long)), 3.4, 2.9), paw, 0.8)
        palm.at(turn=-80 * side).inked(ribbon(polygon((0, 0), (0, -3), (0, -6.2)), 3.4, 2.9), paw, 0.8)
        palm.inked(oval(0, 0, 4.6, 4.4), paw, 0.9)
        palm.fill(oval(0, -1.2, 4.0, 3.8), paw)
        palm.fill(oval(0, 0, 2.2, 1.9), lighter(paw, 0.2))
        return
    if arm.grip == "point":
        palm.inked(ribbon(polygon((-1, -1), (-1, -6), (-1, -10)), 3.4, 2.8), paw, 0.8)
    palm.inked(smooth([(-4.6, 1), (-4.8, -2.6), (-2.6, -5), (2.6, -5), (4.8, -2.6), (4.6, 1), (0, 4)]), paw)
    for at in (-1.7, 0.9):
        palm.line(polygon((at, -4.6), (at, -1.9)), mix(paw, ink, 0.55), 0.65)
    palm.line(bend((side * -4.4, -0.6), (side * -1.6, -0.2), (side * 0.4, 1.4)), mix(paw, ink, 0.55), 0.8)


def _heading(dx: float, dy: float) -> float:
    """The turn that takes "up" to the direction (dx, dy), in degrees."""
    return math.degrees(math.atan2(dx, -dy))
