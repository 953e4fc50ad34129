"""`studio dataset colours`: what the swatches of sheets show, for a member of the cast."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from tests.studio.cli.conftest import Studio

COLOURS = ((47, 107, 79), (200, 60, 40), (60, 80, 190))
AS_HEX = ("#2f6b4f", "#c83c28", "#3c50be")


@pytest.fixture
def figurines(studio: Studio, tmp_path: Path) -> str:
    """A dataset that shows Milo, of one sheet: two figures, and three swatches at its side."""
    pixels = np.full((700, 1100, 3), 255, np.uint8)
    for x, colour in ((250, (150, 110, 70)), (600, (110, 70, 150))):
        cv2.ellipse(pixels, (x, 350), (90, 190), 0, 0, 360, colour, -1)
        cv2.circle(pixels, (x, 130), 70, (230, 190, 150), -1)
    for row, colour in enumerate(COLOURS):
        pixels[200 + 90 * row : 240 + 90 * row, 900:940] = colour
    Image.fromarray(pixels).save(tmp_path / "sheet.png")
    studio("dataset", "new", "figurines", "--member", "Milo", "--side", "128")
    assert studio("dataset", "add", "figurines", tmp_path / "sheet.png", "--as", "sheet", "--anyway").status == 0
    return "figurines"


def colours_of(studio: Studio, name: str) -> dict[str, str]:
    return dict(json.loads(studio("cast", "show", name, "--json").out)["colours"])


def test_swatches_are_listed_and_nothing_is_written_unasked(studio: Studio, figurines: str) -> None:
    before = colours_of(studio, "Milo")
    ended = studio("dataset", "colours", figurines)
    assert (ended.status, [line.split() for line in ended.out.splitlines()]) == (
        0,
        [[str(number), colour, "-", "sheet.png"] for number, colour in enumerate(AS_HEX, 1)],
    )
    assert "say the parts: --part 1=fur" in ended.err
    lines = studio("dataset", "colours", figurines, "--json", "--part", "2=fur").out.splitlines()
    assert json.loads(lines[1]) == {
        "number": 2, "colour": "#c83c28", "part": "fur", "words": "", "sheets": ["sheet.png"]
    }  # fmt: skip
    assert colours_of(studio, "Milo") == before


def test_a_member_gets_the_colours_that_have_a_part_and_keeps_the_others(studio: Studio, figurines: str) -> None:
    before = colours_of(studio, "Milo")
    ended = studio("dataset", "colours", figurines, "--part", "1=Fur", "--part", "3=scarf", "--write")
    assert (ended.status, "Milo: fur #2f6b4f, scarf #3c50be" in ended.err) == (0, True)
    assert colours_of(studio, "Milo") == {**before, "fur": "#2f6b4f", "scarf": "#3c50be"}
    assert studio("dataset", "colours", figurines, "--part", "2=skin", "--member", "james", "--write").status == 0
    assert colours_of(studio, "James")["skin"] == "#c83c28"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--part", "4=fur"), 2, "there is no swatch 4, but 3 in all"),
        (("--part", "fur"), 2, "say it as 2=fur"),
        (("--part", "fur=2"), 2, "say it as 2=fur"),
        (("--part", f"{'9' * 5000}=fur"), 2, "say it as 2=fur"),
        (("--part", "1=fur", "--part", "2=Fur"), 2, "one part cannot have two colours"),
        (("--member", "Nobody"), 1, "Nobody of the cast is named 'Nobody'"),
        (("--write",), 0, "Nothing was written: say the parts"),
    ],
)
def test_what_cannot_be_is_told(
    studio: Studio, figurines: str, arguments: tuple[str, ...], status: int, said: str
) -> None:
    before = colours_of(studio, "Milo")
    ended = studio("dataset", "colours", figurines, *arguments)
    assert (ended.status, said in " ".join(ended.err.split())) == (status, True), ended.err
    assert colours_of(studio, "Milo") == before


def test_a_dataset_without_a_member_or_without_sheets_says_so(studio: Studio, figurines: str) -> None:
    studio("dataset", "new", "other")
    assert "No sheet is in this dataset" in studio("dataset", "colours", "other").err
    ended = studio("dataset", "colours", "other", "--write")
    assert (ended.status, "say --member MEMBER" in ended.err) == (2, True)


def test_a_sheet_that_is_gone_is_told_and_the_others_are_read(studio: Studio, figurines: str, tmp_path: Path) -> None:
    pixels = np.full((500, 900, 3), 255, np.uint8)
    for x in (200, 600):
        cv2.ellipse(pixels, (x, 250), (90, 190), 0, 0, 360, (90, 90, 120), -1)
    Image.fromarray(pixels).save(tmp_path / "other.png")
    assert studio("dataset", "add", figurines, tmp_path / "other.png", "--as", "sheet", "--anyway").status == 0
    folder = Path(json.loads(studio("dataset", "list", "--json").out)["folder"])
    (gone,) = (folder / ".milo" / "sources").glob(f"{sha256((tmp_path / 'other.png').read_bytes()).hexdigest()}*")
    gone.unlink()
    ended = studio("dataset", "colours", figurines)
    assert (ended.status, len(ended.out.splitlines())) == (1, 3)
    assert "other.png: " in ended.err
