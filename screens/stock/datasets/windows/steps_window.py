"""The window that asks how pictures are to be made again: their side, padded or cropped, on which ground."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.datasets.records import Square

LEAST, MOST = 64, 4096
"""Px of a side."""

ABOUT = (
    "Padded keeps all of it, as full bodies need; cropped fills the square and loses what stands at its longer sides."
    " Each picture is made anew from its source; Ctrl+Z takes it back."
)


class StepsKeys(Topic):
    """The keys of the window."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "take", "Make", id="dataset-steps.take", priority=True),
        Binding("escape", "close", "Close", id="dataset-steps.close"),
    ]

    def __init__(self, window: StepsWindow) -> None:
        self._window = window

    def action_take(self) -> None:
        """Make them so."""
        self._window.take()

    def action_close(self) -> None:
        """Leave them as they are."""
        self._window.dismiss(None)


class StepsWindow(StudioWindow[Square | None]):
    """Gives the last step of the pictures as it is to be; None where they stay as they are."""

    TITLE = "Steps of a picture"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#steps-side"
    BINDINGS = bindings_of(StepsKeys)

    def __init__(self, what: str, square: Square) -> None:
        super().__init__()
        self._what, self._square = what, square
        self._side = Input(str(square.side), id="steps-side", compact=True, max_length=5)
        self._how = Choice(
            [("padded: all of it is kept", "pad"), ("cropped: the square is filled", "crop")], value=square.how
        )
        ground = "" if square.ground == "edges" else square.ground
        self._ground = Input(ground, placeholder="as at its edges; or #ffffff", id="steps-ground", compact=True)
        self._said = Static(id="steps-said", markup=False)
        offer(self, StepsKeys(self))

    def compose(self) -> ComposeResult:
        """The fields over the words."""
        with Vertical(classes="window"):
            yield Static(Text(f"{self._what}, made again"), classes="window-title")
            yield Horizontal(Field("Side in px", self._side), Field("Ground", self._ground), classes="row")
            yield Field("How it becomes square", self._how)
            yield self._said
        yield StudioFooter()

    def on_mount(self) -> None:
        """Say what it is about."""
        self._say(ABOUT, "muted")

    def _say(self, words: str, colour: str) -> None:
        self._said.update(Text(words, ink(self.app, colour)))

    @on(Input.Submitted)
    def take(self) -> None:
        """Give what stands in the fields, where it can be."""
        side, ground = self._side.value.strip(), self._ground.value.strip().lower() or "edges"
        how = self._how.value
        if not side.isdecimal() or not LEAST <= int(side) <= MOST or int(side) % 8:
            self._say(f"{side!r} is no side: write a number from {LEAST} to {MOST} that 8 divides", "error")
            self._side.focus()
        elif ground != "edges" and not re.fullmatch("#[0-9a-f]{6}", ground):
            self._say(f"{ground!r} is no colour: write #ffffff, or nothing for that of the edges", "error")
            self._ground.focus()
        else:
            box = self._square.box if how == "crop" and self._square.how == "crop" else None
            self.dismiss(Square(int(side), "crop" if how == "crop" else "pad", ground, box))
