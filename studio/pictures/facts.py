"""What the library keeps of a drawn picture: what was asked for, and what really drew it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from backends.base import Drawn
from library.records import PictureFacts
from studio.scenes.recipe import LoraChoice, Recipe, to_json


def facts_of(
    recipe: Recipe, engine: str, models: dict[str, str], job_id: str, drawn: Drawn | None = None
) -> PictureFacts:
    """What the library keeps of a recipe's picture; `engine`, `models` and `drawn` say what really drew it.

    The draft painter looks at no steps, guidance, samplers or LoRAs, so its pictures do not claim them, and those of a
    service claim what it has alone.
    """
    drawn = drawn or Drawn()
    used = as_drawn(recipe, drawn)
    draft = recipe.engine_kind == "draft"
    lacks = {"steps", "guidance", "sampler"} if draft else {*drawn.lacks}
    return PictureFacts(
        scene=recipe.scene,
        prompt=recipe.prompt,
        saying=" / ".join(recipe.sayings),
        characters=tuple(member.name for member in recipe.cast),
        plate=recipe.plate,
        style=recipe.style,
        engine=engine,
        model=models.get("unet") or models.get("model", ""),
        loras=() if draft else tuple(lora.file for lora in used.loras),
        seed=None if "seed" in lacks else used.seed,
        steps=None if "steps" in lacks else used.steps,
        guidance=None if "guidance" in lacks else used.guidance,
        sampler="" if "sampler" in lacks else recipe.sampler,
        scheduler="" if "sampler" in lacks else recipe.scheduler,
        draft=draft,
        recipe=to_json(msgspec.structs.replace(used, engine=engine, models={**recipe.models, **models})),
        job_id=job_id,
        stack=recipe.stack,
        cost=recipe.cost,
    )


def as_drawn(recipe: Recipe, drawn: Drawn) -> Recipe:
    """The recipe that draws the same picture again: with the family and the settings that drew it.

    LoRAs that were not put on the model stand apart in it, so that what was asked for is not lost.
    """
    used, left_out = recipe.loras, recipe.left_out
    if drawn.loras is not None:
        there = {_last(file) for file in drawn.loras}
        used = tuple(lora for lora in recipe.loras if _last(lora.file) in there)
        left_out = tuple(dict.fromkeys((*recipe.left_out, *_others(recipe.loras, used))))
    return msgspec.structs.replace(
        recipe,
        family=drawn.family or recipe.family,
        steps=recipe.steps if drawn.steps is None else drawn.steps,
        guidance=recipe.guidance if drawn.guidance is None else drawn.guidance,
        loras=used,
        left_out=left_out,
        unheeded=drawn.unheeded,
        seed=recipe.seed if drawn.seed is None else drawn.seed,
    )


def _others(loras: Iterable[LoraChoice], used: tuple[LoraChoice, ...]) -> Iterable[LoraChoice]:
    return (lora for lora in loras if lora not in used)


def _last(file: str) -> str:
    """A file's name as a server may list it: in another folder, in other case."""
    return file.replace("\\", "/").rpartition("/")[2].lower()
