"""Simple flat toys without outlines, on nothing: the second working kind."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from tests.studio.datasets.sheets.making.brush import Brush, shaded
from tests.studio.datasets.sheets.making.truth import Array, Colour

_COLOURS: Final = (
    (204, 92, 84), (232, 168, 90), (110, 160, 120), (96, 132, 184), (150, 116, 172), (222, 200, 170), (90, 84, 92),
    (236, 176, 186), (244, 244, 240),
)  # fmt: skip


class Toy(NamedTuple):
    """A toy: the same in each of its views."""

    kind: str
    first: Colour
    second: Colour
    shadow: bool


def toy(chance: Random) -> Toy:
    """Any toy."""
    kind = chance.choice(("robot", "snowman", "mushroom", "pot", "rocket"))
    return Toy(kind, chance.choice(_COLOURS[:8]), chance.choice(_COLOURS[:8]), chance.random() < 0.4)


def painted(what: Toy, view: str, side: int) -> Array:
    """(H, W, 4) uint8 RGBA, cut to what is drawn; `side` px is about its greatest side."""
    brush = Brush(side, 0.005, (170, 166, 170) if what.kind == "snowman" else None)
    if what.shadow:
        brush.soft(0.5, 0.93, 0.25, 0.025, 0.28)
    {"robot": _robot, "snowman": _snowman, "mushroom": _mushroom, "pot": _pot, "rocket": _rocket}[what.kind](
        brush, what, view
    )
    return brush.finished()


def _robot(brush: Brush, what: Toy, view: str) -> None:
    wide = 0.7 if view == "side" else 1.0
    brush.box(0.5 - 0.16 * wide, 0.16, 0.32 * wide, 0.22, what.first, 0.03)
    brush.line([(0.5, 0.06), (0.5, 0.17)], shaded(what.second, 0.7), 0.012)
    brush.oval(0.5, 0.06, 0.025, 0.025, what.second)
    # Its parts float: the head over the body, the hands below the arms.
    brush.box(0.5 - 0.19 * wide, 0.395, 0.38 * wide, 0.3, what.second, 0.04)
    for side in (-1, 1):
        brush.box(0.5 + side * 0.26 * wide - 0.04, 0.41, 0.08, 0.18, shaded(what.first, 0.9), 0.03)
        brush.oval(0.5 + side * 0.26 * wide, 0.635, 0.035, 0.035, shaded(what.first, 0.75))
        brush.box(0.5 + side * 0.09 * wide - 0.05, 0.705, 0.1, 0.22, shaded(what.first, 0.85), 0.02)
        if view != "back" and (view != "side" or side > 0):
            brush.oval(0.5 + side * 0.07, 0.26, 0.035, 0.035, (255, 255, 255))
            brush.oval(0.5 + side * 0.07, 0.26, 0.016, 0.016, (30, 30, 40))


def _snowman(brush: Brush, what: Toy, view: str) -> None:
    white = (252, 252, 252)
    brush.oval(0.5, 0.75, 0.24, 0.18, white)
    brush.oval(0.5, 0.5, 0.17, 0.15, white)
    brush.oval(0.5, 0.29, 0.13, 0.12, white)
    brush.box(0.36, 0.2, 0.28, 0.03, what.first, 0.01)
    brush.box(0.41, 0.06, 0.18, 0.15, what.first, 0.01)
    brush.line([(0.35, 0.5), (0.2, 0.4)], (110, 80, 60), 0.012)
    brush.line([(0.65, 0.5), (0.8, 0.38)], (110, 80, 60), 0.012)
    if view != "back":
        for y in (0.46, 0.53, 0.7):
            brush.oval(0.5, y, 0.014, 0.014, (60, 60, 66))
        brush.shape([(0.5, 0.29), (0.6, 0.31), (0.5, 0.325)], (232, 140, 70))


def _mushroom(brush: Brush, what: Toy, view: str) -> None:
    brush.box(0.4, 0.5, 0.2, 0.4, (240, 228, 206), 0.06)
    brush.oval(0.5, 0.4, 0.32, 0.24, what.first)
    for x, y, r in ((0.36, 0.34, 0.045), (0.55, 0.28, 0.06), (0.66, 0.43, 0.035)):
        brush.oval(x, y, r, r, (255, 250, 240))
    if view == "front":
        brush.oval(0.45, 0.7, 0.016, 0.02, (50, 40, 40))
        brush.oval(0.55, 0.7, 0.016, 0.02, (50, 40, 40))


def _pot(brush: Brush, what: Toy, view: str) -> None:
    turn = {"front": 0.0, "three-quarter": 0.03, "side": 0.06, "back": -0.03}[view]
    for k in range(5):
        tip = 0.26 + k * 0.12 + turn
        brush.shape(
            [(0.47, 0.55), (tip, 0.1 + abs(k - 2) * 0.08), (0.53, 0.55)], shaded((110, 160, 110), 0.8 + k * 0.08)
        )
    brush.shape([(0.3, 0.54), (0.7, 0.54), (0.63, 0.92), (0.37, 0.92)], what.first)
    brush.box(0.28, 0.5, 0.44, 0.07, shaded(what.first, 0.85), 0.01)


def _rocket(brush: Brush, what: Toy, view: str) -> None:
    brush.shape([(0.5, 0.05), (0.62, 0.25), (0.64, 0.78), (0.36, 0.78), (0.38, 0.25)], (224, 226, 232))
    brush.shape([(0.5, 0.05), (0.61, 0.23), (0.39, 0.23)], what.first)
    for side in (-1, 1):
        brush.shape([(0.5 + side * 0.13, 0.6), (0.5 + side * 0.27, 0.9), (0.5 + side * 0.13, 0.78)], what.second)
    if view != "back":
        brush.oval(0.5, 0.4, 0.06, 0.06, what.second)
        brush.oval(0.5, 0.4, 0.04, 0.04, (190, 220, 240))
    # The flame hangs a little below.
    brush.shape([(0.44, 0.8), (0.56, 0.8), (0.5, 0.95)], (250, 176, 70))
