"""Marks: the pictures of a shelf that the next key is for, those of the library and those of the trash apart."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import NamedTuple


class Remarked(NamedTuple):
    """A change of marks, in the library or the `trashed`: what was marked that was not, and the other way."""

    trashed: bool
    marked: frozenset[int]
    unmarked: frozenset[int]


class Marks:
    """Ids of marked pictures, which may be anywhere in the library."""

    def __init__(self) -> None:
        self._ids: dict[bool, set[int]] = {False: set(), True: set()}

    def of(self, trashed: bool) -> Set[int]:
        """What is marked in the library, or in the trash."""
        return self._ids[trashed]

    def change(self, trashed: bool, mark: Iterable[int] = (), unmark: Iterable[int] = ()) -> Remarked:
        """Mark pictures and take marks away; what that changed."""
        ids = self._ids[trashed]
        change = Remarked(trashed, frozenset(mark) - ids, frozenset(unmark) & ids)
        ids |= change.marked
        ids -= change.unmarked
        return change

    def discard(self, trashed: bool, picture_id: int) -> None:
        """Take a mark away, if there is one."""
        self._ids[trashed].discard(picture_id)

    def take_back(self, change: Remarked) -> None:
        """Mark again what a change unmarked, and the other way; other marks stay as they are by now."""
        self.change(change.trashed, change.unmarked, change.marked)
