"""The settings seen and changed as a person does it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from screens.base.windows import Confirm
from screens.settings.rows import Row
from screens.settings.screen import SettingsScreen, SettingsView
from screens.settings.server_window import ServerWindow
from screens.widgets.choice import Choice
from tests.conftest import Home
from tests.screens.conftest import Opened, shows, told_in_passing, until
from tests.standin.server import StandIn

REMARKS = """
# who draws
engine = "auto"    # the best

# the big one
[[servers]]
name = "spark"
url = "http://127.0.0.1:9"
headers = { Authorization = "Bearer ${TOKEN}" }

[keys]
"gallery.trash" = "D"
"""
OWN_SECRET = REMARKS.replace("Bearer ${TOKEN}", "Bearer s3cret")


class Table:
    """The settings screen of a running studio, and the file."""

    def __init__(self, pilot: Pilot[None], home: Home) -> None:
        self.pilot, self.file = pilot, home.settings / "settings.toml"

    @property
    def view(self) -> SettingsView:
        return self.pilot.app.screen.query_one(SettingsView)

    @property
    def row(self) -> Row:
        row = self.view.row
        assert row is not None
        return row

    @property
    def detail(self) -> str:
        return str(self.pilot.app.screen.query_one("#settings-about", Static).content)

    @property
    def test(self) -> str:
        return str(self.pilot.app.screen.query_one("#settings-test", Static).content)

    @property
    def wrong(self) -> str:
        return str(self.pilot.app.screen.query_one("#settings-wrong", Static).content)

    def says(self) -> dict[str, Any]:
        return tomllib.loads(self.file.read_text())

    async def open(self) -> None:
        await self.pilot.press("f12")
        await until(self.pilot, lambda: shows(self.pilot, SettingsScreen) and self.view.row is not None)

    async def go_to(self, label: str) -> None:
        for _ in range(60):
            if self.row.label == label:
                return
            await self.pilot.press("down")
        raise AssertionError(f"no row {label}")

    async def edit(self, label: str, text: str) -> None:
        await self.go_to(label)
        await self.pilot.press("enter")
        await until(self.pilot, lambda: self.view.editor is not None and isinstance(self.pilot.app.focused, Input))
        field = self.pilot.app.focused
        assert isinstance(field, Input)
        field.value = text
        await self.pilot.press("enter")

    async def until_said(self, condition: Callable[[dict[str, Any]], object]) -> None:
        await until(self.pilot, lambda: condition(self.says()))
        await until(self.pilot, lambda: self.view.editor is None)


@pytest.fixture
def settings_home(cast_home: Home) -> Home:
    cast_home.write_settings(f'pictures = "half-cells"\n{REMARKS}')
    return cast_home


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


async def test_a_server_is_tested_without_blocking(
    opened: Opened, settings_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "x")
    async with StandIn() as standin, opened(120, 40) as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await table.go_to("spark")
        await pilot.press("t")
        await until(pilot, lambda: "Nothing answers at spark" in table.test)
        table.file.write_text(table.file.read_text().replace("http://127.0.0.1:9", standin.url))
        await until(pilot, lambda: table.row.shown == standin.url)
        await pilot.press("t")
        await until(pilot, lambda: "reached in" in table.test)
        assert "✓ ComfyUI" in table.test
        assert "models:" in table.test
        assert pilot.app.focused is not None, "and keys go on"


async def test_a_server_is_added_changed_and_taken_out(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        before = table.file.read_text()
        await table.open()
        await pilot.press("a")
        await until(pilot, lambda: shows(pilot, ServerWindow))
        form = pilot.app.screen
        form.query_one("#server-name", Input).value = "rack"
        form.query_one("#server-url", Input).value = "rack:8188"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no usable url" in str(form.query_one("#server-said", Static).content))
        form.query_one("#server-url", Input).value = "http://127.0.0.1:9"
        form.query_one("#model-vae", Input).value = "ae.safetensors"
        await pilot.press("ctrl+s")
        rack = {"name": "rack", "url": "http://127.0.0.1:9", "models": {"vae": "ae.safetensors"}}
        await until(pilot, lambda: table.says()["servers"][1:] == [rack])
        await until(pilot, lambda: shows(pilot, SettingsScreen) and table.row.label == "rack")
        assert table.detail.count("ae.safetensors") == 1
        await pilot.press("delete")
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: len(table.says()["servers"]) == 1)
        assert table.file.read_text() == before


@pytest.mark.parametrize("text", [REMARKS, OWN_SECRET])
async def test_credentials_are_neither_shown_nor_lost(opened: Opened, cast_home: Home, text: str) -> None:
    cast_home.write_settings(text)
    (cast_home.settings / "settings.toml").chmod(0o600)
    async with opened() as pilot:
        table = Table(pilot, cast_home)
        headers = table.says()["servers"][0]["headers"]
        await table.open()
        await table.go_to("spark")
        assert "s3cret" not in table.detail
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ServerWindow))
        form = pilot.app.screen
        assert all("s3cret" not in field.value for field in form.query(Input))
        form.query_one("#server-ca", Input).value = "~/ca.pem"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: table.says()["servers"][0].get("ca_file") == "~/ca.pem")
        assert table.says()["servers"][0]["headers"] == headers


@pytest.mark.parametrize(("name", "headers"), [("X-Token", {"X-Token": "Bearer s3cret"}), ("", None)])
async def test_a_header_is_renamed_or_taken_out_while_its_credential_is_hidden(
    opened: Opened, cast_home: Home, name: str, headers: dict[str, str] | None
) -> None:
    cast_home.write_settings(OWN_SECRET)
    (cast_home.settings / "settings.toml").chmod(0o600)
    async with opened() as pilot:
        table = Table(pilot, cast_home)
        await table.open()
        await table.go_to("spark")
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ServerWindow))
        pilot.app.screen.query_one("#header-0", Input).value = name
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shows(pilot, SettingsScreen))
        assert table.says()["servers"][0].get("headers") == headers


async def test_a_typed_credential_goes_into_a_file_of_its_own(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await table.go_to("spark")
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ServerWindow))
        form = pilot.app.screen
        value = form.query_one("#value-0", Input)
        assert not value.password
        value.value = "Bearer s3cret"
        await until(pilot, lambda: value.password)
        await pilot.press("ctrl+s")
        await until(
            pilot, lambda: "not written into the settings" in str(form.query_one("#server-said", Static).content)
        )
        await pilot.press("f6")
        await until(pilot, lambda: value.value.startswith("file:"))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shows(pilot, SettingsScreen))
        said = table.says()["servers"][0]["headers"]["Authorization"]
        assert said == value.value
        assert "s3cret" not in table.file.read_text()
        assert (settings_home.settings / "credentials" / "spark.authorization").read_text() == "Bearer s3cret\n"


async def test_keys_that_come_twice_or_too_early_do_nothing(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        await pilot.press("f12", "f12", "delete", "t", "enter", "escape", "escape", "escape")
        await until(pilot, lambda: not shows(pilot, SettingsScreen))
        assert len(pilot.app.screen_stack) == 1
