"""A row of framed pictures with their names, one of which can be chosen: by arrows and Enter, or by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple, cast

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region

from screens.drawing.drawn_once import DrawnOnceApp
from screens.terminal.frames.frames import Source
from screens.widgets.pictures.board import BESIDE_LABEL, HEAVY, ROUND, Board, Box, Look

MOST_HIGH = 16
"""Rows of a picture with its frame; where there is more room, it stays free."""

LEAST_OF_HIGHEST = 0.85
"""The part of the greatest width to which pictures shrink so that one more fits."""


class Item(NamedTuple):
    """A picture and what names it, on so many cells at most; without a source its name stands for it."""

    name: Callable[[int], str]
    source: Source | None


class PictureRow(Board):
    """As many pictures as fit, the others as the cursor comes to them. `chosen` is called with an item's number."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"picture-row--frame", "picture-row--held", "picture-row--name"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "To the left", show=False),
        Binding("right", "move(1)", "To the right", show=False),
        Binding("enter,space", "choose", "Choose", show=False),
    ]
    can_focus = True

    def __init__(self, chosen: Callable[[int], object], id: str | None = None) -> None:
        super().__init__(id=id)
        self._chosen = chosen
        self._items: tuple[Item, ...] = ()
        self._cursor = self._first = 0

    def hold(self, items: Sequence[Item]) -> None:
        """Show these."""
        self._items = tuple(items)
        self._cursor = max(0, min(self._cursor, len(self._items) - 1))
        if self.size.area:
            self._arrange(*self.size)

    def on_resize(self, event: Resize) -> None:
        """Make as many boxes as fit, of square pictures."""
        self._arrange(*event.size)

    def _arrange(self, width: int, height: int) -> None:
        high = min(height, MOST_HIGH)
        cell = cast(DrawnOnceApp, self.app).pictures.cell()
        wide = max(6, round((high - 2) * cell.height / cell.width) + 2)
        fits = max(1, min(width // wide, len(self._items)))
        narrower = width // (fits + 1)
        if fits < len(self._items) and narrower >= wide * LEAST_OF_HIGHEST:
            fits, wide = fits + 1, narrower
            high = min(high, round((wide - 2) * cell.width / cell.height) + 2)
        boxes = [*self.boxes[:fits], *(Box(self, place) for place in range(len(self.boxes), fits))]
        self.lay(boxes)
        for box in boxes:
            box.lay(Region(box.place * wide, (height - high) // 2, min(wide, width), high))
        self.restyle()

    def restyle(self) -> None:
        """Draw the boxes as they are now."""
        if not self.boxes:
            return
        last = len(self._items) - len(self.boxes)
        self._first = max(0, min(self._first, self._cursor, last), min(self._cursor - len(self.boxes) + 1, last))
        for box in self.boxes:
            self._draw(box, self._first + box.place)

    def _draw(self, box: Box, number: int) -> None:
        if number >= len(self._items):
            box.slot.clear("")
            box.frame(None)
            return
        item = self._items[number]
        if item.source is None:
            box.slot.clear(item.name(box.picture_region.width))
        else:
            box.slot.show(item.source)
        is_held = self.has_focus and number == self._cursor
        frame = self._style("held" if is_held else "frame")
        named = self._style("held" if is_held else "name")
        name = item.name(max(0, box.picture_region.width - BESIDE_LABEL))
        box.frame(Look(HEAVY if is_held else ROUND, frame, (), ((name, named),)))

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"picture-row--{part}")

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(len(self._items) - 1, self._cursor + step))
        self.restyle()

    def action_choose(self) -> None:
        """Choose the picture under the cursor."""
        if self._items:
            self._chosen(self._cursor)

    def on_click(self, event: Click) -> None:
        """Choose what was clicked."""
        box = self.box_at(event.x, event.y)
        if box is not None and box.look is not None:
            self._cursor = self._first + box.place
            self.restyle()
            self.action_choose()
