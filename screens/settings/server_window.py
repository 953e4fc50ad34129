"""The window of one server: it is added or changed, and tested as it stands in the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.settings.detail import told_of_test
from screens.settings.server_form import ServerForm
from screens.settings.server_tests import tested
from screens.settings.typed import at_the_field
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from studio.errors import Notice
from studio.notices import KNOWN_ERRORS, notice_of
from studio.settings.editing import Change
from studio.settings.engine_settings import ServerSettings
from studio.settings.keeping import Read, keep_credential

if TYPE_CHECKING:
    from studio.workspace import Workspace


class ServerKeys(Topic):
    """Keeps the server of a form, tests it, and puts a credential away that was typed."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+s", "keep", "Keep", id="server.keep", priority=True),
        Binding("f5", "test", "Test", tooltip="Ask the server as it stands here", id="server.test", priority=True),
        Binding(
            "f6", "hide", "Credential into a file", tooltip="Only you can read it", id="server.hide", priority=True
        ),
        Binding("escape", "close", "Back", id="server.close"),
    ]

    def __init__(
        self,
        workspace: Workspace,
        server: Server,
        form: ServerForm,
        calls: Calls,
        say: Callable[[Text], None],
        give: Callable[[Kept | None], object],
    ) -> None:
        """`say` shows something under the form, `give` closes the window."""
        self._workspace, self._server, self._form = workspace, server, form
        self._calls, self._say, self._give = calls, say, give

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A credential is put away where one was typed."""
        return action != "hide" or (self._calls.is_there and self._form.credential() is not None)

    def action_close(self) -> None:
        """Go back; nothing is changed."""
        self._give(None)

    def action_keep(self) -> None:
        """Write the server into the settings, and go back."""
        self._calls.begin(self._keep, group="save", is_exclusive=True)

    async def _keep(self) -> None:
        try:
            table = self._form.table()
            kept = await self._workspace.keep_setting(
                Change(("servers", self._server.name or table["name"]), table, self._server.table)
            )
        except KNOWN_ERRORS as error:
            self._refuse(notice_of(error))
            return
        self._calls.say(f"The server {table['name']} is kept", "It is used at once")
        self._give(Kept(kept, table["name"]))

    def _refuse(self, notice: Notice) -> None:
        self._tell(at_the_field(notice), "error")

    def _tell(self, words: str, colour: str = "muted") -> None:
        self._say(Text(words, ink(self._form.app, colour)))

    def action_test(self) -> None:
        """Ask the server as it stands in the fields."""
        self._calls.begin(self._test, group="test", is_exclusive=True)

    async def _test(self) -> None:
        try:
            server = msgspec.convert(self._form.table(), ServerSettings)
        except KNOWN_ERRORS as error:
            self._refuse(notice_of(error))
            return
        self._tell("asking …")
        facts = await tested(server, self._workspace)
        self._say(told_of_test(facts, lambda name: ink(self._form.app, name)))

    def action_hide(self) -> None:
        """Put a credential that was typed into a file of its own."""
        typed = self._form.credential()
        if typed is not None:
            self._calls.begin(partial(self._hide, *typed), group="save")

    async def _hide(self, place: int, header: str, value: str) -> None:
        name = self._form.typed("server-name") or "server"
        with self._calls.reporting():
            said = await in_thread(self._calls, keep_credential, self._workspace.folder, name, header, value)
            self._form.replace(place, said)
            self._tell("It stands in a file that only you can read; the settings name the file")


class Kept(NamedTuple):
    """The settings file with the server in it, and the name that the server has now."""

    read: Read
    name: str


class Server(NamedTuple):
    """The server that is changed: its name, and its table as it stands in the file; "" and None: it is new."""

    name: str
    table: Mapping[str, Any] | None


class ServerWindow(StudioWindow[Kept | None]):
    """Gives the settings file with the server in it; None where the person goes back."""

    TITLE = "Server"
    CSS_PATH = ["../base/windows.tcss", "server.tcss"]
    AUTO_FOCUS = "#server-name"
    BINDINGS = bindings_of(ServerKeys)

    def __init__(self, workspace: Workspace, server: Server) -> None:
        super().__init__()
        self._server = server
        self._form = ServerForm(server.table or {})
        self._said = Static(id="server-said", markup=False)
        self._keys = ServerKeys(workspace, server, self._form, ScreenCalls(self), self._said.update, self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The fields, and what is said of them."""
        with Vertical(classes="window"):
            title = f"The server {self._server.name}" if self._server.name else "A new server"
            yield Static(Text(title), classes="window-title")
            yield self._form
            with VerticalScroll(id="server-told", can_focus=False):
                yield self._said
        yield StudioFooter()

    @on(Input.Changed)
    @on(Input.Submitted)
    def _edited(self, event: Message) -> None:
        event.stop()
        if isinstance(event, Input.Submitted):
            self._keys.action_keep()
        else:
            self._form.hide_typed_credentials()
            self.refresh_bindings()
