"""The settings screen of a running studio, as tests read it and press its keys."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, Static

from screens.settings.rows import Row
from screens.settings.screen import SettingsScreen, SettingsView
from tests.conftest import Home
from tests.screens.conftest import shows, until

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
"""A file with settings, servers, keys and remarks."""


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
