"""When something is painted while one writes: after a rest, one draft at a time, and the newest only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from screens.base.work import Work
from studio.pictures.live_draft import DraftFailed, LiveDraft, LiveOrder
from studio.pictures.portrait import PortraitOrder

Order: TypeAlias = LiveOrder | PortraitOrder
"""A scene, or somebody of the cast."""

REST = 0.09
"""Seconds without a change after the scene was read: with those before it was, 150 ms after the last key."""

IDLE = 300.0
"""Seconds without a draft after which the painter's process ends; the next draft waits for another one."""


class Clock(Protocol):
    """A timer that can be stopped."""

    def stop(self) -> object:
        """Do not ring any more."""


Later = Callable[[float, Callable[[], object]], Clock]
"""Does something after so many seconds, unless it is stopped before."""


class Shows(Protocol):
    """Where drafts are shown."""

    def show(self, draft: LiveDraft) -> None:
        """Show a draft in place of the one before."""

    def tell(self, failed: DraftFailed) -> None:
        """Say that it could not be painted."""


class Paints(Protocol):
    """Who paints; both block."""

    def paint(self, order: Order) -> LiveDraft:
        """The draft. Raises DraftFailed."""

    def rest(self) -> None:
        """Let go of what painting needs."""


class LiveDrafts:
    """Has the newest order painted by what `painter` gives, which is called in a thread, and shows it.

    What was ordered while another one was painted follows it; what nobody wants any more is not shown.
    """

    def __init__(self, pane: Shows, painter: Callable[[], Paints], work: Work, later: Later) -> None:
        self._pane, self._painter, self._work, self._later = pane, painter, work, later
        self._wanted: Order | None = None
        self._rest: Clock | None = None
        self._idle: Clock | None = None
        self._is_due = self._is_painting = False

    def follow(self, order: Order | None) -> None:
        """This is to be painted by now; None: there is none, or it is not shown."""
        if order == self._wanted:
            return
        self._wanted, self._is_due = order, False
        if self._rest is not None:
            self._rest.stop()
        self._rest = self._later(REST, self._has_rested) if order is not None else None

    def _has_rested(self) -> None:
        self._is_due, self._rest = True, None
        if not self._is_painting:
            self._is_painting = True
            self._work.begin(self._paint_due, "live draft", is_exclusive=False)

    async def _paint_due(self) -> None:
        try:
            while self._is_due and self._wanted is not None:
                self._is_due = False
                await self._paint(self._wanted)
        finally:
            self._is_painting = False
        if self._idle is not None:
            self._idle.stop()
        self._idle = self._later(IDLE, self._let_go)

    async def _paint(self, order: Order) -> None:
        try:
            draft = await self._work.in_thread(lambda: self._painter().paint(order))
        except DraftFailed as failed:
            if order == self._wanted:
                self._pane.tell(failed)
        else:
            if order == self._wanted:
                self._pane.show(draft)

    def _let_go(self) -> None:
        self._work.begin(self._end_process, "live draft", is_exclusive=False)

    async def _end_process(self) -> None:
        if not self._is_painting:
            await self._work.in_thread(lambda: self._painter().rest())
