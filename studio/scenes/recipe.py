"""The recipe: all that is needed to draw a scene again, frozen, as JSON."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.errors import StudioError

FORMAT = 1
"""Grows when a field changes its meaning; fields that are only added keep the number."""


EngineKind = Literal["draft", "comfyui", "openai", "gemini", "replicate", "bfl"]
"""The families of engines (`backends.base.Engine.kind`)."""


class RecipeUnreadable(StudioError):
    """A text is not a recipe, or was written by a newer studio."""


class LoraChoice(msgspec.Struct, frozen=True):
    """One LoRA file with its strength; `base` is what it was trained on, where whoever chose it says so."""

    file: str
    strength: float = 1.0
    base: str = ""


class CastMember(msgspec.Struct, frozen=True):
    """A character as it stood in the cast when the recipe was made; `wearing` is what it wears, and `outfit` the name
    of the outfit that the scene chose, empty: the usual one. `prompt` is what the model is told of this one's part of
    the picture, where references are joined by regions."""

    name: str
    species: str
    look: str
    wearing: str
    lettered: bool
    colours: dict[str, str] = {}
    features: tuple[str, ...] = ()
    outfit: str = ""
    prompt: str = ""


class ReferenceUse(msgspec.Struct, frozen=True):
    """A reference picture by the hash of its bytes; the library keeps the bytes under that hash.

    `view` is from where it shows the character, empty where nobody says. One of no `character` is the plate's own
    picture, which stands behind all others.
    """

    character: str
    name: str
    sha256: str
    view: str = ""


class PictureUse(msgspec.Struct, frozen=True):
    """A picture that is painted over, or a mask, by the hash of its bytes; the library keeps them under that hash."""

    name: str
    sha256: str


class ChestPlace(msgspec.Struct, frozen=True):
    """Where words can stand on who is in a picture: a `panel`, or a `chest` without one. `quad` is four corners (x, y)
    in pixels, top-left first, clockwise."""

    who: str
    kind: str
    quad: tuple[tuple[float, float], ...]


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """One picture to be drawn. Sizes in pixels; `seed` is 0 to 2⁶³ − 1; `models` maps a role to a file or `auto`.

    `cast` stands from left to right, and `sayings` go so too, one for each lettered character; `named` is the order in
    which the scene names the cast, as numbers from 0, where that is another. `start` is a picture to paint over, of
    which `denoise` (over 0, up to 1) is drawn anew; of a `mask` on it, white is drawn anew and black stays. The same
    recipe on the same engine, with the same models, gives the same picture. `family` is one of `backends.families`, or
    a newer studio's.
    `chosen` names the settings that a person set (`seed`, `steps`, `guidance`): whatever model draws, they stay, as far
    as it knows such. `left_out` are LoRAs that were asked for and did not fit the model which drew, `unheeded` what
    else of it that could not do, in words. `stack` names recipes whose pictures are shown as one; where it is empty,
    those that differ in nothing but their seeds are. `places` is where the engine drew the chests of all who are in the
    picture, `cost` what the picture cost in dollars (None: nothing, or nobody knows), with `estimated` about, for the
    service did not say it; they are known once it is drawn, and no part of what draws it.
    """

    format: int = FORMAT
    scene: str
    prompt: str
    sayings: tuple[str, ...] = ()
    cast: tuple[CastMember, ...] = ()
    plate: str
    style: str
    references: tuple[ReferenceUse, ...] = ()
    references_joined: Literal["chained", "stitched", "regions"] = "chained"
    start: PictureUse | None = None
    denoise: float = 1.0
    mask: PictureUse | None = None
    loras: tuple[LoraChoice, ...] = ()
    seed: int
    width: int
    height: int
    steps: int
    guidance: float
    sampler: str = "euler"
    scheduler: str = "simple"
    engine: str
    engine_kind: EngineKind
    family: str
    models: dict[str, str] = {}
    stack: str = ""
    chosen: tuple[str, ...] = ()
    left_out: tuple[LoraChoice, ...] = ()
    unheeded: tuple[str, ...] = ()
    places: tuple[ChestPlace, ...] = ()
    named: tuple[int, ...] = ()
    cost: float | None = None
    estimated: bool = False


def worn(recipe: Recipe) -> tuple[str, ...]:
    """A recipe's sayings as a scene has them, in the order of naming: an empty one for a character who wears none
    before one who does."""
    left = list(recipe.sayings)
    given = [(left.pop(0) if left else "") if member.lettered else "" for member in recipe.cast]
    if sorted(recipe.named) == list(range(len(given))):
        given = [given[place] for place in recipe.named]
    given += left
    while given and not given[-1]:
        given.pop()
    return tuple(given)


def to_json(recipe: Recipe) -> str:
    """The recipe as JSON, keys in the order of the fields, so equal recipes have equal texts.

    What is empty of the fields that came later is left out: recipes have the text that they had before there were such
    fields, and so the same hash.
    """
    fields = msgspec.to_builtins(recipe)
    for name in ("stack", "chosen", "left_out", "unheeded", "places", "named", "cost", "estimated"):
        if not fields[name]:
            del fields[name]
    for member in fields["cast"]:
        for name in ("outfit", "prompt"):
            if not member[name]:
                del member[name]
    for reference in fields["references"]:
        if not reference["view"]:
            del reference["view"]
    for lora in (*fields["loras"], *fields.get("left_out", ())):
        if not lora["base"]:
            del lora["base"]
    return msgspec.json.encode(fields).decode()


def from_json(text: str | bytes) -> Recipe:
    """The recipe in a JSON text. Raises RecipeUnreadable."""
    try:
        recipe = msgspec.json.decode(text, type=Recipe)
    except msgspec.DecodeError as error:
        raise RecipeUnreadable(
            "This is not a recipe", str(error), "Use the recipe of a picture made by the studio"
        ) from error
    if recipe.format > FORMAT:
        raise RecipeUnreadable(
            "This recipe is newer than this studio",
            f"it has format {recipe.format}, and this studio reads up to {FORMAT}",
            "Update the studio",
        )
    return recipe
