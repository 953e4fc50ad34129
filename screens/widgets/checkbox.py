"""A check box whose sign tells by itself, without its colour, whether it is checked."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox):
    """[✓] or [ ], and the words."""

    def render(self) -> Content:
        """The sign and the words."""
        sign = ("[✓]" if self.value else "[ ]", self.get_visual_style("toggle--button"))
        return Content.assemble(sign, self.label.pad(1, 1).stylize_before(self.get_visual_style("toggle--label")))
