"""A small app of pictures that move, are covered, scrolled and replaced, on a glass that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.widgets import Label, Static

from screens.drawing.drawn_once import DrawnOnce, DrawnOnceApp
from screens.terminal.frames.frame_store import PictureStore
from screens.terminal.frames.frames import Source
from screens.widgets.pictures.board import ROUND, Board, Box, Look
from screens.widgets.pictures.picture import PictureView
from screens.widgets.pictures.slot import PictureSlot
from studio.terminal.records import PictureChoice, Protocol
from tests.screens.glass import Glass

COLUMNS, ROWS = 60, 24


class GlassDriver(HeadlessDriver):
    """Writes to a glass, which may have another size later."""

    @property
    def is_headless(self) -> bool:
        """It shows what is drawn."""
        return False

    def write(self, data: str) -> None:
        """Write to the glass."""
        app = self._app
        assert isinstance(app, OverlayApp)
        app.glass.feed(data.encode())


def pixels(number: int) -> Source:
    """One of a few pictures, wide and high ones."""
    rgb = np.full((80 + 40 * (number % 3), 120, 3), 20 * number + 20, np.uint8)
    return Source(f"picture {number}", rgb)


class Room(DrawnOnce[None]):
    """Three framed pictures, two in a part that scrolls, one beside them, and something that may stand before them."""

    def compose(self) -> ComposeResult:
        yield Label("words", id="words")
        yield Board(id="board")
        with VerticalScroll(id="scroll"):
            yield PictureView(id="first")
            yield PictureView(id="second")
        yield PictureView(id="beside")
        yield Static("cover", id="cover")

    def on_mount(self) -> None:
        """Lay the board."""
        board = self.query_one(Board)
        boxes = [Box(board, place) for place in range(3)]
        for box in boxes:
            box.frame(Look(ROUND, board.rich_style))
            box.lay(Region(12 * box.place, 0, 12, 8))
        board.lay(boxes)

    @property
    def slots(self) -> list[PictureSlot | PictureView]:
        """All places for pictures."""
        return [*(box.slot for box in self.query_one(Board).boxes), *self.query(PictureView)]

    def show(self, slot: int, picture: int) -> None:
        """Show one of the pictures in a place."""
        place = self.slots[slot]
        (place.show_sources if isinstance(place, PictureView) else place.show)(pixels(picture))

    def empty(self, slot: int) -> None:
        """Show words in a place."""
        self.slots[slot].clear("nothing")

    def lay(self, width: int, height: int) -> None:
        """Have boxes of this size on the board."""
        board = self.query_one(Board)
        for box in board.boxes:
            box.lay(Region(width * box.place, 0, width, height))
        board.redraw_all()

    def widen(self, width: int) -> None:
        """Have so much room beside the rest."""
        self.query_one("#beside").styles.width = width

    def cover(self, x: int, y: int) -> None:
        """Have something before the rest."""
        cover = self.query_one("#cover")
        cover.styles.offset = (x, y)
        cover.display = True

    def uncover(self) -> None:
        """Have nothing before the rest."""
        self.query_one("#cover").display = False

    def scroll(self, line: int) -> None:
        """Scroll two of the pictures."""
        self.query_one("#scroll").scroll_to(y=line, animate=False)

    def hide(self, is_hidden: bool) -> None:
        """Take those two away, or bring them back."""
        self.query_one("#scroll").display = not is_hidden

    def say(self, lines: int) -> None:
        """Have so many lines above the rest, which moves it."""
        self.query_one("#words", Label).update("\n".join(["words"] * lines))


CHANGES: dict[str, Callable[..., None]] = {
    change.__name__: change
    for change in (
        Room.show,
        Room.empty,
        Room.lay,
        Room.widen,
        Room.cover,
        Room.uncover,
        Room.scroll,
        Room.hide,
        Room.say,
    )
}
"""What happens in a room, by its name."""


class Window(DrawnOnce[None], ModalScreen[None]):
    """Something before a room."""

    def compose(self) -> ComposeResult:
        yield Label("WINDOW")


class OverlayApp(DrawnOnceApp):
    """A room, others over it, and windows."""

    CSS = """
    Room { layers: below above; }
    Room #board { width: 36; height: 8; }
    Room #scroll { width: 20; height: 8; }
    Room #scroll PictureView { width: 18; height: 6; }
    Room #beside { dock: right; width: 20; height: 10; }
    Room #cover { layer: above; width: 14; height: 4; display: none; background: darkred; }
    Window { align: center middle; }
    Window Label { width: 12; height: 3; background: darkgreen; }
    """

    def __init__(self, protocol: Protocol, *, cells_wipe: bool = True) -> None:
        super().__init__()
        self.driver_class = GlassDriver
        self.glass = Glass(COLUMNS, ROWS, cells_wipe=cells_wipe)
        self.pictures = PictureStore(lambda: PictureChoice(protocol, "named"))

    def get_default_screen(self) -> Screen[Any]:
        """A room."""
        return Room()
