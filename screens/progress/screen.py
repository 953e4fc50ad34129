"""Progress: the queue, and the job under the cursor in full."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from screens.base.messages import Changed, Opened
from screens.base.screen import StudioScreen
from screens.progress.job_detail import JobDetail
from screens.progress.job_list import JobList
from screens.progress.retry_window import RetryWindow
from screens.progress.server_strip import ServerStrip
from studio.errors import Notice
from studio.jobs.states import HERE, Move, State, possible
from studio.jobs.views import JobChanged, JobView, LaneChanged, LetteringSaved

if TYPE_CHECKING:
    from studio.workspace import Workspace


MOST_URGENT = 9
"""Priorities go from minus this to this; 0 is usual."""

NOTHING_YET = "Nothing has been drawn yet.\n\nScenes are written in Compose, and come here when they are drawn."


OFFERED: dict[str, Callable[[JobView], bool]] = {
    "open": lambda job: bool(job.picture_ids),
    "letter": lambda job: bool(job.picture_ids),
    "cancel": lambda job: possible(job.state, Move.CANCEL),
    "retry": lambda job: possible(job.state, Move.RETRY),
    "hold": lambda job: job.state in HERE,
    "shift": lambda job: job.state in HERE,
    "prioritise": lambda job: job.state in HERE,
    "again": lambda job: True,
    "details": lambda job: job.notice is not None,
}
"""Whether a key can do something with a job; the footer has room for those that can."""


class ProgressScreen(StudioScreen):
    """The second room."""

    ROOM = "Progress"
    HELP = """
Every job of the studio: those being drawn first, then those that wait, then those that have ended. Jobs that an
earlier studio left unfinished go on here. The time left is reckoned from what this took on the same server before;
where nothing is known, nothing is guessed. Time in the queue is told apart from drawing.

Jobs wait here until a server has room; until then they can be held, moved and given priority. A pause holds all of
them, and those to come; what a server has goes on. A retry sets a job going again that ended without a picture, and
after a server ran out of memory offers something smaller.
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
        Binding("h", "hold", "Hold", tooltip="Hold a waiting job here, or release it", id="progress.hold"),
        Binding("p", "pause", "Pause", tooltip="Hold all waiting jobs, or release them all", id="progress.pause"),
        Binding(
            "K,shift+up", "shift(-1)", "Earlier", show=False, tooltip="Before the job above", id="progress.earlier"
        ),
        Binding("J,shift+down", "shift(1)", "Later", show=False, tooltip="After the job below", id="progress.later"),
        Binding("plus", "prioritise(1)", "More urgent", show=False, key_display="+", id="progress.more-urgent"),
        Binding("minus", "prioritise(-1)", "Less urgent", show=False, key_display="-", id="progress.less-urgent"),
        Binding("a", "again", "Recipe", tooltip="Open its recipe in Compose", id="progress.recipe"),
        Binding("y", "details", "Notice", tooltip="Show its notice, to copy it", show=False, id="progress.notice"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._workspace: Workspace | None = None
        self._standing: tuple[object, ...] | None = None
        self.add_class("-empty", update=False)

    def compose_room(self) -> ComposeResult:
        """The list at the left, the job at the right."""
        yield ServerStrip(id="servers")
        yield Static(Text(NOTHING_YET, justify="center"), id="nothing-yet")
        with Horizontal(id="room"):
            yield JobList(id="jobs")
            yield JobDetail(id="job")

    def on_mount(self) -> None:
        """Servers that are set aside come back by the clock."""
        self.query_one(ServerStrip).display = False
        self.set_interval(1.0, self._tell_servers, name="server clock")

    @on(Opened)
    def _opened(self, event: Opened) -> None:
        self._workspace = event.workspace
        self._list.set_jobs(event.workspace.desk.views())
        event.workspace.desk.servers.watch()
        self._tell_servers()

    @on(events.ScreenResume)
    def _seen_again(self) -> None:
        self._tell_servers()
        self._detail.resume()

    def _tell_servers(self) -> None:
        if self._workspace is not None and self.is_current:
            desk = self._workspace.desk
            self.query_one(ServerStrip).tell(desk.servers.views(), paused=desk.paused)

    @on(Changed)
    def _changed(self, event: Changed) -> None:
        change = event.change
        if isinstance(change, JobChanged):
            self._list.put(change.job)
            self._follow(change.job)
        elif isinstance(change, LaneChanged):
            self._tell_servers()
        elif isinstance(change, LetteringSaved):
            present = self._list.present
            if present is not None and change.lettering.picture_id in present.picture_ids:
                self._detail.tell(present, self._workspace)

    def _follow(self, job: JobView) -> None:
        present = self._list.present
        if present is None or present.id != job.id:
            return
        self._detail.tell(job, self._workspace)
        self._offer(job)

    def _offer(self, job: JobView | None) -> None:
        """What the keys can do changes with a job's state, and not with its steps."""
        standing = None if job is None else (job.id, job.state, bool(job.picture_ids), job.notice is not None)
        if standing != self._standing:
            self._standing = standing
            self.refresh_bindings()

    @on(JobList.Moved)
    def _moved(self, event: JobList.Moved) -> None:
        event.stop()
        self.set_class(not self._list.jobs, "-empty")
        self._detail.tell(self._list.present, self._workspace)
        self._offer(self._list.present)

    def watch_job(self, job_id: str) -> None:
        """Put the cursor on a job, now or as soon as it is there."""
        self._list.go_to(job_id)

    # What the keys do.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the job under the cursor."""
        if action not in OFFERED:
            return True
        job = self._list.present if self.is_mounted else None
        return job is not None and OFFERED[action](job)

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

    @work(group="jobs")
    async def action_cancel(self) -> None:
        """Cancel the job."""
        job = self._list.present
        if job is not None and self._workspace is not None:
            with self.studio.reporting():
                await self._workspace.desk.cancel(job.id)

    @work(group="jobs")
    async def action_hold(self) -> None:
        """Hold a waiting job here, or let a held one go."""
        job = self._list.present
        if job is not None and self._workspace is not None:
            desk = self._workspace.desk
            with self.studio.reporting():
                await (desk.release(job.id) if job.state is State.DRAFT else desk.hold(job.id))

    @work(group="jobs")
    async def action_pause(self) -> None:
        """Hold all that waits and all to come, or let it all go."""
        if self._workspace is not None:
            desk = self._workspace.desk
            with self.studio.reporting():
                await (desk.resume() if desk.paused else desk.pause())
            self._tell_servers()

    @work(group="jobs")
    async def action_shift(self, by: int) -> None:
        """Move a waiting job in the queue: forward, or behind the one after it, which is that one moving forward."""
        job = self._list.present if by < 0 else self._list.beneath
        if job is not None and job.state in HERE and self._workspace is not None:
            with self.studio.reporting():
                await self._workspace.desk.shift(job.id, -1)

    @work(group="jobs")
    async def action_prioritise(self, by: int) -> None:
        """Make a waiting job more urgent, or less."""
        job = self._list.present
        if job is not None and self._workspace is not None:
            priority = min(max(job.priority + by, -MOST_URGENT), MOST_URGENT)
            with self.studio.reporting():
                await self._workspace.desk.prioritise(job.id, priority)

    @work(group="jobs")
    async def action_retry(self) -> None:
        """Set a job going again that ended without a picture; after it was short of memory, ask how."""
        job = self._list.present
        if job is None or self._workspace is None:
            return
        desk = self._workspace.desk
        if job.notice is not None and job.notice.short_of_memory:
            recipe = desk.recipe(job.id)
            chosen = await self.app.push_screen_wait(RetryWindow(job, recipe))
            if chosen is None:
                return
            if chosen != recipe:
                await self.studio.run_again(chosen)
                return
        with self.studio.reporting():
            started = await desk.retry(job.id)
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
