"""A person's own plates: how they come, change, go, and which picture a scene takes."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from studio.scenes import plan, stock
from studio.scenes.plates import own_file
from studio.scenes.plates.entry_text import EntryNotKept
from studio.scenes.plates.files import about_file, stem_of
from studio.scenes.plates.hours import picture_for
from studio.scenes.plates.own_file import PlateWrong
from studio.scenes.plates.trial import tried, with_plate
from studio.scenes.recipe import Recipe, ReferenceUse, from_json, to_json
from studio.scenes.scene import Scene
from studio.scenes.stock import Plate
from studio.scenes.understanding import understand

ATTIC = Plate("attic", "an attic under a leaking roof", keywords=("Roof", "roof", " disk "), day="plates/attic.png")


def test_a_plate_comes_changes_is_retired_and_goes(tmp_path: Path) -> None:
    own_file.add(tmp_path, ATTIC)
    found = stock.load(tmp_path).plate("ATTIC")
    assert (found.keywords, found.day, found.folder) == (("roof", "disk"), "plates/attic.png", str(tmp_path))
    own_file.change(tmp_path, "attic", description="dry now", day="")
    found = stock.load(tmp_path).plate("attic")
    assert (found.description, found.day, found.folder) == ("dry now", "", "")
    own_file.change(tmp_path, "attic", retired=True)
    goods = stock.load(tmp_path)
    assert "attic" not in [plate.name for plate in goods.plates]
    assert goods.plate("attic").retired
    done = own_file.remove(tmp_path, "attic")
    assert not own_file.is_own(tmp_path, "attic")
    own_file.undo(tmp_path, own_file.undo(tmp_path, done))
    assert not own_file.is_own(tmp_path, "attic")


def test_a_shipped_plate_becomes_an_own_one_when_it_changes_and_is_itself_again(tmp_path: Path) -> None:
    own_file.change(tmp_path, "north", keywords=("cold",))
    mine = stock.load(tmp_path).plate("north wall")
    assert mine.keywords == ("cold",)
    assert mine.description.startswith("the north wall")
    own_file.remove(tmp_path, "north")
    assert "rack" in stock.load(tmp_path).plate("north").keywords
    with pytest.raises(PlateWrong, match="shipped"):
        own_file.remove(tmp_path, "north")


def test_the_last_plate_stays_in_use(tmp_path: Path) -> None:
    *others, last = [plate.name for plate in stock.load(tmp_path).plates]
    for name in others:
        own_file.change(tmp_path, name, retired=True)
    with pytest.raises(PlateWrong, match="only plate"):
        own_file.change(tmp_path, last, retired=True)
    entry = f'[[plate]]\nname = "{last}"\ndescription = "x"\nretired = true\n'
    file = tmp_path / stock.PLATES
    file.write_text(file.read_text() + entry)
    assert len(stock.load(tmp_path).plates) == 1


def test_an_undo_leaves_alone_what_others_wrote(tmp_path: Path) -> None:
    done = own_file.add(tmp_path, ATTIC)
    file = tmp_path / stock.PLATES
    file.write_text(file.read_text() + "# mine\n")
    with pytest.raises(EntryNotKept, match="meanwhile"):
        own_file.undo(tmp_path, done)
    assert file.read_text().endswith("# mine\n")


@pytest.mark.parametrize(
    ("plate", "field"),
    [
        (Plate("", "x"), "name"),
        (Plate("x" * 61, "x"), "name"),
        (Plate("north", "x"), "name"),
        (Plate("North Wall", "x"), "name"),
        (Plate("roof", " "), "description"),
        (Plate("roof", "x", keywords=("y" * 61,)), "keywords"),
        (Plate("roof", "x", day="../../etc/passwd.png"), "picture"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(tmp_path: Path, plate: Plate, field: str) -> None:
    with pytest.raises(PlateWrong) as error:
        own_file.add(tmp_path, plate)
    assert error.value.field == field
    assert not (tmp_path / stock.PLATES).exists()


@pytest.mark.parametrize(
    ("file", "is_good"),
    [
        ("plates/a.png", True), ("a.JPG", True), ("/a.png", False), ("~/a.png", False), ("a/../../b.png", False),
        ("a.svg", False), ("a" * 300 + ".png", False), ("..\\a.png", False), ("", False),
    ],
)  # fmt: skip
def test_pictures_lie_in_the_settings_folder(tmp_path: Path, file: str, is_good: bool) -> None:
    assert (about_file(file) == "") is is_good
    if file:
        entry = f"[[plate]]\nname = 'a'\ndescription = 'b'\nday = '{file}'\n"
        (tmp_path / stock.PLATES).write_text(entry)
        goods = stock.load(tmp_path)
        assert bool(goods.faults) is not is_good


def test_names_become_files_that_stay_in_their_folder(tmp_path: Path) -> None:
    for name in ("../../x", "[b]bold[/b]", "a/b\\c", "Küche", "…", "x" * 300):
        file = own_file.keep_picture(tmp_path, name, by_night=True, png=b"x")
        assert (tmp_path / file).parent == tmp_path / "plates"
        assert about_file(file) == ""
    assert stem_of("My Attic!") == "my-attic"


def test_the_hour_of_the_scene_takes_the_picture() -> None:
    both = Plate("attic", "x", day="d.png", night="n.png")
    assert [picture_for(both, scene) for scene in ("at 2 AM", "at night", "at noon", "in the attic")] == [
        "n.png", "n.png", "d.png", "d.png",
    ]  # fmt: skip
    assert picture_for(Plate("attic", "x", night="n.png"), "at noon") == "n.png"
    assert picture_for(Plate("attic", "x"), "at 2 AM") == ""


def recipe(engine_kind: str, family: str = "kontext", plate: Plate = ATTIC, **chosen: Any) -> Recipe:
    goods = with_plate(stock.load(Path("no such folder")), plate)
    understood = understand(Scene(text="Milo in the attic", family=family, **chosen), goods)  # type: ignore[arg-type]
    uses = [ReferenceUse("Milo", "milo.png", "c" * 64)] if engine_kind != "draft" else []
    uses += [ReferenceUse("", "attic.png", "d" * 64)]
    (made,) = plan.recipes(
        understood, engine="x", engine_kind=engine_kind, references=uses, models={}, chooser=random.Random(1)
    )
    return from_json(to_json(made))


def test_engines_are_told_what_the_last_reference_is() -> None:
    told = "The last reference picture is this background"
    assert told in recipe("comfyui").prompt
    assert told not in recipe("comfyui", plate=msgspec.structs.replace(ATTIC, day="")).prompt
    assert told not in recipe("comfyui", "schnell").prompt
    assert "The right end of the reference picture is" in recipe("comfyui", references_joined="stitched").prompt
    assert recipe("comfyui").references[-1].character == ""
    assert recipe("draft", "schnell").references[-1].name == "attic.png"


def test_a_scene_before_a_picture_is_for_models_that_look_at_it() -> None:
    goods = with_plate(stock.load(Path("no such folder")), ATTIC)
    assert understand(Scene(text="nobody in the attic"), goods).family == "kontext"
    assert understand(Scene(text="nobody at all"), goods).family == "schnell"


def test_the_examples_say_which_of_them_take_a_plate() -> None:
    goods = stock.load(Path("no such folder"))
    cake = with_plate(goods, Plate("kitchen", "a kitchen", keywords=("cake", "a thousand days")))
    found = {one.scene: one for one in tried(cake)}
    taken = [one for one in found.values() if one.plate.name == "kitchen"]
    assert [one.reason for one in taken] == ["matched 'cake', 'a thousand days'"]
    assert len(found) == len(tried(goods)) > 4
