"""A recipe turned back into a scene, so that it can be changed and drawn again, here or by another engine."""

from __future__ import annotations

import random
from collections.abc import Mapping

import msgspec

from studio.scenes import plan
from studio.scenes.recipe import Recipe, worn
from studio.scenes.scene import GUIDANCE, STEPS, Scene
from studio.scenes.stock import Stock
from studio.scenes.suiting import Abilities, suited
from studio.scenes.understanding import understand


def scene_of_recipe(recipe: Recipe) -> Scene:
    """The scene that a recipe was made from, with all that was chosen by the studio now chosen by name.

    Steps and guidance that nobody chose stay unchosen, so that a model of another family takes its own.
    """
    family = next((known for known in STEPS if known == recipe.family), None)
    usual = {} if family is None else {"steps": STEPS[family], "guidance": GUIDANCE[family]}
    steps = None if _is_usual(recipe, "steps", usual) else recipe.steps
    guidance = None if _is_usual(recipe, "guidance", usual) else recipe.guidance
    return Scene(
        text=recipe.scene,
        sayings=worn(recipe),
        plate=recipe.plate,
        style=recipe.style,
        seed=recipe.seed,
        size=(recipe.width, recipe.height),
        engine=recipe.engine,
        family=family,
        steps=steps,
        guidance=guidance,
        sampler=recipe.sampler,
        scheduler=recipe.scheduler,
        loras=(*recipe.loras, *recipe.left_out),
        references_joined=recipe.references_joined,
        start=recipe.start,
        mask=recipe.mask,
        denoise=recipe.denoise if recipe.start is not None else None,
    )


def _is_usual(recipe: Recipe, name: str, usual: Mapping[str, float]) -> bool:
    return name not in recipe.chosen and getattr(recipe, name) == usual.get(name)


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
    return msgspec.structs.replace(made, stack=recipe.stack)
