"""The line at the top: the studio's name, where you are, and how many jobs are on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from screens.keymap import lines_of, shown_key
from screens.theme import ink

if TYPE_CHECKING:
    from screens.base.host import HasHost, Status


GONE = "gone when you quit "
"""What is said of a demo."""


class StudioHeader(Widget):
    """One line; `on_the_way` counts the jobs that have not ended, `opening` says that the library is not open yet.

    `is_demo`: what is shown is the demo's, and goes with it.
    """

    DEFAULT_CSS = """
    StudioHeader {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """
    on_the_way = reactive(0)
    opening = reactive(False)
    is_demo = reactive(False)

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room
        self._ways: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow what the app knows."""
        status = cast("HasHost", self.app).studio.status
        status.changed.subscribe(self, self._show, immediate=True)
        self._show(status)

    def _show(self, status: Status) -> None:
        self.on_the_way, self.opening, self.is_demo = status.on_the_way, status.opening, status.is_demo

    async def on_click(self, event: Click) -> None:
        """Go to the room whose name was clicked."""
        for begin, end, action in self._ways:
            if begin <= event.x < end:
                await self.app.run_action(action)

    def render(self) -> Text:
        """Name and rooms at the left, jobs at the right."""
        primary = ink(self.app, "primary")
        here = f"bold {ink(self.app, 'background')} on {primary}"
        accent = f"bold {ink(self.app, 'accent')}"
        left = Text.assemble((" ◢◤ ", f"bold {primary}"), ("milo studio ", "bold"))
        left.append(Text("demo ", accent) if self.is_demo else Text(" "))
        self._ways = []
        for line in lines_of(type(self.app), cast("HasHost", self.app).studio.keys):
            if line.action.startswith("room("):
                name = line.description.rpartition(" ")[2]
                style = here if name == self._room else ink(self.app, "muted")
                begin = left.cell_len
                left.append(f" {shown_key(line.keys[0])} {name} ", style)
                self._ways.append((begin, left.cell_len, line.action))
        if self._room not in left.plain:
            left.append(f" {self._room} ", here)
        right = Text()
        if self.opening:
            right.append("opening the library… ", "dim")
        if self.on_the_way:
            right.append(f"● {self.on_the_way} on the way ", accent)
        if self.is_demo and left.cell_len + right.cell_len + len(GONE) < self.size.width:
            right.append(GONE, ink(self.app, "muted"))
        left.append(" " * max(1, self.size.width - left.cell_len - right.cell_len))
        return left + right
