"""Servers added, changed, tested and taken out, and their credentials."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static

from screens.base.windows import Confirm
from screens.settings.entry_window import EntryWindow
from screens.settings.screen import SettingsScreen
from tests.conftest import Home
from tests.screens.conftest import Opened, shows, until
from tests.screens.settings.table import REMARKS, Table
from tests.standin.server import StandIn

OWN_SECRET = REMARKS.replace("Bearer ${TOKEN}", "Bearer s3cret")


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
        await until(pilot, lambda: shows(pilot, EntryWindow))
        form = pilot.app.screen
        form.query_one("#server-name", Input).value = "rack"
        form.query_one("#server-url", Input).value = "rack:8188"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no usable url" in str(form.query_one("#entry-said", Static).content))
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
        await until(pilot, lambda: shows(pilot, EntryWindow))
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
        await until(pilot, lambda: shows(pilot, EntryWindow))
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
        await until(pilot, lambda: shows(pilot, EntryWindow))
        form = pilot.app.screen
        value = form.query_one("#value-0", Input)
        assert not value.password
        value.value = "Bearer s3cret"
        await until(pilot, lambda: value.password)
        await pilot.press("ctrl+s")
        await until(
            pilot, lambda: "not written into the settings" in str(form.query_one("#entry-said", Static).content)
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
