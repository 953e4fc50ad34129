"""A small app that shows one picture by the protocol named on the command line.

n: another one, m: a window over it, l: another layout.
"""

from __future__ import annotations

import sys
from typing import ClassVar

import numpy as np
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.widgets import Label

from screens.drawing import rest
from screens.drawing.drawn_once import DrawnOnce, DrawnOnceApp
from screens.terminal.frames.frame_store import PictureStore
from screens.widgets.pictures.picture import PictureView
from studio.terminal.records import PictureChoice, Protocol


class Window(DrawnOnce[None], ModalScreen[None]):
    """Something in front of the picture."""

    CSS = "Window { align: center middle; } Label { width: 12; height: 3; }"
    BINDINGS: ClassVar[list[BindingType]] = [("x", "dismiss", "Away")]

    def compose(self) -> ComposeResult:
        yield Label("IN FRONT")


class PictureApp(DrawnOnceApp):
    """One picture of 20 × 10 cells, and a word that says when it stands."""

    CSS = "PictureView { width: 20; height: 10; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("n", "other", "Another"),
        ("b", "first", "First"),
        ("m", "cover", "Cover"),
        ("l", "lay_out", "Lay out"),
    ]

    def __init__(self, protocol: Protocol, passthrough: bool = False) -> None:
        super().__init__()
        self.pictures = PictureStore(lambda: PictureChoice(protocol, "named", passthrough))

    def get_default_screen(self) -> Screen[object]:
        """A screen as those of the studio."""
        return DrawnOnce()

    def compose(self) -> ComposeResult:
        yield PictureView("nothing yet")
        yield Label("READY")

    def on_mount(self) -> None:
        self.action_first()

    def action_first(self) -> None:
        self._show(40)

    def action_other(self) -> None:
        self._show(200)

    def _show(self, tone: int) -> None:
        rgb = np.full((100, 100, 3), (tone, 120, 60), np.uint8)
        rgb[:50, :50] = (20, tone, 220)
        self.query_one(PictureView).show_pixels(rgb, f"tone {tone}")

    def action_lay_out(self) -> None:
        self.query_one(Label).update("LAID OUT")

    def action_cover(self) -> None:
        self.push_screen(Window())


if __name__ == "__main__":
    # A machine with much else to do may take long between two changes that belong together.
    rest.QUIET = 0.4
    PictureApp(sys.argv[1], len(sys.argv) > 2).run()  # type: ignore[arg-type]
