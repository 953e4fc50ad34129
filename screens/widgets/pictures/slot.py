"""A picture in a part of a widget, or words where there is none. Decoding and encoding never touch the event loop."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from rich.cells import set_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker

from library.errors import LibraryError
from screens.drawing.drawn_once import DrawnOnce
from screens.drawing.workers import begin_work
from screens.terminal.frames.cells import GRIDS
from screens.terminal.frames.frame_store import Frame, FrameKey, PictureStore
from screens.terminal.frames.frames import Order, Source, Stale, make_frame
from screens.terminal.frames.overlaid import Overlaid
from screens.textual_workarounds import driver_of

if TYPE_CHECKING:
    from textual.timer import Timer

IDLE, LONG_IDLE = 0.03, 0.35
"""Seconds a thumbnail stands before the whole picture is decoded; the longer where that costs many bytes."""

AHEAD = 0.02
"""Seconds between two pictures that are made ready ahead: keys come first."""

PATIENCE = 0.15
"""Seconds that the picture before may stay while the next one is made ready."""

Changed = Callable[[Region], object]
"""Hears which cells of the room are different."""


class PictureSlot:
    """What stands in `size` cells of `host`: the picture of `sources`, or else `words`.

    With `is_after_words`, and on a screen that just opens, nothing is made ready before what else is shown stands
    there: threads that decode would hold its drawing up. The host's app has a `pictures: PictureStore`, which is used
    where no other `store` is given.
    """

    def __init__(
        self, host: Widget, changed: Changed, *, is_after_words: bool = False, store: PictureStore | None = None
    ) -> None:
        self.size = Size()
        self.alignment = "center middle"
        self.words = ""
        self.sources: tuple[Source, ...] = ()
        self.frame: Frame | None = None
        self._host = host
        self._changed = changed
        self._is_after_words = is_after_words
        self._store = store
        self._frame_key: FrameKey | None = None
        self._worker: Worker[None] | None = None
        self._is_due = self._is_of_same = False
        self._order: Order | None = None

    # What to show.

    def show(self, *sources: Source, is_of_same: bool = False) -> None:
        """Show the sources one after the other, the best one last. Showing what is shown already does nothing.

        `is_of_same`: they are of the same picture as what stands here, which stays however long they take.
        """
        keys, before = ([one.key for one in given] for given in (sources, self.sources))
        if keys and keys[-1] and keys == before and (self.shown or self.busy or self.words):
            return
        self.sources, self._is_of_same = sources, is_of_same
        self.say("")
        self.begin()

    def clear(self, words: str) -> None:
        """Show no picture, but words."""
        self.stop()
        self.sources = ()
        self._set(None, None)
        self.say(words)

    def say(self, words: str) -> None:
        """Have other words where there is no picture."""
        if words != self.words:
            self.words = words
            self._changed(self.size.region)

    def fit(self, size: Size, alignment: str = "center middle") -> None:
        """Have another room, which needs another frame: the old one would leave stale cells."""
        self.size, self.alignment = size, alignment
        if self._frame_key is not None and Size(self._frame_key.columns, self._frame_key.rows) != size:
            self._set(None, None)
        self.begin()

    def follow_ground(self) -> None:
        """Another theme gives the picture another ground."""
        if self._frame_key is not None and not self._frame_key.ground.startswith(self.ground.hex):
            self.begin()

    def begin_anew(self) -> None:
        """Make ready anew what is shown: the terminal is another one."""
        self._set(None, None)
        self.begin()

    def stop(self) -> None:
        """Whatever is being made ready is not wanted any more."""
        if self._order is not None:
            self._order.stale.set()
        self._is_due = False
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    @property
    def shown(self) -> bool:
        """Whether a picture stands here."""
        return self.frame is not None

    @property
    def waits(self) -> bool:
        """Whether a picture is to be shown that does not stand yet, nor a reason why not."""
        return bool(self.sources) and not self.shown and not self.words

    @property
    def busy(self) -> bool:
        """Whether a picture is being made ready, or will be as soon as the words stand."""
        return self._is_due or (self._worker is not None and not self._worker.is_finished)

    @property
    def picture_region(self) -> Region:
        """The cells of the picture within the room; empty while there is none."""
        if self.frame is None:
            return Region()
        return Region(self.frame.left, self.frame.top, self.frame.encoded.columns, self.frame.encoded.rows)

    @property
    def store(self) -> PictureStore:
        """What has been made ready for the terminal, for all slots of the app."""
        return self._store or cast(PictureStore, self._host.app.pictures)  # type: ignore[attr-defined]

    @property
    def ground(self) -> Color:
        """The colour around the picture."""
        return self._host.background_colors[1]

    def line(self, y: int, style: Style) -> Strip:
        """A row of the room; `style` is of the words."""
        width, height = self.size
        if self.frame is not None and len(self.frame.lines) == height:
            return self.frame.lines[y]
        told = textwrap.wrap(self.words, max(1, width))[:height]
        at = y - (height - len(told)) // 2
        text = told[at].center(width) if 0 <= at < len(told) else ""
        return Strip([Segment(set_cell_size(text, width), style)], width)

    def overlay(self) -> Overlaid | None:
        """The picture that is to lie over these cells, where one does."""
        frame = self.frame
        if frame is None or not frame.encoded.lies_over or len(frame.lines) != self.size.height:
            return None
        return frame.encoded, self.picture_region

    # Making it ready.

    def begin(self) -> None:
        """Make ready what is to be shown, or show what is kept of it."""
        self.stop()
        if not self.sources or not self._host.is_attached or not self.size.area:
            return
        self.store.join(self)
        if self._show_kept():
            return
        screen = self._host.screen
        self._is_due = True
        if self._is_after_words or (isinstance(screen, DrawnOnce) and screen.comes_into_sight):
            self._host.call_after_refresh(self._start)
        else:
            self._start()

    def _start(self) -> None:
        """Begin, where that is still due: it may have been begun since, or be wanted no more."""
        if not self._is_due or not self._host.is_attached:
            return
        self._is_due = False
        self._worker = begin_work(self._host, partial(self._make_ready, self.sources), group="picture")

    async def make_ahead(self, sources: Iterable[Source]) -> None:
        """Make ready what may be shown here next, while nothing else is. Only what has a key is."""
        for source in sources:
            await asyncio.sleep(AHEAD)
            while self.busy:  # noqa: ASYNC110  a worker's end may be that of a newer one
                await asyncio.sleep(AHEAD)
            key = self._key(source)
            frame = self.store.get(key)
            if frame is None:
                order = Order(key, self.ground, self.alignment, self._host.app.console, light=True)
                try:
                    frame = await asyncio.to_thread(make_frame, source, order, self.store)
                except LibraryError:
                    # It is told when it is wanted.
                    continue
                except asyncio.CancelledError:
                    order.stale.set()
                    raise
            self.send(frame)

    def _key(self, source: Source) -> FrameKey:
        width, height = self.size
        return FrameKey(source.key, width, height, self.store.cell(), self.ground.hex + self.alignment)

    def _show_kept(self) -> bool:
        """Show the best of what is kept, at once. Says whether nothing better is to come."""
        for source in reversed(self.sources):
            kept = self.store.get(self._key(source)) if source.key else None
            if kept is not None:
                self._show(self._key(source), kept)
                return kept.enough or source is self.sources[-1]
        return False

    async def _make_ready(self, sources: tuple[Source, ...]) -> None:
        late: Timer = self._host.set_timer(PATIENCE, partial(self._forget, self.frame))
        try:
            for number, source in enumerate(sources):
                if number:
                    await asyncio.sleep(IDLE if self.store.choice().protocol in GRIDS else LONG_IDLE)
                key = self._key(source)
                frame = self.store.get(key) if source.key else None
                if frame is None:
                    is_light, console = source is not sources[-1], self._host.app.console
                    self._order = Order(key, self.ground, self.alignment, console, is_light)
                    frame = await asyncio.to_thread(make_frame, source, self._order, self.store)
                late.stop()
                if frame is not self.frame:
                    self._show(key, frame)
                if frame.enough:
                    return
        except LibraryError as error:
            self._set(None, None)
            self.say(error.reason)
        except Stale:
            return
        finally:
            late.stop()

    def _forget(self, old: Frame | None) -> None:
        """A picture that takes long must not leave the one before standing under its name."""
        # The timer may have rung already when the new one came.
        if self.frame is not old or not self.busy or self._is_of_same:
            return
        self._set(None, None)
        self.say("…")

    def _show(self, key: FrameKey, frame: Frame) -> None:
        self.send(frame)
        self.words = ""
        self._set(key, frame)

    def _set(self, key: FrameKey | None, frame: Frame | None) -> None:
        before, self.frame, self._frame_key = self.frame, frame, key
        different = changed_cells(before, frame, self.size, self._host.app.console)
        if different:
            self._changed(different)

    def send(self, frame: Frame | None = None) -> None:
        """Let the terminal have a picture, where it keeps pictures and lacks this one; without one, the picture that
        stands here: it may have been let go of for others meanwhile.
        """
        frame = frame or self.frame
        if frame is None:
            return
        sequences = self.store.to_send(frame.encoded)
        driver = driver_of(self._host.app)
        if sequences and driver is not None:
            driver.write(sequences)


class LastingSlot(PictureSlot):
    """A slot in which the picture before stays until the next one is ready, however long that takes."""

    def _forget(self, old: Frame | None) -> None:
        if old is None:
            super()._forget(old)


def changed_cells(before: Frame | None, after: Frame | None, size: Size, console: Console) -> Region:
    """The cells of a room between the first that differs and the last, so that no more is painted and sent."""
    width, height = size
    if before is after:
        return Region()
    if before is None or after is None or after.encoded.overlay:
        return size.region
    if len(before.lines) != height or len(after.lines) != height:
        return size.region
    pairs = enumerate(zip(before.lines, after.lines, strict=True))
    rows = [y for y, (old, new) in pairs if old is not new and old.render(console) != new.render(console)]
    if not rows:
        # The cells under a picture that lies over them may be the same: one of them has the picture looked at.
        return Region(after.left, after.top, 1, 1) if after.encoded.lies_over else Region()
    is_over = (before.left, before.encoded.columns) == (after.left, after.encoded.columns)
    left, across = (after.left, after.encoded.columns) if is_over else (0, width)
    return Region(left, rows[0], across, rows[-1] - rows[0] + 1)
