"""What the studio does otherwise than Textual until Textual does it: for which version, and what each waits for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser
from textual.app import App, ScreenStackError
from textual.driver import Driver
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from screens.base.unhandled import Unhandled

if TYPE_CHECKING:
    from PIL.Image import Image
    from rich.segment import Segment
    from textual.dom import DOMNode


def driver_of(app: App[None]) -> Driver | None:
    """What writes to the terminal, None while the app does not run. Textual 8.2.8 has no public name for it."""
    return app._driver


async def do_bound(app: App[None], key: str) -> None:
    """Do what a key is bound to for what is focused. Textual 8.2.8 does so only with a key that comes by itself."""
    await app._check_bindings(key)


def parser_of_keys(debug: bool) -> XTermParser:
    """What makes messages of what a terminal sends. Textual 8.2.8 has it for its own drivers only."""
    return XTermParser(debug)


class LateStrip(Strip):
    """A line that makes its segments when somebody takes it apart."""

    __slots__ = ()

    def segments(self) -> list[Segment]:
        """What it is made of."""
        raise NotImplementedError

    @property
    def _segments(self) -> list[Segment]:
        return self.segments()

    @_segments.setter
    def _segments(self, segments: list[Segment]) -> None:
        """Strip sets what it is made with, which is nothing."""


def sixels(image: Image) -> str:
    from textual_image._sixel import image_to_sixels

    return image_to_sixels(image)


class ComposedUnseen(App[None]):
    """An app whose first screen may have text fields, also under eager tasks (Python 3.12 and later).

    Textual 8.2.8 composes the first screen of DEFAULT_MODE before it is on the stack there; an `Input` with a value
    then asks the app to clear the selection of the screen that it does not have yet, and the app ends. Waits for
    https://github.com/Textualize/textual/issues/6444.
    """

    def clear_selection(self) -> None:
        """Clear the selection of text on the present screen, if there is one."""
        with suppress(ScreenStackError):
            super().clear_selection()


class Writing(TextArea):
    """A text area that bears it when what is undone, or put in its place, has fewer lines than the cursor is far down.

    Textual 8.2.8 hides the scroll bar, and so looks for the cursor's line, before it moves the cursor (ValueError).
    """

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor, where its line is there."""
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)


class GoesOn(ComposedUnseen):
    """An app that outlasts errors of its handlers, from when it sets `unhandled.ends_at_once` to False.

    Textual 8.2.8 ends an app at the first error of a handler, by design, and ends the task of the widget that it came
    from whatever the app says; it has no public way to go on. So each widget's messages are handled within
    `Unhandled.contain`, also those of Textual's own widgets, which no class of ours is a base of. What Textual reports
    to the app itself (of workers, timers, callbacks and drawing) comes to `_handle_exception`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.unhandled = Unhandled(self)

    @property
    def is_leaving(self) -> bool:
        """Whether the app is ending."""
        return self.return_code is not None

    def tell_of(self, error: Exception) -> None:
        """Tell the person of an error."""

    def draw_anew(self) -> None:
        """Lay out and draw all of the screen with the next frame."""
        self.screen.refresh(layout=True)

    def end_by(self, error: Exception) -> None:
        """End by an error, as Textual does."""
        super()._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self.unhandled.take(error)

    async def _dispatch_message(self, message: Message) -> None:
        await self.unhandled.contain(super()._dispatch_message, message)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        self._contain(child)
        super()._register_child(parent, child, before, after)

    def _start_widget(self, parent: Widget, widget: Widget) -> None:
        self._contain(widget)
        super()._start_widget(parent, widget)

    def _contain(self, widget: Widget) -> None:
        if "_dispatch_message" not in vars(widget):
            handle: Callable[[Message], Any] = widget._dispatch_message
            vars(widget)["_dispatch_message"] = partial(self.unhandled.contain, handle)
