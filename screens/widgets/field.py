"""A field: something to fill in, in a quiet frame with its name."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.widget import Widget


class Field(Horizontal):
    """A frame with a name around one or two inputs; `wrong` says that what stands in it cannot be used."""

    def __init__(self, name: str, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id, classes="field")
        self.border_title = name

    def set_wrong(self, wrong: bool) -> None:
        """Mark what stands in the field as unusable, or as good."""
        self.set_class(wrong, "-wrong")
