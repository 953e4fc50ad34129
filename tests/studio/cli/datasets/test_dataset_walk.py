"""Twelve design sheets become a ZIP that a trainer takes, by commands: the figurine story."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.studio.cli.conftest import Studio
from tests.studio.datasets.sheets.making import twelve
from tests.studio.datasets.sheets.making.twelve import SEEDS

pytestmark = pytest.mark.long

PATTERN = "a {trigger} chibi figurine of {description}, flat illustration style, circular grass base"


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A folder with twelve sheets, one of them twice, and a file that is none."""
    folder = tmp_path / "sheets"
    twelve.write(folder)
    (folder / "again.png").write_bytes((folder / f"sheet_{SEEDS[0]}.png").read_bytes())
    (folder / "cut off.png").write_bytes((folder / f"sheet_{SEEDS[1]}.png").read_bytes()[:900])
    return folder


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a picture that can be read whole, in px."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        return picture.size


def contents(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in a folder, by name; what lies in its own folder is left out."""
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in folder.iterdir() if one.is_file()}


def test_twelve_sheets_become_a_zip_that_was_checked(process: Studio, studio: Studio, sheets: Path) -> None:
    before = contents(sheets)
    made = process(
        "dataset", "new", "nua", "--kind", "style", "--trigger", "nua_figurine_style", "--stem", "figurine",
        "--pattern", PATTERN,
    )  # fmt: skip
    assert made.status == 0
    folder = Path(made.out.strip())
    added = studio("dataset", "add", "nua", sheets, "--as", "sheet", "--anyway")
    assert added.status == 1
    assert f"in the dataset already: sheet_{SEEDS[0]}.png" in added.err
    assert "cut off.png" in added.err
    pictures = sorted(folder.glob("figurine_*.png"))
    assert len(pictures) >= len(SEEDS)
    assert {size_of(one.read_bytes()) for one in pictures} == {(1024, 1024)}
    assert contents(sheets) == before

    words = sheets.parent / "captions.csv"
    with words.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "caption"))
        rows.writerows((one.name, f"figure {number} of a set") for number, one in enumerate(pictures, 1))
    assert studio("dataset", "caption", "nua", "--from", words).status == 0
    assert studio("dataset", "caption", "nua", "--pattern").status == 0
    assert (folder / "figurine_01.txt").read_text() == f"{_caption(1)}\n"

    filled = contents(folder)
    assert studio("dataset", "aside", "nua", "figurine_02").status == 0
    assert not (folder / "figurine_02.png").exists()
    assert studio("dataset", "undo", "nua").status == 0
    assert contents(folder) == filled
    assert "2 the same" in studio("dataset", "again", "nua", "figurine_01", "figurine_02").err
    assert studio("dataset", "split", "nua", "--held-out", "2").status == 0
    report = json.loads(studio("dataset", "check", "nua", "--json").out)
    assert (len(report["training"]), len(report["held_out"])) == (len(pictures) - 2, 2)

    target = sheets.parent / "nua.zip"
    assert process("dataset", "zip", "nua", "--for", "replicate", "--to", target).status == 0
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        stems = sorted(name.removesuffix(".png") for name in names if name.endswith(".png"))
        assert sorted(names) == sorted([f"{stem}.{ending}" for stem in stems for ending in ("png", "txt")])
        assert len(stems) == len(pictures) - 2
        assert size_of(packed.read(f"{stems[0]}.png")) == (1024, 1024)
        assert packed.read(f"{stems[0]}.txt").decode().strip() == (folder / f"{stems[0]}.txt").read_text().strip()


def _caption(number: int) -> str:
    return PATTERN.format(trigger="nua_figurine_style", description=f"figure {number} of a set")
