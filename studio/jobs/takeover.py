"""Other studios on the same library: what they do to the jobs, and what they leave when they go."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from library.errors import LibraryError
from library.records import JobRecord
from studio.jobs.dispatcher import Sending
from studio.jobs.lanes import Lanes
from studio.jobs.ledger import Ledger, MovedElsewhere, differs
from studio.jobs.ownership import Owning
from studio.jobs.retries import fresh
from studio.jobs.states import HERE, ON_ENGINE, Move, MoveImpossible, State
from studio.scenes.scene import DRAFT

log = logging.getLogger(__name__)

UNFINISHED = 10_000

OTHERS_EVERY = 2.0
"""Seconds between two looks at what other studios did to the jobs in the index."""


class Others:
    """Looks into the index for one desk.

    With `takes_up` the jobs of other studios are shown, and gone on with when those are no longer there.
    """

    def __init__(self, ledger: Ledger, sending: Sending, lanes: Lanes, owning: Owning) -> None:
        self._ledger = ledger
        self._sending = sending
        self._lanes = lanes
        self._owning = owning
        self.takes_up = False
        self.stranded: set[str] = set()
        """Jobs that no open studio runs, and whose server is not named here: left alone for one that knows it."""

    async def mind(self) -> None:
        """See what other studios do to the jobs here, and take up what they leave when they go."""
        while True:
            await asyncio.sleep(OTHERS_EVERY)
            try:
                await self.meet({})
            except LibraryError as error:
                log.warning("the jobs cannot be looked at: %s", error.reason)

    async def meet(self, records: dict[str, JobRecord]) -> None:
        """Show these jobs and all that are unfinished as the index has them now, and go on with those left alone."""
        unfinished = await asyncio.to_thread(self._ledger.library.jobs.latest, unfinished_only=True, limit=UNFINISHED)
        records |= {record.id: record for record in unfinished}
        for view in self._ledger.views():
            other = records.get(view.id)
            if view.id in self._sending.tasks or (view.ended and other is None):
                continue
            if other is None or differs(other, self._ledger.record(view.id)):
                await self._ledger.reread(view.id)
            if not self._owning.mine(self._ledger.record(view.id)):
                self._sending.foreign.add(view.id)
        if self.takes_up:
            gone: dict[str, bool] = {}
            for record in sorted(records.values(), key=_turn):
                # A job of this studio's own is entered by whoever adds it.
                unknown = record.id not in self._ledger and record.client_id != self._owning.name
                if unknown or record.id in self._sending.foreign:
                    await self._take_up(record, gone)
            self._leave_the_stranded()

    async def _take_up(self, record: JobRecord, gone: dict[str, bool]) -> None:
        """Show a job of another studio; go on with it where it is unfinished and nobody else has it.

        `gone` are the owners that were asked after meanwhile, so that each is asked after once.
        """
        # Nothing is sent before it is clear how far it is.
        self._sending.foreign.add(record.id)
        if record.id not in self._ledger and not self._ledger.adopt(record):
            return
        if self._ledger.view(record.id).ended:
            self.stranded.discard(record.id)
            return
        if trouble := self._unnamed(record.id):
            await self._strand(record.id, trouble, gone)
            return
        self.stranded.discard(record.id)
        if not await self._owning.take(self._ledger.record(record.id).client_id):
            return
        # Whoever had it may have brought it further before it went.
        await self._ledger.reread(record.id)
        view, recipe = self._ledger.view(record.id), self._ledger.recipe(record.id)
        self._sending.foreign.discard(record.id)
        if view.trouble:
            self._ledger.show(view.id, trouble="")
        if view.ended:
            return
        if recipe.engine_kind == DRAFT and view.state in ON_ENGINE:
            # The painter of an earlier studio is gone with it: the same picture is painted again.
            with contextlib.suppress(MovedElsewhere, MoveImpossible):
                await self._ledger.move(view.id, Move.REDRAW, **fresh(recipe), graph="")
        elif view.state is State.SUBMITTING:
            # It takes its turn; before it is sent, its server is asked whether it arrived.
            with contextlib.suppress(MovedElsewhere, MoveImpossible):
                await self._ledger.move(view.id, Move.RETURN)
        elif view.state not in HERE:
            self._sending.go_on(view.id)
        self._sending.wake.set()

    def _unnamed(self, job_id: str) -> str:
        """Why this studio can never go on with a job, in words; what has its pictures needs no server."""
        view = self._ledger.view(job_id)
        return "" if view.picture_ids else self._lanes.unnamed(view.engine, self._ledger.recipe(job_id).engine_kind)

    async def _strand(self, job_id: str, trouble: str, gone: dict[str, bool]) -> None:
        """Leave a job alone whose server is not named here, and say so where no other studio runs it."""
        owner = self._ledger.record(job_id).client_id
        if owner not in gone:
            gone[owner] = await self._owning.is_gone(owner)
        if gone[owner]:
            self.stranded.add(job_id)
        else:
            self.stranded.discard(job_id)
            trouble = ""
        if self._ledger.view(job_id).trouble != trouble:
            self._ledger.show(job_id, trouble=trouble)

    def _leave_the_stranded(self) -> None:
        """Let go of owners of whose jobs only those are left that another studio may know how to go on with."""
        left: dict[str, bool] = {}
        for view in self._ledger.views():
            if not view.ended:
                owner = self._ledger.record(view.id).client_id
                left[owner] = left.get(owner, True) and view.id in self.stranded
        for owner, all_stranded in left.items():
            if all_stranded:
                self._owning.leave(owner)


def _turn(record: JobRecord) -> tuple[bool, int, float, float]:
    """What engines have comes first, so that they count as busy; then what waits, in the order of the queue."""
    return record.state in HERE, -record.priority, record.place, record.created
