"""What the studio needs of Textual's inner names, for Textual 8.2.8: each part says what it waits for, and its gain.

`tests/screens/test_textual_workarounds.py` fails where one is needed no more, `tests/screens/test_public_names.py`
where inner names stand elsewhere. "No report": nobody has asked yet. Updates of a screen are narrowed by their classes
(a move in the grid takes 2.2 times the bytes else; https://github.com/Textualize/textual/issues/5625), and a driver
can tell a terminal's answers from keys by XTermParser alone (no report).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from rich.console import RenderableType
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip
from textual.widget import Widget

__all__ = ["ChopsUpdate", "Compositor", "LayoutUpdate", "XTermParser"]
Update = LayoutUpdate | ChopsUpdate


def driver_of(app: App[None]) -> Driver | None:
    """What writes to the terminal, None while the app does not run. No report; without it no picture could be sent."""
    return app._driver


async def do_bound(app: App[None], key: str) -> None:
    """Do what a key is bound to, at once. No report; by itself Textual lets letters that follow it overtake it."""
    await app._check_bindings(key)


def sixels(image: Any) -> str:
    """A Pillow image as Sixel. No report; textual-image 0.8 has no public name for it but for whole widgets."""
    from textual_image._sixel import image_to_sixels

    return image_to_sixels(image)


class LateStrip(Strip):
    """A line that makes its segments when somebody takes it apart. No report; without it a picture in cells would be
    thousands of small objects, and going to one by Kitty graphics that was seen would take 16 times the bytes."""

    __slots__ = ()
    _segments = property(lambda self: self.segments(), lambda self, nothing: None)

    def segments(self) -> list[Segment]:
        """What it is made of."""
        raise NotImplementedError


class SeamApp(App[None]):
    """An app through whose hands goes what is handled, what failed, and what is shown. Waits for
    https://github.com/Textualize/textual/issues/2818: Textual ends an app at the first error, and a widget's task."""

    async def handle(self, node: DOMNode, dispatch: Callable[[Message], Awaitable[None]], message: Message) -> None:
        """Have a widget, a screen or the app handle a message."""
        await dispatch(message)

    def take(self, error: Exception) -> None:
        """An error of a worker, a timer, a callback or drawing."""
        self.end_by(error)

    def shown(self, screen: Screen[Any], update: Update, compositor: Compositor) -> Update:
        """What is written for an update of a screen's cells."""
        return update

    def adopt(self, node: DOMNode) -> None:
        """Have all that this handles go through `handle`, from before it is started."""
        if "_dispatch_message" not in vars(node):
            vars(node)["_dispatch_message"] = partial(self.handle, node, node._dispatch_message)

    def write_update(self, screen: Screen[Any], update: Update) -> None:
        """Write an update of a screen's cells, as it is shown."""
        self._display(screen, update)

    def end_by(self, error: Exception) -> None:
        """End by an error; nothing of it is printed."""
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        self.take(error)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        self.adopt(child)
        super()._register_child(parent, child, before, after)

    def _start_widget(self, parent: Widget, widget: Widget) -> None:
        self.adopt(widget)
        super()._start_widget(parent, widget)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, Update):
            renderable = self.shown(screen, renderable, screen._compositor)
        super()._display(screen, renderable)


class PacedScreen(Screen[ScreenResultType]):
    """A screen that says itself when it is drawn; its clock stands while it `holds_back`.

    Waits for https://github.com/Textualize/textual/issues/5009: Textual draws a screen that opens twice (1.9 times the
    bytes of the first paint), lays it out twice (1.3 times those of a way to a room), and styles it once more for the
    theme that it has (1.1 times the CPU of the first page)."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.holds_back = False
        self._css_update_count = self.app._css_update_count

    def may_draw(self) -> bool:
        """Whether what changed may be drawn now; else it is drawn at a later tick of the screen's clock."""
        return True

    def tick(self, frame: Callable[[], None]) -> None:
        """The screen's clock ticks: draw a `frame`."""
        frame()

    def draw_frame(self) -> None:
        """Draw what changed as at a tick of the clock."""
        self._on_timer_update()

    def _compositor_refresh(self) -> None:
        if not self.may_draw():
            self._repaint_required = True
            self._update_timer.resume()
            return
        if self._compositor.size.region in self._compositor._dirty_regions:
            self._repaint_required = False
        super()._compositor_refresh()

    def _on_timer_update(self) -> None:
        self._update_timer.pause()
        if not self.holds_back:
            self.tick(super()._on_timer_update)

    def _screen_resized(self, size: Size) -> None:
        if size != self._size:
            super()._screen_resized(size)
