"""Changes of settings, from the field to the file."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from textual.app import App
from textual.dom import DOMNode

from screens.base.host import Host
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.keymap import KeyLine, check
from screens.settings.editor import Editor
from screens.settings.rows import Row, rows_of, value_at
from screens.settings.typed import at_the_field, check_place, value_of
from studio.errors import StudioError
from studio.notices import KNOWN_ERRORS, notice_of
from studio.settings.checking import SettingsWrong
from studio.settings.editing import Change, SettingNotKept

if TYPE_CHECKING:
    from screens.settings.entry_form import EntryForm
    from screens.settings.entry_window import Kept
    from studio.settings.keeping import Read
    from studio.workspace import Workspace

CLOSED = ("choice", "engine", "style", "theme")
"""Kinds of which nothing but what is offered can be."""
ENTRIES = ("servers", "hosted", "fallback")
"""Kinds of which each has a window of its own."""

LEAVING = {
    "server": ("Take the server {} out?", "What it is drawing is followed to its end; its jobs that wait go to others"),
    "hosted": (
        "Take the hosted engine {} out?",
        "What it is drawing is followed to its end; its key stays where it is",
    ),
    "fallback": ("Shall {} no longer draw instead?", "It stays among the engines that you can choose"),
}
"""What is asked before an engine is taken out of the settings."""

EveryKey = Callable[[type[DOMNode]], Sequence[Sequence[KeyLine]]]
"""The keys of the app, and of each room, by the app's class."""


class View(Protocol):
    """Where settings are listed and changed."""

    def show(self, rows: Sequence[Row], at: tuple[str, ...] | None = None) -> None:
        """List rows; the cursor goes to the server or the key that stands at `at`."""

    async def edit(self, editor: Editor) -> None:
        """Show a field in place of the one that is there."""

    def end_editing(self) -> bool:
        """Let the field go."""

    @property
    def editor(self) -> Editor | None:
        """The field, while something is changed."""


class SettingsKeeper:
    """Reads the file, opens the field for a setting, and has the workspace write what is typed."""

    def __init__(self, view: View, calls: Calls, studio: Host, app: App[Any], every_key: EveryKey) -> None:
        self.read: Read | None = None
        self._every_key = every_key
        self._view, self._calls, self._studio, self._app = view, calls, studio, app
        self._edited: Row | None = None

    @property
    def _workspace(self) -> Workspace:
        workspace = self._studio.workspace
        assert workspace is not None, "the screen is empty before"
        return workspace

    def look(self) -> None:
        """Read the file and list what it says; not while something is typed, which would be lost."""
        if self._view.editor is None:
            self._calls.begin(self._look, group="look", is_exclusive=True)

    async def _look(self) -> None:
        from studio.settings.keeping import read

        with self._calls.reporting():
            self._learn(await in_thread(self._calls, read, self._workspace.folder))

    def _learn(self, read: Read, at: tuple[str, ...] | None = None) -> None:
        self.read = read
        self._view.show(rows_of(read), at)

    # One setting.

    def change(self, row: Row) -> None:
        """Let a row be changed: a yes becomes a no at once, an engine has a window of its own."""
        if self.read is None:
            return
        if row.setting.kind in ENTRIES:
            self.open_entry(row.steps)
        elif row.setting.kind == "yes or no":
            self._edited = row
            self.take("no" if row.shown == "yes" else "yes")
        else:
            self._calls.begin(partial(self._open_field, row), group="field", is_exclusive=True)

    async def _open_field(self, row: Row) -> None:
        offered = await in_thread(self._calls, self._offered, row)
        if self.read is None:
            return
        is_new_key = row.kind == "new key"
        value = row.shown if row.kind == "key" else "" if is_new_key else value_at(self.read.chosen, row.steps)
        hint = "gallery.trash = D" if is_new_key else row.shown
        title = "Name of the key = keys" if is_new_key else row.label
        self._edited = row
        closed = row.setting.kind in CLOSED
        await self._view.edit(Editor(title, str(value), hint, offered, is_closed=closed))

    def _offered(self, row: Row) -> Sequence[str]:
        """What can be chosen, or completed. Blocks."""
        setting, workspace = row.setting, self._workspace
        if setting.kind == "engine":
            return workspace.engines.names()
        if setting.kind == "style":
            return [style.name for style in workspace.stock.styles]
        if setting.kind == "theme":
            return sorted(self._app.available_themes)
        if setting.kind == "size":
            from backends.families import SIZES

            return tuple(SIZES)
        if setting.kind == "font":
            from studio.lettering.setting.fonts import FACES

            return tuple(FACES)
        if row.kind == "new key":
            return [f"{line.id} = {','.join(line.keys)}" for lines in self._key_lines() for line in lines]
        return setting.choices

    def take(self, typed: str) -> None:
        """Write what was typed for the row that is changed."""
        if self._edited is not None:
            self._begin(partial(self._take, self._edited, typed))

    async def _take(self, row: Row, typed: str) -> None:
        steps, value = row.steps, value_of(row.setting, typed)
        if row.setting.kind == "keys":
            steps, value = await in_thread(self._calls, self._key, row, typed)
        await in_thread(self._calls, check_place, row.setting, value)
        await self._write(Change(steps, value, self._before(steps)), row)

    def _before(self, steps: tuple[str, ...]) -> Any:
        """What the person saw."""
        return self.read.standing(steps) if self.read is not None else None

    def _key(self, row: Row, typed: str) -> tuple[tuple[str, ...], str | None]:
        """Where a key stands, and what it is. Raises SettingsWrong."""
        name, keys = row.label, typed.strip()
        if row.kind == "new key":
            name, _, keys = (part.strip().strip('"') for part in typed.partition("="))
        everywhere, *rooms = self._key_lines()
        others = {one: said for one, said in self._workspace.settings.keys.items() if one != name}
        if keys or row.kind == "new key":
            before = {notice.reason for notice in check(others, everywhere, rooms)[1]}
            wrong = [one for one in check({**others, name: keys}, everywhere, rooms)[1] if one.reason not in before]
            if wrong:
                raise SettingsWrong(wrong[0].title, wrong[0].reason, wrong[0].remedy)
        return ("keys", name), keys or None

    def _key_lines(self) -> Sequence[Sequence[KeyLine]]:
        return self._every_key(type(self._app))

    def take_out(self, row: Row) -> None:
        """Take a setting out of the file, so that its default holds; for an engine the person is asked."""
        if row.line is None:
            return
        if row.setting.kind not in ENTRIES:
            self._take_out(row, True)
            return
        from screens.base.windows import Confirm

        title, detail = LEAVING[row.kind]
        question = partial(Confirm, title.format(row.label), detail, yes="Take out", no="Keep")
        self._calls.open(question, partial(self._take_out, row))

    def _take_out(self, row: Row, is_wanted: bool | None) -> None:
        if is_wanted:
            self._begin(lambda: self._write(Change(row.steps, None, self._before(row.steps)), row))

    # Engines.

    def open_entry(self, steps: tuple[str, ...]) -> None:
        """Open the window of a server, a hosted engine, or one who draws instead; a new one where steps say none."""
        if self.read is not None:
            self._calls.begin(partial(self._open_entry, steps, self.read), group="field", is_exclusive=True)

    async def _open_entry(self, steps: tuple[str, ...], read: Read) -> None:
        from screens.settings.entry_window import EntryWindow

        before = read.standing(steps) if len(steps) > 1 else None
        form = await self._form(steps[0], before or {})
        self._calls.open(partial(EntryWindow, self._workspace, form, steps, before), self._take_entry)

    def _take_entry(self, kept: Kept | None) -> None:
        if kept is not None:
            self._learn(kept.read, kept.steps)

    async def _form(self, heading: str, table: dict[str, Any]) -> EntryForm:
        if heading == "servers":
            from screens.settings.server_form import ServerForm

            return ServerForm(table)
        if heading == "hosted":
            from screens.settings.hosted_form import HostedForm
            from studio.engines.services import known_services

            engines = self._workspace.engines
            taken = {*engines.hosted(), *engines.servers()}
            return HostedForm(table, await in_thread(self._calls, known_services), taken)
        from screens.settings.fallback_form import FallbackForm

        engines = self._workspace.engines
        return FallbackForm(table, (*engines.hosted(), *engines.servers()), next(iter(engines.hosted()), ""))

    # Writing.

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._calls.begin(partial(self._guarded, work), group="save")

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """What cannot be is said at the field, where there is one."""
        try:
            await work()
        except SettingNotKept as error:
            self._studio.show_notice(error.notice)
            self._view.end_editing()
            await self._look()
        except KNOWN_ERRORS as error:
            editor = self._view.editor
            if editor is not None and isinstance(error, StudioError):
                editor.say_wrong(at_the_field(notice_of(error)))
            else:
                self._studio.show_notice(notice_of(error), error=not isinstance(error, StudioError))

    async def _write(self, change: Change, row: Row) -> None:
        kept = await self._workspace.keep_setting(change)
        self._view.end_editing()
        self._learn(kept, change.steps if row.kind == "new key" else None)
        what = f"{row.label} is kept" if change.value is not None else f"{row.label} is as usual"
        self._calls.say(what, f"It holds {row.setting.holds}")
