"""The cuts of a sheet, corrected by key: boxes of figures and labels on the picture, what is not sure beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input

from screens.base.screen import StudioScreen
from screens.base.topics import Calls, ScreenCalls, Topic, bindings_of, offer
from screens.drawing.threads import in_thread
from screens.stock.datasets.keeping import DatasetKeeper
from screens.stock.datasets.model import sheets
from screens.stock.datasets.model.cuts_bench import CutsBench
from screens.stock.datasets.model.sheets import Cutting, OpenSheet
from screens.stock.datasets.parts.sheet_view import SheetPane, SheetView
from screens.terminal.frames.frames import Source
from studio.datasets.records import Sheet
from studio.notices import KNOWN_ERRORS, notice_of

if TYPE_CHECKING:
    from collections.abc import Callable

STEP, FINE = 0.01, 1
"""A step of the arrows, as a share of the sheet's longer side; px of a small one."""
PAUSE = 0.005
"""Seconds without a key before the boxes are drawn."""
UNREAD = Sheet(1, 1)


class CutKeys(Topic):
    """What keys do with the cuts; those of the sheet itself are bound there."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("tab", "next_box(1)", "Next", key_display="⇥", priority=True, id="sheet.next"),
        Binding("shift+tab", "next_box(-1)", "The box before", show=False, priority=True, id="sheet.before"),
        Binding("enter", "make", "Make", tooltip="Make the pictures anew from these cuts", id="sheet.make"),
        Binding("escape", "back", "Back", id="sheet.back"),
        Binding("ctrl+z", "undo", "Undo", show=False, tooltip="Take the last step back", id="sheet.undo"),
        Binding("ctrl+y", "redo", "Redo", show=False, tooltip="Do it again", id="sheet.redo"),
    ]

    def __init__(
        self,
        bench: CutsBench,
        pane: SheetPane,
        calls: Calls,
        make: Callable[[], object],
        leave: Callable[[], object],
        *,
        is_new: bool,
    ) -> None:
        self._bench, self._pane, self._calls, self._make, self._leave = bench, pane, calls, make, leave
        self._is_new = is_new
        self.is_fine = self.is_closer = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the line of a label its own keys hold; nothing is cut before the sheet is read."""
        if action == "back":
            return True
        if action in ("undo", "redo", "make") and self._pane.text.has_focus:
            return False
        return None if self._bench.sheet is UNREAD else True

    def action_next_box(self, step: int) -> None:
        """Choose the next box; from the line of a label to the next label's."""
        self._bench.choose(step)

    def action_back(self) -> None:
        """From the line to the sheet; from the sheet away, after a question where something would be lost."""
        if self._pane.text.has_focus:
            self.focus_sheet()
        elif self._bench.is_changed or (self._is_new and self._bench.boxes):
            from screens.base.windows import Confirm

            detail = "The pictures stay as they are, and the corrected cuts are forgotten. Enter makes them anew."
            if self._is_new:
                detail = "Nothing is made of this sheet then. Enter makes its pictures as they are cut here."
            self._calls.open(lambda: Confirm("Leave the cuts?", detail, yes="Leave", no="Stay"), self._leave_if)
        else:
            self._leave()

    def _leave_if(self, wanted: bool | None) -> None:
        if wanted:
            self._leave()

    def focus_sheet(self) -> None:
        """Give the sheet the focus."""
        self._pane.screen.query_one(SheetView).focus()

    def action_make(self) -> None:
        """Make the pictures anew."""
        self._make()

    def action_undo(self) -> None:
        """Take the last step back."""
        if not self._bench.undo():
            self._calls.say("Nothing to take back")

    def action_redo(self) -> None:
        """Do it again."""
        self._bench.redo()

    # On the sheet.

    def _step(self) -> int:
        return FINE if self.is_fine else max(1, round(STEP * max(self._bench.size)))

    def action_pull(self, across: int, down: int) -> None:
        """Move the box, or the side that is gripped."""
        self._bench.pull(across * self._step(), down * self._step())

    def action_grow(self, across: int, down: int) -> None:
        """Make the box larger or smaller at its right and at its bottom."""
        self._bench.pull(across * self._step(), down * self._step(), "right" if across else "bottom")

    def action_grip(self) -> None:
        """The arrows pull the next side."""
        self._bench.next_side()

    def action_fine(self) -> None:
        """Small steps, or large ones."""
        self.is_fine = not self.is_fine
        self._bench.tell()

    def action_closer(self) -> None:
        """Look closely at the chosen box, or at the whole sheet."""
        self.is_closer = not self.is_closer
        self._bench.tell()

    def action_split(self) -> None:
        """Cut the figure in two."""
        self._bench.split()

    def action_join(self) -> None:
        """Join it with the nearest."""
        self._bench.join()

    def action_add(self, is_label: bool) -> None:
        """Another box."""
        self._bench.add(is_label=is_label)

    def action_remove(self) -> None:
        """Take the box out."""
        self._bench.remove()

    def action_labels(self) -> None:
        """To the labels, or to the figures."""
        self._bench.choose_labels()

    def action_text(self) -> None:
        """Edit what the label says."""
        if self._bench.label is not None:
            self._pane.text.focus()
        else:
            self._calls.say("A figure has no text", "l leads to the labels")

    def action_kind(self) -> None:
        """The label is something else."""
        self._bench.next_kind()

    def action_owner(self) -> None:
        """The label is said of another figure."""
        self._bench.next_owner()

    def action_view(self) -> None:
        """Say from where the figure is seen."""
        if self._bench.figure is None:
            return
        from screens.stock.datasets.windows.tag_window import TagWindow, words_for

        here = self._bench.sheet.figures[self._bench.figure].view
        what = f"figure {self._bench.figure + 1}"

        def say(word: str | None) -> None:
            if word is not None:
                self._bench.say_view(word)

        self._calls.open(partial(TagWindow, "view", what, words_for("view", ()), here), say)


class SheetScreen(StudioScreen):
    """How a sheet was understood, to be corrected."""

    ROOM = "Datasets"
    HELP = (
        "A design sheet with the boxes of its figures (numbers) and of what is printed on it (letters). Tab goes"
        " through them. Arrows move the chosen box, or the side that c grips; Shift and an arrow make it larger or"
        " smaller; f makes the steps small, z looks closely. s splits a figure, j joins it with the nearest, a adds"
        " one, A a label, d removes. Of a label t edits the text, k chooses what it is, o whose it is; v says from"
        " where a figure is seen.\n\n"
        "What was not sure is said beside it with ?. Enter makes the pictures of the sheet anew; their captions stay"
        " where figures stay. Ctrl+Z takes back each step here, and afterwards in the dataset all of it."
    )
    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "SheetView"
    PARTS = (SheetView,)
    BINDINGS = bindings_of(CutKeys)

    def __init__(self, keeper: DatasetKeeper, cutting: Cutting) -> None:
        super().__init__()
        self.parts = SheetBody(ScreenCalls(self), keeper, cutting, self._leave)
        offer(self, self.parts.keys)

    def compose_room(self) -> ComposeResult:
        """The sheet, and what is known of it."""
        yield self.parts

    def _leave(self) -> None:
        self.dismiss(None)


class SheetBody(Horizontal):
    """The sheet, and what is known of it beside."""

    def __init__(self, calls: Calls, keeper: DatasetKeeper, cutting: Cutting, leave: Callable[[], object]) -> None:
        super().__init__(id="sheet-body")
        self._calls, self._keeper, self._cutting, self._leave = calls, keeper, cutting, leave
        self.bench = CutsBench(UNREAD, self._show)
        self._opened: OpenSheet | None = None
        self._view, self._pane = SheetView("reading the sheet …", id="sheet-picture"), SheetPane(self.bench)
        self.keys = CutKeys(self.bench, self._pane, calls, self._make, leave, is_new=cutting.is_new)

    def compose(self) -> ComposeResult:
        """Side by side."""
        yield self._view
        yield self._pane

    def on_mount(self) -> None:
        """Read the sheet."""
        self._calls.begin(self._read, group="read")

    async def _read(self) -> None:
        try:
            self._opened = await in_thread(self._calls, self._cutting.read)
        except KNOWN_ERRORS as error:
            self._view.clear(notice_of(error).line())
        else:
            self.bench.begin(self._opened.sheet, self._opened.size)

    @on(Input.Changed, "#sheet-text")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.bench.write(event.value)

    @on(Input.Submitted, "#sheet-text")
    def _written(self, event: Input.Submitted) -> None:
        event.stop()
        self.keys.focus_sheet()

    def _show(self) -> None:
        if self._calls.is_there and self._opened is not None:
            self._pane.show(is_fine=self.keys.is_fine)
            self._calls.refresh_bindings()
            self._calls.begin(partial(self._draw, self._opened), group="draw", is_exclusive=True)

    async def _draw(self, opened: OpenSheet) -> None:
        await asyncio.sleep(PAUSE)
        bench = self.bench
        closer = bench.boxes[bench.at] if self.keys.is_closer and bench.boxes else None
        act = partial(sheets.drawn, opened, bench.sheet, bench.at, bench.side, closer)
        small, whole, key = await in_thread(self._calls, act)
        self._view.show_sources(Source("", small), Source(key, whole), is_of_same=True)

    def _make(self) -> None:
        sheet = self.bench.sheet
        if not sheet.figures:
            self._calls.say("No figure is left to make a picture of", "a adds one")
            return
        self._calls.say("The pictures of the sheet are being made…")
        self._keeper.change(partial(self._cutting.make, sheet=sheet), str)
        self._leave()
