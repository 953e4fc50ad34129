"""Files become pictures, which are made again from dataset.toml alone; what cannot be taken is named."""

from __future__ import annotations

from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image

from library.digest import sha256_of
from library.errors import LibraryUnwritable
from library.formats.pictures import read_picture, write_png
from library.places import Places
from studio.datasets.folder import layout, reading, undoing, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.making import adding, changing, cleaning, places, remaking
from studio.datasets.making.adding import Given
from studio.datasets.making.understanding import of_sheet, with_room
from studio.datasets.records import Box, Cut, Dataset, DatasetWrong, Erase, Figure, Label, Sheet, Square, Turn
from studio.datasets.sheets.labels.finding import UNREAD
from tests.studio.datasets.folder.datasets import contents
from tests.studio.datasets.sheets.making.sheets import sheet

SHAPE = (600, 480, 3)


def drawing(path: Path, seed: int, **saved: object) -> Path:
    """A drawn figure on plain ground, so sharp and so coloured that nothing is wrong with it."""
    pixels = np.full(SHAPE, 250, np.uint8)
    chance = np.random.default_rng(seed)
    for _ in range(14):
        x, y = (int(one) for one in chance.integers(120, 360, 2))
        colour = [int(one) for one in chance.integers(0, 200, 3)]
        cv2.rectangle(pixels, (x, y), (x + 60, y + 80), colour, -1)
    Image.fromarray(pixels).save(path, **saved)  # type: ignore[arg-type]
    return path


def begun(folder: Path) -> Opened:
    return writing.create(folder, Dataset("fig", kind="style", trigger="nua", stem="fig", side=256))


def as_pictures(opened: Opened, paths: list[Path]) -> adding.Added:
    return adding.add(opened, [Given(path) for path in paths], "picture")


def test_what_cannot_be_taken_is_named_and_the_rest_is_added_and_made_again_from_the_toml_alone(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"x")
    (tmp_path / "cut.png").write_bytes(drawing(tmp_path / "whole.png", 1).read_bytes()[:-400])
    paths = [drawing(tmp_path / f"{number}.png", number) for number in (2, 3)]
    folder = tmp_path / "fig"
    opened = begun(folder)
    added = as_pictures(
        opened, [paths[0], tmp_path / "broken.png", tmp_path / "cut.png", *paths, tmp_path / "gone.png"]
    )
    assert added.added == ("fig_01", "fig_02")
    assert [name for name, _ in added.refused] == ["broken.png", "cut.png", "gone.png"]
    assert added.there == ("2.png",)
    kept = {layout.source_path(source) for source in added.opened.dataset.sources}
    assert {sha256_of((folder / path).read_bytes()) for path in kept} == {
        sha256_of(path.read_bytes()) for path in paths
    }
    before = contents(folder)
    for file in folder.glob("*.png"):
        file.unlink()
    done = remaking.again(reading.opened(folder))
    assert (done.changed, done.failed) == (("fig_01", "fig_02"), ())
    assert contents(folder) == before
    assert remaking.again(done.opened).same == ("fig_01", "fig_02")
    undoing.undo(folder)
    assert undoing.undo(folder).words == "Added 2 pictures"
    assert set(contents(folder)) == {layout.TOML}


def test_a_photograph_is_upright_whatever_its_exif_says_and_a_turn_of_exif_is_no_step(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = drawing(tmp_path / "turned.jpg", 4, exif=exif, quality=95)
    added = as_pictures(begun(tmp_path / "fig"), [path])
    source = added.opened.dataset.sources[0]
    assert (source.width, source.height) == (SHAPE[0], SHAPE[1])
    before, after = remaking.before_and_after(added.opened, "fig_01")
    assert before.shape == (SHAPE[1], SHAPE[0], 3)
    assert after.shape == (256, 256, 3)
    assert added.opened.picture("fig_01").steps == (Square(256),)


def test_a_work_that_is_ended_keeps_what_is_done(tmp_path: Path) -> None:
    paths = [drawing(tmp_path / f"{number}.png", number) for number in range(4)]
    opened = begun(tmp_path / "fig")
    given = [Given(path) for path in paths]
    assert adding.add(opened, given, "picture", progress=lambda done, total, name: done < 2).added == ()
    added = adding.add(opened, given, "picture", progress=lambda done, total, name: done < 6)
    assert added.added == ("fig_01", "fig_02")
    assert len(reading.opened(tmp_path / "fig").dataset.pictures) == 2


def test_steps_that_are_changed_make_other_pixels_and_one_that_fails_stays(tmp_path: Path) -> None:
    paths = [drawing(tmp_path / f"{number}.png", number) for number in range(3)]
    opened = as_pictures(begun(tmp_path / "fig"), paths).opened
    (opened.folder / layout.source_path(opened.dataset.sources[2])).write_bytes(b"another file")
    quad = ((130.0, 130.0), (160.0, 130.0), (160.0, 150.0), (130.0, 150.0))
    steps = (Turn(2.5), Erase((quad,)), Cut(Box(90, 90, 300, 320)), Square(128, "pad", "#204060"))
    done = remaking.steps_changed(opened, {"fig_01": steps, "fig_02": (Cut(Box(9999, 0, 5, 5)),), "fig_03": ()})
    assert done.changed == ("fig_01",)
    assert [(name, notice.title) for name, notice in done.failed] == [
        ("fig_02", "Nothing of the picture is in the box"),
        ("fig_03", "The source 2.png was changed"),
    ]
    read_back = reading.opened(opened.folder)
    assert read_back.picture("fig_01").steps == steps
    assert read_picture(opened.folder / "fig_01.png").shape == (128, 128, 3)
    assert read_back.picture("fig_02") == opened.picture("fig_02")
    with pytest.raises(DatasetWrong, match="No picture is called"):
        remaking.steps_changed(opened, {"cat": ()})


def test_cleaning_makes_all_of_another_side(tmp_path: Path) -> None:
    paths = [drawing(tmp_path / f"{number}.png", number) for number in range(2)]
    opened = as_pictures(begun(tmp_path / "fig"), paths).opened
    done = cleaning.clean(opened, cleaning.Squaring(192, "crop", None))
    assert done.remade.changed == ("fig_01", "fig_02")
    assert set(done.remade.opened.sizes.values()) == {(192, 192)}
    assert done.remade.opened.dataset.side == 192
    assert cleaning.clean(done.remade.opened, cleaning.Squaring(192, "crop", None)).remade.changed == ()


def test_a_sheet_becomes_a_picture_of_each_figure_with_its_labels_as_caption(tmp_path: Path) -> None:
    label = Label("text", ((20, 5), (80, 5), (80, 25), (20, 25)), "FRONT")
    far = Label("text", ((900, 5), (980, 5), (980, 25), (900, 25)), "HELLO")
    sheet = Sheet(1000, 400, 1.5, figures=(Figure(Box(10, 20, 200, 350), (label,), "front"),), labels=(label, far))
    made = of_sheet(Dataset("fig", trigger="nua", side=512), sheet)
    (picture,) = made.pictures
    assert picture.labels == ("FRONT",)
    assert picture.view == "front"
    assert made.captions == ("nua, front view",)
    assert picture.steps == (Turn(1.5), Erase((label.quad,)), Cut(Box(0, 6, 224, 378)), Square(512))
    assert of_sheet(Dataset("fig"), Sheet(9, 9)).doubts == ("no figure was found on it",)


def test_there_is_ground_around_a_figure_and_none_of_others() -> None:
    beside, below = Box(160, 0, 40, 100), Box(50, 110, 60, 60)
    assert with_room(Box(50, 0, 100, 100), [beside, below], 400, 400) == Box(46, 0, 108, 104)
    assert with_room(Box(50, 0, 100, 100), [Box(120, 40, 90, 90)], 400, 400) == Box(46, 0, 104, 100)


def test_datasets_lie_in_the_librarys_folder_under_their_names(tmp_path: Path) -> None:
    library = Places.of(tmp_path / "library", None).folder
    opened = begun(places.folder_of(library, "fig"))
    assert opened.folder == library / "datasets" / "fig"
    assert places.names(library) == ("fig",)
    assert places.folder_of(library, str(tmp_path / "elsewhere")) == tmp_path / "elsewhere"
    (library / "datasets" / "torn").mkdir()
    (library / "datasets" / "torn" / layout.TOML).write_bytes(b"\xff")
    assert [(one.name, one.opened is None) for one in places.listed(library)] == [("fig", False), ("torn", True)]
    for name in ("", "..", ".hidden", "a\nb"):
        with pytest.raises(DatasetWrong):
            places.folder_of(library, name) if name != ".." else reading.opened(places.folder_of(library, name))


def test_a_made_sheet_is_cut_into_its_figures_which_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.datasets.making.understanding.finding.engine", lambda: None)
    true = sheet(2003)
    (tmp_path / "sheet.png").write_bytes(write_png(true.pixels))
    opened = begun(tmp_path / "fig")
    waiting = adding.add(opened, [Given(tmp_path / "sheet.png")])
    assert (waiting.added, [one.doubts for one in waiting.waiting]) == ((), [(UNREAD,)])
    (proposed,) = waiting.waiting
    added = adding.add_proposed(opened, [proposed])
    assert len(added.added) == len(true.boxes()) == 3
    assert adding.add_proposed(added.opened, [proposed]).there == ("sheet.png",)
    assert len(remaking.again(added.opened).same) == 3
    assert proposed.sheet is not None
    without = adding.with_sheet(opened, proposed, msgspec.structs.replace(proposed.sheet, figures=()))
    assert without.doubts[-1] == "no figure was found on it"


def test_another_side_leaves_the_cut_that_a_person_corrected(tmp_path: Path) -> None:
    opened = as_pictures(begun(tmp_path / "fig"), [drawing(tmp_path / "one.png", 2)]).opened
    corrected = (Cut(Box(90, 80, 300, 400)), Square(256))
    opened = remaking.steps_changed(opened, {"fig_01": corrected}).opened
    done = cleaning.clean(opened, cleaning.Squaring(128)).remade
    assert done.opened.picture("fig_01").steps == (corrected[0], Square(128))
    assert done.opened.dataset.side == 128


def test_what_another_program_painted_is_made_again_only_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    paths = [drawing(tmp_path / f"{number}.png", number) for number in (2, 3)]
    as_pictures(begun(folder), paths)
    painted = write_png(np.zeros((256, 256, 3), np.uint8))
    (folder / "fig_01.png").write_bytes(painted)
    done = remaking.again(reading.opened(folder))
    assert (done.changed, done.same, [name for name, _ in done.failed]) == ((), ("fig_02",), ["fig_01"])
    assert (folder / "fig_01.png").read_bytes() == painted
    assert remaking.again(reading.opened(folder), ["fig_01"]).changed == ("fig_01",)


def test_nothing_is_written_through_links(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "fig", tmp_path / "elsewhere"
    elsewhere.mkdir()
    opened = as_pictures(begun(folder), [drawing(tmp_path / "one.png", 2)]).opened
    (folder / layout.ASIDE).symlink_to(elsewhere)
    with pytest.raises(LibraryUnwritable, match="is a link to another folder"):
        changing.set_aside(opened, {"fig_01": "by hand"})
    assert list(elsewhere.iterdir()) == []
    (tmp_path / "words.txt").write_text("theirs\n")
    (folder / "fig_01.txt").unlink(missing_ok=True)
    (folder / "fig_01.txt").symlink_to(tmp_path / "words.txt")
    with pytest.raises(LibraryUnwritable, match="is a link, which is not written over"):
        changing.captions_changed(reading.opened(folder), {"fig_01": "ours"})
    assert (tmp_path / "words.txt").read_text() == "theirs\n"


def test_files_are_added_also_while_somebody_else_changes_the_dataset(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    opened = as_pictures(begun(folder), [drawing(tmp_path / "one.png", 2)]).opened
    steps = iter(range(100))

    def somebody_else(done: int, of: int, name: str) -> bool:
        if next(steps) < 3:
            changing.dataset_changed(reading.opened(folder), trigger=f"nua_{done}_{of}_{next(steps)}")
        return True

    added = adding.add(opened, [Given(drawing(tmp_path / "two.png", 3))], "picture", progress=somebody_else)
    assert added.added == ("fig_02",)
    there = reading.opened(folder).dataset
    assert [one.name for one in there.pictures] == ["fig_01", "fig_02"]
    assert there.trigger.startswith("nua_")
