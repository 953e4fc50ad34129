"""`studio gallery`, `studio library` and `studio cast`."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from library.records import Measured, Picture, PictureFacts
from library.search.terms import FIELDS
from library.store import Library
from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line


def png(shade: int) -> bytes:
    return cv2.imencode(".png", np.full((8, 8, 3), shade, np.uint8))[1].tobytes()


@pytest.fixture
def pictures(home: Home) -> list[Picture]:
    """Three pictures, the last of them lettered."""
    library = Library.open(home.library)
    facts = [
        PictureFacts(scene="Milo at the rack", saying="PEBKAC", characters=("Milo",), engine="draft", seed=1),
        PictureFacts(scene="James asleep\non the \x1b[2Jcouch", characters=("James",), engine="draft", seed=2),
        PictureFacts(
            scene="Milo and James",
            characters=("Milo", "James"),
            engine="lab",
            seed=3,
            steps=28,
            guidance=2.5,
            cost=0.04,
            prompt="two of them",
            negative="bad hands",
            model="flux1-dev",
            loras=("flat.safetensors",),
        ),
    ]
    kept = [library.save_picture(png(40 * n), fact, created=1.8e9 + n) for n, fact in enumerate(facts)]
    library.save_lettering(kept[-1].id, png(200), ["RTFM"], "{}")
    library.close()
    return kept


def test_the_help_of_the_search_names_every_field(studio: Studio) -> None:
    ended = studio("gallery", "search", "--help")
    assert all(f"{field}:" in ended.out for field in FIELDS)


def test_search_lists_the_newest_first_in_columns(studio: Studio, pictures: list[Picture]) -> None:
    ended = studio("gallery", "search", "milo")
    assert (ended.status, ended.err) == (0, "")
    first, second = ended.out.splitlines()
    assert first.split()[0] == str(pictures[2].id)
    assert pictures[2].path in first
    assert first.endswith("Milo and James")
    assert second.index("Milo at the rack") == first.index("Milo and James")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("steps:28", {2}),
        ("steps:>30", set()),
        ("steps:20..30 milo", {2}),
        ("-steps:28", {0, 1}),
        ("steps:4 or steps:>=28", {2}),
    ],
)
def test_search_by_steps(studio: Studio, pictures: list[Picture], query: str, found: set[int]) -> None:
    ended = studio("gallery", "search", *query.split())
    assert ended.status == 0
    assert {int(line.split()[0]) for line in ended.out.splitlines()} == {pictures[place].id for place in found}


def test_search_shows_no_control_characters(studio: Studio, pictures: list[Picture]) -> None:
    (line,) = studio("gallery", "search", "asleep").out.splitlines()
    assert "\x1b" not in line


def test_search_as_json(studio: Studio, pictures: list[Picture]) -> None:
    (line,) = studio("gallery", "search", "milo", "james", "--json").out.splitlines()
    record = json.loads(line)
    assert (record["id"], record["picture"]) == (pictures[2].id, pictures[2].path)
    assert len(record["lettered"]) == 1
    assert record["characters"] == ["Milo", "James"]
    assert record["seed"] == 3
    drawn = {field: record[field] for field in ("prompt", "negative", "model", "loras", "steps", "guidance", "cost")}
    assert drawn == {
        **{"prompt": "two of them", "negative": "bad hands", "model": "flux1-dev", "loras": ["flat.safetensors"]},
        **{"steps": 28, "guidance": 2.5, "cost": 0.04},
    }


def test_a_search_without_words_lists_the_latest(studio: Studio, pictures: list[Picture]) -> None:
    ended = studio("gallery", "search", "--limit", "2")
    assert len(ended.out.splitlines()) == 2
    assert "2 shown of 3" in one_line(ended.err)


def test_nothing_found_is_said_and_is_no_failure(studio: Studio, pictures: list[Picture]) -> None:
    ended = studio("gallery", "search", "unicorn")
    assert (ended.status, ended.out) == (0, "")
    assert "No picture has 'unicorn'" in one_line(ended.err)


@pytest.mark.parametrize("query", ["*", "\x00", "--", "a AND b", "it's 2:30"])
def test_ordinary_text_is_a_query(studio: Studio, pictures: list[Picture], query: str) -> None:
    assert studio("gallery", "search", "--", query).status == 0


@pytest.mark.parametrize(
    ("query", "place"), [('"', 1), ("a AND (", 7), ("NEAR(", 5), ("milo cast:", 11), ("who:me", 1)]
)
def test_a_wrong_search_is_pointed_at(studio: Studio, pictures: list[Picture], query: str, place: int) -> None:
    ended = studio("gallery", "search", "--", query)
    assert ended.status == 2
    assert f"at character {place}" in one_line(ended.err)


def test_pictures_are_rated_and_tagged_by_their_numbers(studio: Studio, pictures: list[Picture]) -> None:
    first, second, _ = (str(picture.id) for picture in pictures)
    assert studio("gallery", "rate", first, second, "4").out == "2 of 2 changed\n"
    assert studio("gallery", "tag", first, "--add", "Night shift", "--add", "blog").out == "1 of 1 changed\n"
    assert studio("gallery", "tag", first, second, "--remove", "BLOG").out == "1 of 2 changed\n"
    found = studio("gallery", "search", 'rating:4 tag:"night shift" -tag:blog').out.splitlines()
    assert [line.split()[0] for line in found] == [first]
    unknown = studio("gallery", "rate", first, "999", "1")
    assert (unknown.status, unknown.out) == (1, "")
    assert len(studio("gallery", "search", "rating:4").out.splitlines()) == 2
    assert studio("gallery", "tag", first).status == 2


def test_duplicates_are_listed_in_groups(studio: Studio, home: Home, pictures: list[Picture]) -> None:
    library = Library.open(home.library)
    coarse = np.random.default_rng(1).integers(0, 250, (8, 8), dtype=np.uint8)
    soft = cv2.resize(coarse, (64, 64), interpolation=cv2.INTER_CUBIC)
    made = [
        library.save_picture(cv2.imencode(".png", soft // 2 + brighter)[1].tobytes(), PictureFacts())
        for brighter in (0, 9)
    ]
    library.close()
    wanted = [made[1].id, made[0].id]
    lines = [line.split() for line in studio("library", "duplicates").out.splitlines()]
    (number,) = {line[0] for line in lines if line[1] == str(wanted[0])}
    assert [int(line[1]) for line in lines if line[0] == number] == wanted
    records = [json.loads(line) for line in studio("library", "duplicates", "--json").out.splitlines()]
    assert wanted in [[each["id"] for each in record["pictures"]] for record in records]


def test_mirrored_pictures_are_duplicates_only_loosely(studio: Studio, home: Home) -> None:
    library = Library.open(home.library)
    coarse = np.random.default_rng(1).integers(0, 250, (8, 8), dtype=np.uint8)
    soft = cv2.resize(coarse, (64, 64), interpolation=cv2.INTER_CUBIC)
    for image in (soft, soft[:, ::-1]):
        library.save_picture(cv2.imencode(".png", image)[1].tobytes(), PictureFacts())
    library.close()
    assert studio("library", "duplicates").out == ""
    assert [line.split()[:2] for line in studio("library", "duplicates", "--loose").out.splitlines()] == [
        ["1", "2"],
        ["1", "1"],
    ]


def test_check_finds_nothing_in_a_whole_library(studio: Studio, pictures: list[Picture]) -> None:
    ended = studio("library", "check")
    assert (ended.status, ended.err) == (0, "")


def test_check_lists_what_it_finds(studio: Studio, home: Home, pictures: list[Picture]) -> None:
    Path(pictures[0].path).unlink()
    shutil.copy(pictures[1].path, home.library / "copied.png")
    ended = studio("library", "check")
    assert ended.status == 1
    kinds = {line.split()[0] for line in ended.out.splitlines()}
    assert "missing" in kinds
    assert any(pictures[0].path in line for line in ended.out.splitlines())


def test_check_makes_a_lettered_version_again_byte_for_byte(studio: Studio, home: Home) -> None:
    assert studio("draw", "Milo waves", "--shirt", "PEBKAC", "--seed", "5", "--engine", "draft").status == 0
    (lettered,) = home.library.rglob("*--pebkac.png")
    before = lettered.read_bytes()
    lettered.unlink()
    ended = studio("library", "check", "--mend")
    assert ended.status == 0
    assert "byte for byte" in ended.out
    assert lettered.read_bytes() == before


def test_rebuild_makes_the_index_from_the_files(studio: Studio, home: Home, pictures: list[Picture]) -> None:
    for file in (home.library / ".studio").glob("index*"):
        file.unlink()
    ended = studio("library", "rebuild")
    assert ended.status == 0
    assert ended.out == "The index has 3 pictures and 1 lettered version\n"
    assert len(studio("gallery", "search", "milo").out.splitlines()) == 2


def test_rebuild_mends_a_damaged_index(studio: Studio, home: Home, pictures: list[Picture]) -> None:
    for file in (home.library / ".studio").glob("index*"):
        file.write_bytes(b"no index at all" * 1000)
    broken = studio("gallery", "search", "milo")
    assert broken.status == 1
    assert "studio library rebuild" in one_line(broken.err)
    mended = studio("library", "rebuild")
    assert mended.status == 0
    assert "put aside" in mended.err
    assert len(studio("gallery", "search", "milo").out.splitlines()) == 2


def test_a_lost_index_is_told_from_an_empty_library(studio: Studio, home: Home) -> None:
    assert "draw one" in studio("gallery", "search").err
    library = Library.open(home.library)
    library.save_picture(png(90), PictureFacts(scene="Milo"))
    library.close()
    shutil.rmtree(home.library / ".studio")
    assert "studio library rebuild" in studio("gallery", "search", "milo").err
    assert "it was lost" in studio("doctor").out
    assert studio("library", "rebuild").status == 0
    assert "Milo" in studio("gallery", "search", "milo").out


def test_a_search_may_begin_with_what_is_not_wanted(studio: Studio, pictures: list[Picture]) -> None:
    ended = studio("gallery", "search", "-james", "-is:reject")
    assert [line.split()[0] for line in ended.out.splitlines()] == [str(pictures[0].id)]
    assert studio("gallery", "search", "--jsno").status != 0


def test_json_says_what_people_said(studio: Studio, pictures: list[Picture], home: Home) -> None:
    library = Library.open(home.library)
    library.annotations.tag([pictures[0].id], add=["night"])
    library.annotations.album([pictures[0].id], add=["best"])
    library.annotations.mark_many([pictures[0].id], "pick")
    library.annotations.write_sidecars()
    sidecar = Path(f"{pictures[0].path}.xmp")
    sidecar.write_bytes(sidecar.read_bytes().replace(b"<rdf:Description ", b'<rdf:Description xmp:Label="Red" ', 1))
    os.utime(sidecar, (5, 5))
    library.imports.folder(home.library)
    library.close()
    (line,) = studio("gallery", "search", "label:red", "--json").out.splitlines()
    told = json.loads(line)
    assert told["label"] == "red"
    assert (told["tags"], told["albums"], told["mark"], told["rating"]) == (["night"], ["best"], "pick", 0)


def test_search_in_the_order_of_drift(studio: Studio, home: Home, pictures: list[Picture]) -> None:
    assert "studio cast measure" in studio("gallery", "search", "--sort", "drift").err
    assert studio("gallery", "search", "--sort", "cost", "seed:99").err == "studio: No such picture was paid for\n"
    library = Library.open(home.library)
    for picture, milo, james in zip(pictures, (0.5, None, 0.25), (None, 0.125, 0.75), strict=True):
        library.drift.put(picture.id, [Measured("Milo", milo), Measured("James", james)])
    library.close()

    def listed(*words: str) -> list[list[str]]:
        return [line.split()[:2] for line in studio("gallery", "search", *words).out.splitlines()]

    ids = [str(picture.id) for picture in pictures]
    assert listed("--sort", "drift:milo") == [["0.25", ids[2]], ["0.50", ids[0]]]
    assert listed("--sort=drift", "--reverse", "-seed:1") == [["0.75", ids[2]], ["0.12", ids[1]]]
    assert listed("drift:milo<0.3") == [[ids[2], listed()[0][1]]]
    (line,) = studio("gallery", "search", "--sort", "drift:james", "--limit", "1", "--json").out.splitlines()
    assert json.loads(line)["drift"] == {"James": 0.125, "Milo": None}
    paid = [ids[number] for number, one in enumerate(pictures) if one.facts.cost is not None]
    assert [one for one, _ in listed("--sort", "cost")] == paid
    assert listed("--sort", "cost", "--reverse", "-milo") == []
    wrong = [
        studio("gallery", "search", *words) for words in (("--sort", "size"), ("--sort", "drift:zoe"), ("--reverse",))
    ]
    assert [one.status for one in wrong] == [2, 1, 2]
    assert "“zoe”" in wrong[1].err


def test_drift_is_measured_by_command(studio: Studio, home: Home, pictures: list[Picture]) -> None:
    ended = studio("cast", "measure", "cast:milo", "-rating:5")
    assert ended.status == 0
    assert {line.split()[0] for line in ended.out.splitlines()} == {str(pictures[2].id), str(pictures[0].id)}
    assert "could not be" in ended.err
    assert "measured, or nobody" in studio("cast", "measure", "cast:milo").err
    assert studio("cast", "measure", "colour:red").status == 2
