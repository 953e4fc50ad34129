"""The list of datasets, and what is known of the one under its cursor."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static
from textual.widgets.option_list import Option

from screens.stock.datasets.model.listing import Listed, Listing, summary
from screens.terminal.frames.frames import Source
from screens.theme import ink
from screens.widgets.options import Options
from screens.widgets.pictures.picture import PictureView
from studio.plain_text import plain, short_path

EMPTY = (
    "A dataset is a folder with pictures and their captions, from which a LoRA is trained.\n\n"
    "n begins one. D in the Gallery sends pictures to one."
)
SHOWN = 3
"""Pictures beside the list."""


class DatasetList(Options):
    """A row for each: its name, and how it stands."""

    TITLE = "The datasets"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right", "select", "Open", tooltip="Open the dataset", id="datasets.open"),
    ]

    def __init__(self) -> None:
        super().__init__(id="datasets-list", classes="coloured", markup=False)
        self._shown: list[str] = []

    def show(self, listing: Listing) -> None:
        """List them, the cursor on the current one."""
        rows = [self._words(one) for one in listing.rows or ()]
        told = [f"{row.plain} {row.spans}" for row in rows]
        if told != self._shown:
            self._shown = told
            self.set_options(Option(row) for row in rows)
        self.highlighted = listing.at if rows else None

    def _words(self, one: Listed) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis")
        is_wrong = one.wrong is not None
        line.append(plain(one.name), f"bold {ink(self.app, 'error' if is_wrong else 'foreground')}")
        line.append(f"  {one.kind}\n" if one.kind else "\n", ink(self.app, "muted"))
        needs_look = bool(one.uncaptioned or one.doubts)
        colour = "error" if is_wrong else "warning" if needs_look else "muted"
        line.append(f"  {summary(one)}", ink(self.app, colour))
        return line


class DatasetAbout(Vertical):
    """The first pictures of a dataset, and what is said of it."""

    def __init__(self) -> None:
        super().__init__(id="datasets-about")
        self._pictures = [PictureView(classes="datasets-picture") for _ in range(SHOWN)]
        self._words = Static(id="datasets-words", markup=False)

    def compose(self) -> ComposeResult:
        """Side by side, over the words."""
        yield Horizontal(*self._pictures, id="datasets-pictures")
        yield self._words

    def show(self, listing: Listing) -> None:
        """Show the current one."""
        one = listing.current
        files = one.first if one is not None else ()
        for number, view in enumerate(self._pictures):
            if number < len(files):
                view.show_sources(Source("", files[number]))
            else:
                view.clear()
        self._words.update(Text(EMPTY, ink(self.app, "muted")) if one is None else self._about(one))
        if listing.rows is None:
            self._words.update("")

    def _about(self, one: Listed) -> Text:
        text = Text()
        text.append(f"{plain(one.name)}\n", f"bold {ink(self.app, 'primary')}")
        if one.wrong is not None:
            text.append(f"{one.wrong.title}: {one.wrong.reason}\n", ink(self.app, "error"))
            text.append(f"→ {one.wrong.remedy}\n", ink(self.app, "warning"))
        elif one.trigger:
            text.append(f"{one.kind}, called by “{plain(one.trigger)}”\n", ink(self.app, "foreground"))
        else:
            text.append(f"{one.kind}, without a trigger word\n", ink(self.app, "warning"))
        if one.wrong is None:
            text.append(f"{summary(one)}\n", ink(self.app, "foreground"))
        for doubt in one.doubts[:4]:
            text.append(f"? {plain(doubt)}\n", ink(self.app, "warning"))
        text.append(short_path(plain(str(one.folder))), ink(self.app, "muted"))
        return text
