"""The details of a picture."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size

from library.records import Lettering, Measured, Picture
from screens.base.host import host_of
from screens.gallery.model import captions
from screens.widgets.changing_text import ChangingText
from studio.errors import Notice


class Details(ChangingText):
    """What is known of one picture, as much as there is room for; with a height of `auto`, all of it."""

    COMPONENT_CLASSES = {"details--name"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture: Picture | None = None
        self._letterings: tuple[Lettering, ...] | None = None
        self._measured: tuple[Measured, ...] = ()
        self._notice: Notice | None = None

    def hold(
        self,
        picture: Picture | None,
        letterings: tuple[Lettering, ...] | None = None,
        measured: tuple[Measured, ...] = (),
        notice: Notice | None = None,
    ) -> None:
        """Tell of this picture; its letterings, what was measured, and its job's notice, may come later."""
        self._picture, self._letterings, self._measured, self._notice = picture, letterings, measured, notice
        self._tell()

    def on_resize(self) -> None:
        """What is long is wrapped to another width."""
        super().on_resize()
        self._tell()

    def notify_style_update(self) -> None:
        """The names have another colour."""
        super().notify_style_update()
        if self.is_attached:
            # The styles of its parts are made only after this is told.
            self.call_next(self._tell)

    def _tell(self) -> None:
        if self.is_attached and self.content_size.width:
            text = self._told(self.content_size.width)
            text.no_wrap = True
            self.say(text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each line."""
        return self._told(width).plain.count("\n")

    def _told(self, width: int) -> Text:
        if self._picture is None:
            return Text()
        style = self.get_component_rich_style("details--name", partial=True)
        link = host_of(self).file_link(self._picture.path)
        return captions.details(self._picture, self._letterings, style, width, link, self._measured, self._notice)
