"""A recipe turned back into a scene, so that it can be changed and drawn again."""

from __future__ import annotations

from collections.abc import Mapping

from studio.scenes.recipe import Recipe, worn
from studio.scenes.scene import DRAFT, GUIDANCE, STEPS, Scene


def scene_of_recipe(recipe: Recipe) -> Scene:
    """The scene that a recipe was made from, with all that was chosen by the studio now chosen by name.

    Steps and guidance that nobody chose stay unchosen, so that a model of another family takes its own.
    """
    family = next((known for known in STEPS if known == recipe.family), None)
    usual = {} if family is None else {"steps": STEPS[family], "guidance": GUIDANCE[family]}
    steps = None if is_unchosen(recipe, "steps", usual) else recipe.steps
    guidance = None if is_unchosen(recipe, "guidance", usual) else recipe.guidance
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


def is_unchosen(recipe: Recipe, name: str, usual: Mapping[str, float]) -> bool:
    """Whether nobody chose a setting (`steps`, `guidance`): it is the family's usual one, or a service's own."""
    is_hosted = recipe.engine_kind not in ("comfyui", DRAFT)
    return name not in recipe.chosen and (is_hosted or getattr(recipe, name) == usual.get(name))
