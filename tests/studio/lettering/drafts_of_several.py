"""Drafts of several as a model would have drawn them: with recipes that tell who was asked for, and not where."""

from __future__ import annotations

from collections.abc import Sequence

from backends.base import DrawRequest, Figure
from studio.lettering.geometry.quads import Array
from studio.lettering.places.placement import places_for
from studio.lettering.places.recipe_places import Told
from studio.lettering.records import LetteringRecord, Setting
from studio.scenes.recipe import Recipe
from tests.studio.lettering.figures import SCENES, member_of


def drawn(figures: Sequence[Figure], seed: int, size: tuple[int, int] = (768, 512), plate: str = "west") -> DrawRequest:
    """A draft of figures, from left to right, in a scene that its seed chooses."""
    scene = SCENES[seed % len(SCENES)].format(" and ".join(figure.name for figure in figures))
    return DrawRequest("job", "client", "", seed, *size, scene=scene, plate=plate, figures=tuple(figures))


def told_of(asked: Sequence[Figure]) -> Told:
    """What the recipe of a model's picture tells: who was asked for, with a saying for each who is lettered."""
    members = tuple(map(member_of, asked))
    return Told((), len(members), members, recipe_of(asked).sayings)


def recipe_of(asked: Sequence[Figure]) -> Recipe:
    """The recipe of a model's picture."""
    sayings = tuple(f"{figure.name}'s own" for figure in asked if figure.lettered)
    return Recipe(
        scene="", prompt="", cast=tuple(map(member_of, asked)), plate="west", style="flat cartoon", sayings=sayings,
        seed=1, width=768, height=512, steps=20, guidance=2.5, engine="lab", engine_kind="comfyui", family="kontext",
    )  # fmt: skip


def lettered(picture: Array, asked: Sequence[Figure]) -> LetteringRecord:
    """The sayings on who is to wear them."""
    told = told_of(asked)
    return LetteringRecord(settings=tuple(map(Setting, told.sayings, places_for(picture, told.sayings, told=told))))
