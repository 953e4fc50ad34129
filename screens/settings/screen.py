"""The settings: every one with its meaning, its value and where it stands, changed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Resize
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.base.messages import Changed, Opened
from screens.base.screen import StudioScreen
from screens.base.topics import ScreenCalls, Topic, bindings_of, offer
from screens.settings.changing import EveryKey, SettingsKeeper
from screens.settings.detail import told_of, told_of_test
from screens.settings.editor import Editor
from screens.settings.engine_tests import EngineTests
from screens.settings.rows import Row
from screens.theme import ink
from screens.widgets.options import Options
from studio.jobs.views import Noticed
from studio.settings.engine_settings import HostedSettings, ServerSettings

TESTED = ("server", "hosted")
"""Kinds of rows of which somebody can be asked how they are."""
LABEL = 21
"""Cells for what a setting is called, before what it says."""


class SettingsList(Options):
    """The list of settings."""

    TITLE = "The list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Change", tooltip="Change the setting under the cursor", id="settings.change")
    ]

    @on(Resize)
    def _sized(self) -> None:
        """In a narrow terminal the pane below takes room from the list, and gives it back."""
        self.scroll_to_highlight()


class SettingsKeys(Topic):
    """Keys that change the setting under the cursor."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("delete,backspace", "default", "Default", tooltip="Take it out of the file", id="settings.default"),
        Binding("a", "add_server", "Add a server", id="settings.add-server"),
        Binding(
            "t", "test", "Test", tooltip="Test the server or the hosted engine under the cursor", id="settings.test"
        ),
        Binding("escape", "back", "Back", id="settings.back"),
    ]

    def __init__(self, screen: SettingsScreen, view: SettingsView, keeper: SettingsKeeper, tests: EngineTests) -> None:
        self._screen, self._view, self._keeper, self._tests = screen, view, keeper, tests

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be done with the row under the cursor is shown faintly."""
        row = self._view.row
        if self._view.editor is not None:
            return action == "back"
        if action == "test":
            return True if row is not None and row.kind in TESTED else None
        if action == "default":
            return True if row is not None and row.line is not None else None
        return True

    def action_default(self) -> None:
        """Take it out of the file."""
        if self._view.row is not None:
            self._keeper.take_out(self._view.row)

    def action_add_server(self) -> None:
        """Add a server."""
        self._keeper.open_entry(("servers",))

    def action_test(self) -> None:
        """See how the engine under the cursor is."""
        row = self._view.row
        if row is not None and self._keeper.read is not None:
            chosen = self._keeper.read.chosen
            engines: tuple[ServerSettings | HostedSettings, ...] = (*chosen.servers, *chosen.hosted)
            self._tests.begin(next(one for one in engines if one.name == row.label))

    def action_back(self) -> None:
        """Leave the field, or the settings."""
        if not self._view.end_editing():
            self._screen.dismiss(None)


class SettingsScreen(StudioScreen):
    """Lists the settings, and tells of the one under the cursor."""

    ROOM = "Settings"
    HELP = (
        "Every setting, with what it says now; ● marks those that stand in the settings file. The pane says what each"
        " is for, its default, the line in which it stands, and whether a change holds at once or from the next start."
        " Enter changes the one under the cursor, Delete takes it out of the file, so that the default holds. Remarks"
        " and order of the file stay as they are, and what you change in an editor meanwhile too.\n\n"
        "A server is tested by t: whether it answers, how soon, which ComfyUI it is, and which models it has or lacks."
        " A hosted engine too: whether its service knows the key and the model, which costs nothing. Credentials are"
        " never shown; they stand in the environment, or in a file that only you can read."
    )
    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "#settings-list"
    PARTS = (SettingsList,)
    BINDINGS = bindings_of(SettingsKeys)

    def __init__(self, every_key: EveryKey) -> None:
        """`every_key` gives all keys that can be others."""
        super().__init__()
        self._view, calls = SettingsView(), ScreenCalls(self)
        self._keeper = SettingsKeeper(self._view, calls, self.studio, self.app, every_key)
        tests = EngineTests(calls, self.studio, self._view.show_tests)
        self._view.listen(self._keeper, tests.tell)
        offer(self, SettingsKeys(self, self._view, self._keeper, tests))

    def make_room(self) -> None:
        """Leave; a value that is being typed stays as it was."""
        self._view.end_editing()
        self.dismiss(None)

    def compose_room(self) -> ComposeResult:
        """The list, and the pane beside it, or under it in a narrow terminal."""
        yield self._view

    @on(Opened)
    @on(Changed)
    def _hear(self, message: Message) -> None:
        """The library is open, or the file was changed elsewhere, of which the desk tells."""
        if isinstance(message, Opened) or (isinstance(message, Changed) and isinstance(message.change, Noticed)):
            self._keeper.look()


class SettingsView(Horizontal):
    """The list, and the pane that tells of the row under its cursor."""

    def __init__(self) -> None:
        super().__init__(id="settings-body")
        self._list = SettingsList(id="settings-list", classes="coloured", markup=False)
        self._about = Static(id="settings-about", markup=False)
        self._test = Static(id="settings-test", markup=False)
        self._pane = VerticalScroll(self._about, self._test, id="settings-pane", can_focus=False)
        self._rows: dict[str, Row] = {}

    def listen(self, keeper: SettingsKeeper, moved: Callable[[], None]) -> None:
        """Say who changes settings, and what is to be called when the cursor has moved."""
        self._keeper, self._tell_moved = keeper, moved

    def compose(self) -> ComposeResult:
        """The list and the pane."""
        yield self._list
        yield self._pane

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        at = self._list.highlighted
        if at is None or at >= self._list.option_count:
            return None
        return self._rows.get(self._list.get_option_at_index(at).id or "")

    def show(self, rows: Sequence[Row], at: tuple[str, ...] | None = None) -> None:
        """List rows; the cursor goes to what stands at `at`, or else stays on the setting that it is on."""
        before, place = self.row, self._list.highlighted or 1
        wanted = before.steps if before is not None and at is None else at
        self._rows = {f"{row.kind} {row.steps}": row for row in rows}
        options: list[Option] = []
        group = ""
        for name, row in self._rows.items():
            if row.group != group:
                group = row.group
                options.append(Option(Text(group, f"bold {ink(self.app, 'accent')}"), disabled=True))
            options.append(Option(self._line(row), id=name))
        self._list.set_options(options)
        found = [number for number, option in enumerate(options) if option.id and self._rows[option.id].steps == wanted]
        self._list.highlighted = found[0] if found else min(place, len(options) - 1)
        self.show_detail()

    def _line(self, row: Row) -> Text:
        is_set = row.line is not None
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append("● " if is_set else "  ", ink(self.app, "accent"))
        text.append(f"{row.label:<{LABEL}} ", ink(self.app, "foreground"))
        text.append(row.shown, ink(self.app, "primary" if is_set else "muted"))
        return text

    def show_detail(self) -> None:
        """Tell of the row under the cursor."""
        row, read = self.row, self._keeper.read
        if row is not None and read is not None:
            self._about.update(told_of(row, read, lambda name: ink(self.app, name)))
        self.end_editing()

    def show_tests(self, tests: EngineTests) -> None:
        """Tell of the test of the engine under the cursor."""
        row = self.row
        facts = tests.facts(row.label) if row is not None and row.kind in TESTED else ()
        self._test.update(told_of_test(facts, lambda name: ink(self.app, name)))
        self._test.display = bool(facts)

    # The field.

    @property
    def editor(self) -> Editor | None:
        """The field, while something is changed."""
        return next(iter(self._pane.query(Editor)), None)

    async def edit(self, editor: Editor) -> None:
        """Show a field, once the one before it has gone: it takes a moment, and there is one at a time."""
        for before in self._pane.query(Editor):
            await before.remove()
        await self._pane.mount(editor, after=self._about)
        self._pane.scroll_end(animate=False)

    def end_editing(self) -> bool:
        """Let the field go; whether there was one."""
        editor = self.editor
        if editor is None:
            return False
        editor.remove()
        self._list.focus()
        return True

    @on(Editor.Typed)
    def _typed(self, event: Editor.Typed) -> None:
        event.stop()
        self._keeper.take(event.text)

    @on(OptionList.OptionSelected, "#settings-list")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.row is not None:
            self._keeper.change(self.row)

    @on(OptionList.OptionHighlighted, "#settings-list")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.show_detail()
        self._tell_moved()
        self.screen.refresh_bindings()
