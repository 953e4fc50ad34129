"""A sheet's pictures are made anew by corrected cuts; what stays keeps its name and what was written of it."""

from __future__ import annotations

from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from library.digest import sha256_of
from studio.datasets.captions.editing import Change
from studio.datasets.folder import reading, undoing, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.making import adding, captioning, understanding
from studio.datasets.making.recutting import cuts_of, recut
from studio.datasets.records import Box, Cut, Dataset, DatasetWrong, Figure, Label, Quad, Sheet, Source, Square


def quad(x: int, y: int, width: int, height: int) -> Quad:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


FRONT, HAT = Label("text", quad(20, 5, 60, 12), "FRONT"), Label("text", quad(130, 5, 60, 12), "RED HAT")
SHEET = Sheet(
    240,
    120,
    figures=(Figure(Box(10, 20, 80, 90), (FRONT,), "front"), Figure(Box(120, 20, 80, 90), (HAT,))),
    labels=(FRONT, HAT),
)


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """A dataset with the two figures of a sheet."""
    pixels = np.full((120, 240, 3), 255, np.uint8)
    pixels[20:110, 10:90] = (30, 90, 200)
    pixels[20:110, 120:200] = (200, 90, 30)
    file = tmp_path / "sheet.png"
    cv2.imwrite(str(file), pixels)
    one = writing.create(tmp_path / "figs", Dataset("figs", "style", trigger="nua_2", stem="fig", side=64))
    source = Source(sha256_of(file.read_bytes()), file.name, "sheet", 240, 120)
    proposed = adding.Proposal(adding.Given(file), source, (), (), SHEET)
    return adding.add_proposed(one, (adding.with_sheet(one, proposed, SHEET),)).opened


def sha_of(opened: Opened) -> str:
    return opened.dataset.sources[0].sha256


def test_figures_that_stay_keep_their_names_and_captions_that_only_said_their_labels_follow_them(
    opened: Opened,
) -> None:
    opened = captioning.write(opened, [Change("fig_01", "", "written by hand")], "Wrote")
    by_labels = opened.captions["fig_02"]
    assert "red hat" in by_labels
    blue = msgspec.structs.replace(HAT, text="BLUE HAT")
    first, second = SHEET.figures
    halves = (
        Figure(Box(120, 20, 50, 90), (blue,)),
        Figure(Box(170, 20, 30, 90)),
    )
    sheet = msgspec.structs.replace(
        SHEET, figures=(msgspec.structs.replace(first, box=Box(5, 20, 80, 90)), *halves), labels=(FRONT, blue)
    )
    done = recut(opened, sha_of(opened), sheet)
    assert (done.changed, done.added, done.gone) == (("fig_01", "fig_02"), ("fig_03",), ())
    pictures = {one.name: one for one in done.opened.dataset.pictures}
    assert [step.box for step in pictures["fig_01"].steps if isinstance(step, Cut)] == [Box(5, 20, 80, 90)]
    assert done.opened.captions["fig_01"] == "written by hand"
    assert "blue hat" in done.opened.captions["fig_02"]
    assert undoing.undo(opened.folder).opened.dataset == opened.dataset
    assert reading.opened(opened.folder).captions["fig_02"] == by_labels
    assert second.box == Box(120, 20, 80, 90)


def test_a_figure_that_is_taken_out_takes_its_picture_along_and_squares_stay(opened: Opened) -> None:
    from studio.datasets.making.remaking import steps_changed

    steps = {one.name: (*one.steps[:-1], Square(128, "crop")) for one in opened.dataset.pictures}
    opened = steps_changed(opened, steps).opened
    done = recut(opened, sha_of(opened), msgspec.structs.replace(SHEET, figures=SHEET.figures[1:]))
    assert (done.changed, done.added, done.gone) == (("fig_02",), (), ("fig_01",))
    assert done.opened.dataset.pictures[0].steps[-1] == Square(128, "crop")
    assert not (opened.folder / "fig_01.png").exists()
    with pytest.raises(DatasetWrong, match="No figure is left"):
        recut(done.opened, sha_of(opened), msgspec.structs.replace(SHEET, figures=()))
    with pytest.raises(DatasetWrong, match="not in the dataset"):
        recut(done.opened, "0" * 64, SHEET)


def test_cuts_are_seen_as_they_were_made_with_the_words_that_a_person_gave(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = msgspec.structs.replace(
        SHEET, figures=(SHEET.figures[0], msgspec.structs.replace(SHEET.figures[1], box=Box(118, 18, 84, 94)))
    )
    monkeypatch.setattr(understanding, "sheet_of", lambda pixels: seen)
    blue = msgspec.structs.replace(HAT, text="BLUE HAT")
    corrected = msgspec.structs.replace(
        SHEET, figures=(SHEET.figures[0], Figure(Box(121, 21, 80, 90), (blue,), "back")), labels=(FRONT, blue)
    )
    done = recut(opened, sha_of(opened), corrected)
    sheet, pixels = cuts_of(done.opened, sha_of(opened))
    assert sheet == corrected
    assert pixels.shape == (120, 240, 3)
