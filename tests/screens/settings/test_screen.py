"""The settings seen and changed as a person does it."""

from __future__ import annotations

from textual.widgets import OptionList

from screens.progress.screen import ProgressScreen
from screens.settings.editor import Editor
from screens.settings.screen import SettingsScreen
from screens.widgets.choice import Choice
from tests.conftest import Home
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.screens.settings.table import Table


async def test_each_setting_is_told_with_its_meaning_default_and_place(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await table.go_to("engine")
        for words in ("Who draws", "By default auto", "settings.toml, line 5", "at once"):
            assert words in table.detail
        await table.go_to("style")
        for words in ("The style", "By default flat cartoon", "Not set", "from the next start"):
            assert words in table.detail
        await pilot.press("escape")
        assert not shows(pilot, SettingsScreen)


async def test_a_line_is_typed_and_all_else_in_the_file_stays(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        before = table.file.read_text()
        await table.open()
        await table.edit("size", "Wide")
        await table.until_said(lambda said: said.get("size") == "Wide")
        assert table.row.line == 6
        assert table.file.read_text().replace('size = "Wide"\n', "") == before
        await pilot.press("delete")
        await table.until_said(lambda said: "size" not in said)
        assert table.file.read_text() == before
        assert table.row.label == "size"


async def test_what_cannot_be_is_said_at_the_field_and_may_be_mended(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        before = table.file.read_text()
        await table.open()
        for label, text, words in (
            ("size", "1000x1000", "is not a size. Write WIDTHxHEIGHT"),
            ("lettering.pose_model", "/not/there.onnx", "There is no file /not/there.onnx"),
            ("lettering.ink", "reddish", "'reddish' is no ink. Write auto"),
            ("lettering.font", "Arial", "There is no such face: 'Arial'"),
            ("Change a key …", "gallery.trash-can = X", "nothing is named 'gallery.trash-can'"),
            ("Change a key …", "gallery.mark = p", "p is already the key of"),
        ):
            await table.edit(label, text)
            await until(pilot, lambda words=words: words in table.wrong)  # type: ignore[misc]
            assert "settings.toml" not in table.wrong
            assert table.view.editor is not None
            await pilot.press("escape")
        assert table.file.read_text() == before
        assert shows(pilot, SettingsScreen)


async def test_one_of_a_few_is_chosen_from_a_list_and_yes_becomes_no(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await table.go_to("motion")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(Choice)) and pilot.app.screen.query_one(Choice).expanded)
        await pilot.press("down", "enter")
        await table.until_said(lambda said: said.get("motion") == "reduced")
        assert pilot.app.animation_level == "none"
        await table.go_to("motion")
        for _ in range(2):
            await pilot.press("up")
        assert table.row.label in ("notify", "colours")
        await table.go_to("notify")
        await pilot.press("enter")
        await table.until_said(lambda said: said.get("notify") is False)
        assert table.row.shown == "no"


async def test_keys_are_changed_and_hold_at_once(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await table.edit("Change a key …", "studio.gallery = f11")
        await table.until_said(lambda said: said["keys"] == {"gallery.trash": "D", "studio.gallery": "f11"})
        await until(pilot, lambda: table.row.label == "studio.gallery")
        await pilot.press("delete")
        await table.until_said(lambda said: said["keys"] == {"gallery.trash": "D"})


async def test_what_an_editor_changed_meanwhile_is_not_written_over(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await table.go_to("engine")
        await pilot.press("enter")
        await until(pilot, lambda: bool(pilot.app.screen.query(Choice)) and pilot.app.screen.query_one(Choice).expanded)
        edited = table.file.read_text().replace('engine = "auto"', 'engine = "spark"') + "# more\n"
        table.file.write_text(edited)
        await pilot.press("down", "enter")
        await until(pilot, lambda: any("changed meanwhile" in told.title for told in told_in_passing(pilot.app)))
        assert table.file.read_text() == edited
        await until(pilot, lambda: table.row.shown == "spark")


async def test_a_field_that_is_asked_for_again_and_again_is_one(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await table.go_to("size")
        rows = table.view.query_one("#settings-list", OptionList)
        for _ in range(3):
            rows.action_select()
            await until(pilot, lambda: len(table.view.query(Editor)) == 1)
        rows.action_select()
        await pilot.press("escape")
        await until(pilot, lambda: not pilot.app.workers)
        assert len(table.view.query(Editor)) <= 1


async def test_the_settings_make_room_where_one_goes_to_the_room_under_them(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: shows(pilot, ProgressScreen))
        for way in (("f3",), ("f2", "f3")):
            await pilot.press("f12")
            await until(pilot, lambda: shows(pilot, SettingsScreen))
            await pilot.press(*way)
            await until(pilot, lambda: shows(pilot, ProgressScreen))
