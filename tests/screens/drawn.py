"""Small drawn pictures and a library of them, the same on every run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from library.formats.pictures import write_png
from library.records import Picture, PictureFacts
from library.store import Library
from studio.lettering.records import LetteringRecord, Placement, Setting, to_json
from studio.scenes.recipe import CastMember, Recipe
from studio.scenes.recipe import to_json as recipe_json

SIDE = 256
PANEL = (88, 150, 168, 206)
"""Left, top, right, bottom of the drawn panel, in pixels."""

NOON = 1_795_000_000.0

_SHELVES: dict[int, dict[Path, bytes]] = {}
"""The files of libraries of so many pictures, as they were when they were drawn."""


def suit(tone: int, width: int = SIDE, height: int = SIDE) -> NDArray[np.uint8]:
    """A picture of a dark torso with a white, cyan-edged panel under a sky of this tone."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[:] = (tone, 90, 255 - tone)
    rgb[96:, 56:200] = (34, 38, 52)
    left, top, right, bottom = PANEL
    rgb[top - 5 : bottom + 5, left - 5 : right + 5] = (30, 220, 235)
    rgb[top:bottom, left:right] = (246, 247, 248)
    rgb[40:90, 96:160] = (150, 120, 90)
    return rgb


def recipe(number: int, sayings: tuple[str, ...] = ()) -> Recipe:
    """A recipe of the draft painter."""
    return Recipe(
        scene=f"Milo counts to {number}",
        prompt=f"a raccoon counts to {number}, [b]flat[/b] cartoon",
        sayings=sayings,
        cast=(CastMember("Milo", "raccoon", "a raccoon", "a suit", bool(sayings)),),
        plate="north",
        style="flat cartoon",
        seed=number,
        width=SIDE,
        height=SIDE,
        steps=8,
        guidance=2.5,
        engine="draft",
        engine_kind="draft",
        family="schnell",
    )


def add(library: Library, number: int, sayings: tuple[str, ...] = ()) -> Picture:
    """Save picture `number`; a higher number is newer."""
    drawn = recipe(number, sayings)
    facts = PictureFacts(
        scene=drawn.scene,
        prompt=drawn.prompt,
        saying=" / ".join(sayings),
        characters=("Milo",),
        plate=drawn.plate,
        style=drawn.style,
        engine="draft",
        seed=number,
        steps=8,
        guidance=2.5,
        draft=True,
        recipe=recipe_json(drawn),
    )
    return library.save_picture(write_png(suit(number * 9 % 250)), facts, created=NOON + 60 * number)


def letter(library: Library, picture: Picture, text: str) -> None:
    """Save a lettered version with a panel full of one colour, as far as this test can see."""
    left, top, right, bottom = PANEL
    place = Placement("panel", ((left, top), (right, top), (right, bottom), (left, bottom)), 0.97)
    pixels = suit(200)
    pixels[top:bottom, left:right] = (255, 0, 0)
    record = LetteringRecord(settings=(Setting(text, place),))
    library.save_lettering(picture.id, write_png(pixels), [text], to_json(record))


def shelf_of(folder: Path, count: int) -> Library:
    """A library of so many pictures, where none is; drawn once for each number, and then copied."""
    if count not in _SHELVES:
        library = Library.open(folder)
        for number in range(1, count + 1):
            add(library, number)
        library.close()
        _SHELVES[count] = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for place, data in _SHELVES[count].items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(data)
    return Library.open(folder)
