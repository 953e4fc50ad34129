"""A check box whose sign tells by itself, without its colour, whether it is checked."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox):
    """[✓] or [ ], and the words."""

    @property
    def _button(self) -> Content:
        style = self.get_visual_style("toggle--button")
        return Content.assemble(("[", style), ("✓" if self.value else " ", style), ("]", style))
