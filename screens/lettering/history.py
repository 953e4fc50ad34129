"""What was done on the Lettering screen, to take it back and do it again."""

from __future__ import annotations

from dataclasses import dataclass

from screens.lettering.layout import Arranged

MOST = 200
"""Steps that are remembered."""

BURST = 0.5
"""Seconds within which a key that is pressed again goes on with its step."""


@dataclass(frozen=True, slots=True)
class History:
    """What was before and, once taken back, after; the nearest is last. `kind` names the last step, made at `time`."""

    past: tuple[Arranged, ...] = ()
    future: tuple[Arranged, ...] = ()
    kind: str = ""
    time: float = 0.0

    def then(self, before: Arranged, kind: str = "", time: float = 0.0) -> History:
        """A step was made from `before`, at a time in seconds. Steps of one kind in a burst are one.

        Steps that are given no time are all of one burst, as typing is.
        """
        if kind and kind == self.kind and time - self.time <= BURST:
            return History(self.past, (), kind, time)
        return History((*self.past[-MOST + 1 :], before), (), kind, time)

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
