"""DrawnOnce: a screen that comes into sight is styled, drawn and written once, when it is ready.

Textual draws it at its first layout, again since it was told to, and once more since all its widgets are new; and what
it draws while the app holds its updates it throws away, and takes for shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.actions import ActionParseResult
from textual.app import ScreenStackError
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.events import Mount, ScreenResume
from textual.geometry import Offset
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.widget import AwaitMount, Widget

from screens.drawing.over_cells import PicturesOverCells
from screens.drawing.stylesheet import read_missing
from screens.drawing.unhandled import GoesOn
from screens.textual_workarounds import ChopsUpdate, Compositor, PacedScreen, Update

if TYPE_CHECKING:
    from screens.terminal.frames.frame_store import PictureStore

MOST_WAITED = 2.0
"""Seconds that a key waits for the widgets of a screen: other keys wait behind it, also those that leave."""

SOON = 0.003
"""Seconds in which widgets tell their screen that they changed."""


class DrawnOnce(PacedScreen[ScreenResultType]):
    """A screen that is drawn at the next tick of its clock when it comes into sight, and narrowly from then on.

    SHOWS_EVERY_WAY is for one that shows pictures in other ways than the terminal's.
    """

    SHOWS_EVERY_WAY: ClassVar[bool] = False

    def __init__(self, **named: Any) -> None:
        """`named` is what a screen of Textual's takes."""
        super().__init__(**named)
        self.is_dismissed = False
        self.has_widgets = asyncio.Event()
        self._parting: tuple[ScreenResultType | None] | None = None
        # Before the screen is mounted, when its widgets are styled. Textual reads its sheet afterwards, styles all
        # that there is anew for it, and under eager tasks has composed and mounted the screen by then.
        read_missing(self.app.stylesheet, self.css_path)
        self._comes_into_sight = True
        self._was_left = False

    @property
    def _drawn_by(self) -> DrawnOnceApp:
        return cast(DrawnOnceApp, self.app)

    @property
    def is_there(self) -> bool:
        """Whether it keeps its widgets; one that is being removed loses them while it is still attached."""
        return self.is_attached and self.display and not self.is_dismissed

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, once, with the first result. A screen over which another one stands goes as soon as it is seen again.

        Whoever asks may not know that it was asked before: a key is pressed twice, or work ends while a window is open.
        Textual would take away whatever screen is on top by then.
        """
        if self.is_active and not self.is_dismissed:
            self.is_dismissed = True
            # They would go on until the screen is unmounted, and look for widgets that are gone before it is.
            self.workers.cancel_node(self)
            return super().dismiss(result)
        if self._parting is None:
            self._parting = (result,)
        return AwaitComplete()

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """The widget at a cell, where text may be selected; none where it has gone since the screen was drawn."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return (widget, offset) if widget is self or (widget is not None and widget.is_attached) else (None, None)

    def hold_back(self, seconds: float) -> None:
        """Draw nothing for so long, or until `let_go`: what was asked for is about to come."""
        self.holds_back = True
        self.set_timer(seconds, self.let_go, name="hold back")

    def let_go(self) -> None:
        """Draw soon what was held back: when the widgets have said what changed, and not at the clock's next tick."""
        if self.holds_back:
            self.holds_back = False
            self.set_timer(SOON, self.draw_frame, name="let go")

    @property
    def comes_into_sight(self) -> bool:
        """Whether the screen is not drawn yet since it was opened, or come back to."""
        return self._comes_into_sight

    def draw_now(self) -> None:
        """Draw without waiting for the tick, if the screen has just come into sight and holds nothing back."""
        if self._comes_into_sight and self.size and not self.holds_back:
            self._comes_into_sight = False
            self.draw_frame()

    def may_draw(self) -> bool:
        """Not while the app holds its updates, nor before the tick after which the screen is in sight."""
        return not self._drawn_by.holds_updates and not (self._comes_into_sight and self.is_active)

    def tick(self, frame: Callable[[], None]) -> None:
        """Draw a frame, after which the screen is in sight."""
        if self.is_active and not self._drawn_by.holds_updates:
            self._comes_into_sight = False
        self._drawn_by.unhandled.draw(frame)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """A screen that was just mounted is styled; Textual would style all of it again each time that it tells so."""
        if not self._was_left:
            event.refresh_styles = False
        if self._parting is not None:
            self.dismiss(*self._parting)

    def on_screen_suspend(self) -> None:
        """When it comes back, it is drawn as at first."""
        self._comes_into_sight = self._was_left = True


class DrawnOnceApp(GoesOn):
    """An app of such screens: it draws them as soon as it may, and styles no widget before it is mounted.

    A subclass makes `pictures`, which knows what of them the terminal holds; it is made for the first of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._is_going = False
        self.holds_updates = 0
        """How many want nothing to be drawn yet."""
        self.over_cells = PicturesOverCells(self)

    def on_mount(self) -> None:
        """Pictures lie over cells from now on."""
        self.over_cells.begin()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do what a key is bound to: on a screen that opens, when it has its widgets; on one that goes, nothing."""
        node = self if default_namespace is None else default_namespace
        if node is not self and not node.is_attached:
            return True
        screen = None if node is self else node.screen
        if isinstance(screen, DrawnOnce):
            try:
                async with asyncio.timeout(MOST_WAITED):
                    await screen.has_widgets.wait()
            except TimeoutError:
                return True
            if screen.is_dismissed:
                return True
        return await super().run_action(action, default_namespace, namespaces)

    async def handle(self, node: DOMNode, dispatch: Callable[[Message], Awaitable[None]], message: Message) -> None:
        """Handle a message. Keys, and what widgets say, come too late for a screen that has gone.

        What Textual tells it does not bubble.
        """
        screen = node if isinstance(node, DrawnOnce) else None
        if screen is not None and screen.is_dismissed and message.bubble:
            return
        try:
            await super().handle(node, dispatch, message)
        finally:
            # Also where that went wrong: keys wait for it.
            if screen is not None and isinstance(message, Mount):
                screen.has_widgets.set()

    def shown(self, screen: Screen[Any], update: Update, compositor: Compositor) -> Update:
        """An update of no more cells than changed, with the pictures over them."""
        if isinstance(update, ChopsUpdate):
            from screens.drawing.narrow_update import NarrowUpdate

            update = NarrowUpdate(update.chops, update.spans, update.chop_ends)
        return self.over_cells.with_pictures(screen, update, compositor)

    @cached_property
    def pictures(self) -> PictureStore:
        """What was made ready for the terminal."""
        raise NotImplementedError

    @property
    def has_pictures(self) -> bool:
        """Whether a picture was asked for; the first paint waits for nothing that only pictures need."""
        return "pictures" in vars(self)

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """Style a node anew. One that is still being made is styled when it is mounted, and not once for each class."""
        if node.is_attached:
            super().update_styles(node, animate)

    @contextmanager
    def batch_update(self) -> Iterator[None]:
        """Draw nothing within this, and then at once."""
        self.holds_updates += 1
        try:
            with super().batch_update():
                yield
        finally:
            self.holds_updates -= 1
            if not self.holds_updates and (screen := _drawn_once(self)) is not None:
                screen.draw_now()

    def switch_mode(self, mode: str) -> AwaitMount:
        """Go to a room, which is drawn as soon as it is ready; Textual would wait, and then draw it twice."""
        self._is_going = True
        try:
            return super().switch_mode(mode)
        finally:
            self._is_going = False

    def delay_update(self, delay: float = 0.05) -> None:
        """Draw nothing for some seconds, but on the way to another room."""
        if self._is_going:
            return
        held = ExitStack()
        held.enter_context(self.batch_update())
        self.set_timer(delay, held.close, name="draw again")


def _drawn_once(app: DrawnOnceApp) -> DrawnOnce[Any] | None:
    """The screen in sight, where there is one and it is such a screen."""
    try:
        return app.screen if isinstance(app.screen, DrawnOnce) else None
    except ScreenStackError:
        return None
