"""One job in full: what it draws, its stage and step, the time, the picture as far as it is, and what went wrong."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

from screens.base.host import host_of
from screens.progress.job_text import job_colour, retry_line, time_line
from screens.progress.picture_keys import next_line
from screens.progress.step_bar import StepBar
from screens.theme import ink
from screens.widgets.pictures.picture import PictureView
from studio.errors import Notice
from studio.jobs.states import State
from studio.jobs.views import JobView

if TYPE_CHECKING:
    from studio.workspace import Workspace

PREVIEW_EVERY = 0.1
"""Seconds between two previews on the screen, at least, however fast the engine sends them."""


class JobDetail(Vertical):
    """Shows one job; `tell` it whenever that job changes. What can be done next stands where its bar was."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._picture = PictureView(id="job-picture")
        self._job: JobView | None = None
        self._preview_timer: Timer | None = None
        self._shown = b""
        self._told: tuple[Notice | None, State | None] = (None, None)
        self.now = time.time

    def compose(self) -> ComposeResult:
        """Words, bar, picture, notice."""
        yield Static(id="job-scene", markup=False)
        yield Static(id="job-facts", markup=False)
        yield Static(id="job-stage", markup=False)
        yield StepBar(id="job-bar")
        yield Static(id="job-next", markup=False)
        yield Static(id="job-time", markup=False)
        with VerticalScroll(id="job-notice"):
            yield Static(id="job-notice-text", markup=False)
        yield self._picture

    def on_mount(self) -> None:
        """Let the clock run."""
        self.set_interval(1.0, self._tick, name="job clock")
        self.tell(None)

    def tell(self, job: JobView | None, workspace: Workspace | None = None) -> None:
        """Show a job as it stands; None where there is none."""
        before, self._job = self._job, job
        other = job is None or before is None or job.id != before.id
        if job is None:
            self._picture.clear()
            return
        if before is None or other or job.where != before.where:
            self._show_words(job)
        self._show_state(job)
        self._show_picture(job, workspace, other)

    def _show_words(self, job: JobView) -> None:
        self.query_one("#job-scene", Static).update(Text(job.scene, "bold"))
        facts = f"{job.where} · {job.width}×{job.height} · seed {job.seed}"
        text = Text(facts, ink(self.app, "muted"))
        if job.sayings:
            text.append("  ")
            text.append(f"“{' / '.join(job.sayings)}”", f"bold {ink(self.app, 'accent')}")
        self.query_one("#job-facts", Static).update(text)

    def _show_state(self, job: JobView) -> None:
        self._tick()
        bar, next_words = self.query_one(StepBar), self.query_one("#job-next", Static)
        bar.display, next_words.display = not job.ended, _is_drawn(job)
        bar.fraction = job.fraction
        told = (job.notice, job.state)
        if told != self._told:
            self._told = told
            self._show_notice(job)

    def _show_notice(self, job: JobView) -> None:
        notice = self.query_one("#job-notice")
        notice.display = job.notice is not None
        if job.notice is None:
            return
        is_mild = job.state is State.DONE or job.over_cap
        name = "success" if job.notice.is_praise else "warning" if is_mild else "error"
        notice.set_class(is_mild, "-mild")
        text = Text.assemble((job.notice.title, f"bold {ink(self.app, name)}"))
        if job.notice.reason:
            text.append(f"\n{job.notice.reason}", ink(self.app, "foreground"))
        if job.notice.remedy:
            text.append(f"\n→ {job.notice.remedy}", ink(self.app, "warning"))
        if job.notice.rank is not None and not job.notice.is_praise:
            text.append(f"\n{job.notice.rank.line()}", ink(self.app, "muted"))
        retry = retry_line(job)
        if retry:
            text.append(f"\nr  {retry}", ink(self.app, "muted"))
        self.query_one("#job-notice-text", Static).update(text)

    def _tick(self) -> None:
        job = self._job
        if job is None:
            return
        troubled = bool(job.trouble) and not job.ended
        stage = Text(job.words, f"bold {ink(self.app, 'warning' if troubled else job_colour(job))}")
        if job.attempts > 1 and not job.ended:
            stage.append(f"  attempt {job.attempts}", ink(self.app, "muted"))
        self.query_one("#job-stage", Static).update(stage, layout=False)
        self.query_one("#job-time", Static).update(
            Text(time_line(job, self.now()), ink(self.app, "muted")), layout=False
        )

    # The picture.

    def _show_picture(self, job: JobView, workspace: Workspace | None, other: bool) -> None:
        if _is_drawn(job) and workspace is not None:
            self._stop_previews()
            self._show_finished(job, workspace, is_seen=not other)
        elif other:
            self._stop_previews()
            self._picture.clear()
            self._shown = b""
            self._show_preview()
        elif job.preview and self._preview_timer is None:
            self._show_preview()

    def resume(self) -> None:
        """The room is seen again: previews were not shown meanwhile."""
        if self._preview_timer is None:
            self._show_preview()

    def _preview_again(self) -> None:
        self._preview_timer = None
        self._show_preview()

    def _show_preview(self) -> None:
        """Show the newest preview, and look for a newer one in a while: the one before it is made ready first."""
        job = self._job
        if job is None or not job.preview or job.preview is self._shown or job.picture_ids:
            return
        if not self.screen.is_current:
            return
        if not self._picture.busy:
            self._shown = job.preview
            self._picture.show_bytes(job.preview)
        self._preview_timer = self.set_timer(PREVIEW_EVERY, self._preview_again, name="preview")

    def _stop_previews(self) -> None:
        if self._preview_timer is not None:
            self._preview_timer.stop()
            self._preview_timer = None

    @work(exclusive=True)
    async def _show_finished(self, job: JobView, workspace: Workspace, *, is_seen: bool) -> None:
        """Show the newest lettering, or the picture. `is_seen`: a preview of it stands there, and stays until then."""
        from library.errors import LibraryError
        from screens.gallery.model import picture_sources

        library = workspace.library
        try:
            picture = await asyncio.to_thread(library.picture, job.picture_ids[0])
        except LibraryError as error:
            self._picture.clear(error.reason)
            return
        if self._job is not None and self._job.id == job.id:
            words = next_line(job, picture.rating, type(self.screen), host_of(self).keys)
            self.query_one("#job-next", Static).update(words, layout=False)
            sources = picture_sources.tile(library, picture), picture_sources.whole(library, picture)
            self._picture.show_sources(*sources, is_of_same=is_seen)


def _is_drawn(job: JobView) -> bool:
    return job.state is State.DONE and bool(job.picture_ids)
