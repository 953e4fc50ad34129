"""`studio letter`: the contract of its lines, and the settings it heeds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.cli.lettering import letter_work
from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line
from tests.studio.cli.lettering.lettered import Letter, answers, pixels, saved
from tests.studio.cli.lettering.pictures import PANEL, outside, scene


def test_one_line_a_picture_as_the_contract_says(letter: Letter, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    (answer,) = letter(source)
    assert list(answer) == ["source", "output", "seconds", "placements", "warnings"]
    assert answer["source"] == str(source)
    assert answer["output"] == str(out / "milo.png")
    assert 0 < answer["seconds"] < 60
    (placement,) = answer["placements"]
    assert placement["method"] == "panel"
    assert placement["text"] == "PEBKAC"
    left, top, right, bottom = PANEL
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    assert np.abs(np.array(placement["quad"]) - corners).max() < 8


def test_only_the_lettering_changes(letter: Letter, tmp_path: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    (answer,) = letter(source)
    before, after = pixels(source), pixels(answer["output"])
    assert after.dtype == np.uint8
    assert after.shape == before.shape
    apart = outside(answer["placements"][0]["quad"], before.shape)
    assert np.array_equal(before[apart], after[apart])
    assert not np.array_equal(before, after)


def test_texts_go_left_to_right(studio: Studio, tmp_path: Path, out: Path) -> None:
    pair = Image.new("RGB", (640, 320))
    pair.paste(scene(seed=1), (0, 0))
    pair.paste(scene(seed=2), (320, 0))
    source = saved(pair, tmp_path / "pair.png")
    ended = studio("letter", source, "--text", "It works", "--text", "On my machine", "--out", out, "--json")
    (answer,) = answers(ended)
    assert [placement["text"] for placement in answer["placements"]] == ["It works", "On my machine"]
    lefts = [placement["quad"][0][0] for placement in answer["placements"]]
    assert lefts == sorted(lefts)


def test_without_json_a_person_reads_where_it_went(studio: Studio, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    ended = studio("letter", source, "--text", "RTFM", "--out", out)
    assert ended.out.startswith(f"{source} → {out / 'milo.png'} (panel, ")
    assert ended.err == ""


def test_words_that_nobody_wears_are_a_warning(studio: Studio, tmp_path: Path, out: Path) -> None:
    worn, empty = saved(scene(), tmp_path / "milo.png"), saved(Image.new("RGB", (300, 300)), tmp_path / "dark.png")
    ended = studio("letter", worn, empty, "--text", "PEBKAC", "--out", out, "--json")
    assert ended.status == 0
    first, second = (json.loads(line) for line in ended.out.splitlines())
    assert first["warnings"] == []
    (warning,) = second["warnings"]
    assert warning.startswith("“PEBKAC”: nobody was found to wear it")
    assert one_line(ended.err) == f"studio: {empty}: {warning}"
    ended = studio("letter", empty, "--text", "PEBKAC", "--as", "caption", "--out", out, "--json")
    assert json.loads(ended.out)["warnings"] == []


def test_order_is_the_order_of_the_files(letter: Letter, tmp_path: Path) -> None:
    sizes = [(900, 900), (64, 64), (500, 500), (32, 32), (300, 300)]
    sources = [saved(scene(size, n), tmp_path / f"{n}.png") for n, size in enumerate(sizes)]
    assert [answer["source"] for answer in letter(*sources)] == [str(source) for source in sources]


def test_settings_say_how_words_look(studio: Studio, home: Home, tmp_path: Path, out: Path) -> None:
    source = saved(scene(), tmp_path / "milo.png")
    studio("letter", source, "--text", "rtfm", "--out", out)
    plain = (out / "milo.png").read_bytes()
    home.write_settings('[lettering]\ncase = "upper"\nink = "#aa0000"\n')
    studio("letter", source, "--text", "rtfm", "--out", out)
    assert (out / "milo.png").read_bytes() != plain


def test_a_pose_model_that_is_not_there_stops_everything_at_once(studio: Studio, home: Home, tmp_path: Path) -> None:
    home.write_settings(f'[lettering]\npose_model = "{tmp_path / "gone.onnx"}"\n')
    sources = [saved(Image.new("RGB", (64, 64)), tmp_path / f"{n}.png") for n in range(3)]
    ended = studio("letter", *sources, "--text", "x", "--out", tmp_path / "out")
    assert ended.status == 1
    assert "gone.onnx" in one_line(ended.err)


def test_memory_that_is_not_there_is_said_of_the_file(
    studio: Studio, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*arguments: object, **named: object) -> None:
        raise MemoryError

    monkeypatch.setattr(letter_work, "arrange", greedy)
    source = saved(scene(), tmp_path / "milo.png")
    ended = studio("letter", source, "--text", "x", "--out", out)
    assert ended.status == 1
    assert "needs more memory" in one_line(ended.err)
