"""What the studio needs of Textual's inner names, all of it for Textual 8.2.8: each part says what it waits for.

`tests/screens/test_textual_workarounds.py` has a test for each that fails when it is needed no more, and
`tests/screens/test_public_names.py` holds that inner names stand nowhere else. "No report": nobody has asked yet.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from PIL.Image import Image
    from textual.dom import DOMNode

__all__ = ["ChopsUpdate", "Compositor", "LayoutUpdate"]


def driver_of(app: App[None]) -> Driver | None:
    """What writes to the terminal, None while the app does not run. No report; without it no picture could be sent."""
    return app._driver


async def do_bound(app: App[None], key: str) -> None:
    """Do what a key is bound to for what is focused, and come back when it is done. No report; Textual does so only
    with a key that went through the queues of all widgets above, which keys that come after it overtake."""
    await app._check_bindings(key)


def parser_of_keys(debug: bool) -> XTermParser:
    """What makes messages of what a terminal sends. No report; without it terminals' answers would come as keys."""
    return XTermParser(debug)


def sixels(image: Image) -> str:
    """A picture as Sixel. For textual-image 0.8, which draws it only where the cursor stands; no report."""
    from textual_image._sixel import image_to_sixels

    return image_to_sixels(image)


class LateStrip(Strip):
    """A line that makes its segments when somebody takes it apart. No report; a picture in cells would be thousands of
    small objects, and a line of several parts would lose what each knows of its sequences."""

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


class SeamApp(App[None]):
    """An app through whose hands goes what its widgets handle, what they could not, and what is shown.

    Waits for https://github.com/Textualize/textual/issues/2818: Textual ends an app at the first error of a handler,
    ends the task of the widget that it came from whatever the app says, and has no way to go on.
    """

    async def handle(self, node: DOMNode, dispatch: Callable[[Message], Awaitable[None]], message: Message) -> None:
        """Have a widget, a screen or the app handle a message."""
        await dispatch(message)

    def take(self, error: Exception) -> None:
        """An error that nobody handled, of a worker, a timer, a callback or drawing."""
        self.end_by(error)

    def shown(self, screen: Screen[Any], update: LayoutUpdate | ChopsUpdate) -> RenderableType:
        """What is written for an update of a screen's cells."""
        return update

    def adopt(self, widget: Widget) -> None:
        """A widget is about to be started."""
        if "_dispatch_message" not in vars(widget):
            vars(widget)["_dispatch_message"] = partial(self.handle, widget, widget._dispatch_message)

    def write_update(self, screen: Screen[Any], update: LayoutUpdate | ChopsUpdate) -> None:
        """Write an update of a screen's cells."""
        self._display(screen, update)

    def end_by(self, error: Exception) -> None:
        """End by an error; nothing of it is printed."""
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        self.take(error)

    async def _dispatch_message(self, message: Message) -> None:
        await self.handle(self, super()._dispatch_message, message)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        self.adopt(child)
        super()._register_child(parent, child, before, after)

    def _start_widget(self, parent: Widget, widget: Widget) -> None:
        self.adopt(widget)
        super()._start_widget(parent, widget)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            renderable = self.shown(screen, renderable)
        super()._display(screen, renderable)


class PacedScreen(Screen[ScreenResultType]):
    """A screen that says itself when it is drawn. Waits for https://github.com/Textualize/textual/issues/5009."""

    def __init__(self, **named: Any) -> None:
        """`named` is what a screen of Textual's takes."""
        super().__init__(**named)
        # It is styled by the present theme; Textual would take it for one of an earlier one, and style all again.
        self._css_update_count = self.app._css_update_count

    @property
    def compositor(self) -> Compositor:
        """What knows where the widgets are."""
        return self._compositor

    @property
    def may_draw(self) -> bool:
        """Whether what changed may be drawn now; else it is drawn at a later tick of the screen's clock."""
        return True

    def tick(self, frame: Callable[[], None]) -> None:
        """The clock ticks: draw a `frame`, or call `pause`."""
        frame()

    def pause(self) -> None:
        """Stop the clock."""
        self._update_timer.pause()

    def draw(self) -> None:
        """Draw what changed, if that may be."""
        self._compositor_refresh()

    def draw_frame(self) -> None:
        """Draw as at a tick of the clock."""
        self._on_timer_update()

    def _compositor_refresh(self) -> None:
        if not self.may_draw:
            self._repaint_required = True
            self._update_timer.resume()
            return
        if self._compositor.size.region in self._compositor._dirty_regions:
            self._repaint_required = False
        super()._compositor_refresh()

    def _on_timer_update(self) -> None:
        self.tick(super()._on_timer_update)
