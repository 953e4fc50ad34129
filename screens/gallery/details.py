"""The details of the picture under the cursor, beside the tiles or in a window of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from library.records import Lettering, Picture
from screens.gallery import words


class Details(Widget):
    """What is known of one picture, as much as fits."""

    COMPONENT_CLASSES = {"details--name"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: Picture | None = None
        self._letterings: tuple[Lettering, ...] | None = None

    def hold(self, picture: Picture | None, letterings: tuple[Lettering, ...] | None = None) -> None:
        """Tell of this picture; its letterings may come later."""
        self._picture, self._letterings = picture, letterings
        self.refresh()

    def render(self) -> Text:
        """The details; what does not fit is cut off."""
        if self._picture is None:
            return Text()
        style = self.get_component_rich_style("details--name", partial=True)
        text = words.details(self._picture, self._letterings, style, self.content_size.width)
        text.no_wrap = True
        return text


class DetailsWindow(ModalScreen[None]):
    """All details, to be scrolled through."""

    CSS_PATH = "gallery.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q", "dismiss", "Close", id="details.close"),
    ]

    def __init__(self, picture: Picture, letterings: Sequence[Lettering]) -> None:
        super().__init__()
        self._picture, self._letterings = picture, tuple(letterings)

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="details-window") as window:
            window.border_title = f"picture {self._picture.id}"
            window.border_subtitle = "Esc closes"
            yield Static(id="details-text", markup=False)

    def on_mount(self) -> None:
        """Write it once the width is known."""
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """Wrap it anew."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        target = self.query_one("#details-text", Static)
        style = f"bold {self.app.theme_variables['secondary']}"
        target.update(words.details(self._picture, self._letterings, style, target.content_size.width))
