"""A sheet as a picture with its boxes, and what is known of the chosen one."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from screens.stock.datasets.model.cuts import owner_of
from screens.stock.datasets.model.cuts_bench import CutsBench
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.pictures.picture import PictureView
from studio.plain_text import plain

NAMES = "abcdefghijklmnopqrstuvwxyz"
"""Labels are called by letters, figures by numbers; behind z they begin anew."""


class SheetView(PictureView, can_focus=True):
    """The sheet; focused, its keys change the cuts."""

    TITLE = "The sheet"
    FOOTER_BESIDES = frozenset({"sheet.make", "sheet.next", "sheet.back", "studio.help"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.pull(-1, 0)", "Move", key_display="←↑↓→", tooltip="Move, or pull", id="cuts.left"),
        Binding("up", "screen.pull(0, -1)", "Move up", show=False, id="cuts.up"),
        Binding("down", "screen.pull(0, 1)", "Move down", show=False, id="cuts.down"),
        Binding("right", "screen.pull(1, 0)", "Move right", show=False, id="cuts.right"),
        Binding("shift+right", "screen.grow(1, 0)", "Wider", show=False, id="cuts.wider"),
        Binding("shift+left", "screen.grow(-1, 0)", "Narrower", show=False, id="cuts.narrower"),
        Binding("shift+down", "screen.grow(0, 1)", "Higher", show=False, id="cuts.higher"),
        Binding("shift+up", "screen.grow(0, -1)", "Lower", show=False, id="cuts.lower"),
        Binding("c", "screen.grip", "Side", tooltip="Which side the arrows pull", id="cuts.grip"),
        Binding("f", "screen.fine", "Fine", show=False, tooltip="Small steps, or large ones", id="cuts.fine"),
        Binding("z", "screen.closer", "Closer", show=False, tooltip="Look closely at the box", id="cuts.closer"),
        Binding("s", "screen.split", "Split", tooltip="Cut the figure in two", id="cuts.split"),
        Binding("j", "screen.join", "Join", tooltip="Join it with the nearest figure", id="cuts.join"),
        Binding("a", "screen.add(False)", "Add", tooltip="Another figure", id="cuts.add"),
        Binding("A", "screen.add(True)", "Another label", show=False, id="cuts.add-label"),
        Binding("d,delete", "screen.remove", "Remove", tooltip="No figure, or no label", id="cuts.remove"),
        Binding("l", "screen.labels", "Labels", show=False, tooltip="To the labels, or the figures", id="cuts.labels"),
        Binding("t", "screen.text", "Text", show=False, tooltip="What the label says", id="cuts.text"),
        Binding("k", "screen.kind", "Kind", show=False, tooltip="Text, arrow, ruler, swatch", id="cuts.kind"),
        Binding("o", "screen.owner", "Whose", show=False, tooltip="Of which figure it is said", id="cuts.owner"),
        Binding("v", "screen.view", "View", show=False, tooltip="From where the figure is seen", id="cuts.view"),
    ]


class SheetPane(Vertical):
    """What is not sure, the boxes in a list, and the text of the chosen label."""

    def __init__(self, bench: CutsBench) -> None:
        super().__init__(id="sheet-pane")
        self._bench = bench
        self._words = Static(id="sheet-words", markup=False)
        self.text = Input(id="sheet-text", compact=True, max_length=300, select_on_focus=False)
        self._field = Field("What the label says", self.text, id="sheet-text-field")

    def compose(self) -> ComposeResult:
        """The words over the line."""
        yield VerticalScroll(self._words, id="sheet-scroll", can_focus=False)
        yield self._field

    def show(self, *, is_fine: bool) -> None:
        """Show the cuts as they are."""
        self._words.update(self._said(is_fine=is_fine))
        label = self._bench.label
        self._field.display = label is not None
        if label is not None and not self.text.has_focus:
            with self.text.prevent(Input.Changed):
                self.text.value = plain(self._bench.sheet.labels[label].text)
            self.text.cursor_position = len(self.text.value)

    def _said(self, *, is_fine: bool) -> Text:
        bench, app = self._bench, self.app
        sheet, text = bench.sheet, Text()
        for doubt in sheet.doubts:
            text.append(f"? {plain(doubt)}\n", ink(app, "warning"))
        grip = "the whole box" if bench.side == "whole" else f"its {bench.side} side"
        text.append(f"Arrows move {grip}{', a pixel a time' if is_fine else ''}.\n", ink(app, "muted"))
        text.append("z closer  f fine  l labels  t text  k kind  o whose  v view\n", ink(app, "muted"))
        for number, figure in enumerate(sheet.figures):
            is_chosen = number == bench.figure
            text.append(f"{'▸' if is_chosen else ' '} {number + 1}", f"bold {ink(app, 'primary')}")
            said = plain(" · ".join(label.text for label in figure.labels if label.text))
            size = f" {figure.box.width}×{figure.box.height}"
            text.append(f"{size} {plain(figure.view)}", ink(app, "foreground" if is_chosen else "muted"))
            text.append(f" {said}\n" if said else "\n", ink(app, "accent"))
        for number, label in enumerate(sheet.labels):
            is_chosen, owner = number == bench.label, owner_of(sheet, number)
            text.append(f"{'▸' if is_chosen else ' '} {NAMES[number % len(NAMES)]}", f"bold {ink(app, 'accent')}")
            whose = "of the sheet" if owner is None else f"of {owner + 1}"
            said = plain(label.text or label.colour)
            text.append(f" {label.kind} {whose} {said}\n", ink(app, "foreground" if is_chosen else "muted"))
        if not bench.boxes:
            text.append("No figure was found. a adds one.\n", ink(app, "warning"))
        return text
