"""From what was understood of a scene to the recipes that draw it, and from a recipe to an engine's request."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from backends.base import DrawRequest, Figure, LoraUse, ReferencePicture, Region
from library.digest import sha256_of
from studio.cast.outfits import without_names
from studio.errors import StudioError
from studio.scenes.limits import (
    LEAST_DENOISE,
    LONGEST_SCENE,
    LONGEST_TEXT,
    MOST_AT_ONCE,
    MOST_GUIDANCE,
    MOST_STEPS,
    SEED_LIMIT,
    STRONGEST_LORA,
)
from studio.scenes.prompt import assemble, regions
from studio.scenes.recipe import CastMember, EngineKind, PictureUse, Recipe, ReferenceUse, to_json
from studio.scenes.scene import DRAFT, Scene
from studio.scenes.understanding import Understanding

RANDOM = "\0random"
"""In place of a saying: one that is drawn anew for each picture. Nobody can type it."""


class SceneImpossible(StudioError):
    """A number of the scene is out of its range, or its text too long."""


def recipes(
    understood: Understanding,
    *,
    engine: str,
    engine_kind: str,
    references: Sequence[ReferenceUse],
    models: Mapping[str, str],
    chooser: random.Random,
) -> tuple[Recipe, ...]:
    """One recipe for each picture that the scene asks for: the same but for the seeds, which follow each other.

    Raises SceneImpossible for a count, seed, steps, guidance or strength out of range.
    """
    scene = understood.scene
    check(understood)
    first = chooser.randrange(2**32) if scene.seed is None else scene.seed
    by_regions = scene.references_joined == "regions" and len(understood.roles) > 1
    parts = regions(understood) if by_regions else ("",) * len(understood.roles)
    # Other families would not look at them, so the recipe does not claim that they did. A draft is blocked out for any
    # family and after no reference: it is found by those that suit its scene, and stands before the plate's picture.
    shown = _placed(references, understood) if engine_kind == DRAFT or understood.looks_at_references else ()
    return tuple(
        Recipe(
            scene=scene.text,
            prompt=assemble(understood),
            sayings=(*(role.saying for role in understood.placed if role.saying), *understood.loose_sayings),
            cast=tuple(
                CastMember(
                    name=role.character.name,
                    species=role.character.species,
                    look=role.character.look,
                    wearing=role.wearing,
                    lettered=bool(role.saying),
                    colours=role.dressed.colours,
                    features=role.dressed.features,
                    outfit=role.outfit.name if role.outfit else "",
                    prompt=part,
                )
                for role, part in zip(understood.placed, parts, strict=True)
            ),
            plate=understood.plate.name,
            style=understood.style.name,
            references=shown,
            references_joined=scene.references_joined,
            start=scene.start,
            denoise=scene.redrawn,
            mask=scene.mask,
            loras=understood.loras,
            seed=(first + number) % SEED_LIMIT,
            width=scene.size[0],
            height=scene.size[1],
            steps=understood.steps,
            guidance=understood.guidance,
            sampler=scene.sampler,
            scheduler=scene.scheduler,
            engine=engine,
            engine_kind=cast(EngineKind, engine_kind),
            family=understood.family,
            models=dict(models),
            chosen=understood.chosen,
            left_out=understood.left_out,
            named=tuple(understood.order.index(number) for number in range(len(understood.order))),
        )
        for number in range(scene.count)
    )


def _placed(references: Sequence[ReferenceUse], understood: Understanding) -> tuple[ReferenceUse, ...]:
    """References in the order of those whom they show, from left to right; others after them."""
    names = [role.character.name for role in understood.placed]
    return tuple(
        sorted(references, key=lambda use: names.index(use.character) if use.character in names else len(names))
    )


def takes(scene: Scene, sayings: Sequence[str], chooser: random.Random) -> tuple[Scene, ...]:
    """A scene for each picture where a scene has RANDOM sayings, each with others of `sayings`; else the scene itself.

    None comes twice before all have come, and none that stands on another shirt of the picture.
    """
    if RANDOM not in scene.sayings:
        return (scene,)
    given = {saying.casefold() for saying in scene.sayings if saying != RANDOM}
    pool = [saying for saying in dict.fromkeys(sayings) if saying.casefold() not in given] or list(sayings)
    first = chooser.randrange(2**32) if scene.seed is None else scene.seed
    left: list[str] = []
    made = []
    for number in range(max(1, min(scene.count, MOST_AT_ONCE))):
        drawn: list[str] = []
        for saying in scene.sayings:
            if saying == RANDOM:
                if not left:
                    left = chooser.sample(pool, len(pool))
                # After a round the first of the next may stand on this picture already.
                saying = left.pop(next((at for at, one in enumerate(left) if one not in drawn), 0))
            drawn.append(saying)
        seed = (first + number) % SEED_LIMIT
        by_lot = scene.seed is None
        made.append(msgspec.structs.replace(scene, count=1, seed=seed, by_lot=by_lot, sayings=tuple(drawn)))
    # A count that cannot be is for `check` to refuse.
    return tuple(made) if len(made) == scene.count else (msgspec.structs.replace(made[0], count=scene.count),)


def one_stack(batch: Sequence[Recipe]) -> tuple[Recipe, ...]:
    """The recipes of one batch, of a stack where they differ in their sayings too, and not in their seeds alone.

    The stack is named by all that they have in common, so that another batch of the same comes onto it.
    """
    if len({recipe.sayings for recipe in batch}) < 2:
        return tuple(batch)
    chosen = tuple(name for name in batch[0].chosen if name != "seed")
    shared = msgspec.structs.replace(batch[0], seed=0, sayings=(), chosen=chosen)
    name = f"takes-{sha256_of(to_json(shared).encode())[:24]}"
    return tuple(msgspec.structs.replace(recipe, stack=name) for recipe in batch)


def check(understood: Understanding) -> None:
    """Raise SceneImpossible where a number is out of its range, or the scene's text too long."""
    scene = understood.scene
    if len(scene.text) > LONGEST_SCENE:
        raise SceneImpossible(
            "The scene is too long", f"it has {len(scene.text)} characters", f"{LONGEST_SCENE} will do"
        )
    if scene.mask is not None and scene.start is None:
        raise SceneImpossible("There is a mask, and no picture that it lies on", "", "Choose the picture to paint over")
    for saying in scene.sayings:
        if len(saying) > LONGEST_TEXT:
            reason = f"it has {len(saying)} characters"
            raise SceneImpossible("The saying is too long to be read", reason, f"Take at most {LONGEST_TEXT}")
    bounds: list[tuple[str, float, float, float]] = [
        ("The count", scene.count, 1, MOST_AT_ONCE),
        ("The seed", scene.seed or 0, 0, SEED_LIMIT - 1),
        ("The number of steps", understood.steps, 1, MOST_STEPS),
        ("The guidance", understood.guidance, 0, MOST_GUIDANCE),
        ("The denoise", scene.redrawn, LEAST_DENOISE, 1),
        *(
            (f"The strength of {lora.file}", lora.strength, -STRONGEST_LORA, STRONGEST_LORA)
            for lora in understood.loras
        ),
    ]
    for what, value, low, high in bounds:
        if not low <= value <= high:
            raise SceneImpossible(f"{what} cannot be {value}", "", f"Choose from {_number(low)} to {_number(high)}")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:g}"


def request(
    recipe: Recipe,
    *,
    job_id: str,
    client_id: str,
    references: Sequence[ReferencePicture] = (),
    start: bytes = b"",
    mask: bytes = b"",
) -> DrawRequest:
    """What the engine gets for a recipe.

    `references` holds the bytes of the recipe's references, in their order (the draft painter gets that of the plate
    alone, to put figures before it); `start` and `mask` the bytes of its picture
    to paint over and of the mask on it, where it has them. Raises SceneImpossible where one of the two is not given.
    """
    is_painted = recipe.engine_kind == DRAFT
    return DrawRequest(
        job_id=job_id,
        client_id=client_id,
        prompt=recipe.prompt,
        seed=recipe.seed,
        width=recipe.width,
        height=recipe.height,
        steps=recipe.steps,
        guidance=recipe.guidance,
        sampler=recipe.sampler,
        scheduler=recipe.scheduler,
        loras=tuple(LoraUse(lora.file, lora.strength, lora.base) for lora in recipe.loras),
        references=() if is_painted else tuple(references),
        backdrop=next(iter(references), None) if is_painted else None,
        references_joined=recipe.references_joined,
        regions=_regions(recipe),
        start=_picture(recipe.start, start),
        denoise=recipe.denoise,
        mask=_picture(recipe.mask, mask),
        family=recipe.family,
        chosen=recipe.chosen,
        models=recipe.models,
        # The draft painter reads what is done there, and a party suit makes no party.
        scene=without_names(recipe.scene, (member.outfit for member in recipe.cast if member.outfit)),
        plate=recipe.plate,
        style=recipe.style,
        figures=tuple(
            Figure(
                name=member.name,
                species=member.species,
                colours=member.colours,
                features=member.features,
                lettered=member.lettered,
                look=member.look,
                wearing=member.wearing,
            )
            for member in recipe.cast
        ),
    )


def _regions(recipe: Recipe) -> tuple[Region, ...]:
    """A strip of the picture for each of the cast, all as wide, where the recipe is to be drawn by regions."""
    count = len(recipe.cast)
    if recipe.references_joined != "regions":
        return ()
    return tuple(
        Region(
            member.prompt,
            place / count,
            (place + 1) / count,
            tuple(n for n, use in enumerate(recipe.references) if use.character == member.name),
        )
        for place, member in enumerate(recipe.cast)
    )


def _picture(use: PictureUse | None, data: bytes) -> ReferencePicture | None:
    if use is None:
        return None
    if not data:
        raise SceneImpossible(f"The picture {use.name} is not in the library any more", "", "Choose another one")
    return ReferencePicture(use.name, use.sha256, data)
