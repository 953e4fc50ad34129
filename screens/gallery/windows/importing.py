"""The window that imports folders and files, where they lie: what will be looked at, how far it is, what came of it."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, ProgressBar, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line
from screens.terminal.dropped_paths import typed_paths, written
from screens.theme import ink
from screens.widgets.checkbox import Tick
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.importing import FILES, Imported, import_paths, progress_words, report_words, survey_words
from studio.notices import KNOWN_ERRORS, notice_of
from studio.path_completion import common, completions
from studio.plain_text import expanded, short_path

if TYPE_CHECKING:
    from library.records import Progress, Survey
    from library.store import Library

RESTED = 0.15
"""Seconds without a key before it is looked at what lies there."""
SHOWN_EVERY = 0.1
"""Seconds between two words of how far an import is."""
ABOUT = "A folder of ComfyUI, A1111, InvokeAI, … or files. Nothing is moved or changed: pictures stay where they are."


class ImportForm(Vertical):
    """The line, what would be looked at, how far it is, and what came of it."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(classes="window")
        self.line = Input(written(paths), placeholder="~/ComfyUI/output", id="import-line", compact=True)
        self.names = Static(id="import-names", markup=False)
        self.survey = Static(id="import-survey", markup=False)
        self.is_watched = Tick(
            "watch the folder: what comes there later is taken in too", id="import-watch", compact=True
        )
        self.bar = ProgressBar(show_eta=False, id="import-bar")
        self.said = Static(id="import-said", markup=False)

    def compose(self) -> ComposeResult:
        """One under the other."""
        yield Static(Text("Import pictures"), classes="window-title")
        yield Field("A folder, or files", self.line)
        yield self.names
        yield self.survey
        yield self.is_watched
        yield self.bar
        yield self.said

    def on_mount(self) -> None:
        """The cursor stands behind what is there already."""
        self.line.cursor_position = len(self.line.value)
        self.say(ABOUT)

    @property
    def paths(self) -> tuple[str, ...]:
        """What stands in the line."""
        return typed_paths(self.line.value)

    def write(self, paths: Sequence[str]) -> None:
        """Write paths into the line; nobody hears of it."""
        with self.line.prevent(Input.Changed):
            self.line.value = written(paths)
        self.line.cursor_position = len(self.line.value)

    def list_names(self, paths: Sequence[str]) -> None:
        """List what the line may go on with, as a shell does."""
        names = [one_line(path.rstrip("/").rpartition("/")[2] + ("/" if path.endswith("/") else "")) for path in paths]
        self.names.update(Text("   ".join(names)))
        self.names.display = bool(names)

    def say(self, words: str, colour: str = "muted") -> None:
        """Say how it is going."""
        self.said.update(Text(words, ink(self.app, colour)))

    def say_survey(self, words: str, colour: str = "foreground") -> None:
        """Say what would be looked at."""
        self.survey.update(Text(words, ink(self.app, colour)))

    def show_work(self, *, is_at_work: bool) -> None:
        """An import began, or has ended."""
        self.line.disabled = self.is_watched.disabled = is_at_work
        self.bar.update(total=None, progress=0)
        self.set_class(is_at_work, "-at-work")
        if not is_at_work:
            self.line.focus()

    def show_progress(self, words: str, done: int, total: int) -> None:
        """So much is done, of a total that is 0 where nobody knows it."""
        self.bar.update(total=total or None, progress=done)
        self.say(words)


class ImportKeys(Topic):
    """What the keys of the window do; `give` closes it."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "begin", "Import", id="import.begin", priority=True),
        Binding("tab", "complete", "Complete", id="import.complete", priority=True),
        Binding("f6", "watch", "Watch", tooltip="Watch the folder from now on", id="import.watch", priority=True),
        Binding("escape", "stop", "Stop or close", id="import.stop", priority=True),
    ]

    def __init__(self, form: ImportForm, calls: Calls, library: Library, give: Callable[[None], object]) -> None:
        self._form, self._calls, self._library, self._give = form, calls, library, give
        self._stop, self._counted = threading.Event(), threading.Event()
        self._is_at_work = False

    def end(self) -> None:
        """Nobody waits for a count, or for more pictures, any more."""
        self._counted.set()
        self._stop.set()

    # What would be looked at.

    def look(self) -> None:
        """Something else stands in the line: count what an import would look at."""
        self._form.list_names(())
        self._counted.set()
        self._counted = threading.Event()
        self._calls.begin(partial(self._survey, self._form.paths, self._counted), group="survey", is_exclusive=True)

    async def _survey(self, paths: tuple[str, ...], counted: threading.Event) -> None:
        await asyncio.sleep(RESTED)
        places = [Path(path) for path in paths]
        found = await in_thread(self._calls, self._library.imports.survey, places, stopped=counted.is_set)
        self._form.say_survey(*_survey_said(found))

    # Keys.

    def action_complete(self) -> None:
        """Complete the last path, or list how it may go on."""
        if not self._is_at_work:
            self._calls.begin(partial(self._complete, self._form.paths), group="complete", is_exclusive=True)

    async def _complete(self, paths: tuple[str, ...]) -> None:
        typed = paths[-1] if paths else "~/"
        found = await in_thread(self._calls, completions, typed, FILES)
        if paths != self._form.paths:
            return
        longest = common(found)
        if len(longest) > len(typed) or not paths:
            self._form.write([*paths[:-1], longest or typed])
            self.look()
        self._form.list_names(found if len(found) > 1 else ())
        if not found:
            self._form.say_survey(f"Nothing begins with {one_line(typed)}", "warning")

    def action_watch(self) -> None:
        """Watch the folder from now on, or leave that as it is."""
        if not self._is_at_work:
            self._form.is_watched.toggle()

    def action_stop(self) -> None:
        """Stop what is done; else close the window."""
        if self._is_at_work:
            self._stop.set()
            self._form.say("Stopping…")
        else:
            self._give(None)

    def action_begin(self) -> None:
        """Import."""
        if not self._is_at_work and self._form.paths:
            self._stop.clear()
            self._is_at_work = True
            self._calls.begin(partial(self._import, self._form.paths), group="import", is_exclusive=True)

    async def _import(self, paths: tuple[str, ...]) -> None:
        places = [Path(path) for path in paths]
        self._form.show_work(is_at_work=True)
        try:
            if absent := await in_thread(self._calls, _absent, places):
                self._form.say(f"Nothing lies at {short_path(one_line(absent))}", "warning")
                return
            watched = True if self._form.is_watched.value else None
            tell = Teller(asyncio.get_running_loop(), self._show)
            done = await in_thread(
                self._calls, import_paths, self._library, places, tell, self._stop.is_set, watched=watched
            )
            self._form.say(ending(done), "foreground")
        except KNOWN_ERRORS as error:
            self._form.say(notice_of(error).line(), "warning")
        finally:
            self._stop.set()
            self._is_at_work = False
            if self._calls.is_there:
                self._form.show_work(is_at_work=False)

    def _show(self, doing: str, progress: Progress) -> None:
        if self._calls.is_there and not self._stop.is_set():
            self._form.show_progress(one_line(progress_words(doing, progress)), progress.done, progress.total)


class ImportWindow(StudioWindow[None]):
    """Imports what is named in its line; `paths` stand there at first."""

    TITLE = "Import"
    CSS_PATH = ["../../base/windows.tcss", "importing.tcss"]
    AUTO_FOCUS = "#import-line"
    BINDINGS = bindings_of(ImportKeys)

    def __init__(self, library: Library, paths: Sequence[str] = ()) -> None:
        super().__init__()
        self._form = ImportForm(paths)
        self._keys = ImportKeys(self._form, ScreenCalls(self), library, self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()

    def on_mount(self) -> None:
        """Look at what stands there already."""
        self._keys.look()

    def on_unmount(self) -> None:
        """Let go of the threads."""
        self._keys.end()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._keys.look()


class Teller:
    """Says on the event loop how far work in a thread is, not oftener than anybody could read it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, show: Callable[[str, Progress], object]) -> None:
        self._loop, self._show = loop, show
        self._shown = 0.0

    def __call__(self, doing: str, progress: Progress) -> None:
        """Hear how far it is."""
        now = time.monotonic()
        if now - self._shown >= SHOWN_EVERY or progress.done == progress.total:
            self._shown = now
            # Where the studio has ended meanwhile, nobody wants to know.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._show, doing, progress)


def ending(done: Imported) -> str:
    """What is said when an import has ended."""
    refused = sum(report.refused for report in done.reports)
    parts = [
        f"Stopped: {report_words(*done.reports)}; the same again goes on from there"
        if done.stopped
        else report_words(*done.reports),
        f"{refused:,} could not be taken (! in the Gallery says why)" if refused else "",
    ]
    return f"{' · '.join(filter(None, parts))}. Esc closes."


def _absent(places: Sequence[Path]) -> str:
    """The first of some paths at which nothing lies; empty where there is none."""
    return next((str(place) for place in places if not os.path.exists(expanded(place))), "")  # noqa: PTH110


def _survey_said(found: Survey) -> tuple[str, str]:
    """What is said of a survey, and in which ink."""
    if found.absent:
        return f"Nothing lies at {short_path(one_line(found.absent[0]))}", "warning"
    return survey_words(found), "foreground"
