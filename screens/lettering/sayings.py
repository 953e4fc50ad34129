"""All sayings on the place, sheet after sheet; the numbers of those that are to be kept are typed."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from screens.threads import in_thread
from screens.widgets.picture import PictureView
from studio.arranging import Easel, sayings_sheet
from studio.errors import StudioError
from studio.lettering.records import Look, Placement

ON_A_SHEET = 12


def numbers(typed: str, most: int) -> tuple[int, ...]:
    """The numbers in a text, each once, in its order, with ranges: "3 7-9" is 3, 7, 8, 9. ValueError for others."""
    found: list[int] = []
    for part in re.split(r"[\s,;]+", typed.strip()):
        first, _, last = part.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            raise ValueError(f"{part!r} is no number")
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= most:
            raise ValueError(f"{part} is not among 1 to {most}")
        found += [number for number in range(low, high + 1) if number not in found]
    return tuple(found)


class SayingsWindow(ModalScreen[tuple[int, ...]]):
    """Answers with the numbers, from 1, of the sayings to keep; with none where the person goes back."""

    CSS_PATH = "lettering.tcss"
    AUTO_FOCUS = "#sheet-numbers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown,down", "page(1)", "Next sheet", key_display="↓", id="sheet.next", priority=True),
        Binding("pageup,up", "page(-1)", "Sheet before", key_display="↑", id="sheet.before", priority=True),
        Binding("escape", "back", "Back", id="sheet.back"),
    ]

    def __init__(self, easel: Easel, place: Placement, sayings: tuple[str, ...], look: Look) -> None:
        super().__init__()
        self._easel, self._place, self._sayings, self._look = easel, place, sayings, look
        self._at = 0

    def compose(self) -> ComposeResult:
        """The sheet, and the line for the numbers."""
        with Vertical(id="sheet"):
            yield PictureView("setting all sayings …", id="sheet-picture")
            yield Static(id="sheet-said", markup=False)
            yield Input(placeholder="numbers to keep: 3 7-9, then Enter", id="sheet-numbers", compact=True)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Show the first sheet."""
        self._show()

    @work(exclusive=True, group="sheet")
    async def _show(self) -> None:
        first = self._at * ON_A_SHEET
        some = self._sayings[first : first + ON_A_SHEET]
        try:
            pixels = await in_thread(self, sayings_sheet, self._easel, self._place, some, self._look, first + 1)
        except StudioError as error:
            self._say(f"{error.notice.title}: {error.notice.reason}")
            return
        self._say(f"{first + 1} to {first + len(some)} of {len(self._sayings)}")
        self.query_one(PictureView).show_pixels(pixels)

    def _say(self, words: str) -> None:
        self.query_one("#sheet-said", Static).update(Content(words))

    def action_page(self, step: int) -> None:
        """Another sheet."""
        self._at = (self._at + step) % -(-len(self._sayings) // ON_A_SHEET)
        self._show()

    def action_back(self) -> None:
        """Keep none."""
        self.dismiss(())

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        try:
            self.dismiss(numbers(event.value, len(self._sayings)) if event.value.strip() else ())
        except ValueError as error:
            self._say(str(error))
