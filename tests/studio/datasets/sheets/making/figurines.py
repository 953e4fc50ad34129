"""Chibi figurines in flat pastel, keychains and animals, on nothing: the kind for judging."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from tests.studio.datasets.sheets.making.brush import Brush, shaded
from tests.studio.datasets.sheets.making.truth import Array, Colour

_SKINS: Final = ((255, 226, 204), (242, 200, 168), (198, 144, 106), (132, 88, 64))
_HAIRS: Final = ((70, 54, 50), (150, 100, 66), (232, 204, 142), (206, 122, 92), (60, 60, 76), (190, 186, 190))
_CLOTHES: Final = (
    (252, 252, 250), (246, 214, 214), (206, 224, 236), (214, 232, 212), (250, 232, 196), (222, 210, 236),
    (120, 136, 160), (92, 96, 110), (238, 238, 232),
)  # fmt: skip
_FURS: Final = ((248, 244, 238), (226, 178, 128), (150, 140, 136), (96, 80, 74), (242, 214, 176))
_GREEN: Final = (178, 206, 150)


class Doll(NamedTuple):
    """A figurine: the same in each of its views."""

    kind: str
    skin: Colour
    hair: Colour
    clothes: Colour
    legs: Colour
    hairdo: str
    dress: bool
    ground: str
    """What it stands on: grass, shadow or nothing."""
    ink: Colour | None
    """Of its outlines; black stands for a darker tone of each part."""
    extra: str


def doll(chance: Random) -> Doll:
    """Anybody, or any animal."""
    kind = chance.choice(("doll", "doll", "doll", "keychain", "animal"))
    return Doll(
        kind, chance.choice(_SKINS), chance.choice(_HAIRS if kind != "animal" else _FURS), chance.choice(_CLOTHES),
        chance.choice(_CLOTHES[2:]), chance.choice(("short", "long", "bun", "tails", "cap")), chance.random() < 0.4,
        chance.choice(("grass", "grass", "grass", "shadow", "nothing")),
        chance.choice(((0, 0, 0), (0, 0, 0), (96, 84, 84))),
        chance.choice(("", "", "balloon", "book", "wings", "hands")),
    )  # fmt: skip


def painted(who: Doll, view: str, side: int) -> Array:
    """(H, W, 4) uint8 RGBA, cut to what is drawn; `side` px is about its greatest side."""
    brush = Brush(side, 0.006, who.ink)
    if who.kind != "keychain":
        _stand(brush, who)
    {"doll": _doll, "keychain": _keychain, "animal": _animal}[who.kind](brush, who, view)
    return brush.finished()


def _stand(brush: Brush, who: Doll) -> None:
    if who.ground == "grass":
        brush.oval(0.5, 0.925, 0.27, 0.06, shaded(_GREEN, 0.82))
        brush.oval(0.5, 0.905, 0.27, 0.06, _GREEN)
        for x in (0.3, 0.42, 0.63, 0.7):
            brush.shape([(x - 0.012, 0.93), (x, 0.895), (x + 0.012, 0.93)], shaded(_GREEN, 0.88))
    if who.ground == "shadow":
        brush.soft(0.5, 0.935, 0.2, 0.018, 0.3)


def _doll(brush: Brush, who: Doll, view: str) -> None:
    lean = {"front": 0.0, "three-quarter": 0.02, "side": 0.045, "back": 0.0}[view]
    narrow = {"front": 1.0, "three-quarter": 0.93, "side": 0.72, "back": 1.0}[view]
    if who.extra == "wings" and view != "front":
        brush.oval(0.36, 0.62, 0.11, 0.07, (250, 250, 252))
        brush.oval(0.64, 0.62, 0.11, 0.07, (250, 250, 252))
    if who.hairdo == "long":
        brush.box(0.5 - 0.2 * narrow, 0.3, 0.4 * narrow, 0.36, shaded(who.hair, 0.92), 0.1)
    for side in (-1, 1):
        brush.box(0.5 + side * 0.055 * narrow - 0.045, 0.74, 0.09, 0.16, who.legs, 0.03)
        brush.oval(0.5 + side * 0.06 * narrow + lean, 0.9, 0.055, 0.025, shaded(who.legs, 0.7))
    wide = 0.19 if who.dress else 0.13
    brush.shape(
        [
            (0.5 - 0.1 * narrow, 0.54),
            (0.5 + 0.1 * narrow, 0.54),
            (0.5 + wide * narrow, 0.8),
            (0.5 - wide * narrow, 0.8),
        ],
        who.clothes,
    )
    hand_gap = 0.012 if who.extra == "hands" else 0.0
    for side in (-1, 1) if view != "side" else (1,):
        x = 0.5 + side * 0.125 * narrow if view != "side" else 0.5
        brush.box(x - 0.03, 0.56, 0.06, 0.15, shaded(who.clothes, 0.95), 0.03)
        brush.oval(x, 0.73 + hand_gap * 1.6, 0.03, 0.03, who.skin)
    _head(brush, who, view, 0.34, 0.22 * (0.93 + 0.07 * narrow), lean)
    if who.extra == "balloon":
        brush.line([(0.64, 0.73), (0.76, 0.42)], (120, 110, 110), 0.005)
        brush.oval(0.78, 0.33, 0.08, 0.1, (240, 150, 150))
    if who.extra == "book" and view != "back":
        brush.box(0.42, 0.64, 0.16, 0.11, (206, 150, 120), 0.01)


def _head(brush: Brush, who: Doll, view: str, y: float, r: float, lean: float) -> None:
    x = 0.5
    if who.hairdo == "bun":
        brush.oval(x, y - r * 1.05, r * 0.36, r * 0.32, who.hair)
    if who.hairdo == "tails":
        for side in (-1, 1):
            brush.oval(x + side * r * 1.15, y + r * 0.1, r * 0.3, r * 0.5, who.hair)
    brush.oval(x, y, r, r * 0.92, who.hair if view == "back" else who.skin)
    if view == "back":
        brush.arc(x, y, r * 0.7, r * 0.7, 60, 120, shaded(who.hair, 0.8), 0.006)
        return
    fringe = [
        (x - r, y - r * 0.1),
        (x - r * 0.86, y - r * 0.62),
        (x - r * 0.4, y - r * 0.92),
        (x + r * 0.4, y - r * 0.92),
    ]
    fringe += [
        (x + r * 0.86, y - r * 0.62),
        (x + r, y - r * 0.1),
        (x + r * 0.6, y - r * 0.42),
        (x - r * 0.5, y - r * 0.36),
    ]
    brush.shape(fringe, who.hair)
    if who.hairdo == "cap":
        brush.shape([(x - r, y - r * 0.45), (x, y - r * 1.12), (x + r, y - r * 0.45)], who.legs)
        brush.box(x - r * 1.1, y - r * 0.5, r * 2.2, r * 0.14, shaded(who.legs, 0.85), 0.02)
    for side in (-1, 1) if view != "side" else (1,):
        ex = x + lean * 2 + side * r * 0.4 if view != "side" else x + r * 0.45
        brush.oval(ex, y + r * 0.12, r * 0.11, r * 0.15, (64, 52, 52), bare=True)
        brush.oval(ex - r * 0.03, y + r * 0.06, r * 0.04, r * 0.05, (255, 255, 255), bare=True)
        brush.oval(ex + side * r * 0.1, y + r * 0.36, r * 0.12, r * 0.07, (250, 190, 184), bare=True)
    brush.arc(x + lean * 2, y + r * 0.38, r * 0.14, r * 0.1, 10, 170, (130, 84, 80), 0.006)


def _keychain(brush: Brush, who: Doll, view: str) -> None:
    metal = (176, 174, 182)
    brush.arc(0.5, 0.13, 0.09, 0.09, 0, 360, metal, 0.02)
    for k in range(3):
        brush.arc(0.5, 0.245 + k * 0.045, 0.014, 0.03, 0, 360, shaded(metal, 0.8), 0.009)
    brush.oval(0.5, 0.66, 0.29, 0.28, (250, 250, 250))
    _head(brush, who, view, 0.66, 0.22, 0.02 if view != "front" else 0.0)


def _animal(brush: Brush, who: Doll, view: str) -> None:
    fur, inner = who.hair, (246, 196, 190)
    if view != "front":
        brush.arc(0.68, 0.72, 0.1, 0.14, 270, 90, fur, 0.035)
    brush.oval(0.5, 0.72, 0.2, 0.2, fur)
    if view != "back":
        brush.oval(0.5, 0.76, 0.11, 0.13, shaded(fur, 1.5))
    for side in (-1, 1):
        brush.oval(0.5 + side * 0.12, 0.89, 0.07, 0.04, shaded(fur, 0.94))
        top = [(0.5 + side * 0.2, 0.38), (0.5 + side * 0.2, 0.13), (0.5 + side * 0.06, 0.26)]
        brush.shape(top, fur)
        if view != "back":
            brush.shape([(0.5 + side * 0.18, 0.32), (0.5 + side * 0.18, 0.19), (0.5 + side * 0.1, 0.26)], inner)
    brush.oval(0.5, 0.4, 0.23, 0.2, fur)
    if view != "back":
        shift = {"front": 0.0, "three-quarter": 0.04, "side": 0.09}[view]
        for side in (-1, 1):
            brush.oval(0.5 + shift + side * 0.09, 0.39, 0.024, 0.03, (56, 46, 46), bare=True)
        brush.oval(0.5 + shift, 0.45, 0.025, 0.018, (190, 120, 120), bare=True)
