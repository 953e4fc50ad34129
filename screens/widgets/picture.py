"""PictureView: a picture in the terminal, its proportions kept. Decoding and encoding never touch the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rich.control import Control
from rich.segment import ControlType, Segment
from textual.color import Color
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker

from library.errors import LibraryError
from screens.widgets.cells import GRIDS
from screens.widgets.frames import Order, Source, Stale, make_frame
from screens.widgets.rest import Rest
from screens.widgets.store import Frame, FrameKey, PictureStore

if TYPE_CHECKING:
    from studio.showing import Pixels

IDLE, LONG_IDLE = 0.03, 0.35
"""Seconds a thumbnail stands before the whole picture is decoded; the longer where that costs many bytes."""

AHEAD = 0.02
"""Seconds between two pictures that are made ready ahead: keys come first."""

PATIENCE = 0.15
"""Seconds that the picture before may stay while the next one is made ready."""


class PictureView(Widget):
    """A picture, or a line of text where there is none (`words`) or it cannot be read.

    The app that it lives in has a `pictures: PictureStore`. `content-align` places the picture in the room.
    """

    DEFAULT_CSS = """
    PictureView { content-align: center middle; color: $foreground-muted; }
    """

    words: reactive[str] = reactive("")

    def __init__(
        self, words: str = "", *, id: str | None = None, classes: str | None = None, name: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes, name=name)
        self.set_reactive(PictureView.words, words)
        self._empty_words = words
        self._sources: tuple[Source, ...] = ()
        self._frame: Frame | None = None
        self._frame_key: FrameKey | None = None
        self._worker: Worker[None] | None = None
        self._order: Order | None = None
        self._rest = Rest(self, self.refresh)

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

    def show_sources(self, *sources: Source) -> None:
        """Show the sources one after the other, the best one last. Showing what is shown already does nothing."""
        if sources and sources[-1].key and [one.key for one in sources] == [one.key for one in self._sources]:
            return
        self._sources = sources
        self.words = ""
        self._begin()

    def prepare(self, sources: Iterable[Source]) -> None:
        """Make ready what may be shown here next, the likeliest first, while nothing else is.

        Give the first source of each of a few neighbours; they replace those of before. A Kitty terminal gets the
        picture ahead, so that showing it then takes a few bytes.
        """
        if self.is_attached and self.content_size.area:
            wanted = tuple(source for source in sources if source.key)
            self.run_worker(self._make_ahead(wanted), group="ahead", exclusive=True)

    async def _make_ahead(self, sources: tuple[Source, ...]) -> None:
        for source in sources:
            await asyncio.sleep(AHEAD)
            while self.busy:  # noqa: ASYNC110  a worker's end may be that of a newer one
                await asyncio.sleep(AHEAD)
            key = self._key(source)
            frame = self._store.get(key)
            if frame is None:
                order = Order(key, self._ground, self._alignment, self.app.console, light=True)
                try:
                    frame = await asyncio.to_thread(make_frame, source, order, self._store)
                except LibraryError:
                    # It is told when it is wanted.
                    continue
                except asyncio.CancelledError:
                    order.stale.set()
                    raise
            self._send(frame)

    def clear(self, words: str | None = None) -> None:
        """Show no picture, but a line of text: `words`, or those the view was made with."""
        self._stop()
        self._sources = ()
        self._frame = self._frame_key = None
        self.words = self._empty_words if words is None else words
        self.refresh()

    @property
    def shown(self) -> bool:
        """Whether a picture stands in the view."""
        return self._frame is not None

    @property
    def busy(self) -> bool:
        """Whether a picture is being made ready."""
        return self._worker is not None and not self._worker.is_finished

    @property
    def picture_region(self) -> Region:
        """The cells of the picture within the view's content; empty while there is none."""
        if self._frame is None:
            return Region()
        return Region(self._frame.left, self._frame.top, self._frame.encoded.columns, self._frame.encoded.rows)

    # Making it ready.

    @property
    def _store(self) -> PictureStore:
        return cast(PictureStore, self.app.pictures)  # type: ignore[attr-defined]

    def _key(self, source: Source) -> FrameKey:
        width, height = self.content_size
        return FrameKey(source.key, width, height, self._store.cell(), self._ground.hex + self._alignment)

    @property
    def _ground(self) -> Color:
        return self.background_colors[1]

    @property
    def _alignment(self) -> str:
        styles = self.styles
        return f"{styles.content_align_horizontal} {styles.content_align_vertical}"

    def _begin(self) -> None:
        self._stop()
        if not self._sources or not self.is_attached or not self.content_size.area:
            return
        if self._show_kept():
            return
        self._worker = self.run_worker(
            partial(self._make_ready, self._sources), group="picture", exclusive=True, exit_on_error=True
        )

    def _show_kept(self) -> bool:
        """Show the best of what is kept, at once. Says whether nothing better is to come."""
        for source in reversed(self._sources):
            kept = self._store.get(self._key(source)) if source.key else None
            if kept is not None:
                self._show(self._key(source), kept)
                return kept.enough or source is self._sources[-1]
        return False

    def _stop(self) -> None:
        if self._order is not None:
            self._order.stale.set()
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    async def _make_ready(self, sources: tuple[Source, ...]) -> None:
        late = self.set_timer(PATIENCE, partial(self._forget, self._frame))
        try:
            for number, source in enumerate(sources):
                if number:
                    await asyncio.sleep(IDLE if self._store.choice().protocol in GRIDS else LONG_IDLE)
                key = self._key(source)
                frame = self._store.get(key) if source.key else None
                if frame is None:
                    is_last = source is sources[-1]
                    self._order = Order(key, self._ground, self._alignment, self.app.console, not is_last)
                    frame = await asyncio.to_thread(make_frame, source, self._order, self._store)
                late.stop()
                if frame is not self._frame:
                    self._show(key, frame)
                if frame.enough:
                    return
        except LibraryError as error:
            self._frame = self._frame_key = None
            self.words = error.reason
            self.refresh()
        except Stale:
            return
        finally:
            late.stop()

    def _forget(self, old: Frame | None) -> None:
        """A picture that takes long must not leave the one before standing under its name."""
        # The timer may have rung already when the new one came.
        if self._frame is not old or not self.busy:
            return
        self._frame = self._frame_key = None
        self.words = "…"
        self.refresh()

    def _show(self, key: FrameKey, frame: Frame) -> None:
        self._send(frame)
        changed = self._changed_rows(self._frame, frame)
        self._frame, self._frame_key = frame, key
        self.words = ""
        self.refresh(*changed)

    def _send(self, frame: Frame) -> None:
        """Let the terminal have the picture, where it keeps pictures and lacks this one."""
        sequences = self._store.to_send(frame.encoded)
        driver = self.app._driver
        if sequences and driver is not None:
            driver.write(sequences)

    def _changed_rows(self, before: Frame | None, after: Frame) -> tuple[Region, ...]:
        """The rows that differ, so that no more is painted and sent; none named: all of them."""
        if before is None or after.encoded.sixel or self.content_size != self.size:
            return ()
        if len(before.lines) != self.size.height or len(after.lines) != self.size.height:
            return ()
        pairs = enumerate(zip(before.lines, after.lines, strict=True))
        console = self.app.console
        rows = [y for y, (old, new) in pairs if old is not new and old.render(console) != new.render(console)]
        if not rows:
            return ()
        return (Region(0, rows[0], self.size.width, rows[-1] - rows[0] + 1),)

    # Drawing it.

    def on_mount(self) -> None:
        """Sixels lie over the cells, so whatever changed the layout may have wiped some away."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self._draw_sixels_again())

    def _draw_sixels_again(self) -> None:
        if self._frame is not None and self._frame.encoded.sixel:
            self._rest.wait()

    def on_resize(self) -> None:
        """Another room needs another frame; the old one would leave stale cells."""
        if self._frame_key is not None and Size(self._frame_key.columns, self._frame_key.rows) != self.content_size:
            self._frame = self._frame_key = None
        self._begin()

    def on_unmount(self) -> None:
        """Whatever is being made ready is not wanted any more."""
        self._stop()

    def notify_style_update(self) -> None:
        """A new theme gives the picture another ground."""
        super().notify_style_update()
        if self._frame_key is not None and self.is_attached and not self._frame_key.ground.startswith(self._ground.hex):
            self._begin()

    def render(self) -> Content:
        """What stands where there is no picture."""
        return Content(self.words)

    def render_line(self, y: int) -> Strip:
        """A line of the picture, or of the words, within a border or padding."""
        frame = self._frame
        return frame.lines[y] if frame is not None and y < len(frame.lines) else super().render_line(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The frame's own lines, so that what a thread has drawn is not drawn again."""
        frame = self._frame
        if frame is None or self.content_size != self.size or len(frame.lines) != self.size.height:
            return super().render_lines(crop)
        lines = [frame.lines[y] for y in crop.line_range]
        if crop.size != self.size:
            return [line.crop(crop.x, crop.right) for line in lines]
        if frame.encoded.sixel and self.screen.is_active and self._rest.has_come():
            lines[-1] = self._with_sixel(lines[-1], frame)
        return lines

    def _with_sixel(self, line: Strip, frame: Frame) -> Strip:
        """The last line, and after it the picture: it must come when the cells under it are painted."""
        region = self.region
        control = [(ControlType.CURSOR_FORWARD, 0)]
        return Strip(
            [
                *line,
                Segment(Control.move_to(region.x + frame.left, region.y + frame.top).segment.text, None, control),
                Segment(frame.encoded.sixel, None, control),
                Segment(Control.move_to(region.right, region.bottom - 1).segment.text, None, control),
            ],
            line.cell_length,
        )
