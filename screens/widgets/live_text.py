"""Text that changes with every key: it asks for a new layout only when it needs another number of lines."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static


class LiveText(Static):
    """A piece of styled text."""

    def __init__(self, text: Text | None = None, *, id: str | None = None) -> None:
        super().__init__(text or Text(), id=id)
        self._said = text or Text()

    def say(self, text: Text) -> None:
        """Show other words."""
        if text == self._said and text.spans == self._said.spans:
            return
        width = self.content_size.width
        before, self._said = self._said, text
        self.update(text, layout=not width or self._lines(before, width) != self._lines(text, width))

    def _lines(self, text: Text, width: int) -> int:
        return len(text.wrap(self.app.console, width))
