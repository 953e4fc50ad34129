"""A picture on the easel and what is arranged on it: how that came about, and how it is looked at. No screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from screens.lettering.history import History

if TYPE_CHECKING:
    from screens.lettering.layout import Arranged
    from studio.lettering.places.by_hand import Easel
    from studio.lettering.records import LetteringRecord
    from studio.workspace import Workspace

Grip = Literal["whole", "corner 1", "corner 2", "corner 3", "corner 4", "tail"]
GRIPS: tuple[Grip, ...] = ("whole", "corner 1", "corner 2", "corner 3", "corner 4", "tail")
"""What the arrows move by hand."""

Shown = Literal["before", "outline", "words"]
"""The picture as it was, with the outline of the current place, or as it will be."""


class Arrangement:
    """What is arranged on a picture; None, as its easel, until the picture has been read, which sets `ready`.

    `show` is called when something else is to be seen, and told whether something was arranged.
    """

    def __init__(self, picture_id: int, show: Callable[[bool], None]) -> None:
        self.picture_id = picture_id
        self.workspace: Workspace | None = None
        self.easel: Easel | None = None
        self.now: Arranged | None = None
        self.ready = asyncio.Event()
        self.grip: Grip = "whole"
        self.is_outlined, self.is_closer, self.is_before = True, False, False
        self._show = show
        self._history = History()
        self._saved: LetteringRecord | None = None

    def begin(self, easel: Easel, arranged: Arranged) -> bool:
        """The picture has been read. Says whether words are back that were not saved when it was left."""
        self.easel, self.now, self._saved = easel, arranged, arranged.record()
        left = self.workspace.unsaved.of(easel.picture.path) if self.workspace is not None else None
        if left is not None and left != self._saved:
            self.change(arranged.with_record(left))
        self.ready.set()
        return self.is_unsaved

    @property
    def is_unsaved(self) -> bool:
        """Whether it is other than what was begun with, or saved."""
        return self.now is not None and self.now.record() != self._saved

    def saved(self, record: LetteringRecord) -> None:
        """This was saved; what was changed meanwhile is not."""
        self._saved = record
        self._note()

    def _note(self) -> None:
        if self.workspace is not None and self.easel is not None and self.now is not None:
            left = self.now.record() if self.is_unsaved else None
            self.workspace.unsaved.note(self.easel.picture.path, left)

    def change(self, arranged: Arranged | None, kind: str = "", time: float = 0.0) -> None:
        """Something was changed by a step of a kind, at a time; steps of one kind in a burst are taken back together.

        What changes is to be seen: the picture as it was before makes way for it.
        """
        if arranged is not None and self.now is not None and arranged != self.now:
            self._history = self._history.then(self.now, kind and f"{kind} {self.now.at}", time)
            self.now, self.is_before = arranged, False
            self._note()
            self._show(True)
        else:
            self._show(False)

    def undo(self) -> None:
        """Take the last change back."""
        if self.now is not None:
            self._history, self.now = self._history.undo(self.now)
            self.is_before = False
            self._note()
            self._show(True)

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.now is not None:
            self._history, self.now = self._history.redo(self.now)
            self.is_before = False
            self._note()
            self._show(True)

    def as_it_stood(self, before: Arranged) -> Arranged | None:
        """What is arranged by now, where the current text still stands as it did: its words may be others."""
        now = self.now
        if now is None or (now.at, now.place, now.current.kind) != (before.at, before.place, before.current.kind):
            return None
        return now

    # How it is looked at.

    @property
    def shown(self) -> Shown:
        """What is seen of it."""
        return "before" if self.is_before else "outline" if self.is_outlined else "words"

    def take_next_grip(self) -> None:
        """Let the arrows pull the next thing."""
        self.grip = GRIPS[(GRIPS.index(self.grip) + 1) % len(GRIPS)]
        self._show(False)

    def action_outline(self) -> None:
        """Show the outlines, or the picture as it will be."""
        self.is_outlined = not self.is_outlined
        self._show(False)

    def action_closer(self) -> None:
        """Look closely at the place, or at the whole picture."""
        self.is_closer = not self.is_closer
        self._show(False)

    def action_before(self) -> None:
        """The picture as it was, or as it will be."""
        self.is_before = not self.is_before
        self._show(False)

    def end_before(self) -> None:
        """The picture as it will be."""
        if self.is_before:
            self.action_before()

    # The look of the words.

    def action_case(self) -> None:
        """As written, upper, or small capitals."""
        self.change(self.now.with_next_case() if self.now else None)

    def action_ink(self) -> None:
        """Another ink."""
        self.change(self.now.with_next_ink() if self.now else None)

    def action_font(self) -> None:
        """Another face."""
        self.change(self.now.with_next_font() if self.now else None)
