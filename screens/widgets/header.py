"""The line at the top: the studio's name, where you are, and how many jobs are on their way."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget


class StudioHeader(Widget):
    """One line; `running` counts the jobs that have not ended, `state` is a word on the workspace."""

    DEFAULT_CSS = """
    StudioHeader {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    running = reactive(0)
    state = reactive("")

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room

    def render(self) -> Text:
        """Name and room at the left, jobs at the right."""
        colours = self.app.theme_variables
        left = Text.assemble(
            (" ◤◢ ", f"bold {colours['primary']}"), ("milo studio", "bold"), ("  ›  ", "dim"), (self._room, "bold")
        )
        jobs = f"● {self.running} on the way " if self.running else ""
        right = Text.assemble((f"{self.state} ", "dim"), (jobs, f"bold {colours['primary']}"))
        left.append(" " * max(1, self.size.width - left.cell_len - right.cell_len))
        return left + right
