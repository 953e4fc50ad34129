"""Faces: the shipped ones, a person's own by its file, small capitals, and what a face lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

import data
from studio.lettering.records import FontUnknown, GlyphsMissing
from studio.lettering.setting import fonts, layout


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.otf"
    path.write_bytes(data.blob(fonts.FACES["comic-neue"]))
    return path


@pytest.mark.parametrize("name", list(fonts.FACES))
def test_every_shipped_face_sets_western_europe(name: str) -> None:
    text = "Ça marche déjà, naïve Größe? “Señor” – it’s 100 % & @home!"
    assert layout.blocks(text, "as-written", name)[0].lines == (text,)


def test_a_lack_is_told_with_the_faces_that_have_it() -> None:
    with pytest.raises(GlyphsMissing) as caught:
        layout.blocks("Всё", "as-written", "comic-neue")
    assert "roboto-condensed, roboto-slab" in caught.value.notice.remedy
    with pytest.raises(GlyphsMissing) as caught:
        layout.blocks("😀")
    assert "in words" in caught.value.notice.remedy


def test_a_font_file_is_known_by_its_bytes(own: Path) -> None:
    named = fonts.chosen(str(own))
    assert fonts.chosen(named) == named
    assert fonts.name_of(named) == "mine.otf"
    assert layout.blocks("hello", "as-written", named)[0].width == layout.blocks("hello", font="comic-neue")[0].width
    assert fonts.chosen("comic-neue") == "comic-neue"
    assert fonts.chosen("") == ""


def test_another_file_is_not_taken_for_the_one_that_was_used(own: Path) -> None:
    named = fonts.chosen(str(own))
    other = own.with_name("other.otf")
    other.write_bytes(data.blob(fonts.FACES["lobster"]))
    with pytest.raises(FontUnknown, match="changed"):
        fonts.face(named.replace("mine.otf", "other.otf"), 20)


@pytest.mark.parametrize("name", ["mine.otf", "/etc/passwd", "/nowhere/x.ttf", "no such face", "/dev/zero.ttf\x00"])
def test_what_is_no_face_is_said(name: str) -> None:
    with pytest.raises(FontUnknown) as caught:
        fonts.chosen(name)
    assert caught.value.notice.remedy


def test_a_file_that_is_no_font_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(b"no font at all")
    with pytest.raises(FontUnknown, match=r"x\.ttf"):
        fonts.chosen(str(path))


def test_small_capitals_are_capitals_and_smaller_ones() -> None:
    assert fonts.runs("Read me 2", "small-caps") == (
        ("R", 1.0), ("EAD", fonts.SMALL), (" ", 1.0), ("ME", fonts.SMALL), (" 2", 1.0),
    )  # fmt: skip
    widths = [fonts.length("Straße", case, "") for case in ("small-caps", "upper")]
    assert widths[0] < widths[1]
    assert layout.blocks("Straße", "small-caps")[0].lines == ("Straße",)
    top, below = fonts.extent("Machine", "small-caps", "")
    assert top == pytest.approx(fonts.extent("MACHINE", "upper", "")[0], abs=0.03)
    assert below < 0.05
