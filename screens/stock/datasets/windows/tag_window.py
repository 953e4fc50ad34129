"""The window in which a picture gets a tag: from where it is seen, how near, in which mood, in which outfit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding

from screens.base.line_and_list import LineAndList
from screens.base.list_window import ListKeys, ListWindow
from screens.base.topics import bindings_of
from studio.cast.references.coverage import EXPRESSIONS, FRAMINGS, VIEWS
from studio.plain_text import plain

NOTHING = "not said"
LONGEST = 80
"""Characters of a tag."""

ABOUT = {
    "view": "From where {} is seen",
    "framing": "How near {} is seen",
    "expression": "The expression of {}",
    "outfit": "The outfit of {}",
}
_KNOWN = {"view": VIEWS, "framing": FRAMINGS, "expression": EXPRESSIONS}


def words_for(field: str, used: Iterable[str]) -> tuple[str, ...]:
    """The words of a field that can be chosen: those that the coverage table knows, then others that are used."""
    known = _KNOWN.get(field, ())
    return (*known, *sorted({word for word in used if word} - set(known)))


class TagKeys(ListKeys):
    """Takes a word of the list, or what is typed."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "take", "Take", id="dataset-tag.take", priority=True),
        Binding("down", "move(1)", "Choose", key_display="↑↓", id="dataset-tag.down", priority=True),
        Binding("up", "move(-1)", "Up in the list", show=False, id="dataset-tag.up", priority=True),
        Binding("escape", "close", "Close", id="dataset-tag.close"),
    ]

    def __init__(
        self, words: Sequence[str], here: str, form: LineAndList, give: Callable[[str | None], object]
    ) -> None:
        self._words, self._here, self._form, self._give = tuple(words), here, form, give
        self._listed: tuple[str, ...] = ()

    def look(self) -> None:
        """List all, the cursor on the word that is said."""
        self._show(self._here)

    def list_fitting(self) -> None:
        """List what fits what is typed, the cursor on the first."""
        self._show(None)

    def _show(self, word: str | None) -> None:
        typed = self._form.typed.strip().casefold()
        fitting = [one for one in self._words if typed in one.casefold()]
        fitting.sort(key=lambda one: not one.casefold().startswith(typed))
        self._listed = tuple(fitting) if typed else (*fitting, "")
        at = self._listed.index(word) if word in self._listed else 0 if typed and fitting else None
        self._form.show([Text(plain(one) or NOTHING, "dim" if not one else "") for one in self._listed], at)

    def action_move(self, step: int) -> None:
        """Move in the list."""
        self._form.move(step)

    def action_take(self) -> None:
        """Take the word under the cursor, or what is typed."""
        at, typed = self._form.chosen, plain(self._form.typed)
        word = self._listed[at] if at is not None else typed or None
        self._give(word if word != self._here else None)

    def action_close(self) -> None:
        """Change nothing."""
        self._give(None)


class TagWindow(ListWindow[str | None]):
    """Gives the word, empty for none; None where the person thinks better of it."""

    TITLE = "A tag"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#tag-line"
    BINDINGS = bindings_of(TagKeys)

    def __init__(self, field: str, what: str, words: Sequence[str], here: str) -> None:
        super().__init__()
        form = LineAndList("tag", "a word of the list, or another", LONGEST)
        self.begin(ABOUT[field].format(what), form, TagKeys(words, here, form, self.dismiss))
