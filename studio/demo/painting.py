"""One picture of the demo: painted, kept, lettered and judged as the studio does it for anybody."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import msgspec

from backends.draft.work import draw
from studio.demo.shots import Take
from studio.lettering.records import Look
from studio.pictures.facts import facts_of
from studio.pictures.finishing import letter_picture
from studio.scenes import plan
from studio.scenes.recipe import ChestPlace, Recipe
from studio.scenes.scene import DRAFT, Scene
from studio.scenes.understanding import understand

if TYPE_CHECKING:
    from library.store import Library
    from studio.scenes.stock import Stock


def recipe_of(take: Take, goods: Stock) -> Recipe:
    """What draws a take, as Compose would write it."""
    shot = take.shot
    scene = Scene(text=shot.scene, sayings=shot.sayings, style=shot.style, size=shot.size, seed=take.seed, engine=DRAFT)
    understood = understand(scene, goods)
    # The seed is given, so nothing is left to chance.
    (recipe,) = plan.recipes(
        understood, engine=DRAFT, engine_kind=DRAFT, references=(), models={}, chooser=random.Random(take.seed)
    )
    return recipe


def paint(library: Library, goods: Stock, take: Take, created: float) -> int:
    """Paint a take, and keep it with all that is said of it; the picture's id. Blocks.

    `created` is when the library is to say that it was drawn, in Unix seconds. Raises LibraryError, StudioError.
    """
    recipe, name = recipe_of(take, goods), f"demo-{take.seed}"
    drawn = draw(plan.request(recipe, job_id=name, client_id=""), lambda event: None, lambda: False)
    places = tuple(ChestPlace(place.who, place.kind, place.quad) for place in drawn.places)
    placed = msgspec.structs.replace(recipe, places=places)
    picture = library.save_picture(drawn.data, facts_of(placed, DRAFT, {}, ""), created=created, key=name)
    if recipe.sayings:
        letter_picture(library, picture.id, recipe.sayings, Look(), None)
    if take.is_last:
        _judge(library, take, picture.id)
    return picture.id


def _judge(library: Library, take: Take, picture_id: int) -> None:
    shot, annotations = take.shot, library.annotations
    if shot.rating:
        annotations.rate_many([picture_id], shot.rating)
    if shot.mark:
        annotations.mark_many([picture_id], shot.mark)
    if shot.tags:
        annotations.tag([picture_id], shot.tags)
