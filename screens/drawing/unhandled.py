"""Errors that nobody foresaw: each is told in passing and written into the log, and the studio goes on.

This is the one place of the screens with a broad `except`. Through it goes whatever a handler, an action, a worker, a
timer or a task raises, and whatever keeps a widget from being drawn. Only what cannot go on ends the studio: no memory
is left, frame after frame cannot be drawn, or the same error comes so often that there is time for nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Protocol, TypeVar

from textual.app import ScreenStackError
from textual.dom import DOMNode
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import WorkerFailed

from screens.textual_workarounds import SeamApp

M = TypeVar("M")

TOLD_EVERY = 10.0
"""Seconds in which the same error is told, and written down, once."""
MOST_AT_ONCE, AT_ONCE = 100, 1.0
"""So many times the same error within so many seconds, and no key between them, leaves time for nothing else."""
MOST_FRAMES = 3
"""Frames, one after the other, that could not be drawn."""


class Owner(Protocol):
    """The app, as this sees it."""

    @property
    def is_leaving(self) -> bool:
        """Whether nobody can be told any more."""

    def tell_of(self, error: Exception) -> None:
        """Tell the person of an error in passing."""

    def end_by(self, error: Exception) -> None:
        """End by an error."""

    def draw_anew(self) -> None:
        """Draw all of the screen with the next frame."""


class _Known:
    """An error that came before: when it was told, how often it came since then, and how often at once."""

    def __init__(self) -> None:
        self.told_at = float("-inf")
        self.untold = 0
        self.began_at = 0.0
        self.at_once = 0


class Unhandled:
    """Judges the errors of one app.

    While `ends_at_once`, each of them ends it: before anybody is there, and in tests, which are to see it.
    """

    def __init__(self, owner: Owner, clock: Callable[[], float] = time.monotonic) -> None:
        self.ends_at_once = True
        self._owner = owner
        self._clock = clock
        self._known: dict[tuple[object, ...], _Known] = {}
        self._is_drawing = self._is_broken = False
        self._broken_frames = 0

    def key(self) -> None:
        """The person did something: what comes of that comes once for each time."""
        for known in self._known.values():
            known.at_once = 0

    async def contain(self, handle: Callable[[M], Awaitable[object]], message: M) -> None:
        """Handle a message."""
        try:
            await handle(message)
        except Exception as error:  # noqa: BLE001  whatever it is, it must not end what others do
            self.take(error)

    def hear(self, told: Callable[[M], object], news: M) -> None:
        """Take in what somebody tells in the middle of work of their own, which goes on."""
        try:
            told(news)
        except Exception as error:  # noqa: BLE001  whatever it is, it must not end the work of whoever tells
            self.take(error)

    def lines(self, render: Callable[[Region], list[Strip]], crop: Region) -> list[Strip]:
        """The lines that are rendered of a widget; blank where it cannot be drawn, so that the others are."""
        try:
            return render(crop)
        except Exception as error:  # noqa: BLE001  whatever it is, it must not keep others from being drawn
            was_drawing, self._is_drawing = self._is_drawing, False
            self.take(error)
            self._is_drawing = was_drawing
            return [Strip.blank(crop.width)] * crop.height

    def draw(self, frame: Callable[[], None]) -> None:
        """Draw a frame."""
        self._is_drawing, self._is_broken = True, False
        try:
            frame()
        except Exception as error:  # noqa: BLE001  whatever it is, the next frame may come out
            self.take(error)
        finally:
            self._is_drawing = False
        if not self._is_broken:
            self._broken_frames = 0
        elif self._broken_frames < MOST_FRAMES:
            self._owner.draw_anew()

    def take(self, error: Exception) -> None:
        """Tell of an error and write it down, or end by it."""
        while isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        if self._is_drawing:
            self._is_broken = True
            self._broken_frames += 1
        known = self._known.setdefault(_place(error), _Known())
        if self.ends_at_once or self._cannot_go_on(error, known):
            self._owner.end_by(error)
            return
        now = self._clock()
        known.untold += 1
        if now - known.told_at < TOLD_EVERY:
            return
        times = "" if known.untold == 1 else f" ({known.untold} times)"
        known.told_at, known.untold = now, 0
        logging.getLogger(__name__).error("a mistake of the studio, which goes on%s", times, exc_info=error)
        if not self._owner.is_leaving:
            self._owner.tell_of(error)

    def _cannot_go_on(self, error: Exception, known: _Known) -> bool:
        now = self._clock()
        if now - known.began_at > AT_ONCE:
            known.began_at, known.at_once = now, 0
        known.at_once += 1
        return isinstance(error, MemoryError) or known.at_once > MOST_AT_ONCE or self._broken_frames >= MOST_FRAMES


class _AppOwner:
    """An app as the owner of its errors."""

    def __init__(self, app: GoesOn) -> None:
        self._app = app

    @property
    def is_leaving(self) -> bool:
        """Whether the app is ending."""
        return self._app.return_code is not None

    def tell_of(self, error: Exception) -> None:
        """Tell the person of an error."""
        self._app.tell_of(error)

    def end_by(self, error: Exception) -> None:
        """End by an error."""
        self._app.end_by(error)

    def draw_anew(self) -> None:
        """Lay out and draw all of the screen with the next frame."""
        self._app.screen.refresh(layout=True)


class GoesOn(SeamApp):
    """An app that goes on after an error, from when it sets `unhandled.ends_at_once` to False.

    Each widget's messages are handled, and its lines drawn, within `Unhandled`, also those of Textual's own widgets,
    which no class of ours is a base of.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unhandled = Unhandled(_AppOwner(self))
        self.adopt(self)

    def tell_of(self, error: Exception) -> None:
        """Tell the person of an error."""

    def take(self, error: Exception) -> None:
        """What Textual reports itself."""
        self.unhandled.take(error)

    async def handle(self, node: DOMNode, dispatch: Callable[[Message], Awaitable[None]], message: Message) -> None:
        """Handle a message, whatever comes of it."""
        await self.unhandled.contain(dispatch, message)

    def adopt(self, node: DOMNode) -> None:
        """Draw a widget's lines, whatever comes of it."""
        super().adopt(node)
        if isinstance(node, Widget) and "render_lines" not in vars(node):
            vars(node)["render_lines"] = partial(self.unhandled.lines, node.render_lines)

    def clear_selection(self) -> None:
        """Clear the selection of text on the present screen, if there is one.

        Textual 8.2.8 composes the first screen before it is on the stack where tasks are eager (Python 3.12 and later);
        an `Input` with a value then has the selection of the screen cleared that is not there yet, and the app ends.
        Waits for https://github.com/Textualize/textual/issues/6444.
        """
        with suppress(ScreenStackError):
            super().clear_selection()


def _place(error: Exception) -> tuple[object, ...]:
    """What makes two errors the same: their kind, and the line that raised them."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is None:
        return (type(error),)
    return type(error), traceback.tb_frame.f_code.co_filename, traceback.tb_lineno
