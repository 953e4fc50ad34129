"""The window of what will come of training with a dataset: what is wrong, what is shown, and what would help most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option

from screens.base.screen import StudioWindow
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.stock.datasets.model import reporting
from screens.stock.datasets.model.reporting import Row, Seen
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options
from studio.notices import KNOWN_ERRORS, notice_of

if TYPE_CHECKING:
    from studio.workspace import Workspace


class ReportBody(Vertical):
    """The verdict over its reasons."""

    def __init__(self) -> None:
        super().__init__(classes="window -wide -at-work")
        self._title = Static(Text("Looking at the pictures…"), classes="window-title", markup=False)
        self.bar = ProgressBar(show_eta=False)
        self._list = Options(id="report-rows", compact=True, markup=False)
        self._rows: tuple[Row, ...] = ()

    def compose(self) -> ComposeResult:
        """One under the other."""
        yield self._title
        yield self.bar
        yield self._list

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        at = self._list.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def show(self, seen: Seen) -> None:
        """Show what was seen."""
        self.remove_class("-at-work")
        self._title.update(Text(seen.verdict, ink(self.app, "error" if seen.fails else "primary")))
        self._rows = seen.rows
        self._list.set_options(Option(self._words(row)) for row in seen.rows)
        self._list.highlighted = 0 if seen.rows else None
        self._list.focus()

    def say(self, words: str) -> None:
        """Say why there is none."""
        self.remove_class("-at-work")
        self._title.update(Text(words, ink(self.app, "warning")))

    def _words(self, row: Row) -> Text:
        text = Text(f"{row.sign} {row.text}", ink(self.app, row.colour))
        text.append(f"\n  → {row.more}" if row.more else "", ink(self.app, "muted"))
        return text


class ReportKeys(Topic):
    """The keys of the window; `give` closes it."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding(
            "enter",
            "follow",
            "Draw or show",
            tooltip="Write the scene, or show pictures",
            id="dataset-report.go",
            priority=True,
        ),
        Binding("escape", "close", "Close", id="dataset-report.close"),
    ]

    def __init__(
        self, body: ReportBody, calls: Calls, folder: Path, workspace: Workspace, give: Callable[[Row | None], object]
    ) -> None:
        self._body, self._calls, self._folder, self._workspace, self._give = body, calls, folder, workspace, give

    def look(self) -> None:
        """Look at the dataset."""
        self._calls.begin(self._look, group="look")

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()

        def tell(done: int, total: int) -> None:
            # Where the studio has ended meanwhile, nobody wants to know.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._show_progress, done, total)

        try:
            self._body.show(await in_thread(self._calls, reporting.seen, self._folder, self._workspace, tell))
        except KNOWN_ERRORS as error:
            self._body.say(notice_of(error).line())

    def _show_progress(self, done: int, total: int) -> None:
        if self._calls.is_there:
            self._body.bar.update(total=total or None, progress=done)

    def action_follow(self) -> None:
        """Draw what the row says, or show the pictures that it is about."""
        row = self._body.row
        if row is not None and (row.scene or row.pictures):
            self._give(row)

    def action_close(self) -> None:
        """Close it."""
        self._give(None)


class ReportWindow(StudioWindow["Row | None"]):
    """Gives the row that was followed; None where the window was closed."""

    TITLE = "Report"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#report-rows"
    BINDINGS = bindings_of(ReportKeys)

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        super().__init__()
        self._body = ReportBody()
        self._keys = ReportKeys(self._body, ScreenCalls(self), folder, workspace, self.dismiss)
        offer(self, self._keys)

    def compose(self) -> ComposeResult:
        """The report, and the keys."""
        yield self._body
        yield StudioFooter()

    def on_mount(self) -> None:
        """Look at the dataset."""
        self._keys.look()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._keys.action_follow()
