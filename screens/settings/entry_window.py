"""The window of one server, one hosted engine, or one who draws instead: added or changed, and tested as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

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
from screens.settings.entry_form import Credential, EntryForm
from screens.settings.typed import at_the_field
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.footer import StudioFooter
from studio.errors import Notice
from studio.notices import KNOWN_ERRORS, notice_of
from studio.settings.editing import Change
from studio.settings.keeping import Read, keep_credential

if TYPE_CHECKING:
    from studio.workspace import Workspace


class EntryKeys(Topic):
    """Keeps the entry of a form, tests it, and puts a credential away that was typed."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("ctrl+s", "keep", "Keep", id="server.keep", priority=True),
        Binding(
            "f5", "test", "Test", tooltip="Ask it as it stands here; nothing is spent", id="server.test", priority=True
        ),
        Binding(
            "f6", "hide", "Credential into a file", tooltip="Only you can read it", id="server.hide", priority=True
        ),
        Binding("escape", "close", "Back", id="server.close"),
    ]

    def __init__(
        self,
        workspace: Workspace,
        steps: tuple[str, ...],
        before: Mapping[str, Any] | None,
        form: EntryForm,
        calls: Calls,
        say: Callable[[Text], None],
        give: Callable[[Kept | None], object],
    ) -> None:
        """`steps` and `before` are as in EntryWindow; `say` shows something under the form, `give` closes it."""
        self._workspace, self._steps, self._before, self._form = workspace, steps, before, form
        self._calls, self._say, self._give = calls, say, give

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A credential is put away where one was typed; nobody is asked where there is nobody."""
        if action == "test":
            return self._form.IS_TESTED
        return action != "hide" or (self._calls.is_there and self._form.credential() is not None)

    def action_close(self) -> None:
        """Go back; nothing is changed."""
        self._give(None)

    def action_keep(self) -> None:
        """Write it into the settings, and go back."""
        self._calls.begin(self._keep, group="save", is_exclusive=True)

    async def _keep(self) -> None:
        try:
            table = self._form.table()
            steps = (self._form.HEADING, *(self._steps[1:] or (table["name"],)))
            kept = await self._workspace.keep_setting(Change(steps, table, self._before))
        except KNOWN_ERRORS as error:
            self._refuse(notice_of(error))
            return
        self._calls.say(f"The {self._form.NOUN} {self._form.called} is kept", "It is used at once")
        self._give(Kept(kept, (steps[0], table.get("name", steps[1]))))

    def _refuse(self, notice: Notice) -> None:
        self._tell(at_the_field(notice), "error")

    def _tell(self, words: str, colour: str = "muted") -> None:
        self._say(Text(words, ink(self._form.app, colour)))

    def action_test(self) -> None:
        """Ask it as it stands in the fields."""
        self._calls.begin(self._test, group="test", is_exclusive=True)

    async def _test(self) -> None:
        self._tell("asking …")
        try:
            facts = await self._form.test(self._workspace)
        except KNOWN_ERRORS as error:
            self._refuse(notice_of(error))
            return
        self._say(told_of_test(facts, lambda name: ink(self._form.app, name)))

    def action_hide(self) -> None:
        """Put a credential that was typed into a file of its own."""
        typed = self._form.credential()
        if typed is not None:
            self._calls.begin(partial(self._hide, typed), group="save")

    async def _hide(self, typed: Credential) -> None:
        name, folder = self._form.called or self._form.NOUN, self._workspace.folder
        with self._calls.reporting():
            said = await in_thread(self._calls, keep_credential, folder, name, typed.use, typed.value)
            self._form.replace(typed.field, said)
            self._tell("It stands in a file that only you can read; the settings name the file")


class Kept(NamedTuple):
    """The settings file with the entry in it, and where that is now (`studio.settings.editing.Change`)."""

    read: Read
    steps: tuple[str, ...]


class EntryWindow(StudioWindow[Kept | None]):
    """Gives the settings file with the entry in it; None where the person goes back."""

    TITLE = "An engine"
    CSS_PATH = ["../base/windows.tcss", "entry.tcss"]
    BINDINGS = bindings_of(EntryKeys)

    def __init__(
        self, workspace: Workspace, form: EntryForm, steps: tuple[str, ...], before: Mapping[str, Any] | None
    ) -> None:
        """`steps` lead to the entry, or to the list alone for a new one that has a name of its own; `before` is its
        table as the person saw it, None: it is new."""
        super().__init__()
        self._form, self._advice = form, Text()
        self._said = Static(id="entry-said", markup=False)
        self._keys = EntryKeys(workspace, steps, before, form, ScreenCalls(self), self._said.update, self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The fields, and what is said of them."""
        with Vertical(classes="window"):
            yield Static(Text(self._form.title), classes="window-title")
            yield self._form
            with VerticalScroll(id="entry-told", can_focus=False):
                yield self._said
        yield StudioFooter()

    def on_mount(self) -> None:
        """Begin at the first field."""
        self._form.query_one(f"#{self._form.FIRST}").focus()

    @on(Input.Changed)
    @on(Choice.Changed)
    @on(Input.Submitted)
    def _edited(self, event: Message) -> None:
        event.stop()
        if isinstance(event, Input.Submitted):
            self._keys.action_keep()
            return
        self._form.hide_typed_credentials()
        # What a test said stays while the advice would be the same.
        if (advice := self._form.advice()) != self._advice:
            self._advice = advice
            self._said.update(advice)
        self.refresh_bindings()
