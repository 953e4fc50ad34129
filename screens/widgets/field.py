"""A field: something to fill in, in a quiet frame with its name."""

from __future__ import annotations

from typing import TypeVar

from textual.containers import Horizontal
from textual.widget import Widget

W = TypeVar("W", bound=Widget)
FRAMED = "field"
WRONG = "-wrong"


class Field(Horizontal):
    """A frame with a name around several inputs; `wrong` says that what stands in it cannot be used."""

    def __init__(self, name: str, *children: Widget, id: str | None = None) -> None:
        super().__init__(*children, id=id, classes=FRAMED)
        self.border_title = name

    def set_wrong(self, wrong: bool) -> None:
        """Mark what stands in the field as unusable, or as good."""
        self.set_class(wrong, WRONG)


def framed(name: str, widget: W) -> W:
    """The same widget in a frame of its own with a name: a field that takes one widget and not two."""
    widget.add_class(FRAMED, update=False)
    widget.border_title = name
    return widget
