"""What keys do with the job under the cursor, and with the queue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from screens.base.host import Notices, Ways
from screens.base.topics import Topic
from screens.base.work import Work
from studio.errors import Notice
from studio.jobs.states import HERE, Move, State, possible
from studio.jobs.views import JobView

if TYPE_CHECKING:
    from studio.jobs.desk import Desk
    from studio.scenes.recipe import Recipe

MOST_URGENT = 9
"""Priorities go from minus this to this; 0 is usual."""

PAY_AGAIN = "Draw it again? It may be charged twice"

OFFERED: dict[str, Callable[[JobView], bool]] = {
    "cancel": lambda job: possible(job.state, Move.CANCEL),
    "retry": lambda job: possible(job.state, Move.RETRY),
    "hold": lambda job: job.state in HERE,
    "shift": lambda job: job.state in HERE,
    "prioritise": lambda job: job.state in HERE,
    "again": lambda job: True,
    "details": lambda job: job.notice is not None,
    "copy": lambda job: True,
}
"""Whether a key can do something with a job; the footer has room for those that can."""


class Jobs(Protocol):
    """The list of jobs, as this sees it."""

    @property
    def present(self) -> JobView | None:
        """The job under the cursor."""

    @property
    def beneath(self) -> JobView | None:
        """The job after that."""

    def go_to(self, job_id: str) -> None:
        """Put the cursor on a job, now or as soon as it is there."""


class Studio(Notices, Ways, Protocol):
    """What keys need of the studio."""


class JobKeys(Topic):
    """Acts on a list of jobs. `desk` is None until the workspace is open.

    `ask` asks how a job is to be retried that was short of memory, and gives the recipe to draw, or None; `copy` lets
    the person choose what of a job is copied; `paused` is called when the queue was paused, or goes on. `confirm` asks
    a question with its detail.
    """

    def __init__(
        self,
        jobs: Jobs,
        studio: Studio,
        work: Work,
        *,
        ask: Callable[[JobView, Recipe], Awaitable[Recipe | None]],
        copy: Callable[[JobView, Recipe], Coroutine[Any, Any, None]],
        paused: Callable[[], None],
        confirm: Callable[[str, str], Awaitable[bool]],
    ) -> None:
        self.desk: Desk | None = None
        self._jobs = jobs
        self._studio = studio
        self._work = work
        self._ask = ask
        self._copy = copy
        self._paused = paused
        self._confirm = confirm

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done with the job under the cursor."""
        if action not in OFFERED:
            return True
        job = self._present
        return job is not None and OFFERED[action](job)

    async def action_again(self) -> None:
        """Open the recipe in Compose."""
        job = self._present
        if job is not None and self.desk is not None:
            await self._studio.run_again(self.desk.recipe(job.id))

    def action_details(self) -> None:
        """Show the notice in a window of its own."""
        job = self._present
        if job is not None and job.notice is not None:
            self._studio.show_notice(job.notice, error=True)

    def action_copy(self) -> None:
        """Choose what of the job is put into the clipboard."""
        job = self._present
        if job is not None and self.desk is not None:
            self._work.begin(partial(self._copy, job, self.desk.recipe(job.id)), "copy")

    def action_cancel(self) -> None:
        """Cancel the job."""
        self._begin(self._present, lambda desk, job: desk.cancel(job.id))

    def action_hold(self) -> None:
        """Hold a waiting job here, or let a held one go."""
        self._begin(
            self._present,
            lambda desk, job: desk.release(job.id) if job.state is State.DRAFT else desk.hold(job.id),
        )

    def action_shift(self, by: int) -> None:
        """Move a waiting job in the queue: forward, or behind the one after it, which is that one moving forward."""
        job = self._present if by < 0 else self._jobs.beneath
        if job is not None and job.state in HERE:
            self._begin(job, lambda desk, moved: desk.shift(moved.id, -1))

    def action_prioritise(self, by: int) -> None:
        """Make a waiting job more urgent, or less."""
        self._begin(
            self._present,
            lambda desk, job: desk.prioritise(job.id, min(max(job.priority + by, -MOST_URGENT), MOST_URGENT)),
        )

    def action_pause(self) -> None:
        """Hold all that waits and all to come, or let it all go."""
        if self.desk is not None:
            self._work.begin(partial(self._pause, self.desk), "jobs", is_exclusive=False)

    async def _pause(self, desk: Desk) -> None:
        with self._studio.reporting():
            await (desk.resume() if desk.paused else desk.pause())
            self._paused()

    def action_retry(self) -> None:
        """Set a job going again that ended without a picture; after it was short of memory, ask how."""
        job = self._present
        if job is not None and self.desk is not None:
            self._work.begin(partial(self._retry, self.desk, job), "jobs", is_exclusive=False)

    async def _retry(self, desk: Desk, job: JobView) -> None:
        pay_again = job.notice is not None and job.notice.may_be_charged
        why = job.notice.reason if job.notice is not None else ""
        if pay_again and not await self._confirm(PAY_AGAIN, f"{job.where} may have drawn it already. {why}"):
            return
        if job.notice is not None and job.notice.short_of_memory:
            recipe = desk.recipe(job.id)
            chosen = await self._ask(job, recipe)
            if chosen is None:
                return
            if chosen != recipe:
                await self._studio.run_again(chosen)
                return
        with self._studio.reporting():
            started = await desk.retry(job.id, pay_again=pay_again)
            if started:
                self._jobs.go_to(started[0])
            else:
                self._studio.show_notice(Notice("Only a job that ended without a picture can be retried"))

    def _begin(self, job: JobView | None, ask: Callable[[Desk, JobView], Awaitable[object]]) -> None:
        """Ask something of the desk for a job."""
        if job is not None and self.desk is not None:
            self._work.begin(partial(self._do, self.desk, job, ask), "jobs", is_exclusive=False)

    async def _do(self, desk: Desk, job: JobView, ask: Callable[[Desk, JobView], Awaitable[object]]) -> None:
        with self._studio.reporting():
            await ask(desk, job)

    @property
    def _present(self) -> JobView | None:
        return self._jobs.present
