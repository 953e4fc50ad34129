"""A folder as it stands: what other programs did to it is taken in and told, and nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from library.errors import LibraryError
from studio.datasets.folder import layout, reading, undoing, writing
from studio.datasets.making import changing
from studio.datasets.records import Dataset, DatasetWrong
from tests.studio.datasets.folder.datasets import added, contents, made, png


def told(folder: Path) -> set[tuple[str, str]]:
    return {(one.sort, one.name) for one in reading.opened(folder).told}


def test_what_other_programs_did_is_taken_in_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    made(folder, 5)
    (folder / "fig_01.png").rename(folder / "cat.png")
    (folder / "fig_01.txt").rename(folder / "cat.txt")
    (folder / "fig_02.png").unlink()
    (folder / "fig_03.png").write_bytes(png(99))
    (folder / "fig_04.txt").write_text("another caption")
    (folder / layout.ASIDE).mkdir(parents=True)
    (folder / "fig_05.png").rename(folder / layout.ASIDE / "fig_05.png")
    (folder / "fig_05.txt").rename(folder / layout.ASIDE / "fig_05.txt")
    Image.new("RGB", (9, 7)).save(folder / "photo.jpg")
    (folder / "broken.png").write_bytes(png(3)[:60])
    (folder / "new.webp").write_bytes(b"")
    opened = reading.opened(folder)
    assert {(one.sort, one.name) for one in opened.told} == {
        ("renamed", "cat"), ("removed", "fig_02"), ("repainted", "fig_03"), ("caption", "fig_04"), ("moved", "fig_05"),
        ("added", "photo"), ("unreadable", "broken"), ("unreadable", "new"), ("orphan", "fig_02.txt"),
        ("uncaptioned", "photo"),
    }  # fmt: skip
    pictures = {one.name: one for one in opened.dataset.pictures}
    assert list(pictures) == ["cat", "fig_03", "fig_04", "fig_05", "photo"]
    assert pictures["cat"].view == "front"
    assert pictures["fig_05"].aside == reading.BY_HAND
    assert (pictures["photo"].ending, opened.sizes["photo"]) == ("jpg", (9, 7))
    assert opened.captions["fig_04"] == "another caption"
    assert [one.name for one in opened.gone] == ["fig_02"]
    changing.captions_changed(opened, {"photo": "a nua photo"})
    assert told(folder) == {("unreadable", "broken"), ("unreadable", "new"), ("orphan", "fig_02.txt")}
    assert (folder / "broken.png").exists()
    assert [one.words for one in undoing.history(folder)][-1] == "Wrote the caption of photo"


@pytest.mark.parametrize("count", [0, 1])
def test_no_pictures_and_one(count: int, tmp_path: Path) -> None:
    opened = made(tmp_path / "fig", count)
    assert reading.opened(tmp_path / "fig") == opened
    assert len(opened.dataset.pictures) == count


def test_captions_without_pictures_and_the_reverse_are_told_and_stay(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    folder.mkdir()
    (folder / "alone.txt").write_text("nobody")
    (folder / "fig_07.txt").write_text("nobody")
    (folder / "bare.png").write_bytes(png(1))
    opened = writing.create(folder, Dataset("fig", stem="fig"))
    assert told(folder) == {("orphan", "alone.txt"), ("orphan", "fig_07.txt"), ("uncaptioned", "bare")}
    taken = layout.taken_names(opened.dataset, opened.files)
    assert layout.new_names("fig", 2, taken) == ("fig_08", "fig_09")
    assert (folder / "alone.txt").read_text() == "nobody"


def test_names_are_as_wide_as_they_have_to_be_and_none_is_used_twice() -> None:
    assert layout.new_names("a", 2, set()) == ("a_01", "a_02")
    assert layout.new_names("a", 120, {"b_900"})[-1] == "a_120"
    assert layout.new_names("a", 1, {"a_007", "A_009"}) == ("a_010",)
    assert layout.new_names("a", 1, {"a_99"}) == ("a_100",)


def test_names_that_are_one_on_other_systems_are_not_both_taken(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    made(folder, 1)
    (folder / "FIG_01.png").write_bytes(png(4))
    (folder / "fig_01.jpg").write_bytes(b"x")
    (folder / os.fsdecode(b"\xff.png")).write_bytes(png(5))
    opened = reading.opened(folder)
    assert sorted(one.sort for one in opened.told) == ["double", "double", "unreadable"]
    changing.captions_changed(opened, {opened.dataset.pictures[0].name: "one"})
    assert not reading.opened(folder).faults


def test_a_caption_of_another_program_is_read_in_its_encoding_and_kept_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    made(folder)
    (folder / "fig_01.txt").write_bytes(b"\xef\xbb\xbfa cat\r\n")
    (folder / "fig_02.txt").write_bytes("ein Käfer".encode("latin-1"))
    (folder / "fig_03.txt").write_bytes(b"a\x1b[31m red\x00 cat" + b" " * 10)
    opened = reading.opened(folder)
    assert opened.captions == {"fig_01": "a cat", "fig_02": "ein Käfer", "fig_03": "a[31m red cat"}
    changing.captions_changed(opened, {"fig_01": "a cat", "fig_02": "ein Käfer"})
    assert (folder / "fig_01.txt").read_bytes() == b"\xef\xbb\xbfa cat\r\n"


def test_a_folder_that_is_no_dataset_or_one_already_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetWrong, match="There is no dataset"):
        reading.opened(tmp_path)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / layout.TOML).write_text("[general]\n[[datasets]]\n")
    assert reading.opened(tmp_path).faults
    assert list(tmp_path.iterdir()) == [tmp_path / layout.TOML]
    made(tmp_path / "fig", 0)
    with pytest.raises(DatasetWrong, match="is a dataset already"):
        writing.create(tmp_path / "fig", Dataset("other"))


def test_a_toml_with_mistakes_is_read_as_far_as_it_can_be_and_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    made(folder, 2)
    text = (folder / layout.TOML).read_text().replace('kind = "character"', 'kind = "styl"')
    (folder / layout.TOML).write_text(f"{text}\n[[picture]]\nname = 3\n")
    opened = reading.opened(folder)
    last = len(text.splitlines()) + 3
    assert [(fault.title, fault.reason) for fault in opened.faults] == [
        ("dataset.toml, line 5", "'styl' is not one of style, character, object"),
        (f"dataset.toml, line {last}", "expected a text in quotes, got a whole number"),
    ]
    before = contents(folder)
    with pytest.raises(DatasetWrong, match="line 5"):
        changing.remove(opened, ["fig_01"])
    assert contents(folder) == before


def test_only_the_last_changes_can_be_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_KEPT", 5)
    folder = tmp_path / "fig"
    opened = made(folder, 1)
    for number in range(writing.MOST_KEPT + 3):
        opened = changing.captions_changed(opened, {"fig_01": f"caption {number}"})
    assert len(undoing.history(folder)) == writing.MOST_KEPT
    undoing.undo(folder)
    opened = undoing.undo(folder).opened
    assert opened.captions["fig_01"] == f"caption {writing.MOST_KEPT}"
    with monkeypatch.context() as patched:
        patched.setattr(writing, "MOST_BYTES", 15)
        opened = changing.captions_changed(opened, {"fig_01": "x" * 90})
        opened = changing.captions_changed(opened, {"fig_01": "y" * 90})
        assert len(undoing.history(folder)) == 2
        opened = undoing.undo(folder).opened
    # A new change leaves nothing to be done again.
    changing.captions_changed(opened, {"fig_01": "new"})
    with pytest.raises(DatasetWrong, match="nothing to redo"):
        undoing.redo(folder)


def test_two_studios_do_not_write_over_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "fig"
    one, other = made(folder), reading.opened(folder)
    changing.remove(one, ["fig_01"])
    with pytest.raises(LibraryError, match=r"dataset\.toml was changed"):
        added(other, {"fig_09": "nine"})
    assert [one.name for one in reading.opened(folder).dataset.pictures] == ["fig_02", "fig_03"]
