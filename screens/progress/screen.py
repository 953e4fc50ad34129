"""Progress: the queue, and the job under the cursor in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from screens.base import StudioScreen
from screens.messages import Changed, Opened
from screens.progress.detail import JobDetail
from screens.progress.job_list import JobList
from studio.errors import Notice
from studio.jobs import Move, possible
from studio.views import JobChanged, JobView, LetteringSaved

if TYPE_CHECKING:
    from studio.workspace import Workspace


NOTHING_YET = "Nothing has been drawn yet.\n\nScenes are written in Compose, and come here when they are drawn."


class ProgressScreen(StudioScreen):
    """The second room."""

    ROOM = "Progress"
    HELP = """
Every job of the studio: those being drawn first, then those that wait, then those that have ended. Jobs that an
earlier studio left unfinished go on here. The time left is reckoned from what is done; before there is anything
to reckon with, nothing is guessed. A retry sets a job going again that ended without a picture.
"""
    CSS_PATH = "progress.tcss"
    AUTO_FOCUS = "#jobs"
    WATCHES_JOBS = True
    PARTS = (JobList,)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "open", "Open", tooltip="Open the picture in the Gallery", id="progress.open"),
        Binding("e", "letter", "Letter", tooltip="Letter the picture", id="progress.letter"),
        Binding("c", "cancel", "Cancel", tooltip="Cancel the job", id="progress.cancel"),
        Binding("r", "retry", "Retry", tooltip="Set a failed or cancelled job going again", id="progress.retry"),
        Binding("a", "again", "Recipe", tooltip="Open its recipe in Compose", id="progress.recipe"),
        Binding("y", "details", "Notice", tooltip="Show its notice, to copy it", show=False, id="progress.notice"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self.add_class("-empty", update=False)

    def compose_room(self) -> ComposeResult:
        """The list at the left, the job at the right."""
        yield Static(Text(NOTHING_YET, justify="center"), id="nothing-yet")
        with Horizontal(id="room"):
            yield JobList(id="jobs")
            yield JobDetail(id="job")

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        self._workspace = event.workspace
        self._list.set_jobs(event.workspace.desk.views())

    @on(Changed)
    def _changed(self, event: Changed) -> None:
        change = event.change
        if isinstance(change, JobChanged):
            self._list.put(change.job)
            self._follow(change.job)
        elif isinstance(change, LetteringSaved):
            present = self._list.present
            if present is not None and change.lettering.picture_id in present.picture_ids:
                self._detail.tell(present, self._workspace)

    def _follow(self, job: JobView) -> None:
        present = self._list.present
        if present is None or present.id != job.id:
            return
        self._detail.tell(job, self._workspace)
        self.refresh_bindings()

    @on(JobList.Moved)
    def _moved(self, event: JobList.Moved) -> None:
        event.stop()
        self.set_class(not self._list.jobs, "-empty")
        self._detail.tell(self._list.present, self._workspace)
        self.refresh_bindings()

    def watch_job(self, job_id: str) -> None:
        """Put the cursor on a job, now or as soon as it is there."""
        self._list.go_to(job_id)

    # What the keys do.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the job under the cursor."""
        if action not in ("open", "letter", "cancel", "retry", "again", "details"):
            return True
        job = self._list.present if self.is_mounted else None
        if job is None:
            return None
        if action in ("open", "letter"):
            return True if job.picture_ids else None
        if action == "details":
            return job.notice is not None
        if action == "again":
            return True
        return True if possible(job.state, Move.CANCEL if action == "cancel" else Move.RETRY) else None

    async def action_open(self) -> None:
        """Open the picture in the Gallery."""
        job = self._list.present
        if job is not None and job.picture_ids:
            await self.studio.open_picture(job.picture_ids[0])

    async def action_letter(self) -> None:
        """Letter the picture."""
        job = self._list.present
        if job is not None and job.picture_ids:
            await self.studio.letter_picture(job.picture_ids[0])

    async def action_again(self) -> None:
        """Open the recipe in Compose."""
        job = self._list.present
        if job is not None and self._workspace is not None:
            await self.studio.run_again(self._workspace.desk.recipe(job.id))

    def action_details(self) -> None:
        """Show the notice in a window of its own."""
        job = self._list.present
        if job is not None and job.notice is not None:
            self.studio.show_notice(job.notice, error=True)

    @work
    async def action_cancel(self) -> None:
        """Cancel the job."""
        job = self._list.present
        if job is not None and self._workspace is not None:
            with self.studio.reporting():
                await self._workspace.desk.cancel(job.id)

    @work
    async def action_retry(self) -> None:
        """Set a job going again that ended without a picture."""
        job = self._list.present
        if job is None or self._workspace is None:
            return
        with self.studio.reporting():
            started = await self._workspace.desk.retry(job.id)
            if started:
                self._list.go_to(started[0])
            else:
                self.studio.show_notice(Notice("Only a job that ended without a picture can be retried"))

    @property
    def _list(self) -> JobList:
        return self.query_one(JobList)

    @property
    def _detail(self) -> JobDetail:
        return self.query_one(JobDetail)
