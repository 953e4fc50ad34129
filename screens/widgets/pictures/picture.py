"""PictureView: a widget that is a picture in the terminal, its proportions kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip

from screens.drawing.workers import begin_work
from screens.terminal.frames.frame_store import Frame, PictureStore
from screens.terminal.frames.frames import Source
from screens.terminal.frames.overlaid import OverlaidWidget
from screens.widgets.pictures.slot import LastingSlot, PictureSlot

if TYPE_CHECKING:
    from studio.pictures.screen_pixels import Pixels


class PictureView(OverlaidWidget):
    """A picture, or a line of text where there is none (`words`) or it cannot be read.

    The app that it lives in has a `pictures: PictureStore`, unless it is given a `store` of its own. With `keeps`, the
    picture before stays until the next one is ready, however long that takes.
    `content-align` places the picture in the room.
    """

    DEFAULT_CSS = """
    PictureView { content-align: center middle; color: $foreground-muted; }
    """

    def __init__(
        self,
        words: str = "",
        *,
        id: str | None = None,
        classes: str | None = None,
        name: str | None = None,
        store: PictureStore | None = None,
        keeps: bool = False,
    ) -> None:
        super().__init__(id=id, classes=classes, name=name)
        self._empty_words = words
        self._slot = (LastingSlot if keeps else PictureSlot)(self, self._picture_changed, store=store)
        self._slot.words = words

    # What to show.

    def show_file(self, path: Path, first: Path | None = None) -> None:
        """Show a picture file; `first`, its thumbnail, stands in at once until the whole one is ready."""
        files = (path,) if first is None or first == path else (first, path)
        self.show_sources(*(Source(str(file), file) for file in files))

    def show_bytes(self, data: bytes, key: str = "") -> None:
        """Show encoded picture bytes. `key` names them for good where they will be shown again."""
        self.show_sources(Source(key, data))

    def show_pixels(self, rgb: Pixels, key: str = "") -> None:
        """Show pixels (H, W, 3) uint8 RGB that nobody changes any more."""
        self.show_sources(Source(key, rgb))

    def show_sources(self, *sources: Source, is_of_same: bool = False) -> None:
        """Show the sources one after the other, the best one last. Showing what is shown already does nothing.

        `is_of_same`: they are of the same picture as what stands here, which stays until they are ready.
        """
        self._slot.show(*sources, is_of_same=is_of_same)

    def prepare(self, sources: Iterable[Source]) -> None:
        """Make ready what may be shown here next, the likeliest first, while nothing else is.

        Give the first source of each of a few neighbours; they replace those of before. A Kitty terminal gets the
        picture ahead, so that showing it then takes a few bytes.
        """
        if self.is_attached and self.content_size.area:
            wanted = tuple(source for source in sources if source.key)
            begin_work(self, partial(self._slot.make_ahead, wanted), group="ahead", is_exclusive=True)

    def clear(self, words: str | None = None) -> None:
        """Show no picture, but a line of text: `words`, or those the view was made with."""
        self._slot.clear(self._empty_words if words is None else words)
        self.refresh()

    @property
    def words(self) -> str:
        """What stands where there is no picture."""
        return self._slot.words

    @property
    def shown(self) -> bool:
        """Whether a picture stands in the view."""
        return self._slot.shown

    @property
    def busy(self) -> bool:
        """Whether a picture is being made ready."""
        return self._slot.busy

    @property
    def frame(self) -> Frame | None:
        """What stands in the view."""
        return self._slot.frame

    @property
    def waits(self) -> bool:
        """Whether a picture is to be shown that does not stand yet, nor a reason why not."""
        return self._slot.waits

    @property
    def picture_region(self) -> Region:
        """The cells of the picture within the view's content; empty while there is none."""
        return self._slot.picture_region

    @property
    def _store(self) -> PictureStore:
        return self._slot.store

    @property
    def _ground(self) -> Color:
        return self._slot.ground

    # Drawing it.

    def on_resize(self) -> None:
        """Another room needs another frame."""
        styles = self.styles
        self._slot.fit(self.content_size, f"{styles.content_align_horizontal} {styles.content_align_vertical}")

    def on_unmount(self) -> None:
        """Whatever is being made ready is not wanted any more."""
        self._slot.stop()

    def notify_style_update(self) -> None:
        """A new theme gives the picture another ground."""
        super().notify_style_update()
        if self.is_attached:
            self._slot.follow_ground()

    def _picture_changed(self, where: Region) -> None:
        self.refresh(*([where] if self._is_filled else []))

    @property
    def _is_filled(self) -> bool:
        """Whether the frame's own lines are those of the view."""
        frame = self._slot.frame
        return frame is not None and self.content_size == self.size and len(frame.lines) == self.size.height

    def get_line_filters(self) -> Sequence[LineFilter]:
        """A picture stays as it is: its colours may be the number that names it."""
        return super().get_line_filters() if self._slot.frame is None else ()

    def render(self) -> Content:
        """What stands where there is no picture."""
        return Content(self.words)

    def render_line(self, y: int) -> Strip:
        """A line of the picture, or of the words, within a border or padding."""
        frame = self._slot.frame
        return frame.lines[y] if frame is not None and y < len(frame.lines) else super().render_line(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The frame's own lines, so that what a thread has drawn is not drawn again."""
        frame = self._slot.frame
        self._slot.send()
        one = self._slot.overlay() if self._is_filled else None
        self.overlays = () if one is None else (one,)
        if frame is None or not self._is_filled:
            return super().render_lines(crop)
        lines = [frame.lines[y] for y in crop.line_range]
        return lines if crop.width == self.size.width else [line.crop(crop.x, crop.right) for line in lines]
