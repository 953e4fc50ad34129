"""Recipes of plates, the names of their files, and their hours."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.families import Family
from studio.scenes import stock
from studio.scenes.plates.files import LONGEST_FILE, LONGEST_STEM, about_file, stem_of
from studio.scenes.plates.hours import picture_for
from studio.scenes.plates.recipes import NOBODY, PlateDrawing, at_other_hour, from_photograph, from_words, recipe
from studio.scenes.plates.trial import tried, with_plate
from studio.scenes.recipe import ReferenceUse
from studio.scenes.scene import GUIDANCE, STEPS
from studio.scenes.stock import Plate

STOCK = stock.load(Path("no such folder"))
ATTIC = Plate("attic", "An attic with beams.")
PHOTO = ReferenceUse("", "attic.jpg", "a" * 64)


@pytest.mark.parametrize(
    ("drawing", "family", "words"),
    [
        (from_photograph(ATTIC, PHOTO), "kontext", "redrawn in this style: An attic with beams. Everything"),
        (at_other_hour(ATTIC, PHOTO, by_night=True), "kontext", "at night: An attic with beams. Dark"),
        (at_other_hour(ATTIC, PHOTO, by_night=False), "kontext", "by day: An attic with beams. Bright"),
        (from_words(ATTIC), "schnell", "An attic with beams. An empty place"),
    ],
)
def test_a_plate_is_drawn_with_nobody_in_it(drawing: PlateDrawing, family: Family, words: str) -> None:
    style = STOCK.styles[0]
    made = recipe(drawing, style, size=(640, 512), seed=7, engine="lab", engine_kind="comfyui", models={"unet": "pond"})
    assert words in made.prompt
    assert NOBODY in made.prompt
    assert "{" not in made.prompt
    assert "  " not in made.prompt
    assert (made.plate, made.style, made.loras) == ("attic", style.name, style.loras)
    assert (made.width, made.height, made.seed, made.engine, made.engine_kind) == (640, 512, 7, "lab", "comfyui")
    assert made.models == {"unet": "pond"}
    assert (made.family, made.cast) == (family, ())
    assert made.references == ((PHOTO,) if family == "kontext" else ())
    assert (made.steps, made.guidance) == (STEPS[family], GUIDANCE[family])
    assert "nobody in it" in made.scene


def test_the_trigger_of_a_style_is_in_its_place() -> None:
    style = msgspec.structs.replace(STOCK.styles[0], pattern="{trigger}: {scene} as ever", trigger="zzz")
    made = recipe(from_words(ATTIC), style, size=(64, 64), seed=1, engine="", engine_kind="draft", models={})
    assert made.prompt == f"zzz: An attic with beams. {NOBODY} as ever"


@given(st.text("aÄé ._-/\\~9🦝", max_size=60))
def test_a_stem_is_the_name_of_a_file_on_every_disk(name: str) -> None:
    stem = stem_of(name)
    assert 0 < len(stem) <= LONGEST_STEM
    assert about_file(f"plates/{stem}.png") == ""
    assert PurePosixPath(stem).name == stem == stem.casefold()
    assert stem == "plate" or (stem[0] not in "-_" and not any(one in stem for one in " ./\\~"))
    assert stem_of("The Attic, at 9!") == "the-attic-at-9"


@pytest.mark.parametrize(
    ("file", "is_good"),
    [
        ("a.png", True), ("plates/a.JPG", True), ("a.jpeg", True), ("a/b/c.webp", True), ("...png.png", True),
        ("/a.png", False), ("~/a.png", False), ("~a.png", False), ("a\\b.png", False), ("../a.png", False),
        ("a/../b.png", False), ("", False), (".", False), ("a.gif", False), ("png", False), ("a.png.txt", False),
        (f"{'a' * (LONGEST_FILE - 4)}.png", True), (f"{'a' * (LONGEST_FILE - 3)}.png", False),
    ],
)  # fmt: skip
def test_only_pictures_beside_the_plates_are_named(file: str, is_good: bool) -> None:
    assert (about_file(file) == "") == is_good


def test_a_scene_at_night_takes_the_picture_of_the_night() -> None:
    both = Plate("attic", "x", day="day.png", night="night.png")
    assert picture_for(both, "Milo reads at 2 AM") == "night.png"
    assert picture_for(both, "Milo reads at noon") == "day.png"
    assert picture_for(ATTIC, "Milo reads at 2 AM") == ""


def test_a_plate_is_tried_in_place_of_the_one_of_its_name_or_beside_the_others() -> None:
    names = [plate.name for plate in STOCK.plates]
    changed = with_plate(STOCK, Plate(names[1].upper(), "other", keywords=("loft",)))
    assert [plate.name.casefold() for plate in changed.plates] == [name.casefold() for name in names]
    assert changed.plates[1].description == "other"
    more = with_plate(STOCK, Plate("attic", "an attic", keywords=("loft",)))
    assert [plate.name for plate in more.plates] == [*names, "attic"]
    (one,) = tried(more, ["Milo reads in the loft"])
    assert (one.scene, one.plate.name) == ("Milo reads in the loft", "attic")
    assert one.reason
    assert len(tried(more)) > 3
