"""The window that asks how pictures are to be made again: their side, padded or cropped, on which ground."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.drawing.workers import begin_work
from screens.theme import ink
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from screens.widgets.pictures.picture import PictureView
from studio.datasets.records import Square
from studio.notices import KNOWN_ERRORS, notice_of

if TYPE_CHECKING:
    from studio.pictures.screen_pixels import Pixels

Preview = Callable[[Square], "Pixels"]
RESTED = 0.15
"""Seconds without a key before a picture is made to be seen."""

LEAST, MOST = 64, 4096
"""Px of a side."""

ABOUT = (
    "Padded keeps all of it, as full bodies need; cropped fills the square and loses what stands at its longer sides."
    " Each picture is made anew from its source; Ctrl+Z takes it back."
)


class StepsForm(Vertical):
    """The fields beside the picture as they make it; `give` gets the last step as it is to be."""

    def __init__(self, what: str, square: Square, preview: Preview, give: Callable[[Square | None], object]) -> None:
        super().__init__(classes="window -wide")
        self._what, self._square, self._preview, self._give = what, square, preview, give
        self._side = Input(str(square.side), id="steps-side", compact=True, max_length=5)
        ways = [("padded: all of it is kept", "pad"), ("cropped: the square is filled", "crop")]
        self._how = Choice(ways, value=square.how)
        ground = "" if square.ground == "edges" else square.ground
        self._ground = Input(ground, placeholder="as at its edges; or #ffffff", id="steps-ground", compact=True)
        self._picture = PictureView("…", id="steps-picture", keeps=True)
        self._said = Static(id="steps-said", markup=False)

    def compose(self) -> ComposeResult:
        """The fields at the left, the picture at the right, the words below."""
        yield Static(Text(f"{self._what}, made again"), classes="window-title")
        with Horizontal(id="steps-body"):
            with Vertical(id="steps-fields"):
                yield Field("Side in px", self._side)
                yield Field("How it becomes square", self._how)
                yield Field("Ground", self._ground)
            yield self._picture
        yield self._said

    def on_mount(self) -> None:
        """Say what it is about, and show the picture."""
        self._say(ABOUT, "muted")
        self._look()

    def _say(self, words: str, colour: str) -> None:
        self._said.update(Text(words, ink(self.app, colour)))

    def _typed(self) -> tuple[Square | None, str]:
        """What stands in the fields; None, and why, where that is no step."""
        side, ground = self._side.value.strip(), self._ground.value.strip().lower() or "edges"
        if not side.isdecimal() or not LEAST <= int(side) <= MOST or int(side) % 8:
            return None, f"{side!r} is no side: write a number from {LEAST} to {MOST} that 8 divides"
        if ground != "edges" and not re.fullmatch("#[0-9a-f]{6}", ground):
            return None, f"{ground!r} is no colour: write #ffffff, or nothing for that of the edges"
        how = "crop" if self._how.value == "crop" else "pad"
        box = self._square.box if how == "crop" and self._square.how == "crop" else None
        return Square(int(side), "crop" if how == "crop" else "pad", ground, box), ""

    @on(Input.Changed)
    @on(Choice.Changed)
    def _look(self) -> None:
        """Show the picture as the fields make it."""
        square, _ = self._typed()
        if square is not None and self.is_attached:
            begin_work(self, partial(self._make, square), group="preview", is_exclusive=True)

    async def _make(self, square: Square) -> None:
        await asyncio.sleep(RESTED)
        try:
            self._picture.show_pixels(await asyncio.to_thread(self._preview, square))
        except KNOWN_ERRORS as error:
            self._picture.clear(notice_of(error).line())

    @on(Input.Submitted)
    def take(self) -> None:
        """Give what stands in the fields, where it can be."""
        square, wrong = self._typed()
        if square is None:
            self._say(wrong, "error")
        else:
            self._give(square)


class StepsKeys(Topic):
    """The keys of the window."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "take", "Make", id="dataset-steps.take", priority=True),
        Binding("escape", "close", "Close", id="dataset-steps.close"),
    ]

    def __init__(self, form: StepsForm, give: Callable[[Square | None], object]) -> None:
        self._form, self._give = form, give

    def action_take(self) -> None:
        """Make them so."""
        self._form.take()

    def action_close(self) -> None:
        """Leave them as they are."""
        self._give(None)


class StepsWindow(StudioWindow[Square | None]):
    """Gives the last step of the pictures as it is to be; None where they stay as they are."""

    TITLE = "Steps of a picture"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#steps-side"
    BINDINGS = bindings_of(StepsKeys)

    def __init__(self, what: str, square: Square, preview: Preview) -> None:
        """`preview` makes the first of the pictures by a step; it blocks."""
        super().__init__()
        self._form = StepsForm(what, square, preview, self.dismiss)
        offer(self, StepsKeys(self._form, self.dismiss))

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()
