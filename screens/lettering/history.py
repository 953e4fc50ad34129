"""What was done on the Lettering screen, to take it back and do it again."""

from __future__ import annotations

from dataclasses import dataclass

from screens.lettering.layout import Arranged

MOST = 200
"""Steps that are remembered."""


@dataclass(frozen=True, slots=True)
class History:
    """What was before and, once taken back, after; the nearest is last. `kind` names the last step."""

    past: tuple[Arranged, ...] = ()
    future: tuple[Arranged, ...] = ()
    kind: str = ""

    def then(self, before: Arranged, kind: str = "") -> History:
        """A step was made from `before`. Steps of one kind that follow each other, such as typing, are one."""
        if kind and kind == self.kind:
            return History(self.past, (), kind)
        return History((*self.past[-MOST + 1 :], before), (), kind)

    def undo(self, now: Arranged) -> tuple[History, Arranged]:
        """One step back, and where that leads."""
        if not self.past:
            return self, now
        return History(self.past[:-1], (*self.future, now)), self.past[-1]

    def redo(self, now: Arranged) -> tuple[History, Arranged]:
        """One step forward again."""
        if not self.future:
            return self, now
        return History((*self.past, now), self.future[:-1]), self.future[-1]
