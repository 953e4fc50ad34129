"""A sheet whose cuts are corrected: the chosen box, what the arrows pull, and the steps back. No screen."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from screens.stock.datasets.model.cuts import (
    KINDS,
    LEAST,
    SIDES,
    Side,
    around,
    halves,
    joined,
    moved_quad,
    nearest,
    owner_of,
    pulled,
    quad_of,
    with_figure,
    with_label,
    with_owner,
)
from studio.datasets.records import Box, Figure, Label, Sheet


class CutsBench:
    """A sheet that is corrected: which box has the cursor, what the arrows pull, and the steps back.

    Boxes are numbered through: the figures first, then the labels.
    """

    def __init__(self, sheet: Sheet, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.sheet = sheet
        self.begun = sheet
        self.size = (sheet.width, sheet.height)
        """Of the sheet when it lies straight, in px."""
        self.at = 0
        self.side: Side = "whole"
        self._done: list[tuple[str, Sheet]] = []
        self._undone: list[Sheet] = []

    def begin(self, sheet: Sheet, size: tuple[int, int]) -> None:
        """The sheet has been read; `size` is that which it has when it lies straight, in px."""
        self.sheet, self.begun, self.size = sheet, sheet, size
        self.at = 0
        self._changed()

    def tell(self) -> None:
        """Something that is said of the cuts is other."""
        self._changed()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes in their order."""
        return (*(one.box for one in self.sheet.figures), *(around(one.quad) for one in self.sheet.labels))

    @property
    def figure(self) -> int | None:
        """The number of the chosen figure; None where a label is chosen, or nothing is there."""
        return self.at if self.at < len(self.sheet.figures) else None

    @property
    def label(self) -> int | None:
        """The number of the chosen label; None where a figure is chosen, or nothing is there."""
        at = self.at - len(self.sheet.figures)
        return at if 0 <= at < len(self.sheet.labels) else None

    @property
    def is_changed(self) -> bool:
        """Whether the cuts are others than those that were begun with."""
        return self.sheet != self.begun

    # Choosing.

    def choose(self, step: int) -> None:
        """Choose the next box, or the one before."""
        count = len(self.boxes)
        if count:
            self.at = (self.at + step) % count
            self.side = "whole"
            self._changed()

    def choose_labels(self) -> None:
        """From the figures to the labels, and back."""
        figures = len(self.sheet.figures)
        target = figures if self.at < figures else 0
        if target < len(self.boxes):
            self.at = target
            self._changed()

    def next_side(self) -> None:
        """Let the arrows pull the next side."""
        self.side = SIDES[(SIDES.index(self.side) + 1) % len(SIDES)]
        self._changed()

    # Changing; steps of one kind are taken back together.

    def pull(self, x: int, y: int, side: Side | None = None) -> None:
        """Move the chosen box, or the side of it that is gripped, by so many px."""
        if self.at >= len(self.boxes):
            return
        before = self.boxes[self.at]
        after = pulled(before, side or self.side, x, y, self.size)
        self._put_box(before, after, f"pull {self.at}")

    def _put_box(self, before: Box, after: Box, kind: str) -> None:
        if self.figure is not None:
            figure = msgspec.structs.replace(self.sheet.figures[self.figure], box=after)
            self._do(with_figure(self.sheet, self.figure, figure), kind)
        elif self.label is not None:
            label = self.sheet.labels[self.label]
            label = msgspec.structs.replace(label, quad=moved_quad(label.quad, before, after))
            self._do(with_label(self.sheet, self.label, label), kind)

    def split(self) -> None:
        """Cut the chosen figure in two; its labels stay with the half that they are nearer to."""
        at = self.figure
        if at is None:
            return
        figure = self.sheet.figures[at]
        parts = halves(figure.box)
        sides: tuple[list[Label], list[Label]] = ([], [])
        for label in figure.labels:
            sides[nearest(around(label.quad), parts) or 0].append(label)
        made = [Figure(box, tuple(own), figure.view) for box, own in zip(parts, sides, strict=True)]
        self._do(with_figure(self.sheet, at, *made))

    def join(self) -> None:
        """Make one of the chosen figure and the one nearest to it."""
        at = self.figure
        if at is None or len(self.sheet.figures) < 2:
            return
        one = self.sheet.figures[at]
        rest = (*self.sheet.figures[:at], *self.sheet.figures[at + 1 :])
        other = rest[nearest(one.box, tuple(figure.box for figure in rest)) or 0]
        labels = (*one.labels, *(label for label in other.labels if label not in one.labels))
        made = Figure(joined(one.box, other.box), labels, one.view or other.view)
        figures = tuple(made if figure is one else figure for figure in self.sheet.figures if figure is not other)
        self._do(msgspec.structs.replace(self.sheet, figures=figures))
        self.at = figures.index(made)
        self._changed()

    def add(self, *, is_label: bool) -> None:
        """A new box in the middle of the sheet, chosen."""
        sheet, (width, height) = self.sheet, self.size
        wide, high = max(LEAST, width // 6), max(LEAST, height // (20 if is_label else 4))
        box = Box((width - wide) // 2, (height - high) // 2, wide, high)
        if is_label:
            self._do(msgspec.structs.replace(sheet, labels=(*sheet.labels, Label("text", quad_of(box)))))
            self.at = len(self.boxes) - 1
        else:
            self._do(msgspec.structs.replace(sheet, figures=(*sheet.figures, Figure(box))))
            self.at = len(sheet.figures)
        self.side = "whole"
        self._changed()

    def remove(self) -> None:
        """Take the chosen box out; of a figure its labels stay, as those of the whole sheet."""
        if self.figure is not None:
            self._do(with_figure(self.sheet, self.figure))
        elif self.label is not None:
            self._do(with_label(self.sheet, self.label))

    def write(self, text: str) -> None:
        """The chosen label says this."""
        if self.label is not None:
            label = msgspec.structs.replace(self.sheet.labels[self.label], text=text)
            self._do(with_label(self.sheet, self.label, label), f"write {self.at}")

    def next_kind(self) -> None:
        """The chosen label is the next kind of thing."""
        if self.label is not None:
            label = self.sheet.labels[self.label]
            kind = KINDS[(KINDS.index(label.kind) + 1) % len(KINDS)]
            self._do(with_label(self.sheet, self.label, msgspec.structs.replace(label, kind=kind)))

    def next_owner(self) -> None:
        """The chosen label is said of the next figure; behind the last one, of none."""
        if self.label is not None:
            owner = owner_of(self.sheet, self.label)
            following = 0 if owner is None else owner + 1
            self._do(with_owner(self.sheet, self.label, following if following < len(self.sheet.figures) else None))

    def say_view(self, view: str) -> None:
        """The chosen figure is seen from here."""
        if self.figure is not None:
            figure = msgspec.structs.replace(self.sheet.figures[self.figure], view=view)
            self._do(with_figure(self.sheet, self.figure, figure))

    # The steps back.

    def _do(self, sheet: Sheet, kind: str = "") -> None:
        if sheet == self.sheet:
            return
        if not (kind and self._done and self._done[-1][0] == kind):
            self._done.append((kind, self.sheet))
        self._undone.clear()
        self._see(sheet)

    def undo(self) -> bool:
        """Take the last step back. Says whether there was one."""
        if not self._done:
            return False
        self._undone.append(self.sheet)
        self._see(self._done.pop()[1])
        return True

    def redo(self) -> bool:
        """Do again what was taken back. Says whether there was something."""
        if not self._undone:
            return False
        self._done.append(("", self.sheet))
        self._see(self._undone.pop())
        return True

    def _see(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.at = max(0, min(self.at, len(self.boxes) - 1))
        self._changed()
