"""How far a job is: one line, a bar and a percentage."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from screens.theme import ink

HALF_LEFT, HALF_RIGHT, WHOLE = "╸", "╺", "━"


class StepBar(Widget):
    """`fraction` is from 0 to 1; the bar is drawn in half cells."""

    fraction = reactive(0.0)

    def render(self) -> Text:
        """The bar, as wide as there is room."""
        width = max(1, self.size.width - 5)
        halves = round(self.fraction * width * 2)
        done, half = divmod(min(max(halves, 0), width * 2), 2)
        bar = Text.assemble((WHOLE * done, ink(self.app, "primary")))
        if half:
            bar.append(HALF_LEFT, ink(self.app, "primary"))
        rest = width - done - half
        if rest:
            bar.append((HALF_RIGHT if not half and done else WHOLE) + WHOLE * (rest - 1), ink(self.app, "panel"))
        bar.append(f"{self.fraction:>5.0%}", ink(self.app, "muted"))
        return bar
