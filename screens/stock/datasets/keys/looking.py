"""Keys that show the pictures of a dataset otherwise, mark them, and lead about the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual.binding import Binding

from screens.base.topics import Topic
from screens.stock.datasets.model.bench import ONLY, DatasetBench


class View(Protocol):
    """What is seen, as keys need it."""

    @property
    def is_typing(self) -> bool:
        """Whether letters are typed into a field."""

    def go_to_pictures(self) -> None:
        """Give the pictures the focus."""

    def go_to_caption(self) -> None:
        """Give the caption the focus."""

    def go_to_filter(self) -> None:
        """Give the line that narrows the list the focus."""

    def clear_filter(self) -> bool:
        """Empty that line. Says whether anything stood there."""

    def turn_layout(self) -> None:
        """Show lines in place of tiles, or the other way."""

    def turn_before(self) -> None:
        """Show what the picture was made of, or the picture again."""

    def keep_typed(self) -> None:
        """Keep the caption that is typed."""

    def leave(self) -> None:
        """Leave the screen."""


class LookKeys(Topic):
    """Keys for looking."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("escape", "back", "Back", tooltip="Keep what is typed, and back", id="dataset.back"),
        Binding("u", "uncaptioned", "Uncaptioned", tooltip="Only what has no caption", id="dataset.uncaptioned"),
        Binding("slash", "filter", "Filter", tooltip="Narrow the list by words", id="dataset.filter"),
        Binding("space", "mark", "Mark", show=False, tooltip="Mark it, for the next key", id="dataset.mark"),
        Binding("ctrl+a", "mark_all", "Mark all", show=False, tooltip="Mark all listed, or none", id="dataset.all"),
        Binding("s", "list_next", "Listed", show=False, tooltip="All, set aside, held out", id="dataset.listed"),
        Binding("l", "layout", "Lines/tiles", show=False, tooltip="Lines or tiles", id="dataset.layout"),
        Binding("b", "before", "Before", tooltip="What it was made of, and back", id="dataset.before"),
    ]

    def __init__(self, bench: DatasetBench, view: View) -> None:
        self._bench, self._view = bench, view

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a field letters are typed."""
        if action == "back":
            return True
        if self._view.is_typing:
            return False
        return None if self._bench.dataset is None else True

    def action_back(self) -> None:
        """From a field to the pictures; there away with marks, words, and the rest that narrows; then away."""
        if self._view.is_typing:
            self._view.keep_typed()
            self._view.go_to_pictures()
        elif self._bench.unmark() or self._view.clear_filter():
            pass
        elif self._bench.only != "all":
            self._bench.list_only("all")
        else:
            self._view.leave()

    def action_uncaptioned(self) -> None:
        """Only what has no caption, or all."""
        self._bench.list_only("all" if self._bench.only == "uncaptioned" else "uncaptioned")

    def action_list_next(self) -> None:
        """List the next kind of pictures."""
        self._bench.list_only(ONLY[(ONLY.index(self._bench.only) + 1) % len(ONLY)])

    def action_filter(self) -> None:
        """Narrow the list."""
        self._view.go_to_filter()

    def action_mark(self) -> None:
        """Mark it and go on."""
        self._bench.mark()

    def action_mark_all(self) -> None:
        """Mark all that are listed."""
        self._bench.mark_all()

    def action_layout(self) -> None:
        """The other layout."""
        self._view.turn_layout()

    def action_before(self) -> None:
        """What it was made of."""
        self._view.turn_before()
