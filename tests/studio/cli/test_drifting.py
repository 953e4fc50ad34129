"""`studio cast drift` and `calibrate`: whom they measure, what they print, and how they end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from library.records import PictureFacts
from library.store import Library
from studio.cast.members import Character
from studio.pictures.drift import measuring as door
from studio.pictures.drift.calibrating import Calibration
from studio.pictures.drift.measuring import KnownMember, Pixels
from studio.pictures.drift.palette import EMPTY
from studio.pictures.drift.records import Drift, Part, Unmeasurable
from studio.pictures.drift.signature import Signature
from studio.scenes.recipe import to_json
from tests.conftest import Home
from tests.studio.cli.conftest import Studio
from tests.studio.lettering.drafts_of_several import recipe_of
from tests.studio.lettering.figures import CAST

OWN, OTHERS = (0.1, 0.2, 0.15, 0.3), (0.9, 1.1, 0.8)
OWN_CAST = """
[[character]]
name = "Bare"
look = "a dog"

[[character]]
name = "Gone"
look = "a cat"
retired = true
"""


def known_cast(cast: Sequence[Character]) -> tuple[KnownMember | Unmeasurable, ...]:
    """Milo well known, James by one reference, nobody else."""
    made: list[KnownMember | Unmeasurable] = []
    for one in cast:
        if one.name == "Milo":
            fur = Signature("fur", "#112233", np.zeros(3), 0, 0.5, (EMPTY,))
            nameless = fur._replace(name="", given="")
            calibration = Calibration({}, False, OWN, OTHERS)
            made.append(
                KnownMember(
                    "Milo", "k", ("a.png",), (), (fur, nameless), calibration=calibration, odd=(("z.png", 0.75),)
                )
            )
        elif one.name == "Bare":
            made.append(Unmeasurable("How far Bare is cannot be measured", "there are no references", "Give some"))
        else:
            made.append(KnownMember(one.name, "k"))
    return tuple(made)


def measure_all(pixels: Pixels, members: Sequence[KnownMember], recipe: str = "") -> tuple[Drift | Unmeasurable, ...]:
    """James is not there; how far others are is how dark it is."""
    value = round(1 - float(pixels.mean()) / 255, 2)
    parts = (Part("colours", 20.0, 10.0, 1.5, "fur: blue"), Part("head", 0.1, 0.5, 0.2))
    return tuple(
        Unmeasurable(f"How far {one.name} is cannot be measured", "no figure is found", "Look")
        if one.name == "James"
        else Drift(one.name, value, parts, (0, 0, 8, 8), "a.png", one.name != "Milo")
        for one in members
    )


@pytest.fixture(autouse=True)
def measure(monkeypatch: pytest.MonkeyPatch, home: Home) -> None:
    """A measure that takes no time, and two members of one's own."""
    monkeypatch.setattr(door, "known_cast", known_cast)
    monkeypatch.setattr(door, "measure_all", measure_all)
    home.settings.mkdir(parents=True, exist_ok=True)
    (home.settings / "cast.toml").write_text(OWN_CAST)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a.png"
    cv2.imwrite(str(path), np.full((8, 8, 3), 102, np.uint8))
    return path


def test_all_who_have_references_are_measured_part_by_part(studio: Studio, picture: Path) -> None:
    ended = studio("cast", "drift", picture)
    assert ended.status == 0
    assert ended.out.splitlines() == [
        "Milo: drift 0.60, nearest to a.png",
        "! colours    1.50  fur: blue",
        "  head       0.20  as the references have it",
    ]
    assert "there are no references" in ended.err
    assert "no figure is found" in ended.err
    assert "Gone" not in ended.err
    told = [json.loads(line) for line in studio("cast", "drift", picture, "--json").out.splitlines()]
    assert [(one["member"], one["value"], one["outside"]) for one in told] == [("Milo", 0.6, ["colours"])]


def test_only_who_is_asked_for_is_measured_and_without_a_number_it_fails(studio: Studio, picture: Path) -> None:
    ended = studio("cast", "drift", picture, "--member", "milo", "--member", "gone")
    assert [line for line in ended.out.splitlines() if "drift" in line] == [
        "Milo: drift 0.60, nearest to a.png",
        "Gone: drift 0.60, nearest to a.png (rough: fewer than four references)",
    ]
    assert ended.err == ""
    for name in ("James", "Bare"):
        ended = studio("cast", "drift", picture, "--member", name)
        assert (ended.status, ended.out) == (1, "")
        assert name in ended.err
    wrong = studio("cast", "drift", picture, "--member", "Nobody")
    assert wrong.status == 2
    assert "Milo" in wrong.err


def test_of_a_drawn_picture_those_of_its_recipe_are_measured(studio: Studio, home: Home, picture: Path) -> None:
    milo = next(one for one in CAST if one.name == "Milo")
    library = Library.open(home.library)
    facts = PictureFacts(recipe=to_json(recipe_of([milo])))
    drawn = library.save_picture(picture.read_bytes(), facts, key="a")
    library.close()
    ended = studio("cast", "drift", drawn.path)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("Milo: drift 0.60")


def test_how_well_members_are_told_apart_is_said(studio: Studio) -> None:
    ended = studio("cast", "calibrate")
    milo, colours, odd, *james = ended.out.splitlines()
    assert milo == "Milo: 0 references, 3 of others; AUC 1.0 (95 %: 1.0 to 1.0)"
    assert colours == "  colours that can be judged: fur"
    assert odd == "  z.png does not look like the others (drift 0.75)"
    assert james == [
        "James: 0 references, 0 of others; rough: fewer than four references",
        "  colours that can be judged: none of those that the entry names",
    ]
    assert "there are no references" in ended.err
    (told,) = [json.loads(line) for line in studio("cast", "calibrate", "milo", "--json").out.splitlines()]
    assert told == {
        "member": "Milo", "references": 0, "others": 3, "rough": False, "auc": 1.0, "interval": [1.0, 1.0],
        "odd": [{"file": "z.png", "drift": 0.75}], "colours": ["fur"],
    }  # fmt: skip
    alone = studio("cast", "calibrate", "James")
    assert (len(alone.out.splitlines()), alone.err) == (2, "")
    bare = studio("cast", "calibrate", "bare")
    assert (bare.status, bare.out) == (0, "")
    assert "there are no references" in bare.err
    wrong = studio("cast", "calibrate", "Nobody")
    assert wrong.status == 2
