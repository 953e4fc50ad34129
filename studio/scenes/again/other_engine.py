"""A recipe made anew for another engine."""

from __future__ import annotations

import random
from collections.abc import Mapping

import msgspec

from studio.scenes import plan
from studio.scenes.again.drawing_again import scene_of_recipe
from studio.scenes.recipe import Recipe
from studio.scenes.stock import Stock
from studio.scenes.suiting import Abilities, suited
from studio.scenes.understanding import understand


def for_engine(
    recipe: Recipe, engine: str, engine_kind: str, abilities: Abilities | None, models: Mapping[str, str], stock: Stock
) -> Recipe:
    """The recipe as another engine would have got it: the same scene, seed and references, its words made for that one.

    Whoever is in it looks as the cast says now. Raises StudioError where the stock no longer has what it names.
    """
    # LoRAs that were chosen by the studio itself are chosen anew; a family of models is the former engine's.
    scene = msgspec.structs.replace(scene_of_recipe(recipe), engine=engine, family=None)
    (made,) = plan.recipes(
        suited(understand(scene, stock), abilities),
        engine=engine,
        engine_kind=engine_kind,
        references=recipe.references,
        models=models,
        chooser=random.Random(recipe.seed),
    )
    # A scene out of a recipe has its seed, whoever chose that.
    chosen = tuple(name for name in made.chosen if name != "seed" or name in recipe.chosen)
    return msgspec.structs.replace(made, stack=recipe.stack, chosen=chosen)
