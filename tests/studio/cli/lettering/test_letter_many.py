"""`studio letter` over many files: tables, chance, sheets, resuming, reading back, and other ways to set words."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import data
from studio import cores
from tests.conftest import Home
from tests.studio.cli.conftest import Ended, Studio, one_line
from tests.studio.cli.lettering.pictures import PANEL, scene

INSTALLED = all(map(importlib.util.find_spec, ("rapidocr", "onnxruntime")))


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"p{n}.png" for n in range(3)]
    for n, path in enumerate(paths):
        scene(seed=n).save(path)
    return paths


def answers(ended: Ended) -> list[dict[str, Any]]:
    """What is told of the pictures that were lettered."""
    return [answer for answer in map(json.loads, ended.out.splitlines()) if "error" not in answer]


def texts(ended: Ended) -> list[list[str]]:
    return [[placement["text"] for placement in answer["placements"]] for answer in answers(ended)]


def test_a_table_says_the_words_of_each_file(studio: Studio, tmp_path: Path, pictures: list[Path], out: Path) -> None:
    table = tmp_path / "words.csv"
    table.write_text('file,text,text2\np0.png,"Köln, ja",\np2.png,left,right\n', "utf-8-sig")
    ended = studio("letter", "--csv", table, "--out", out, "--json")
    assert ended.status == 0, ended.err
    assert texts(ended) == [["Köln, ja"], ["left", "right"]]
    ended = studio("letter", *pictures[:2], "--csv", table, "--out", out, "--json")
    assert ended.status == 1
    assert texts(ended) == [["Köln, ja"]]
    assert "p1.png" in ended.err
    assert "no row" in ended.err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"file,text\n",
        b"file,text\n,RTFM\n",
        b"\xff\xfe",
        b"file,text\np0.png,No, no\n",
        b'file,text\n"p0.png,x\n',
    ],
)
def test_a_table_that_is_none_is_wrong_use(studio: Studio, tmp_path: Path, out: Path, content: bytes) -> None:
    table = tmp_path / "words.csv"
    table.write_bytes(content)
    ended = studio("letter", "--csv", table, "--out", out)
    assert ended.status == 2
    assert "words.csv" in one_line(ended.err)
    assert not out.exists()


def test_a_table_of_a_spreadsheet_is_read_and_a_row_without_words_stops_no_other(
    studio: Studio, tmp_path: Path, pictures: list[Path], out: Path
) -> None:
    table = tmp_path / "words.csv"
    table.write_text("file;text\np0.png;No, no\np1.png;\n", "utf-8")
    ended = studio("letter", "--csv", table, "--out", out, "--json")
    assert ended.status == 1
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line.get("placements", [{}])[0].get("text") for line in lines] == [None, "No, no"]
    assert "no words" in lines[0]["error"]
    assert lines[0]["source"].endswith("p1.png")


def test_a_folder_stands_for_the_pictures_in_it_that_are_not_lettered(
    studio: Studio, tmp_path: Path, pictures: list[Path], out: Path
) -> None:
    folder = pictures[0].parent
    assert studio("letter", pictures[0], "--text", "x", "--out", folder / "deeper").status == 0
    shutil.copy(folder / "deeper" / pictures[0].name, folder / "lettered.png")
    (folder / "notes.txt").write_text("no picture")
    ended = studio("letter", folder, "--text", "RTFM", "--ink", "#c02020", "--out", out, "--json")
    assert ended.status == 0, ended.err
    assert [Path(answer["source"]) for answer in answers(ended)] == sorted(pictures)
    assert not (out / "lettered.png").exists()


def test_a_folder_without_pictures_is_wrong_use(studio: Studio, tmp_path: Path, out: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = studio("letter", tmp_path / "empty", "--text", "x", "--out", out)
    assert ended.status == 2
    assert "no pictures" in one_line(ended.err)


def test_an_ink_that_is_none_is_told_before_any_file(studio: Studio, pictures: list[Path], out: Path) -> None:
    ended = studio("letter", pictures[0], "--text", "x", "--ink", "red", "--out", out)
    assert ended.status != 0
    assert "#1a2b3c" in one_line(ended.err)
    assert not out.exists()


def test_sayings_by_chance_are_not_repeated_and_stay_when_resumed(
    studio: Studio, pictures: list[Path], out: Path
) -> None:
    ended = studio("letter", *pictures, "--random", "--out", out, "--json")
    given = [words for (words,) in texts(ended)]
    known = {line.strip() for line in data.text("bofh.txt").splitlines()}
    assert len(set(given)) == 3
    assert set(given) <= known
    (out / "p1.png").unlink()
    kept = (out / "p0.png").stat().st_mtime_ns
    again = studio("letter", *pictures, "--random", "--resume", "--out", out, "--json")
    assert [answer.get("skipped", False) for answer in answers(again)] == [True, False, True]
    words = [words for (words,) in texts(again)]
    assert [words[0], words[2]] == [given[0], given[2]]
    assert len(set(words)) == 3
    assert (out / "p0.png").stat().st_mtime_ns == kept


def test_resuming_makes_again_what_was_made_otherwise(studio: Studio, pictures: list[Path], out: Path) -> None:
    def skipped(*more: str) -> list[bool]:
        ended = studio("letter", *pictures[:2], "--resume", "--out", out, "--json", *more)
        return [answer.get("skipped", False) for answer in answers(ended)]

    assert skipped("--text", "RTFM") == [False, False]
    assert skipped("--text", "RTFM") == [True, True]
    assert skipped("--text", "PEBKAC") == [False, False]
    assert skipped("--text", "PEBKAC", "--case", "small-caps") == [False, False]
    scene(seed=9).save(pictures[0])
    assert skipped("--text", "PEBKAC", "--case", "small-caps") == [False, True]


def test_many_files_go_over_the_cores_in_order(
    studio: Studio, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "count", lambda: 2)
    sources = [tmp_path / f"{n}.png" for n in range(10)]
    for n, path in enumerate(sources):
        scene((64 + 40 * (n % 3),) * 2, n).save(path)
    sources[4].write_bytes(b"no picture")
    ended = studio("letter", *sources, "--text", "x", "--out", out, "--json")
    assert ended.status == 1
    assert [answer["source"] for answer in answers(ended)] == [str(one) for one in sources if one != sources[4]]
    assert all(0 < answer["seconds"] < 60 for answer in answers(ended))
    assert "1 of 10" in ended.err


def test_all_sayings_make_a_sheet(studio: Studio, pictures: list[Path], out: Path) -> None:
    ended = studio("letter", pictures[0], "--all-sayings", "--out", out, "--json")
    (answer,) = answers(ended)
    assert answer["output"] == str(out / "p0-sayings.png")
    with Image.open(answer["output"]) as image:
        assert min(image.size) > 600


@pytest.mark.parametrize("kind", ["caption", "bubble"])
def test_words_on_a_bar_or_in_a_bubble(studio: Studio, pictures: list[Path], out: Path, kind: str) -> None:
    ended = studio("letter", pictures[0], "--text", "Just reboot it", "--as", kind, "--out", out)
    assert f"({kind}, " in ended.out
    assert (np.array(Image.open(out / "p0.png")) != np.array(Image.open(pictures[0]))).any()


def test_a_sign_is_pointed_at(studio: Studio, pictures: list[Path], out: Path) -> None:
    x, y = (PANEL[0] + PANEL[2]) // 2, (PANEL[1] + PANEL[3]) // 2
    ended = studio("letter", pictures[0], "--text", "OPEN", "--at", str(x), str(y), "--out", out, "--json")
    assert answers(ended)[0]["placements"][0]["method"] == "sign"
    ended = studio("letter", pictures[0], "--text", "OPEN", "--at", "9999", "3", "--out", out)
    assert ended.status == 1
    assert "no sign there" in one_line(ended.err)


def test_faces_are_chosen_by_name_or_file(studio: Studio, home: Home, tmp_path: Path, out: Path) -> None:
    source, font = tmp_path / "milo.png", tmp_path / "mine.otf"
    scene().save(source)
    font.write_bytes(data.blob("fonts/Lobster.otf"))
    made = []
    for face in ("roboto-slab", "lobster", str(font)):
        studio("letter", source, "--text", "RTFM", "--font", face, "--out", out)
        made.append(np.array(Image.open(out / "milo.png")))
    assert (made[0] != made[1]).any()
    assert (made[1] == made[2]).all()
    home.write_settings(f'[lettering]\nfont = "{font}"\ncase = "small-caps"\n')
    assert studio("letter", source, "--text", "RTFM", "--out", out).status == 0
    home.write_settings('[lettering]\nfont = "/nowhere/x.ttf"\n')
    assert "/nowhere/x.ttf" in one_line(studio("letter", source, "--text", "RTFM", "--out", out).err)


def test_reading_back_says_what_was_read_or_how_to_install_the_reader(
    studio: Studio, pictures: list[Path], out: Path
) -> None:
    ended = studio("letter", pictures[0], "--text", "PEBKAC", "--verify", "--out", out, "--json")
    if not INSTALLED:
        assert ended.status == 1
        assert ".[verify]" in one_line(ended.err)
        assert not out.exists()
        return
    (answer,) = answers(ended)
    assert answer["verified"] is True
    assert answer["read"] == "PEBKAC"


@pytest.mark.parametrize("words", [[], ["--text", "x", "--random"], ["--csv", "a.csv", "--all-sayings"]])
def test_words_come_from_one_place(studio: Studio, pictures: list[Path], out: Path, words: list[str]) -> None:
    ended = studio("letter", pictures[0], *words, "--out", out)
    assert ended.status == 2
    assert "--random" in one_line(ended.err)
