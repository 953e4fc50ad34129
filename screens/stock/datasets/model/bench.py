"""An open dataset as it is looked at: what is listed, the picture under the cursor, what is marked. No screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Literal

from library.errors import QueryWrong
from studio.datasets.records import Dataset, Picture
from studio.notices import notice_of

Only = Literal["all", "uncaptioned", "set aside", "held out"]
ONLY: tuple[Only, ...] = ("all", "uncaptioned", "set aside", "held out")
"""Which pictures are listed; "uncaptioned" and "held out" leave out what is set aside."""

TAGS = ("view", "framing", "expression", "outfit")
"""What can be said of a picture, each a field of its record."""


class DatasetBench:
    """Tells `changed` when something else is to be seen. Pictures are known by their names."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.dataset: Dataset | None = None
        self.captions: dict[str, str] = {}
        self.rows: tuple[Picture, ...] = ()
        self.marked: frozenset[str] = frozenset()
        self.only: Only = "all"
        self.query = ""
        """What narrows the list, as `studio.datasets.captions.filters` reads it."""
        self.query_wrong = ""
        """Why that cannot be read; then it does not narrow."""
        self._at = 0

    def take(self, dataset: Dataset, captions: Mapping[str, str]) -> None:
        """The dataset is like this by now; the cursor stays on its picture, or else where it is."""
        self.dataset, self.captions = dataset, dict(captions)
        self.marked &= {one.name for one in dataset.pictures}
        self._list()

    def tell(self) -> None:
        """Something that is said of the dataset is other."""
        self._changed()

    # What is listed.

    def list_only(self, only: Only) -> None:
        """List these and no others."""
        self.only = only
        self._list()

    def narrow(self, query: str) -> None:
        """List what this finds."""
        if query != self.query:
            self.query = query
            self._list()

    def _list(self) -> None:
        name = self.current.name if self.current is not None else ""
        pictures = self.dataset.pictures if self.dataset is not None else ()
        found = self._found()
        kept = [one for one in pictures if self._is_listed(one) and (found is None or one.name in found)]
        self.rows = tuple(sorted(kept, key=lambda one: bool(one.aside)))
        self._at = max(0, min(self._at, len(self.rows) - 1))
        self._go_to(name)
        self._changed()

    def _is_listed(self, picture: Picture) -> bool:
        match self.only:
            case "all":
                return True
            case "uncaptioned":
                return not picture.aside and not self.caption_of(picture.name).strip()
            case "set aside":
                return bool(picture.aside)
            case "held out":
                return picture.held_out and not picture.aside

    def _found(self) -> frozenset[str] | None:
        """The names that the query finds; None where there is none, or it cannot be read."""
        self.query_wrong = ""
        if not self.query.strip() or self.dataset is None:
            return None
        from studio.datasets.captions.filters import found

        try:
            return frozenset(found(self.query, self.dataset, self.captions))
        except QueryWrong as error:
            self.query_wrong = notice_of(error).line()
            return None

    def caption_of(self, name: str) -> str:
        """A picture's caption, empty where it has none."""
        return self.captions.get(name, "")

    @property
    def uncaptioned(self) -> tuple[Picture, ...]:
        """The listed pictures that lack a caption; those set aside need none."""
        return tuple(one for one in self.rows if not one.aside and not self.caption_of(one.name).strip())

    def note_caption(self, name: str, caption: str) -> None:
        """A caption is being written; what is listed stays until the dataset is read again, or listed otherwise."""
        self.captions[name] = caption

    # The cursor.

    @property
    def at(self) -> int:
        """The row under the cursor."""
        return self._at

    @property
    def current(self) -> Picture | None:
        """The picture under the cursor."""
        return self.rows[self._at] if self._at < len(self.rows) else None

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest that there is."""
        row = max(0, min(row, len(self.rows) - 1))
        if row != self._at:
            self._at = row
            self._changed()

    def step(self, by: int) -> None:
        """Move the cursor, as far as there are pictures; what is not to be listed any more is not from now on."""
        target = self.rows[max(0, min(self._at + by, len(self.rows) - 1))].name if self.rows else ""
        passed = self.current.name if self.current is not None else ""
        if target != passed:
            self._go_to(target)
            self._list()

    def _go_to(self, name: str) -> None:
        names = [one.name for one in self.rows]
        if name in names:
            self._at = names.index(name)

    # What a key acts on.

    @property
    def chosen(self) -> tuple[str, ...]:
        """The marked pictures in the dataset's order, or else the one under the cursor."""
        if self.marked and self.dataset is not None:
            return tuple(one.name for one in self.dataset.pictures if one.name in self.marked)
        return (self.current.name,) if self.current is not None else ()

    @property
    def chosen_pictures(self) -> tuple[Picture, ...]:
        """The same, as they are."""
        names = set(self.chosen)
        return tuple(one for one in self.dataset.pictures if one.name in names) if self.dataset is not None else ()

    def mark(self) -> None:
        """Mark the picture under the cursor, or take its mark away, and go on."""
        if self.current is not None:
            self.marked ^= {self.current.name}
            self._at = min(self._at + 1, len(self.rows) - 1)
            self._changed()

    def mark_all(self) -> None:
        """Mark all that are listed; where they are marked, take all marks away."""
        listed = {one.name for one in self.rows}
        self.marked = frozenset() if listed <= self.marked else self.marked | listed
        self._changed()

    def mark_these(self, names: Collection[str]) -> None:
        """Mark these and no others, and go to the first of them; all are listed."""
        self.only, self.query = "all", ""
        self.marked = frozenset(names)
        self._list()
        self._go_to(next((one.name for one in self.rows if one.name in self.marked), ""))
        self._changed()

    def unmark(self) -> bool:
        """Take all marks away. Says whether there were any."""
        had, self.marked = bool(self.marked), frozenset()
        if had:
            self._changed()
        return had
