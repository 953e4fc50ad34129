"""Batches of which the best is wanted, watched while a studio is open: the last job that ends has it looked for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence

from library.errors import LibraryError
from studio.errors import StudioError
from studio.jobs.best_of.choosing import Cast, Placed, choose
from studio.jobs.ledger import Ledger
from studio.jobs.views import BestChosen, Change, JobChanged, Noticed
from studio.notices import notice_of


class BestOf:
    """Belongs to one event loop: `begin` it once the jobs are known, and `end` it."""

    def __init__(self, ledger: Ledger, is_foreign: Callable[[str], bool]) -> None:
        """`is_foreign` tells which jobs another process runs: theirs are for that one to judge."""
        self._ledger = ledger
        self._is_foreign = is_foreign
        self._cast: Cast = tuple
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stop = threading.Event()
        self._leave: Callable[[], None] = lambda: None

    def begin(self, cast: Cast) -> None:
        """Watch from now on; a batch that ended while no studio looked is judged too."""
        self._cast = cast
        self._leave = self._ledger.subscribe(self._heard)
        for batch in {view.batch for view in self._ledger.views() if view.is_of_best}:
            self._look(batch)

    async def end(self) -> None:
        """Stop; the next studio judges what was not judged."""
        self._leave()
        self._stop.set()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def choose(self, job_ids: Sequence[str], cast: Cast) -> tuple[Placed, ...]:
        """Judge the pictures of some jobs now; see `choosing.choose`. Raises LibraryError."""
        return await choose(self._ledger, cast, job_ids)

    def _heard(self, change: Change) -> None:
        if isinstance(change, JobChanged) and change.job.is_of_best and change.job.ended:
            self._look(change.job.batch)

    def _look(self, batch: str) -> None:
        """Have a batch judged if all of it has ended, and something of it was not judged yet."""
        jobs = [view for view in self._ledger.views() if view.batch == batch]
        drawn = [view for view in jobs if view.picture_ids]
        is_over = all(view.ended for view in jobs) and not any(self._is_foreign(view.id) for view in jobs)
        if is_over and batch not in self._tasks and any(view.rank is None for view in drawn):
            ids = tuple(view.id for view in sorted(drawn, key=lambda view: view.created))
            self._tasks[batch] = asyncio.create_task(self._judge(batch, ids), name="the best of a batch")

    async def _judge(self, batch: str, job_ids: tuple[str, ...]) -> None:
        try:
            order = await choose(self._ledger, self._cast, job_ids, self._stop)
        except (LibraryError, StudioError) as error:
            self._ledger.tell(Noticed(notice_of(error)))
        else:
            if order:
                self._ledger.tell(BestChosen(order[0].picture, order[0].rank))
        finally:
            del self._tasks[batch]
