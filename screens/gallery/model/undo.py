"""The ways back: what was changed, and how each change is taken back, the last one first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

MOST_UNDONE = 500
"""Changes that can be taken back."""


class Undo(NamedTuple):
    """What was done, in words, and the call that takes it back: it blocks, and gives the ids of what it changed."""

    done: str
    back: Callable[[], Iterable[int]]
    is_of_marks: bool = False


class UndoList:
    """The changes that can be taken back, one list for all screens over the same shelf."""

    def __init__(self) -> None:
        self._kept: list[Undo] = []

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, done: str, back: Callable[[], Iterable[int]], *, is_of_marks: bool = False) -> None:
        """Remember how to take a change back. Of too many, the oldest of marks are forgotten before others."""
        self.put(Undo(done, back, is_of_marks))
        if len(self._kept) > MOST_UNDONE:
            del self._kept[next((at for at, one in enumerate(self._kept) if one.is_of_marks), 0)]

    def put(self, undo: Undo) -> None:
        """Have a change as the last one."""
        self._kept.append(undo)

    def take(self) -> Undo | None:
        """Take the last change out; None where there is none."""
        return self._kept.pop() if self._kept else None
