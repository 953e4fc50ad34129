"""Hosted engines, and who draws instead of the servers: added, changed, tested and taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Static

from screens.base.windows import Confirm
from screens.settings.entry_window import EntryWindow
from screens.settings.hosted_form import read_options, written_options
from screens.settings.screen import SettingsScreen
from screens.widgets.choice import Choice
from studio.settings.checking import SettingsWrong
from tests.conftest import Home
from tests.screens.conftest import Opened, shows, until
from tests.screens.settings.table import Table
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.server import KEY

PAID = """pictures = "half-cells"

[[hosted]]
name = "paid"
service = "openai"

# first
[[fallback]]
engine = "paid"
"""


def told(table: Table) -> str:
    return str(table.pilot.app.screen.query_one("#entry-said", Static).content)


async def open_window(table: Table, label: str) -> None:
    await table.go_to(label)
    await table.pilot.press("enter")
    await until(table.pilot, lambda: shows(table.pilot, EntryWindow) and table.pilot.app.focused is not None)


async def test_an_account_is_added_with_a_typed_key_that_is_shown_nowhere(
    opened: Opened, settings_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "x")
    async with OpenAIStandIn() as service, opened(120, 40) as pilot:
        table = Table(pilot, settings_home)
        before = table.file.read_text()
        await table.open()
        await open_window(table, "Add a hosted engine …")
        form = pilot.app.screen
        await until(pilot, lambda: "● gpt-image-2.5-flare" in told(table))
        key = form.query_one("#hosted-key", Input)
        assert key.placeholder == "${OPENAI_API_KEY}"
        form.query_one("#hosted-name", Input).value = "paid"
        form.query_one("#hosted-url", Input).value = service.url
        form.query_one("#hosted-options", Input).value = "quality = low"
        key.value = KEY
        await until(pilot, lambda: key.password)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "A key is not written into the settings" in told(table))
        await pilot.press("f6")
        await until(pilot, lambda: key.value.startswith("file:") and not key.password)
        await pilot.press("f5")
        await until(pilot, lambda: "✓ OpenAI knows the key from the file" in told(table))
        assert "about $0.006 a picture" in told(table)
        form.query_one("#hosted-options", Input).value = "quality = best"
        await pilot.press("f5")
        await until(pilot, lambda: "OpenAI takes no quality “best”" in told(table))
        form.query_one("#hosted-options", Input).value = "quality = low"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shows(pilot, SettingsScreen) and table.row.label == "paid")
        account = {"name": "paid", "service": "openai", "key": key.value, "url": service.url}
        assert table.says()["hosted"] == [{**account, "options": {"quality": "low"}}]
        assert KEY not in table.file.read_text() + table.detail
        await pilot.press("t")
        await until(pilot, lambda: "✓ OpenAI knows the key" in table.test)
        assert service.paid == 0, "nothing is spent"
        await pilot.press("delete")
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "hosted" not in table.says())
        assert table.file.read_text() == before


async def test_what_untouched_fields_show_is_what_is_kept(opened: Opened, settings_home: Home) -> None:
    settings_home.write_settings('[[servers]]\nname = "bfl"\nurl = "http://127.0.0.1:9"\n')
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await open_window(table, "Add a hosted engine …")
        pilot.app.screen.query_one("#hosted-service", Choice).value = "bfl"
        name = pilot.app.screen.query_one("#hosted-name", Input)
        await until(pilot, lambda: name.placeholder == "bfl-2")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: table.says().get("hosted") == [{"name": "bfl-2", "service": "bfl"}])
        await until(pilot, lambda: shows(pilot, SettingsScreen))
        await open_window(table, "Add who draws instead …")
        assert pilot.app.screen.query_one("#fallback-engine", Input).placeholder == "bfl-2"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: table.says().get("fallback") == [{"engine": "bfl-2"}])


async def test_other_services_offer_their_own_models_and_names_of_keys(opened: Opened, settings_home: Home) -> None:
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        await table.open()
        await open_window(table, "Add a hosted engine …")
        pilot.app.screen.query_one("#hosted-service", Choice).value = "bfl"
        await until(pilot, lambda: "● flux-2-pro " in told(table))
        assert pilot.app.screen.query_one("#hosted-key", Input).placeholder == "${BFL_API_KEY}"
        pilot.app.screen.query_one("#hosted-model", Input).value = "flux-9"
        await until(pilot, lambda: "asked for flux-9, which is not known here" in told(table))
        await pilot.press("f5")
        await until(pilot, lambda: "Set BFL_API_KEY" in told(table))
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, SettingsScreen))


async def test_who_draws_instead_is_added_changed_and_taken_out(opened: Opened, settings_home: Home) -> None:
    settings_home.write_settings(PAID)
    async with opened() as pilot:
        table = Table(pilot, settings_home)
        before = table.file.read_text()
        await table.open()
        await open_window(table, "Add who draws instead …")
        form = pilot.app.screen
        form.query_one("#fallback-engine", Input).value = "nobody"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "there is no engine 'nobody' to fall back on" in told(table))
        form.query_one("#fallback-engine", Input).value = "paid/gpt-image-2"
        form.query_one("#fallback-when", Choice).value = "busy"
        form.query_one("#fallback-jobs", Input).value = "9"
        form.query_one("#fallback-by-itself", Choice).value = "yes"
        await until(pilot, lambda: "set a cap under Spending" in told(table))
        await pilot.press("ctrl+s")
        second = {"engine": "paid/gpt-image-2", "when": "busy", "jobs": 9, "by_itself": True}
        await until(pilot, lambda: table.says()["fallback"] == [{"engine": "paid"}, second])
        await until(pilot, lambda: shows(pilot, SettingsScreen) and table.row.label == "paid/gpt-image-2")
        assert table.row.shown == "while each has 9 jobs waiting, by itself"
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, EntryWindow))
        pilot.app.screen.query_one("#fallback-by-itself", Choice).value = "no"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: table.says()["fallback"][1] == {**second, "by_itself": False})
        await until(pilot, lambda: shows(pilot, SettingsScreen))
        await pilot.press("delete")
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: len(table.says()["fallback"]) == 1)
        assert table.file.read_text() == before


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.text("a1.,= -", max_size=6).map(str.strip)))
def test_options_are_read_as_they_are_written(options: dict[str, str]) -> None:
    assert read_options(written_options(options)) == options


@pytest.mark.parametrize("typed", ["quality", "= high", 'a = "b" c'])
def test_what_is_no_option_is_refused(typed: str) -> None:
    with pytest.raises(SettingsWrong):
        read_options(typed)
