"""The key that lets another engine draw a job that waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from screens.base.host import Notices
from screens.base.topics import Topic
from screens.base.work import Work
from studio.errors import Notice
from studio.jobs.states import HERE, Move, possible
from studio.jobs.views import JobView

if TYPE_CHECKING:
    from studio.engines.fallback import Offer
    from studio.workspace import Workspace

NOBODY = Notice(
    "There is no other engine to draw it",
    "",
    "Name servers and hosted engines in the settings, and under fallback who draws instead",
)


class Jobs(Protocol):
    """The list of jobs, as this sees it."""

    @property
    def present(self) -> JobView | None:
        """The job under the cursor."""


class HandingOn(Topic):
    """Acts on the job under the cursor of a list. `workspace` is None until it is open. `choose` asks, and says why,
    which of several engines is meant, and gives its name or None.
    """

    def __init__(
        self, jobs: Jobs, studio: Notices, work: Work, choose: Callable[[str, tuple[Offer, ...]], Awaitable[str | None]]
    ) -> None:
        self.workspace: Workspace | None = None
        self._jobs = jobs
        self._studio = studio
        self._work = work
        self._choose = choose

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a job that no engine has, and none has drawn, can be handed on."""
        job = self._jobs.present
        return action != "hand_on" or (job is not None and (job.state in HERE or possible(job.state, Move.RETRY)))

    def action_hand_on(self) -> None:
        """Choose who else draws the job."""
        job = self._jobs.present
        if job is not None and self.workspace is not None:
            self._work.begin(partial(self._hand_on, self.workspace, job), "jobs", is_exclusive=False)

    async def _hand_on(self, workspace: Workspace, job: JobView) -> None:
        from studio.jobs.handing_on import hand_on, others_for

        with self._studio.reporting():
            offers = await others_for(workspace.engines, workspace.stock, workspace.desk.recipe(job.id))
            if not offers:
                self._studio.show_notice(NOBODY)
                return
            why = f"It was not drawn: {job.where}" if job.ended else f"It waits for {job.where}"
            engine = await self._choose(why, offers)
            if engine is not None and not await hand_on(workspace.desk, workspace.stock, job.id, engine):
                self._studio.show_notice(Notice("It was too late", f"{job.where} has the job, or may have it"))
