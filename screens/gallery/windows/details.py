"""All details of a picture, in a window of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from library.records import Lettering, Measured, Picture
from screens.base.screen import StudioWindow
from screens.gallery.parts.details import Details
from studio.errors import Notice


class DetailsWindow(StudioWindow[None]):
    """All details, to be scrolled through."""

    CSS_PATH = "../gallery.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,i,q", "dismiss", "Close", id="details.close"),
    ]

    def __init__(
        self,
        picture: Picture,
        letterings: Sequence[Lettering],
        measured: Sequence[Measured],
        notice: Notice | None = None,
    ) -> None:
        super().__init__()
        self._picture, self._letterings, self._measured = picture, tuple(letterings), tuple(measured)
        self._notice = notice

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="details-window") as window:
            window.border_title = f"picture {self._picture.id}"
            window.border_subtitle = "Esc closes"
            details = Details(id="details-text")
            details.hold(self._picture, self._letterings, self._measured, self._notice)
            yield details
