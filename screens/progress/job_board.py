"""The jobs and the servers as they stand, told of every change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.screen import StudioScreen
from screens.base.windows import Confirm
from screens.base.work import ScreenWork
from screens.progress.handing_on import HandingOn
from screens.progress.job_detail import JobDetail
from screens.progress.job_keys import JobKeys
from screens.progress.job_list import JobList
from screens.progress.picture_keys import PictureKeys
from screens.progress.retry_window import RetryWindow
from screens.progress.server_strip import ServerStrip
from screens.progress.spending_keys import SpendingKeys
from studio.jobs.views import Change, JobChanged, JobView, LaneChanged, LetteringSaved

if TYPE_CHECKING:
    from screens.progress.spending_keys import Totals
    from studio.engines.fallback import Offer
    from studio.scenes.recipe import Recipe
    from studio.workspace import Workspace


class JobBoard:
    """Keeps the list, the job under its cursor and the servers of a screen up to date."""

    def __init__(self, screen: StudioScreen) -> None:
        self._screen = screen
        self._work = ScreenWork(screen)
        self.list = JobList(id="jobs")
        self.keys = JobKeys(
            self.list,
            screen.studio,
            self._work,
            ask=self._ask_for_recipe,
            copy=self._copy,
            paused=self.tell_servers,
            confirm=self._confirm,
        )
        self.handing_on = HandingOn(self.list, screen.studio, self._work, self._choose_engine)
        self.spending = SpendingKeys(
            screen.studio, self._work, show=self._show_costs, tell=lambda lately: self.tell_servers()
        )
        self.picture_keys = PictureKeys(self.list, screen.studio, ScreenWork(screen), rated=self._show_stars)
        self._workspace: Workspace | None = None
        self._standing: tuple[object, ...] | None = None

    def open(self, workspace: Workspace) -> None:
        """The workspace is open. Servers that are set aside come back by the clock."""
        self._workspace = workspace
        self.keys.desk, self.picture_keys.library = workspace.desk, workspace.library
        self.handing_on.workspace = self.spending.workspace = workspace
        self.list.set_jobs(workspace.desk.views())
        workspace.desk.servers.watch()
        self.tell_servers()
        self.spending.look()
        self._screen.set_interval(1.0, self.tell_servers, name="server clock")

    def see_again(self) -> None:
        """The room is in sight again: what is shown may be of before."""
        self.tell_servers()
        self.spending.look()
        self._detail.resume()

    def tell_servers(self) -> None:
        """Show the servers as they stand."""
        if self._workspace is not None and self._screen.is_current:
            desk = self._workspace.desk
            self._screen.query_one(ServerStrip).tell(
                desk.servers.views(), paused=desk.paused, spent=self.spending.lately
            )

    def hear(self, change: Change) -> None:
        """Something changed at the desk."""
        if isinstance(change, JobChanged):
            self.list.put(change.job)
            self._follow(change.job)
            self.spending.hear(change.job)
        elif isinstance(change, LaneChanged):
            self.tell_servers()
        elif isinstance(change, LetteringSaved):
            present = self.list.present
            if present is not None and change.lettering.picture_id in present.picture_ids:
                self._detail.tell(present, self._workspace)

    def _follow(self, job: JobView) -> None:
        present = self.list.present
        if present is None or present.id != job.id:
            return
        self._detail.tell(job, self._workspace)
        self._offer(job)

    def move(self) -> None:
        """The cursor is on another job."""
        self._screen.set_class(not self.list.jobs, "-empty")
        self._detail.tell(self.list.present, self._workspace)
        self._offer(self.list.present)

    def _offer(self, job: JobView | None) -> None:
        """What the keys can do changes with a job's state, and not with its steps."""
        standing = None if job is None else (job.id, job.state, bool(job.picture_ids), job.notice is not None)
        if standing != self._standing:
            self._standing = standing
            self._screen.refresh_bindings()

    def _show_stars(self) -> None:
        """Stars were given, maybe to what is seen."""
        self._detail.tell(self.list.present, self._workspace)

    async def _ask_for_recipe(self, job: JobView, recipe: Recipe) -> Recipe | None:
        return await self._screen.app.push_screen_wait(RetryWindow(job, recipe))

    async def _confirm(self, question: str, detail: str) -> bool:
        window = Confirm(question, detail, yes="Draw it", no="No")
        answer: bool | None = await self._screen.app.push_screen_wait(window)
        return bool(answer)

    async def _choose_engine(self, title: str, offers: tuple[Offer, ...]) -> str | None:
        from screens.base.engine_window import EngineWindow, ways_of

        return await self._screen.app.push_screen_wait(EngineWindow("Who draws it?", ways_of(offers), title))

    async def _show_costs(self, lately: str, totals: Totals) -> None:
        from screens.progress.costs_window import CostsWindow

        await self._screen.app.push_screen_wait(CostsWindow(lately, totals))

    async def _copy(self, job: JobView, recipe: Recipe) -> None:
        from screens.base.copy_window import CopyWindow, copies, copy

        workspace, studio = self._workspace, self._screen.studio
        if workspace is None:
            return
        with studio.reporting():
            path = ""
            if job.picture_ids:
                path = (await self._work.in_thread(workspace.library.picture, job.picture_ids[0])).path
            offered = copies(studio, recipe, workspace.stock, prompt=recipe.prompt, path=path)
            chosen = await self._screen.app.push_screen_wait(CopyWindow(offered))
            if chosen is not None:
                studio.passing.say(await copy(studio, chosen), f"The {chosen.name}")

    @property
    def _detail(self) -> JobDetail:
        return self._screen.query_one(JobDetail)
