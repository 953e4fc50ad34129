"""The window that packs a dataset for a trainer: which, where to, and what the pack leaves out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, ProgressBar, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.stock.datasets.model import packing
from screens.stock.datasets.windows.path_line import PathLine
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.notices import KNOWN_ERRORS, notice_of
from studio.plain_text import expanded, plain, short_path

ABOUT = "What is set aside or held out stays here. The ZIP is opened again and checked before it gets its name."


class ZipForm(Vertical):
    """The fields, how far it is, and what came of it."""

    def __init__(self, trainers: Sequence[tuple[str, str]], target: str) -> None:
        super().__init__(classes="window")
        self.trainer = Choice(trainers, id="zip-trainer")
        self.target = PathLine("To this file", (target,), "~/figurine.zip", (".zip",), id="zip-target")
        self.bar = ProgressBar(show_eta=False)
        self._said = Static(id="zip-said", markup=False)

    def compose(self) -> ComposeResult:
        """One under the other."""
        yield Static(Text("A ZIP for a trainer"), classes="window-title")
        yield Field("For", self.trainer)
        yield self.target
        yield self.bar
        yield self._said

    def on_mount(self) -> None:
        """Say what it is about."""
        self.say(ABOUT)

    def say(self, words: str, colour: str = "muted") -> None:
        """Say how it is going."""
        self._said.update(Text(words, ink(self.app, colour)))

    def show_work(self, *, is_at_work: bool) -> None:
        """It is written, or no more."""
        self.trainer.disabled = self.target.line.disabled = is_at_work
        self.bar.update(total=None, progress=0)
        self.set_class(is_at_work, "-at-work")
        if not is_at_work:
            self.target.line.focus()


class ZipKeys(Topic):
    """What the keys of the window do; `give` closes it."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "pack", "Write", id="dataset-zip.write", priority=True),
        Binding("tab", "complete", "Complete", id="dataset-zip.complete", priority=True, show=False),
        Binding("escape", "close", "Close", id="dataset-zip.close"),
    ]

    def __init__(self, form: ZipForm, calls: Calls, folder: Path, give: Callable[[None], object]) -> None:
        self._form, self._calls, self._folder, self._give = form, calls, folder, give
        self._is_at_work = False

    def action_complete(self) -> None:
        """Complete the path; elsewhere go to the next field."""
        line = self._form.target.line
        if line.has_focus and line.value and line.cursor_at_end and not self._is_at_work:
            self._form.target.complete(self._calls)
        else:
            self._form.screen.focus_next()

    def action_close(self) -> None:
        """Close the window; what is being written is written."""
        self._give(None)

    def action_pack(self) -> None:
        """Write it."""
        target = next(iter(self._form.target.paths), "")
        if not target:
            self._form.say("Name a file: ~/figurine.zip", "warning")
        elif not self._is_at_work:
            self._is_at_work = True
            act = partial(self._pack, expanded(target), self._form.trainer.value)
            self._calls.begin(act, group="save")

    async def _pack(self, target: Path, trainer: str) -> None:
        self._form.show_work(is_at_work=True)
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            # Where the studio has ended meanwhile, nobody wants to know.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._show, done, total)

        try:
            done = await in_thread(self._calls, packing.written, self._folder, trainer, target, tell)
        except KNOWN_ERRORS as error:
            self._form.say(notice_of(error).line(), "warning")
        else:
            where = f"{done.pictures:,} pictures, {done.size}, in {short_path(plain(str(target)))}. Esc closes."
            self._form.say("\n".join([where, *map(plain, done.remarks[:4])]), "foreground")
        finally:
            self._is_at_work = False
            if self._calls.is_there:
                self._form.show_work(is_at_work=False)

    def _show(self, done: int, total: int) -> None:
        if self._calls.is_there and self._is_at_work:
            self._form.bar.update(total=total or None, progress=done)


class ZipWindow(StudioWindow[None]):
    """Packs the dataset in a folder."""

    TITLE = "A ZIP"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#zip-target"
    BINDINGS = bindings_of(ZipKeys)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._form = ZipForm(packing.trainers(), f"~/{folder.name}.zip")
        self._keys = ZipKeys(self._form, ScreenCalls(self), folder, self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._keys.action_pack()
