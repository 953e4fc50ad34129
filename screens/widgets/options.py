"""A list of options that bears keys and clicks at any time."""

from __future__ import annotations

from textual.events import Click
from textual.widgets import OptionList


class Options(OptionList):
    """Textual's list, also before it has room, and when what was clicked on is not there any more.

    Textual 8.2.8 looks for the lines of a list that has none yet (KeyError), and for the option that stood where the
    mouse was when the list was drawn last (IndexError).
    """

    def action_page_up(self) -> None:
        """A page up, where there is one."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """A page down, where there is one."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def on_click(self, event: Click) -> None:
        """Leave a click alone on an option that has gone."""
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default()
