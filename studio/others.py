"""Other studios on the same library: what they do to the jobs, and what they leave when they go."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from library.errors import LibraryError
from library.records import JobRecord
from studio.again import fresh
from studio.engines import DRAFT, EngineBook
from studio.errors import Notice
from studio.jobs import HERE, ON_ENGINE, Move, MoveImpossible
from studio.lanes import Lanes
from studio.ledger import Ledger, MovedElsewhere, differs
from studio.owning import Owning
from studio.runner import Runner
from studio.sending import Sending

log = logging.getLogger(__name__)

UNFINISHED = 10_000

OTHERS_EVERY = 2.0
"""Seconds between two looks at what other studios did to the jobs in the index."""


class Others:
    """Looks into the index for one desk.

    With `takes_up` the jobs of other studios are shown, and gone on with when those are no longer there.
    """

    def __init__(
        self, ledger: Ledger, sending: Sending, runner: Runner, lanes: Lanes, engines: EngineBook, owning: Owning
    ) -> None:
        self._ledger = ledger
        self._sending = sending
        self._runner = runner
        self._lanes = lanes
        self._engines = engines
        self._owning = owning
        self.takes_up = False

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
        unfinished = await asyncio.to_thread(self._ledger.library.jobs, unfinished_only=True, limit=UNFINISHED)
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
            for record in sorted(records.values(), key=lambda record: record.created):
                # A job of this studio's own is entered by whoever adds it.
                unknown = record.id not in self._ledger and record.client_id != self._owning.name
                if unknown or record.id in self._sending.foreign:
                    await self._take_up(record)

    async def _take_up(self, record: JobRecord) -> None:
        """Show a job of another studio; go on with it where it is unfinished and nobody else has it."""
        # Nothing is sent before it is clear how far it is.
        self._sending.foreign.add(record.id)
        if record.id not in self._ledger and not self._ledger.adopt(record):
            return
        view = self._ledger.view(record.id)
        if view.ended:
            return
        if not await self._owning.take(self._ledger.record(record.id).client_id):
            return
        # Whoever had it may have brought it further before it went.
        await self._ledger.reread(record.id)
        view, recipe = self._ledger.view(record.id), self._ledger.recipe(record.id)
        self._sending.foreign.discard(record.id)
        if view.ended:
            return
        kinds = {lane.kind for lane in self._lanes.lanes(())}
        if (recipe.engine_kind not in kinds) if not view.engine else self._engines.lane(view.engine) is None:
            reason = f"the settings name no {view.engine or 'server'} any more"
            await self._runner.end_badly(view.id, Notice("The job's server is not known", reason, "Name it again"))
        elif recipe.engine_kind == DRAFT and view.state in ON_ENGINE:
            # The painter of an earlier studio is gone with it: the same picture is painted again.
            with contextlib.suppress(MovedElsewhere, MoveImpossible):
                await self._ledger.move(view.id, Move.REDRAW, **fresh(recipe), graph="")
        elif view.state not in HERE:
            self._sending.go(view.id)
        self._sending.wake.set()
