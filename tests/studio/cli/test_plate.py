"""`studio plate`: backgrounds listed, made, changed, and used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.scenes import stock
from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    file = tmp_path / "attic.png"
    Image.fromarray(np.full((300, 300, 3), (200, 180, 150), dtype=np.uint8)).save(file)
    return file


def test_a_plate_is_made_changed_drawn_and_retired(studio: Studio, home: Home, photograph: Path) -> None:
    own = home.settings / "plates.toml"
    own.write_text("# mine\n")
    ended = studio("plate", "new", "my", "attic", "--from", photograph, "--as-it-is", "--keywords", "Roof, disks")
    assert ended.status == 0
    assert "by day     plates/my-attic-day.png: 300 × 300" in ended.out
    assert str(own) in one_line(ended.err)
    assert own.read_text().startswith("# mine\n\n[[plate]]\n")
    assert studio("plate", "night", "my attic", "--offline").status == 0
    assert studio("plate", "edit", "my attic", "--title", "the attic").status == 0
    plate = stock.load(home.settings).plate("the attic")
    assert (plate.keywords, plate.night) == (("roof", "disks"), "plates/my-attic-night.png")
    shown = studio("plate", "show", "my attic", "Milo on the roof at midnight").out
    assert "✓ Milo on the roof at midnight\n      matched 'roof'" in shown
    drawn = studio("draw", "Milo on the roof", "--size", "256x256", "--engine", "draft")
    assert (drawn.status, drawn.err) == (0, "")
    with Image.open(drawn.out.splitlines()[0]) as picture:
        assert picture.getpixel((3, 3)) == (200, 180, 150)
    assert studio("plate", "retire", "my attic").status == 0
    assert "· retired" in studio("plate", "list").out
    assert studio("draw", "Milo on the roof", "--plate", "my attic", "--size", "256x256").status == 0
    assert studio("plate", "retire", "my attic", "--back").status == 0
    assert not stock.load(home.settings).plate("my attic").retired


def test_from_words_alone(studio: Studio, home: Home) -> None:
    home.write_settings('size = "256x256"\n')
    ended = studio("plate", "new", "rack", "--description", "a tall server rack full of cables", "--night")
    assert ended.status == 0
    assert "by night   plates/rack-night.png: 256 × 256" in ended.out
    assert "by the draft painter" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "attic"), "needs a photograph"),
        (("new", "attic", "--as-it-is", "--description", "x"), "needs a photograph"),
        (("new", "north", "--description", "x"), "There is a plate north already"),
        (("edit", "north"), "Nothing is to be changed"),
        (("edit", "nowhere", "--title", "x"), "no plate named 'nowhere'"),
        (("night", "nowhere"), "no plate named 'nowhere'"),
        (("retire", "nowhere"), "no plate named 'nowhere'"),
        (("show", "nowhere"), "no plate named 'nowhere'"),
    ],
)
def test_what_is_typed_wrongly_is_wrong_use(studio: Studio, home: Home, arguments: tuple[str, ...], said: str) -> None:
    ended = studio("plate", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert said in one_line(ended.err)
    assert not (home.settings / "plates.toml").exists()


def test_a_photograph_that_cannot_be_read_leaves_nothing(studio: Studio, home: Home, tmp_path: Path) -> None:
    for name, data, said in (("gone.jpg", None, "gone.jpg"), ("text.jpg", b"words", "not a picture")):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        ended = studio("plate", "new", "attic", "--from", tmp_path / name)
        assert (ended.status, ended.out) == (1, "")
        assert said in one_line(ended.err)
    assert not (home.settings / "plates.toml").exists()
    assert not (home.settings / "plates").exists()


def test_mistakes_and_pictures_that_are_gone_are_told(studio: Studio, home: Home) -> None:
    (home.settings / "plates.toml").write_text(
        '[[plate]]\nname = "attic"\ndescription = "x"\nday = "plates/gone.png"\n'
        '[[plate]]\nname = "cellar"\ndescription = "x"\nnight = "../x.png"\n'
    )
    ended = studio("plate", "list")
    assert ended.status == 1
    assert "gone.png" in ended.out
    assert "'../x.png' of the plate 'cellar' lies outside of the settings folder" in one_line(ended.err)
