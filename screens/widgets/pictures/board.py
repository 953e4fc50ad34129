"""A board of framed pictures that draws them itself: a widget for each would cost a layout for every change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Spacing
from textual.strip import Strip

from screens.terminal.frames.joined_strip import JoinedStrip
from screens.terminal.frames.overlaid import Overlaid, OverlaidWidget
from screens.widgets.pictures.slot import PictureSlot

ROUND, HEAVY = "╭─╮│╰─╯", "┏━┓┃┗━┛"
BARE, UNDERLINED = "       ", "     ━ "
"""The signs of a frame: top left, top, top right, sides, bottom left, bottom, bottom right."""

BESIDE_LABEL = 4
"""Cells of a frame's side, between its corners, that are not for words: a sign and a blank at either end."""

Words = tuple[tuple[str, Style], ...]
"""Pieces of text and their styles."""


class Look(NamedTuple):
    """A frame: its signs, their style, words at the right of its upper side and at the left of its lower one."""

    signs: str
    style: Style
    above: Words = ()
    below: Words = ()


class Box:
    """A framed picture on a board; without a look it is empty. `place` is its number."""

    def __init__(self, board: Board, place: int) -> None:
        self.place = place
        self.region = Region()
        self.look: Look | None = None
        self.slot = PictureSlot(board, self._picture_changed, is_after_words=True)
        self._board = board
        self._sides: tuple[Strip, Strip, Strip] | None = None

    def lay(self, region: Region) -> None:
        """Have this place on the board, the frame within it."""
        self.region = region
        self._sides = sides(self.look, region.width) if self.look is not None else None
        self.slot.fit(self.picture_region.size)

    def frame(self, look: Look | None) -> None:
        """Have another frame; None empties the box."""
        if look == self.look:
            return
        before, self.look = self._sides, look
        x, y, width, height = self.region
        self._sides = sides(look, width) if look is not None else None
        if before is None or self._sides is None or height < 2 or width < 2:
            self._board.redraw(self.region)
            return
        parts = (
            (Region(x, y, width, 1),),
            (Region(x, y + 1, 1, height - 2), Region(x + width - 1, y + 1, 1, height - 2)),
            (Region(x, y + height - 1, width, 1),),
        )
        for old, new, regions in zip(before, self._sides, parts, strict=True):
            if list(old) != list(new):
                self._board.redraw(*regions)

    @property
    def picture_region(self) -> Region:
        """What is within the frame, on the board."""
        return self.region.shrink(Spacing(1, 1, 1, 1))

    def line(self, y: int, style: Style) -> list[Strip]:
        """A row of the box, from its top; `style` is of words that stand for a picture."""
        if self._sides is None:
            return [Strip.blank(self.region.width, style)]
        above, side, below = self._sides
        if y == 0:
            return [above]
        if y >= self.region.height - 1:
            return [below]
        return [side, self.slot.line(y - 1, style), side]

    def overlay(self) -> Overlaid | None:
        """The picture that is to lie over cells of the board, where one does."""
        one = self.slot.overlay() if self.look is not None else None
        return None if one is None else (one[0], one[1].translate(self.picture_region.offset))

    def _picture_changed(self, where: Region) -> None:
        self._board.redraw(where.translate(self.picture_region.offset))


class Board(OverlaidWidget):
    """Draws `boxes`; a row of them goes from left to right. Its own colours are those of words in them."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.boxes: Sequence[Box] = ()
        self._drawn: dict[int, Strip] = {}

    def on_unmount(self) -> None:
        """Whatever is being made ready is not wanted any more."""
        for box in self.boxes:
            box.slot.stop()

    def notify_style_update(self) -> None:
        """Another theme, other colours."""
        super().notify_style_update()
        if self.is_attached:
            # The styles of its parts are made only after this is told.
            self.call_next(self._follow_style)

    def _follow_style(self) -> None:
        self.restyle()
        for box in self.boxes:
            box.slot.follow_ground()
        self.redraw_all()

    def restyle(self) -> None:
        """Frame the boxes anew: the styles are others, or the focus came or went."""

    def watch_has_focus(self, has_focus: bool) -> None:
        """The frames may tell."""
        super().watch_has_focus(has_focus)
        if self.is_attached:
            self.restyle()

    def lay(self, boxes: Sequence[Box]) -> None:
        """Have these boxes and no others."""
        for box in self.boxes:
            if box not in boxes:
                # Cleared and not stopped: what was to begin after the words does not begin.
                box.slot.clear("")
        self.boxes = boxes
        self.redraw_all()

    def redraw(self, *regions: Region) -> None:
        """Draw parts of the board again."""
        for region in regions:
            for y in region.line_range:
                self._drawn.pop(y, None)
        self.refresh(*regions)

    def redraw_all(self) -> None:
        """Draw all of it again."""
        self._drawn.clear()
        self.refresh()

    def box_at(self, x: int, y: int) -> Box | None:
        """The box at a cell."""
        return next((box for box in self.boxes if box.region.contains(x, y)), None)

    def render_line(self, y: int) -> Strip:
        """A row of the board."""
        return self._kept_line(y, self.rich_style)

    def _kept_line(self, y: int, style: Style) -> Strip:
        if y not in self._drawn:
            self._drawn[y] = self._line(y, style)
        return self._drawn[y]

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows as they are drawn, so that no row is drawn again that did not change."""
        for box in self.boxes:
            box.slot.send()
        self.overlays = [one for box in self.boxes if (one := box.overlay()) is not None]
        style = self.rich_style
        lines = [self._kept_line(y, style) for y in crop.line_range]
        if crop.width == self.size.width:
            return lines
        return [line.crop(crop.x, crop.right) for line in lines]

    def _filtered(self, strip: Strip) -> Strip:
        """Words and frames in the colours that there are. A picture stays: its colours may be its number."""
        for line_filter in self.get_line_filters():
            if not isinstance(line_filter, ANSIToTruecolor):
                strip = strip.apply_filter(line_filter, self.background_colors[1])
        return strip

    def _line(self, y: int, style: Style) -> Strip:
        parts: list[Strip] = []
        at = 0
        for box in self.boxes:
            if not box.region.y <= y < box.region.bottom:
                continue
            if box.region.x > at:
                parts.append(self._filtered(Strip.blank(box.region.x - at, style)))
            strips = box.line(y - box.region.y, style)
            if len(strips) == 3 and box.slot.frame is not None:
                left, picture, right = strips
                parts += [self._filtered(left), picture, self._filtered(right)]
            else:
                parts += map(self._filtered, strips)
            at = box.region.right
        if at < self.size.width:
            parts.append(self._filtered(Strip.blank(self.size.width - at, style)))
        return JoinedStrip(parts)


def sides(look: Look, width: int) -> tuple[Strip, Strip, Strip]:
    """What is around a box of so many cells: the upper side, a cell of the left or right one, the lower side."""
    above = _edge(look.signs[:3], look.style, look.above, width, is_right=True)
    below = _edge(look.signs[4:], look.style, look.below, width, is_right=False)
    return above, Strip([Segment(look.signs[3], look.style)], 1), below


def _edge(signs: str, style: Style, words: Words, width: int, *, is_right: bool) -> Strip:
    """A side of the frame with its corners, and words in it where there is room for them."""
    first, side, last = tuple(signs)
    inner = max(0, width - 2)
    words = _cut(words, inner - BESIDE_LABEL)
    long = sum(cell_len(text) for text, _ in words)
    if not long:
        return Strip([Segment(first + side * inner + last, style)], width)
    rest = side * (inner - 3 - long)
    before, after = (rest, side) if is_right else (side, rest)
    label = [Segment(text, words_style) for text, words_style in words if text]
    return Strip([Segment(f"{first}{before} ", style), *label, Segment(f" {after}{last}", style)], width)


def _cut(words: Words, room: int) -> Words:
    """The words as far as there is room for them."""
    kept: list[tuple[str, Style]] = []
    for text, style in words:
        long = cell_len(text)
        kept.append((text if long <= room else set_cell_size(text, max(0, room)).rstrip(), style))
        room -= long
    return tuple(kept)
