"""The window of one server: it is added or changed, and tested as it stands in the fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from screens.base.host import host_of
from screens.base.screen import StudioWindow
from screens.base.work import ScreenWork
from screens.settings.detail import told_of_test
from screens.settings.server_form import ServerForm
from screens.settings.server_tests import tested
from screens.settings.typed import at_the_field
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from studio.notices import KNOWN_ERRORS, notice_of
from studio.settings.editing import Change
from studio.settings.keeping import Read
from studio.settings.settings import ServerSettings

if TYPE_CHECKING:
    from studio.workspace import Workspace


class ServerWindow(StudioWindow[Read | None]):
    """Gives the settings file with the server in it; None where the person goes back."""

    CSS_PATH = ["../base/windows.tcss", "server.tcss"]
    AUTO_FOCUS = "#server-name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Keep", id="server.keep", priority=True),
        Binding("f5", "test", "Test", tooltip="Ask the server as it stands here", id="server.test", priority=True),
        Binding(
            "f6", "hide", "Credential into a file", tooltip="Only you can read it", id="server.hide", priority=True
        ),
        Binding("escape", "close", "Back", id="server.close"),
    ]

    def __init__(self, workspace: Workspace, server: ServerSettings | None, table: Mapping[str, Any] | None) -> None:
        """`table` is the server as it stands in the file, None where it is new."""
        super().__init__()
        self._workspace, self._server, self._before = workspace, server, table
        self._form = ServerForm(table or {})
        self._work = ScreenWork(self)

    def compose(self) -> ComposeResult:
        """The fields, and what is said of them."""
        with Vertical(classes="window"):
            title = "A new server" if self._server is None else f"The server {self._server.name}"
            yield Static(Text(title), classes="window-title")
            yield self._form
            with VerticalScroll(id="server-told", can_focus=False):
                yield Static(id="server-said", markup=False)
        yield StudioFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A credential is put away where one was typed."""
        return action != "hide" or (self._form.is_attached and self._form.credential() is not None)

    @on(Input.Changed)
    def _edited(self) -> None:
        self._form.hide_typed_credentials()
        self.refresh_bindings()

    def action_close(self) -> None:
        """Go back; nothing is changed."""
        self.dismiss(None)

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Write the server into the settings, and go back."""
        self._work.begin(self._keep, "save")

    async def _keep(self) -> None:
        try:
            table = self._form.table()
            name = self._server.name if self._server is not None else table["name"]
            kept = await self._workspace.keep_setting(Change(("servers", name), table, self._before))
        except KNOWN_ERRORS as error:
            self._say(at_the_field(notice_of(error)), "error")
            return
        host_of(self).passing.say(f"The server {table['name']} is kept", "It is used at once")
        self.dismiss(kept)

    def action_test(self) -> None:
        """Ask the server as it stands in the fields."""
        self._work.begin(self._test, "test")

    async def _test(self) -> None:
        try:
            server = msgspec.convert(self._form.table(), ServerSettings)
        except KNOWN_ERRORS as error:
            self._say(at_the_field(notice_of(error)), "error")
            return
        self._say("asking …")
        facts = await tested(server, self._workspace)
        self.query_one("#server-said", Static).update(told_of_test(facts, lambda name: ink(self.app, name)))

    def action_hide(self) -> None:
        """Put a credential that was typed into a file of its own."""
        typed = self._form.credential()
        if typed is not None:
            self._work.begin(partial(self._hide, *typed), "save")

    async def _hide(self, place: int, header: str, value: str) -> None:
        from studio.settings.keeping import keep_credential

        with host_of(self).reporting():
            name = self._form.typed("server-name") or "server"
            said = await self._work.in_thread(keep_credential, self._workspace.folder, name, header, value)
            self._form.replace(place, said)
            self._say("It stands in a file that only you can read; the settings name the file")

    def _say(self, words: str, colour: str = "muted") -> None:
        self.query_one("#server-said", Static).update(Text(words, ink(self.app, colour)))
