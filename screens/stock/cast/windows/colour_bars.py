"""Three bars: hue, saturation, lightness of a colour, each in the colours that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Click, Key, MouseMove
from textual.strip import Strip
from textual.widget import Widget

from screens.stock.cast.windows.colour_steps import MOST, PARTS, Mixed
from screens.theme import ink

STEPS = {"hue": 10.0, "saturation": 5.0, "lightness": 5.0}
LABEL, VALUE = 12, 5
"""Cells before a bar, and behind it."""


class ColourBars(Widget, can_focus=True):
    """`changed` is called with the colour, when a key or the mouse has changed it; `typed` with what is no key here."""

    ALLOW_SELECT = False
    TITLE = "The bars"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "More", show=False, id="colour.more"),
        Binding("left", "step(-1)", "Less", show=False, id="colour.less"),
        Binding("shift+right", "step(0.1)", "A little more", show=False, id="colour.little-more"),
        Binding("shift+left", "step(-0.1)", "A little less", show=False, id="colour.little-less"),
        Binding("down", "bar(1)", "Next bar", show=False, id="colour.next-bar"),
        Binding("up", "bar(-1)", "Bar before", show=False, id="colour.bar-before"),
    ]
    DEFAULT_CSS = "ColourBars { height: 3; width: 1fr; }"

    def __init__(self, colour: Mixed, changed: Callable[[Mixed], None], typed: Callable[[str], None]) -> None:
        super().__init__(id="colour-bars")
        self._colour, self._changed, self._typed = colour, changed, typed
        self._at = 0

    def show(self, colour: Mixed) -> None:
        """Show another colour."""
        self._colour = colour
        self.refresh()

    def action_step(self, by: float) -> None:
        """More or less of the bar's part: a step, or a share of one."""
        part = PARTS[self._at]
        self._take(self._colour.stepped(part, by * STEPS[part]))

    def action_bar(self, step: int) -> None:
        """Go to another bar."""
        self._at = (self._at + step) % len(PARTS)
        self.refresh()

    def on_key(self, event: Key) -> None:
        """A letter or a number is the begin of a colour."""
        if event.is_printable and event.character and not event.character.isspace():
            event.stop()
            event.prevent_default()
            self._typed(event.character)

    def on_click(self, event: Click) -> None:
        """Take what was clicked."""
        self._point(event.x, event.y)

    def on_mouse_move(self, event: MouseMove) -> None:
        """A pressed mouse draws the value along."""
        if event.button:
            self._point(event.x, event.y)

    def _point(self, x: int, y: int) -> None:
        wide = self._wide
        if 0 <= y < len(PARTS) and LABEL <= x < LABEL + wide:
            self._at = y
            part = PARTS[y]
            share = (x - LABEL) / max(1, wide - 1)
            value = min(share * MOST[part], 359.0) if part == "hue" else share * MOST[part]
            self._take(self._colour._replace(**{part: value}))

    def _take(self, colour: Mixed) -> None:
        self.show(colour)
        self._changed(colour)

    @property
    def _wide(self) -> int:
        return max(1, self.size.width - LABEL - VALUE)

    def on_focus(self) -> None:
        """The bar that the arrows move is marked."""
        self.refresh()

    def on_blur(self) -> None:
        """None is."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One bar."""
        if y >= len(PARTS):
            return Strip.blank(self.size.width, self.rich_style)
        part, wide = PARTS[y], self._wide
        is_held = self.has_focus and y == self._at
        label = Style(bold=is_held, color=ink(self.app, "primary" if is_held else "muted")) + Style(
            bgcolor=self.rich_style.bgcolor
        )
        value = getattr(self._colour, part)
        cursor = round(value / MOST[part] * (wide - 1))
        cells = [Segment(f"{'▸' if is_held else ' '}{part:<{LABEL - 1}}", label)]
        for cell in range(wide):
            there = self._colour._replace(**{part: cell / max(1, wide - 1) * MOST[part]})
            ground = Style(bgcolor=there.number)
            mark = "#000000" if there.lightness > 45 else "#ffffff"
            cells.append(Segment("┃", ground + Style(color=mark)) if cell == cursor else Segment(" ", ground))
        cells.append(Segment(f"{value:>4.0f}{'°' if part == 'hue' else '%'}", label))
        return Strip(cells).adjust_cell_length(self.size.width, self.rich_style)


def swatch(number: str, before: str) -> Text:
    """The colour as it is, and as it was."""
    return Text.assemble(("██████", number), f" {number}   was ", ("██████", before or number), f" {before or 'none'}")
