"""One dataset on the screen: looked at, captioned, set aside, tagged, taken back, by key; other tools beside it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, OptionList

from library.errors import DiskFull
from screens.stock.datasets.list_screen import DatasetsScreen
from screens.stock.datasets.model import changing
from screens.stock.datasets.screen import DatasetScreen
from screens.stock.datasets.windows.add_window import AddWindow
from screens.stock.datasets.windows.report_window import ReportWindow
from screens.stock.datasets.windows.steps_window import StepsWindow
from screens.stock.datasets.windows.zip_window import ZipWindow
from screens.widgets.pictures.picture import PictureView
from studio.datasets.folder import writing
from studio.datasets.folder.reading import opened as read
from studio.datasets.making import adding
from studio.datasets.making.changing import dataset_changed
from studio.datasets.records import Dataset, Square
from tests.screens.conftest import Opened, all_words, shows, told_in_passing, until
from tests.screens.stock.datasets.conftest import CAPTIONS, coloured, go_to, go_to_list, screen_of


def captions_of(folder: Path) -> dict[str, str]:
    return dict(read(folder).captions)


async def test_captions_are_written_one_after_the_other_and_taken_back(opened: Opened, figurine: Path) -> None:
    async with opened() as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("enter", *"!", "enter", *"?", "pagedown", *"new", "escape")
        await until(pilot, lambda: not parts.keeper.is_busy)
        texts = [f"{CAPTIONS['figurine_01']}!", f"{CAPTIONS['figurine_02']}?", "new"]
        assert list(captions_of(figurine).values()) == texts
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert captions_of(figurine) == CAPTIONS
        await pilot.press("ctrl+y")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert captions_of(figurine)["figurine_01"].endswith("!")


async def test_what_is_typed_and_not_kept_is_taken_back_first(opened: Opened, figurine: Path) -> None:
    async with opened() as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("enter", *"oops")
        await pilot.press("ctrl+z")
        assert parts.pane.editor.text == CAPTIONS["figurine_01"]
        await pilot.press("ctrl+r")
        await until(pilot, lambda: parts.pane.is_edited)
        await pilot.press("ctrl+z")
        assert parts.pane.editor.text == CAPTIONS["figurine_01"]
        await pilot.press("escape")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert captions_of(figurine) == CAPTIONS


async def test_what_was_typed_and_could_not_be_kept_is_in_the_editor_again(
    opened: Opened, figurine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as pilot:
        parts = await go_to(pilot, "figurine")

        def full(*given: object, **named: object) -> str:
            raise DiskFull("There is no room", "Free some space")

        with monkeypatch.context() as patched:
            patched.setattr(changing, "write_captions", full)
            await pilot.press("enter", *"!", "enter")
            await until(pilot, lambda: not parts.keeper.is_busy)
        assert parts.pane.caption == ("figurine_01", f"{CAPTIONS['figurine_01']}!")
        # Of the window that says what is wrong, then of the caption.
        await pilot.press("enter", "enter")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert captions_of(figurine)["figurine_01"] == f"{CAPTIONS['figurine_01']}!"


async def test_only_what_has_no_caption_is_gone_through(opened: Opened, figurine: Path) -> None:
    async with opened() as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("u")
        assert [one.name for one in parts.bench.rows] == ["figurine_03"]
        await pilot.press("p")
        await until(pilot, lambda: not parts.keeper.is_busy and not parts.bench.rows)
        assert "nua_style" in captions_of(figurine)["figurine_03"]
        await pilot.press("u", "slash", *"view:", "escape", "escape")
        assert len(parts.bench.rows) == 3


async def test_what_many_get_the_one_in_the_editor_keeps(opened: Opened, figurine: Path) -> None:
    async with opened(120, 40) as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("end", "p")
        await until(pilot, lambda: not parts.keeper.is_busy and parts.bench.caption_of("figurine_03"))
        assert not parts.pane.is_edited
        await pilot.press("enter", "escape")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert "nua_style" in captions_of(figurine)["figurine_03"]


async def test_find_and_replace_shows_what_would_change_first(opened: Opened, figurine: Path) -> None:
    async with opened(120, 40) as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("r", *"nua_style")
        await until(pilot, lambda: "2 would change" in all_words(pilot))
        await pilot.press("tab", *"nua_2", "f5")
        await until(pilot, lambda: shows(pilot, DatasetScreen) and not parts.keeper.is_busy)
        assert captions_of(figurine)["figurine_02"] == "a nua_2 figurine of James, back view"


async def test_marked_pictures_are_set_aside_held_out_and_tagged(opened: Opened, figurine: Path) -> None:
    async with opened(120, 40) as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("space", "space", "d")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert [one.aside for one in read(figurine).dataset.pictures] == ["by hand", "by hand", ""]
        assert (figurine / ".milo/aside/figurine_01.txt").is_file()
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not parts.keeper.is_busy)
        await pilot.press("ctrl+a", "h")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert all(one.held_out for one in read(figurine).dataset.pictures)
        await pilot.press("home", "v", *"back", "enter")
        await until(pilot, lambda: shows(pilot, DatasetScreen) and not parts.keeper.is_busy)
        assert read(figurine).dataset.pictures[0].view == "back"


async def test_what_another_tool_does_is_seen(opened: Opened, figurine: Path) -> None:
    async with opened() as pilot:
        parts = await go_to(pilot, "figurine")
        (figurine / "figurine_03.txt").write_text("by another tool\n", encoding="utf-8")
        parts.keeper.look()
        await until(pilot, lambda: parts.bench.caption_of("figurine_03") == "by another tool")
        (figurine / "dataset.toml").write_text("name = [", encoding="utf-8")
        parts.keeper.look()
        await until(pilot, lambda: parts.keeper.wrong)
        await pilot.press("d")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert (figurine / "figurine_01.png").is_file()


async def test_files_are_dropped_into_the_window_that_adds(opened: Opened, figurine: Path, tmp_path: Path) -> None:
    async with opened() as pilot:
        await go_to(pilot, "figurine")
        pilot.app.screen.post_message(events.Paste(f"{tmp_path}/a.png"))
        await until(pilot, lambda: shows(pilot, AddWindow))
        await pilot.press("f5")
        await until(pilot, lambda: "Nothing lies at" in all_words(pilot))


async def test_a_zip_for_a_trainer_is_written(opened: Opened, figurine: Path, tmp_path: Path) -> None:
    async with opened(120, 40) as pilot:
        await go_to(pilot, "figurine")
        await pilot.press("z")
        await until(pilot, lambda: shows(pilot, ZipWindow))
        target = tmp_path / "out.zip"
        pilot.app.screen.query_one("#zip-target", Input).value = str(target)
        await pilot.press("f5")
        await until(pilot, lambda: "Esc closes" in all_words(pilot))
        with zipfile.ZipFile(target) as archive:
            assert "figurine_01.txt" in archive.namelist()
        first = target.stat().st_ino
        await pilot.press("f5")
        await until(pilot, lambda: "out.zip is there already" in all_words(pilot))
        assert target.stat().st_ino == first


async def test_the_report_leads_to_the_pictures_that_it_is_about(opened: Opened, figurine: Path) -> None:
    async with opened(120, 40) as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("t")
        await until(pilot, lambda: shows(pilot, ReportWindow) and pilot.app.screen.query_one(OptionList).option_count)
        while not shows(pilot, DatasetScreen):
            await pilot.press("down", "enter")
        assert parts.bench.marked


async def test_a_picture_is_made_again_with_other_steps_that_are_seen_before(
    opened: Opened, home_of_datasets: Path, tmp_path: Path
) -> None:
    file = tmp_path / "drawn.png"
    file.write_bytes(coloured(1))
    folder = home_of_datasets / "drawn"
    adding.add(writing.create(folder, Dataset("drawn", stem="drawn", side=128)), [adding.Given(file)], "picture")
    async with opened(120, 40) as pilot:
        parts = await go_to(pilot, "drawn")
        await pilot.press("b")
        await until(pilot, lambda: "before its steps" in all_words(pilot))
        await pilot.press("m")
        await until(pilot, lambda: shows(pilot, StepsWindow) and pilot.app.screen.query_one(PictureView).shown)
        window = pilot.app.screen
        window.query_one("#steps-side", Input).value = "63"
        await pilot.press("f5")
        await until(pilot, lambda: "'63' is no side" in all_words(pilot))
        window.query_one("#steps-side", Input).value = "64"
        await pilot.press("f5")
        await until(pilot, lambda: shows(pilot, DatasetScreen) and not parts.keeper.is_busy)
        assert read(folder).dataset.pictures[0].steps[-1] == Square(64)
        assert parts.keeper.doing == ""
        # One picture can spare none.
        await pilot.press("H")
        await until(pilot, lambda: any("held out" in one.title for one in told_in_passing(pilot.app)))
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert read(folder).dataset.pictures[0].steps[-1] == Square(128)


@pytest.mark.parametrize("how", ["none", "empty", "broken", "gone"])
async def test_every_key_bears_that_there_is_nothing(opened: Opened, home_of_datasets: Path, how: str) -> None:
    """Keys of the list, and of a dataset that is empty, cannot be read, or whose folder went meanwhile."""
    folder = home_of_datasets / "figurine"
    if how != "none":
        writing.create(folder, Dataset("figurine"))
    if how == "broken":
        (folder / "dataset.toml").write_text("name = [", encoding="utf-8")
    async with opened() as pilot:
        if how == "none":
            await go_to_list(pilot)
            await pilot.press("enter", "right", "down")
            assert shows(pilot, DatasetsScreen)
            return
        parts = await go_to(pilot, "figurine")
        if how == "gone":
            for one in sorted(folder.rglob("*"), reverse=True):
                one.rmdir() if one.is_dir() else one.unlink()
            folder.rmdir()
        for key in "uspldhvfeombcrwaztiHxn /":
            await pilot.press({" ": "space", "/": "slash"}.get(key, key))
            await pilot.press("escape")
            if shows(pilot, DatasetsScreen):
                await pilot.press("enter")
        for key in ("enter", "ctrl+z", "ctrl+y", "ctrl+a", "pagedown", "pageup", "escape"):
            await pilot.press(key)
        await until(pilot, lambda: not parts.keeper.is_busy)


async def test_a_dataset_is_begun_and_said_to_be_another(opened: Opened, home_of_datasets: Path) -> None:
    async with opened() as pilot:
        await go_to_list(pilot)
        await pilot.press("n", *"chibi", "f5")
        await until(pilot, lambda: shows(pilot, DatasetScreen))
        assert read(home_of_datasets / "chibi").dataset.stem == "chibi"
        parts = screen_of(pilot).parts
        await until(pilot, lambda: parts.bench.dataset is not None)
        await pilot.press("i", "tab", "tab", *"nua")
        # What is said elsewhere while the window stands there is not said back.
        dataset_changed(read(home_of_datasets / "chibi"), steps=900)
        await pilot.press("f5")
        await until(pilot, lambda: any("is kept" in one.message for one in told_in_passing(pilot.app)))
        said = read(home_of_datasets / "chibi").dataset
        assert (said.trigger, said.steps) == ("nua", 900)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: not shows(pilot, DatasetScreen))


async def test_what_another_program_wrote_meanwhile_is_told_and_comes_back(opened: Opened, figurine: Path) -> None:
    async with opened() as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("enter", *"!")
        (figurine / "figurine_01.txt").write_text("by another tool\n", encoding="utf-8")
        parts.keeper.look()
        await until(pilot, lambda: parts.bench.caption_of("figurine_01") == "by another tool")
        assert parts.pane.editor.text.endswith("!")
        await pilot.press("escape")
        await until(pilot, lambda: any("Another program" in one.message for one in told_in_passing(pilot.app)))
        assert captions_of(figurine)["figurine_01"] == f"{CAPTIONS['figurine_01']}!"
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert captions_of(figurine)["figurine_01"] == "by another tool"


async def test_a_picture_is_renamed_and_taken_out_and_comes_back(opened: Opened, figurine: Path) -> None:
    async with opened() as pilot:
        parts = await go_to(pilot, "figurine")
        await pilot.press("n", "end", *"/", "enter")
        await until(pilot, lambda: "cannot be a name" in all_words(pilot))
        await pilot.press("backspace", *"_b", "enter")
        await until(pilot, lambda: shows(pilot, DatasetScreen) and not parts.keeper.is_busy)
        assert read(figurine).captions["figurine_01_b"] == CAPTIONS["figurine_01"]
        await pilot.press("ctrl+a", "delete")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert read(figurine).dataset.pictures == ()
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: not parts.keeper.is_busy)
        assert captions_of(figurine) == CAPTIONS
