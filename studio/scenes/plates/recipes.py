"""Recipes that draw a plate, with nobody in it: from a photograph, from words, or at the other hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from backends.families import Family
from studio.scenes.recipe import EngineKind, Recipe, ReferenceUse
from studio.scenes.scene import GUIDANCE, STEPS
from studio.scenes.stock import Plate, Style

NOBODY = "An empty place: nobody is in the picture, and nothing is written in it."
PHOTOGRAPH = "The place of the reference picture, redrawn in this style: {}. Everything stands where it stands there."
NIGHT = (
    "The place of the reference picture at night: {}. Dark, with a deep blue light from outside; lamps, windows and"
    " screens are lit and stay bright. Everything stands where it stands there, drawn in the same way."
)
DAY = (
    "The place of the reference picture by day: {}. Bright daylight comes in, and lamps are off. Everything stands"
    " where it stands there, drawn in the same way."
)


class PlateDrawing(NamedTuple):
    """What an engine is to draw of a plate: words for its prompt, the words of its scene, the picture to look at."""

    plate: Plate
    words: str
    scene: str
    reference: ReferenceUse | None = None


def from_photograph(plate: Plate, photograph: ReferenceUse) -> PlateDrawing:
    """The place of a photograph, drawn."""
    words = PHOTOGRAPH.format(plate.description.rstrip("."))
    return PlateDrawing(plate, words, f"{plate.label}, from a photograph, with nobody in it", photograph)


def from_words(plate: Plate) -> PlateDrawing:
    """The place that a plate's description describes."""
    return PlateDrawing(plate, f"{plate.description.rstrip('.')}.", f"{plate.label}, with nobody in it")


def at_other_hour(plate: Plate, picture: ReferenceUse, *, by_night: bool) -> PlateDrawing:
    """The plate's picture at the other hour."""
    hour = "at night" if by_night else "by day"
    words = (NIGHT if by_night else DAY).format(plate.description.rstrip("."))
    return PlateDrawing(plate, words, f"{plate.label} {hour}, with nobody in it", picture)


def recipe(
    drawing: PlateDrawing,
    style: Style,
    *,
    size: tuple[int, int],
    seed: int,
    engine: str,
    engine_kind: str,
    models: Mapping[str, str],
) -> Recipe:
    """The recipe of a plate's picture: `size` in pixels (width, height)."""
    family: Family = "kontext" if drawing.reference else "schnell"
    body = f"{drawing.words} {NOBODY}"
    prompt = style.pattern.replace("{scene}", body).replace("{trigger}", style.trigger)
    return Recipe(
        scene=drawing.scene,
        prompt=" ".join(prompt.split()),
        plate=drawing.plate.name,
        style=style.name,
        references=(drawing.reference,) if drawing.reference else (),
        loras=style.loras,
        seed=seed,
        width=size[0],
        height=size[1],
        steps=STEPS[family],
        guidance=GUIDANCE[family],
        engine=engine,
        engine_kind=cast(EngineKind, engine_kind),
        family=family,
        models=dict(models),
    )
