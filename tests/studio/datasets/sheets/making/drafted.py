"""Figures by the draft painter, in outfits and views, on nothing: the working kind."""

from __future__ import annotations

from random import Random

import numpy as np

from backends.base import Figure
from backends.draft.canvas import Canvas
from backends.draft.figures.bodies import Body, hips_of, paint_body
from backends.draft.figures.face import MOODS, Look
from backends.draft.figures.outfits import outfit_of
from backends.draft.figures.poses import pose_for
from backends.draft.layout import Member, head_of, tall
from backends.draft.palette import SPECIES, Colours
from backends.draft.players import species_of
from backends.draft.reading import looks, script
from tests.studio.datasets.sheets.making.truth import Array

_WEARING = (
    "a tactical suit", "a hoodie and jeans", "a lab coat", "a red jacket", "a striped sweater", "a long green dress",
    "a white t-shirt and shorts", "a yellow top and a skirt",
)  # fmt: skip
_LOOKS = (
    "a woman with long red hair", "a man with a beard and glasses", "an old man, bald, with a moustache",
    "a girl with pigtails", "a boy with curly blond hair", "a woman with a bun and freckles", "a man with a cap",
)  # fmt: skip
_SUITS = ("#2a3240", "#8a2f3a", "#3b6b4a", "#e8e4da", "#d8a23a", "#5a4a8a")
_POSES = ("stand", "akimbo", "wave", "shrug", "think", "point", "celebrate", "cheeks")
_ITEMS = ("", "", "", "mug", "trophy", "wrench", "book", "cane")
_TURNS = {"front": 0.0, "three-quarter": 0.5, "side": 1.0, "back": 0.0}


def someone(chance: Random) -> Figure:
    """Anybody: species, look, outfit and a colour."""
    species = chance.choice(("person", "person", "person", *SPECIES))
    look = chance.choice(_LOOKS) if species == "person" else ""
    return Figure("Anybody", species, {"suit": chance.choice(_SUITS)}, look=look, wearing=chance.choice(_WEARING))


def painted(figure: Figure, view: str, side: int, chance: Random) -> Array:
    """(H, W, 4) uint8 RGBA, cut to what is painted; `side` px is about its greatest side."""
    luck = chance.random()
    first, second = (_on(figure, view, side, Random(luck), ground) for ground in ((255, 0, 255), (0, 255, 0)))
    differ = first.astype(np.float32) - second
    clear = np.clip((differ[..., 0] - differ[..., 1] + differ[..., 2]) / 765.0, 0.0, 1.0)
    alpha = 1.0 - clear
    bare = first - clear[..., None] * np.array((255, 0, 255), np.float32)
    colour = np.clip(bare / np.maximum(alpha, 1e-3)[..., None], 0, 255)
    return cut(np.dstack([colour, alpha * 255]).round().astype(np.uint8))


def cut(picture: Array) -> Array:
    """An RGBA picture, cut to what is not clear."""
    ys, xs = np.nonzero(picture[..., 3] > 8)
    return picture[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


def _on(figure: Figure, view: str, side: int, chance: Random, ground: tuple[int, int, int]) -> Array:
    canvas = Canvas(side, side)
    canvas.pixels[:] = ground
    species, features = species_of(figure), looks.features_of(figure)
    turn = _TURNS[view] * chance.choice((-1.0, 1.0))
    look = Look(
        species, Colours(species, looks.colours_of(figure, features)), features, MOODS[chance.choice([*MOODS])],
        (0.0, 0.05), turn, view == "back",
    )  # fmt: skip
    item = chance.choice(_ITEMS)
    part = script.Part(chance.choice(_POSES), items=(item,) if item else ())
    pose = pose_for(part, chance, False)
    head = head_of(features)
    body = Body(look, pose, False, outfit_of(species, features), hips_of(species), part.items, head=head)
    scale = min(0.8, 90 / tall(Member(species, pose, False, features, head)))
    for _ in paint_body(canvas.pen().at(50, 92, scale=scale), body):
        pass
    return canvas.finished()
