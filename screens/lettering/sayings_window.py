"""All sayings as they would be set, sheet after sheet, and a list of them to mark those that are to be kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, OptionList, Static

from screens.base.screen import StudioWindow
from screens.drawing.threads import in_thread
from screens.gallery.model.captions import one_line
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options
from screens.widgets.pictures.picture import PictureView
from studio.errors import StudioError
from studio.lettering.places.by_hand import Easel, looked_at, sayings_sheet
from studio.lettering.records import Look, Setting

if TYPE_CHECKING:
    from studio.pictures.screen_pixels import Pixels

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


class Sheets:
    """All sayings as they would be set, on sheets that are made when they are looked at; the last one is kept."""

    def __init__(self, easel: Easel, setting: Setting, sayings: tuple[str, ...], look: Look) -> None:
        self._easel, self._setting, self._sayings, self._look = easel, setting, sayings, look
        self._last: tuple[int, Pixels] | None = None

    def at(self, index: int) -> tuple[Pixels, Pixels]:
        """The sheet on which a saying is, and its own part of it. Blocks. Raises StudioError."""
        page, number = divmod(index, ON_A_SHEET)
        last = self._last
        if last is None or last[0] != page:
            first = page * ON_A_SHEET
            some = self._sayings[first : first + ON_A_SHEET]
            last = self._last = page, sayings_sheet(self._easel, self._setting, some, self._look, first + 1)
        return looked_at(last[1], number)


class SayingsList(Options):
    """All sayings with their numbers; those that are to be kept have a mark."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", "Mark", id="sheet.mark"),
        Binding("enter", "select", "Keep", id="sheet.keep"),
    ]

    def __init__(self, sayings: tuple[str, ...]) -> None:
        self._sayings = sayings
        self.marked: list[int] = []
        super().__init__(*map(self._line, range(len(sayings))), id="sheet-list", compact=True)

    def action_mark(self) -> None:
        """Mark the saying under the cursor, or not, and go on."""
        at = self.highlighted
        if at is None:
            return
        if at in self.marked:
            self.marked.remove(at)
        else:
            self.marked.append(at)
        self.replace_option_prompt_at_index(at, self._line(at))
        self.action_cursor_down()

    def _line(self, at: int) -> Text:
        sign = "✓" if at in self.marked else " "
        return Text(f"{sign}{at + 1:>3} {one_line(self._sayings[at])}", no_wrap=True, overflow="ellipsis")


class SayingsWindow(StudioWindow[tuple[int, ...]]):
    """Answers with the numbers, from 1, of the sayings to keep; with none where the person goes back."""

    CSS_PATH = "lettering.tcss"
    AUTO_FOCUS = "#sheet-list"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,up", "list", "The list", show=False, id="sheet.list"),
        Binding("escape", "back", "Back", id="sheet.back"),
    ]

    def __init__(self, easel: Easel, setting: Setting, sayings: tuple[str, ...], look: Look) -> None:
        super().__init__()
        self._sayings = sayings
        self._sheets = Sheets(easel, setting, sayings, look)

    def compose(self) -> ComposeResult:
        """The saying under the cursor, the sheet, and beside them the list and the line for the numbers."""
        with Horizontal(id="sheet"):
            with Vertical(id="sheet-pictures"):
                yield PictureView("setting all sayings …", id="sheet-cell")
                yield PictureView(id="sheet-picture")
            with Vertical(id="sheet-side"):
                yield SayingsList(self._sayings)
                yield Static("Space marks, Enter keeps", id="sheet-said", markup=False)
                yield Input(placeholder="or numbers: 3 7-9", id="sheet-numbers", compact=True, select_on_focus=False)
        yield StudioFooter()

    @on(OptionList.OptionHighlighted)
    @work(exclusive=True, group="sheet")
    async def _show(self, event: OptionList.OptionHighlighted) -> None:
        """Show the saying under the cursor, and the sheet on which it is."""
        try:
            sheet, cell = await in_thread(self, self._sheets.at, event.option_index)
        except StudioError as error:
            self._say(f"{error.notice.title}: {error.notice.reason}")
            return
        self.query_one("#sheet-cell", PictureView).show_pixels(cell)
        self.query_one("#sheet-picture", PictureView).show_pixels(sheet)

    def _say(self, words: str) -> None:
        self.query_one("#sheet-said", Static).update(Content(words))

    def action_list(self) -> None:
        """From the numbers to the list."""
        self.set_focus(self.query_one(SayingsList))

    def action_back(self) -> None:
        """Keep none."""
        self.dismiss(())

    def on_key(self, event: Key) -> None:
        """A number that is typed on the list begins the line of numbers."""
        if event.character is not None and event.character.isdecimal():
            line = self.query_one(Input)
            self.set_focus(line)
            line.insert_text_at_cursor(event.character)

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def _keep(self) -> None:
        """Keep those that are marked and those whose numbers are typed; where there are none, that under the cursor."""
        shown, typed = self.query_one(SayingsList), self.query_one(Input).value.strip()
        chosen = [at + 1 for at in shown.marked]
        try:
            chosen += [one for one in numbers(typed, len(self._sayings)) if one not in chosen] if typed else []
        except ValueError as error:
            self._say(str(error))
            return
        if not chosen and shown.has_focus and shown.highlighted is not None:
            chosen = [shown.highlighted + 1]
        self.dismiss(tuple(chosen))
