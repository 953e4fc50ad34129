"""A text area that bears what is taken back, and leaves others the keys that it has no use for."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets import TextArea


class Writing(TextArea):
    """A text area that bears it when what is undone, or put in its place, has fewer lines than the cursor is far down.

    Textual 8.2.8 hides the scroll bar, and so looks for the cursor's line, before it moves the cursor (ValueError).
    """

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor, where its line is there."""
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In an empty area the arrow down has nowhere to go, and is for others; F7 leads to the Cast everywhere."""
        if action == "select_all":
            return False
        return bool(self.text) if action == "cursor_down" else super().check_action(action, parameters)
