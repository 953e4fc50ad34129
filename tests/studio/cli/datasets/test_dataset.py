"""`studio dataset`: begun, filled from files and from the library, changed, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """A folder with three drawn pictures of 300 px."""
    folder = tmp_path / "drawings"
    folder.mkdir()
    for number in range(3):
        pixels = np.full((300, 300, 3), 240, np.uint8)
        pixels[40 + number * 20 : 200, 60:180] = (200, 40 * number, 60)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    return folder


def test_a_dataset_is_begun_filled_changed_and_taken_back(studio: Studio, home: Home, drawings: Path) -> None:
    assert "none yet" in studio("dataset", "list").out
    ended = studio("dataset", "new", "figurine", "--kind", "style", "--trigger", "nua", "--side", "256")
    folder = Path(ended.out.strip())
    assert (ended.status, folder.name, folder.parent.name) == (0, "figurine", "datasets")
    ended = studio("dataset", "add", "figurine", drawings, "--as", "picture")
    assert ended.status == 0
    assert ended.out.splitlines() == [str(folder / f"figurine_0{number}.png") for number in (1, 2, 3)]
    assert "3 pictures added" in one_line(ended.err)
    assert "in the dataset already: 1.png" in studio("dataset", "add", "figurine", drawings / "1.png").err
    assert studio("dataset", "aside", "figurine", "figurine_02", "--because", "blurred").status == 0
    assert studio("dataset", "hold-out", "figurine", "figurine_03").status == 0
    assert studio("dataset", "rename", "figurine", "figurine_01", "cat").status == 0
    shown = studio("dataset", "show", "figurine").out
    assert "figurine: style, trigger word nua, 1 picture, 1 without a caption, 1 held out, 1 set aside" in shown
    assert "figurine_02  256 × 256; aside: blurred" in shown
    record = json.loads(studio("dataset", "show", "figurine", "--json").out)
    assert [one["name"] for one in record["pictures"]] == ["cat", "figurine_02", "figurine_03"]
    assert json.loads(studio("dataset", "list", "--json").out)["aside"] == 1
    assert "Taken back: Renamed figurine_01 to cat" in studio("dataset", "undo", "figurine").err
    assert "Done again: Renamed figurine_01 to cat" in studio("dataset", "redo", "figurine").err
    assert studio("dataset", "undo", "figurine", "--list").out.splitlines()[-1] == "Added 3 pictures"
    assert studio("dataset", "back", "figurine", "figurine_02", "figurine_03").status == 0
    assert studio("dataset", "remove", "figurine", "figurine_03").status == 0
    assert {one.name for one in folder.glob("*.png")} == {"cat.png", "figurine_02.png"}
    ended = studio("dataset", "clean", "figurine", "--side", "128", "--crop")
    assert (ended.status, "2 made again" in ended.err) == (0, True)
    assert "2 the same" in studio("dataset", "again", "figurine").err


def test_pictures_of_the_library_are_added_by_number_and_by_search(studio: Studio, home: Home) -> None:
    home.write_settings('size = "256x256"\n')
    for scene in ("Milo debugging at 2 AM", "Milo on the roof"):
        assert studio("draw", scene, "--engine", "draft").status == 0
    studio("dataset", "new", "milo", "--trigger", "ohwx", "--member", "Milo", "--side", "256")
    assert len(studio("dataset", "add", "milo", "1").out.splitlines()) == 1
    ended = studio("dataset", "add", "milo", "--search", "roof")
    assert ended.status == 0
    record = json.loads(studio("dataset", "show", "milo", "--json").out)
    assert [one["sort"] for one in record["told"]] == []
    assert all(one["caption"].startswith("ohwx") for one in record["pictures"])
    assert record["pictures"][0]["prompt"]
    assert "no picture has 'nobody'" in studio("dataset", "add", "milo", "--search", "nobody").err
    # The library does not take them for its own.
    assert studio("library", "rebuild").status == 0
    assert len(studio("gallery", "search").out.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("show", "nobody"), 1, "There is no dataset in"),
        (("add", "nobody", "1.png"), 1, "There is no dataset in"),
        (("new", "a:b"), 2, "cannot be the name of a dataset"),
        (("new", "x", "--pattern", "{descripton}"), 2, "did you mean {description}?"),
        (("new", "made"), 2, "is a dataset already"),
        (("add", "made"), 2, "Nothing is to be added"),
        (("add", "made", "/nowhere.png"), 1, "/nowhere.png"),
        (("add", "made", "--search", "rating:many"), 2, "The search is not understood"),
        (("add", "made", "77"), 1, "77"),
        (("aside", "made", "fig_01"), 1, "No picture is called 'fig_01'"),
        (("rename", "made", "fig_01", "../x"), 2, "cannot be a picture's name"),
        (("clean", "made", "--ground", "white"), 2, "--ground"),
        (("undo", "made"), 1, "There is nothing to undo"),
        (("redo", "made"), 1, "There is nothing to redo"),
    ],
)
def test_what_cannot_be_done_is_told(studio: Studio, arguments: tuple[str, ...], status: int, said: str) -> None:
    studio("dataset", "new", "made")
    ended = studio("dataset", *arguments)
    assert (ended.status, said in ended.err) == (status, True), ended.err
    assert "Traceback" not in ended.err


def test_a_toml_with_mistakes_is_told(studio: Studio) -> None:
    folder = Path(studio("dataset", "new", "made").out.strip())
    (folder / "dataset.toml").write_text('name = "made"\nside = "big"\nkind = "styl"\n')
    ended = studio("dataset", "show", "made")
    assert ended.status == 1
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == ["dataset.toml, line 2", "dataset.toml, line 3"]
    assert "dataset.toml has mistakes: 2" in studio("dataset", "list").out
