"""The window that exports pictures: where to, in which format and sizes, with what said in the files."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, ProgressBar, Static

from screens.base.host import host_of
from screens.base.screen import StudioWindow
from screens.gallery.model.captions import how_many, one_line
from screens.theme import ink
from screens.widgets.checkbox import Tick
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.errors import StudioError
from studio.notices import KNOWN_ERRORS, notice_of
from studio.pictures.exporting.records import FORMATS, Format, Report, Wanted, sizes_of
from studio.plain_text import expanded, short_path

if TYPE_CHECKING:
    from library.store import Library

USUAL = Wanted(target=Path("~/milo-export"))

MOST_TOLD = 20
"""Failures that are listed one by one."""


ABOUT_COPIES = "Metadata: recipe, prompt, rating and tags. AI mark: how it was made, in IPTC's words."
ABOUT_SHEETS = "A contact sheet is one picture of all, with captions and stars; its ending says the format."


class ExportForm(Vertical):
    """The fields, how far the export is, and what is said of it. `title` is what is exported."""

    def __init__(self, title: str, asked: Wanted, count: int) -> None:
        super().__init__(classes="window")
        self._title, self._asked, self._count = title, asked, count
        self.is_at_work = False

    def compose(self) -> ComposeResult:
        """The fields over the bar and the words."""
        asked = self._asked
        yield Static(Text(self._title), classes="window-title")
        target = Input(str(asked.target), id="export-target", compact=True)
        yield Field("To a folder, a .zip, or a contact sheet .png .jpg .webp", target)
        with Horizontal(id="export-row"):
            formats = [(form.upper(), form) for form in FORMATS]
            yield Field("Format", Choice(formats, value=asked.format, id="export-format"))
            sizes = Input(
                ", ".join(map(str, asked.sizes)),
                placeholder="as it is; or 640, 1280",
                id="export-sizes",
                compact=True,
            )
            yield Field("Longer side in px", sizes)
        with Horizontal(id="export-choices"):
            yield Tick("lettered", asked.lettered, id="export-lettered", compact=True)
            yield Tick("metadata", asked.metadata, id="export-metadata", compact=True)
            yield Tick("AI mark", asked.mark, id="export-mark", compact=True)
            yield Tick("Markdown", asked.markdown, id="export-markdown", compact=True)
        yield ProgressBar(total=self._count, show_eta=False, id="export-bar")
        with VerticalScroll(classes="window-body", can_focus=False):
            yield Static(id="export-said", markup=False)

    def on_mount(self) -> None:
        """The bar comes with the work."""
        self.bar.display = False
        self.say(ABOUT_COPIES)

    @property
    def bar(self) -> ProgressBar:
        """How far the export is."""
        return self.query_one("#export-bar", ProgressBar)

    def asked(self) -> Wanted:
        """What stands in the fields. Raises ExportWrong."""
        typed = self.query_one("#export-target", Input).value.strip()
        if not typed:
            raise StudioError("No place is named", "", "Write a folder, a .zip file or a .png sheet")
        is_sheet = _is_sheet(typed)
        return Wanted(
            target=Path(typed),
            format=cast(Format, self.query_one("#export-format", Choice).value),
            sizes=() if is_sheet else sizes_of(self.query_one("#export-sizes", Input).value),
            lettered=self.query_one("#export-lettered", Tick).value,
            metadata=self.query_one("#export-metadata", Tick).value,
            mark=self.query_one("#export-mark", Tick).value,
            markdown=not is_sheet and self.query_one("#export-markdown", Tick).value,
        )

    @on(Input.Changed, "#export-target")
    def _target_changed(self) -> None:
        """A contact sheet is one picture: what is asked of copies does not go for it."""
        is_sheet = _is_sheet(self.query_one("#export-target", Input).value)
        if is_sheet is self.query_one("#export-sizes").disabled:
            return
        for name in ("format", "sizes", "metadata", "markdown"):
            self.query_one(f"#export-{name}").disabled = is_sheet
        if not self.is_at_work:
            self.say(ABOUT_SHEETS if is_sheet else ABOUT_COPIES)

    def say(self, words: str, colour: str = "muted") -> None:
        """Say how it is going."""
        self.query_one("#export-said", Static).update(Text(words, ink(self.app, colour)))


class ExportWindow(StudioWindow[Wanted | None]):
    """Exports the chosen pictures; gives what was asked for, so that the next export begins with it."""

    TITLE = "Export"
    CSS_PATH = ["../../base/windows.tcss", "export.tcss"]
    AUTO_FOCUS = "#export-target"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "begin", "Export", id="export.begin", priority=True),
        Binding("escape", "stop", "Stop or close", id="export.stop", priority=True),
    ]

    def __init__(self, library: Library, chosen: Sequence[int], before: Wanted | None = None) -> None:
        super().__init__()
        self._library, self._chosen, self._asked = library, tuple(chosen), before or USUAL
        self._form = ExportForm(f"Export {how_many(self._chosen)}", self._asked, len(self._chosen))
        self._stop = threading.Event()

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()

    @on(Input.Submitted)
    def action_begin(self) -> None:
        """Begin."""
        if self._form.is_at_work:
            return
        try:
            self._asked = self._form.asked()
        except StudioError as error:
            self._form.say(error.notice.line(), "warning")
            return
        self._form.is_at_work = True
        self._stop.clear()
        self._form.say("…")
        self._export(self._asked)

    def action_stop(self) -> None:
        """Stop what is being written; else close the window."""
        if self._form.is_at_work:
            self._stop.set()
        else:
            self.dismiss(self._asked)

    @work(exclusive=True)
    async def _export(self, asked: Wanted) -> None:
        from studio.pictures.exporting.writing import export

        bar = self._form.bar
        bar.display = True
        bar.update(total=len(self._chosen), progress=0)

        def tell(done: int, total: int) -> None:
            self.app.call_from_thread(bar.update, progress=done, total=total)

        wanted = Wanted(
            target=expanded(asked.target).absolute(),
            format=asked.format,
            sizes=asked.sizes,
            lettered=asked.lettered,
            metadata=asked.metadata,
            mark=asked.mark,
            markdown=asked.markdown,
        )
        try:
            report = await asyncio.to_thread(export, self._library, self._chosen, wanted, tell, self._stop.is_set)
            copied = await host_of(self).copy(report.markdown) if report.markdown else ""
            self._form.say(ending(report, copied))
        except KNOWN_ERRORS as error:
            self._form.say(notice_of(error).line(), "warning")
        finally:
            self._stop.set()
            self._form.is_at_work = False


def ending(report: Report, copied: str) -> str:
    """What is said when an export has ended; `copied` is what became of the Markdown, empty where there is none."""
    count = "1 file" if len(report.files) == 1 else f"{len(report.files):,} files"
    parts = [
        f"{'Stopped: ' if report.stopped else ''}{count} in {short_path(str(report.where))}",
        f"{report.there:,} were there already" if report.there else "",
        f"the Markdown: {copied[0].lower()}{copied[1:]}" if copied else "",
        f"{len(report.failures):,} could not be exported" if report.failures else "",
    ]
    credentials = [one_line(report.about_credentials())] if report.credentials else []
    told = [f"{one.picture_id}: {one_line(one.notice.line())}" for one in report.failures[:MOST_TOLD]]
    return "\n".join([" · ".join(filter(None, parts)) + ". Esc closes.", *credentials, *told])


def _is_sheet(target: str) -> bool:
    return Wanted(target=Path(target.strip())).kind == "sheet"
