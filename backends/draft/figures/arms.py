"""Arms, sleeves and hands, from the shoulder through a bend to whatever is held."""

from __future__ import annotations

import math

import numpy as np

from backends.draft.canvas import Pen, Shape, across, bend, oval, polygon, ribbon, smooth
from backends.draft.figures import props
from backends.draft.figures.face import Look
from backends.draft.figures.poses import Arm
from backends.draft.palette import INK, Colour, brightness, darker, lighter, mix

_DARK_PAWS = ("raccoon", "fox", "panda", "wolf")


def paint_arm(pen: Pen, look: Look, outfit: str, side: float, arm: Arm) -> None:
    """One arm on its side (−1 left, 1 right); the pen's origin is the hips."""
    path = bend((side * 14.2, -29.5), arm.through, arm.hand, 21)
    paw = _paw(look, outfit)
    suit = darker(look.colours.get("fur"), 0.2) if outfit == "shell" else look.colours.get("suit")
    if outfit == "hoodie":
        pen.inked(ribbon(path[11:], 7.2, 6.0), paw)
        _sleeve(pen, path[:13], (11.4, 9.8), suit, side, darker(suit, 0.34), 3.0)
    elif outfit in ("top", "dress"):
        pen.inked(ribbon(path[4:], 8.0, 6.0), look.bare)
        _sleeve(pen, path[:9], (11.0, 10.4), suit, side, darker(suit, 0.2), 1.2)
    else:
        trim = look.colours.get("accent") if outfit in ("tactical", "shell") else darker(suit, 0.16)
        _sleeve(pen, path[:18], (11.0, 8.8), suit, side, trim, 1.5)
    if arm.through[1] > -40:
        # The sleeve grows out of the shoulder: take away the outline between the two.
        pen.fill(oval(side * 11.0, -28.6, 4.2, 4.0), suit)
    _hand(pen, path, side, arm, paw, look.colours.get("accent"))


def _paw(look: Look, outfit: str) -> Colour:
    colours = look.colours
    if outfit == "shell":
        return darker(colours.get("fur"), 0.35)
    if look.species == "person":
        return colours.get("skin")
    paw = colours.get("mask" if look.species in _DARK_PAWS else "fur")
    return mix(paw, colours.get("fur"), 0.28) if brightness(paw) < 60 else paw


def _sleeve(
    pen: Pen, path: Shape, wide: tuple[float, float], suit: Colour, side: float, trim: Colour, cuff: float
) -> None:
    outline = ribbon(path, *wide)
    with pen.inside(outline) as within:
        within.fill(outline, suit)
        shade = path + np.array([side * 2.6, 3.0])
        within.tint(ribbon(shade, wide[0] * 0.55, wide[1] * 0.5), darker(suit, 0.8), 0.2)
        shine = path[2 : len(path) // 2 + 2] + np.array([-1.9, -1.3])
        within.tint(ribbon(shine, 1.5, 0.9), (255, 255, 255), 0.1)
        at = len(path) - 3
        within.line(across(path, at, wide[1] * 0.56), trim, cuff)
        within.line(across(path, len(path) - 1, wide[1] * 0.56), darker(suit, 0.2), 2.4)
        for fold in (0.5, 0.62):
            crease = across(path, round(len(path) * fold), wide[0] * 0.5)
            within.line(crease[: len(crease) // 2], darker(suit, 0.4), 0.6)
    pen.line(outline, INK, 0.95, closed=True)


def _hand(pen: Pen, path: Shape, side: float, arm: Arm, paw: Colour, accent: Colour) -> None:
    if arm.grip == "none":
        return
    x, y = arm.hand
    if arm.holds not in ("", "cane"):
        props.hold(pen.at(x + side * 1.5, y - 1, flip=side < 0), arm.holds, accent)
    dx, dy = (path[-1] - path[-4]).tolist()
    # "Up" of the hand's own frame is where the forearm points; its thumb is on the inner side.
    palm = pen.at(x, y, math.degrees(math.atan2(dx, -dy)), flip=side < 0)
    if arm.grip == "open":
        _open_hand(palm, paw)
    else:
        _fist(palm, paw, arm.grip == "point")


def _open_hand(palm: Pen, paw: Colour) -> None:
    for turn, long in ((-32.0, 7.2), (-10.0, 8.5), (12.0, 8.5), (34.0, 7.2)):
        palm.at(turn=turn).inked(ribbon(polygon((0, -1), (0, -long * 0.6), (0, -long)), 3.5, 3.0), paw, 0.8)
    palm.at(turn=-84).inked(ribbon(polygon((0, 0), (0, -3), (0, -6.2)), 3.5, 3.0), paw, 0.8)
    palm.inked(oval(0, 0, 4.7, 4.5), paw, 0.9)
    palm.fill(oval(0, -1.0, 4.2, 3.9), paw)
    palm.fill(smooth([(0, -1.6), (2.2, 0), (1.4, 2), (-1.4, 2), (-2.2, 0)]), lighter(paw, 0.2))


def _fist(palm: Pen, paw: Colour, points: bool) -> None:
    if points:
        palm.inked(ribbon(polygon((-1.4, -1), (-1.4, -6), (-1.4, -10)), 3.5, 2.9), paw, 0.8)
    round_ = [
        (-4.3, 1.8),
        (-4.9, -1.4),
        (-4.1, -4.0),
        (-1.9, -5.2),
        (1.4, -5.2),
        (3.9, -4.2),
        (4.8, -1.6),
        (4.2, 1.8),
        (0, 3.6),
    ]
    palm.inked(smooth(round_), paw)
    line = darker(paw, 0.5) if brightness(paw) > 90 else lighter(paw, 0.22)
    for x in (-1.7, 0.6, 2.8):
        palm.line(bend((x, -4.6), (x + 0.2, -3.2), (x, -1.9)), line, 0.6)
    palm.fill(ribbon(bend((-3.4, 1.7), (-1.6, 0.3), (1.3, 0.1)), 3.2, 2.6), line)
    palm.fill(ribbon(bend((-3.6, 1.9), (-1.8, 0.6), (1.1, 0.3)), 2.3, 1.6), paw)
