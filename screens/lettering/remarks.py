"""What is said at the words: why they cannot be set, and what is being done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.text import Text
from textual.widgets import Static

from screens.drawing.drawn_once import DrawnOnce
from screens.gallery.model.captions import one_line
from studio.errors import Notice


class Says(Protocol):
    """Says something at the words."""

    def tell(self, words: str) -> None:
        """Say this, until something else is said; "" for nothing."""


@contextmanager
def telling(says: Says, words: str) -> Iterator[None]:
    """Say this at the words meanwhile."""
    says.tell(words)
    try:
        yield
    finally:
        says.tell("")


class Remarks(Static):
    """Lines under the field of the words, which is marked while they cannot be set."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._wrong, self._told = "", ""

    def complain(self, notice: Notice | None) -> None:
        """Say why the words cannot be set, for as long as that is so; None: they can."""
        self._wrong = one_line(notice.reason or notice.title) if notice else ""
        self._say()

    def forget(self) -> None:
        """What was told last is of before; it goes with the next remark."""
        self._told = ""

    def tell(self, words: str) -> None:
        """Say this, until something else is said; "" for nothing."""
        self._told = one_line(words)
        self._say()

    def _say(self) -> None:
        # Whoever did something meanwhile may end with the screen.
        if not self.is_attached or (isinstance(self.screen, DrawnOnce) and not self.screen.is_there):
            return
        wrong = bool(self._wrong)
        self.screen.query_one("#lettering-field").set_class(wrong, "-wrong")
        self.set_class(wrong, "-wrong")
        put(self, Text("\n".join(filter(None, (self._wrong, self._told)))))
        self.display = bool(self._wrong or self._told)


def put(static: Static, words: Text) -> None:
    """Have a widget show words; those that are there already would cost a layout of the whole screen."""
    if static.content != words:
        static.update(words)
