"""The window that adds pictures to a dataset: files and folders, or what a search of the library finds."""

from __future__ import annotations

import asyncio
import threading
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
from screens.stock.datasets.model import adding
from screens.stock.datasets.windows.path_line import PathLine
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.notices import KNOWN_ERRORS, notice_of
from studio.plain_text import expanded, plain

if TYPE_CHECKING:
    from studio.datasets.making.adding import Proposal
    from studio.workspace import Workspace

KINDS = (
    ("as they look", ""),
    ("design sheets: cut into figures", "sheet"),
    ("photographs: cropped around who is on them", "photograph"),
    ("drawn pictures: taken as a whole", "picture"),
)
ABOUT = "Copies go into the dataset; the files stay as they are. Each picture can be made again with other steps."


class AddForm(Vertical):
    """The fields, how far it is, and what came of it."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(classes="window")
        self.paths = PathLine(
            "Files, or folders of them", paths, "~/sheets/turnaround.png", adding.PICTURES, id="add-paths"
        )
        self.search = Input(placeholder="milo rating:4", id="add-search", compact=True)
        self.kind = Choice(KINDS, id="add-kind")
        self.bar = ProgressBar(show_eta=False)
        self._said = Static(id="add-said", markup=False)

    def compose(self) -> ComposeResult:
        """One under the other."""
        yield Static(Text("Add pictures"), classes="window-title")
        yield self.paths
        yield Field("Or what a search of the library finds", self.search)
        yield Field("What they are", self.kind)
        yield self.bar
        yield self._said

    def on_mount(self) -> None:
        """Say what it is about."""
        self.say(ABOUT)

    def say(self, words: str, colour: str = "muted") -> None:
        """Say how it is going."""
        self._said.update(Text(words, ink(self.app, colour)))

    def show_work(self, *, is_at_work: bool) -> None:
        """Something is added, or no more."""
        for one in (self.paths.line, self.search, self.kind):
            one.disabled = is_at_work
        self.bar.update(total=None, progress=0)
        self.set_class(is_at_work, "-at-work")
        if not is_at_work:
            self.paths.line.focus()


class AddKeys(Topic):
    """What the keys of the window do; `give` closes it."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "add", "Add", id="dataset-add.begin", priority=True),
        Binding("tab", "complete", "Complete", id="dataset-add.complete", priority=True, show=False),
        Binding("escape", "stop", "Stop or close", id="dataset-add.stop", priority=True),
    ]

    def __init__(
        self,
        form: AddForm,
        calls: Calls,
        folder: Path,
        workspace: Workspace,
        give: Callable[[tuple[Proposal, ...]], object],
    ) -> None:
        self._form, self._calls, self._folder, self._workspace, self._give = form, calls, folder, workspace, give
        self._waiting: tuple[Proposal, ...] = ()
        self._stop = threading.Event()
        self._is_at_work = False

    def end(self) -> None:
        """Nobody waits for more pictures any more."""
        self._stop.set()

    def action_complete(self) -> None:
        """Complete the path; elsewhere go to the next field."""
        line = self._form.paths.line
        if line.has_focus and line.value and line.cursor_at_end and not self._is_at_work:
            self._form.paths.complete(self._calls)
        else:
            self._form.screen.focus_next()

    def action_stop(self) -> None:
        """Stop what is done; else close the window."""
        if self._is_at_work:
            self._stop.set()
            self._form.say("Stopping…")
        else:
            self._give(self._waiting)

    def action_add(self) -> None:
        """Add what is named."""
        if self._is_at_work:
            return
        paths, query = self._form.paths.paths, self._form.search.value.strip()
        if not paths and not query:
            self._form.say("Name a file or a folder, or write a search", "warning")
            return
        self._stop.clear()
        self._is_at_work = True
        self._calls.begin(partial(self._add, paths, query, self._form.kind.value), group="save")

    async def _add(self, paths: Sequence[str], query: str, kind: str) -> None:
        self._form.show_work(is_at_work=True)
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int, words: str) -> None:
            # Where the studio has ended meanwhile, nobody wants to know.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._show, done, total, words)

        wanted = adding.Wanted(tuple(expanded(path) for path in paths), query, kind)
        try:
            done = await in_thread(
                self._calls, adding.add, self._folder, self._workspace, wanted, tell, self._stop.is_set
            )
        except KNOWN_ERRORS as error:
            self._form.say(notice_of(error).line(), "warning")
        else:
            self._waiting = (*self._waiting, *done.waiting)
            self._form.say(done.words(), "warning" if done.waiting or done.refused else "foreground")
        finally:
            self._stop.set()
            self._is_at_work = False
            if self._calls.is_there:
                self._form.show_work(is_at_work=False)

    def _show(self, done: int, total: int, words: str) -> None:
        if self._calls.is_there and not self._stop.is_set():
            self._form.bar.update(total=total or None, progress=done)
            self._form.say(plain(words))


class AddWindow(StudioWindow["tuple[Proposal, ...]"]):
    """Adds to the dataset in a folder; `paths` stand in the line at first. Gives the sheets that are in doubt."""

    TITLE = "Add pictures"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#add-paths"
    BINDINGS = bindings_of(AddKeys)

    def __init__(self, folder: Path, workspace: Workspace, paths: Sequence[str]) -> None:
        super().__init__()
        self._form = AddForm(paths)
        self._keys = AddKeys(self._form, ScreenCalls(self), folder, workspace, self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()

    def on_unmount(self) -> None:
        """Let go of the thread."""
        self._keys.end()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keys.action_add()
