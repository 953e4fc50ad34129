"""The question which of a few ways shows a picture, asked once of a person whose terminal nobody knows."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.base.screen import StudioWindow
from screens.terminal.frames.frame_store import PictureStore
from screens.widgets.footer import StudioFooter
from screens.widgets.pictures.picture import PictureView
from studio.terminal.records import PictureChoice, Protocol, Terminal

NAMES: dict[Protocol, str] = {
    "iterm2": "as iTerm2 does",
    "sextants": "six pixels a cell",
    "quadrants": "four pixels a cell",
    "half-cells": "two pixels a cell",
}


class PictureQuestion(StudioWindow[Protocol]):
    """Shows the same small picture in the ways that the terminal may have; gives the way that looks right."""

    SHOWS_EVERY_WAY = True
    CSS_PATH = ["base/windows.tcss", "picture_question.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "take(0)", "The first", id="pictures.first"),
        Binding("2", "take(1)", "The second", id="pictures.second"),
        Binding("3", "take(2)", "The third", id="pictures.third"),
        Binding("4", "take(3)", "The fourth", id="pictures.fourth"),
        Binding("escape", "take(-1)", "The last will do", id="pictures.none"),
    ]

    def __init__(self, terminal: Terminal, sample: bytes) -> None:
        super().__init__()
        self._sample = sample
        self._ways: tuple[Protocol, ...] = (*terminal.doubtful, "half-cells")
        self._colours = terminal.colours

    def compose(self) -> ComposeResult:
        """The question, and the picture in each way."""
        with Vertical(classes="window"):
            yield Static("Which of these is a picture?", classes="window-title", markup=False)
            with Horizontal(id="question-samples"):
                for number, way in enumerate(self._ways, 1):
                    with Vertical(classes="question-sample"):
                        yield PictureView(store=PictureStore(partial(PictureChoice, way, "", False, self._colours)))
                        yield Static(f"{number}  {NAMES[way]}", markup=False)
            words = "Press the number of the finest one that is whole. The studio keeps your word in terminals.toml."
            yield Static(words, markup=False, classes="question-words")
        yield StudioFooter()

    def on_mount(self) -> None:
        """Show it."""
        for view in self.query(PictureView):
            view.show_bytes(self._sample, "sample")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the ways that there are."""
        return action != "take" or not parameters or int(str(parameters[0])) < len(self._ways)

    def action_take(self, number: int) -> None:
        """Give the way with a number."""
        self.dismiss(self._ways[number])
