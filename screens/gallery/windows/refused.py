"""The window that lists files which an import did not take, or took with a remark, with the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from library.records import Refused
from screens.base.screen import StudioWindow
from screens.gallery.model.captions import one_line
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from studio.plain_text import short_path

MOST_LISTED = 300

NONE = "Every file of the folders that were imported was taken."
MORE = f"Only the first {MOST_LISTED} are listed. “studio library import FOLDER” tells all of a folder."


class RefusedWindow(StudioWindow[None]):
    """A list to be scrolled through; of more than MOST_LISTED files the last is not listed."""

    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#refused-scroll"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", "Close", id="refused.close")]

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__()
        self._refused = tuple(refused)

    def compose(self) -> ComposeResult:
        """Each path over its reason."""
        with Vertical(classes="window"):
            yield Static(Text("Files that were not taken, or with a remark"), classes="window-title")
            with VerticalScroll(id="refused-scroll"):
                yield Static(self._listed() if self._refused else Text(NONE), id="refused-list", markup=False)
        yield StudioFooter()

    def _listed(self) -> Text:
        text = Text()
        for one in self._refused[:MOST_LISTED]:
            text.append(f"{one_line(short_path(one.path))}\n")
            text.append(f"{one_line(one.reason)}\n", ink(self.app, "muted"))
        text.append(MORE if len(self._refused) > MOST_LISTED else "", ink(self.app, "secondary"))
        return text
