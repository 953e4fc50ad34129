"""The list of jobs: two lines each, drawn line by line, so a step repaints one job and rebuilds nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.progress.job_text import SIGNS, in_order, job_colour
from screens.theme import ink
from studio.jobs.views import JobView

TALL = 2


class JobList(ScrollView, can_focus=True):
    """Jobs with a cursor. The cursor stays on its job when jobs come, move or end."""

    TITLE: ClassVar[str] = "Jobs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="jobs.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="jobs.down"),
        Binding("pageup", "move(-8)", "Page up", show=False, id="jobs.page-up"),
        Binding("pagedown", "move(8)", "Page down", show=False, id="jobs.page-down"),
        Binding("home,g", "move(-100000)", "First", show=False, id="jobs.first"),
        Binding("end,G", "move(100000)", "Last", show=False, id="jobs.last"),
    ]

    class Moved(Message):
        """The cursor is on another job: `present` says which."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._jobs: list[JobView] = []
        self._at = 0
        self._wanted = ""

    @property
    def present(self) -> JobView | None:
        """The job under the cursor."""
        return self._jobs[self._at] if self._jobs else None

    @property
    def beneath(self) -> JobView | None:
        """The job after that."""
        return self._jobs[self._at + 1] if self._at + 1 < len(self._jobs) else None

    @property
    def jobs(self) -> tuple[JobView, ...]:
        """All jobs in their order."""
        return tuple(self._jobs)

    def set_jobs(self, jobs: Iterable[JobView]) -> None:
        """Show these jobs."""
        self._arrange(in_order(jobs))

    def put(self, job: JobView) -> None:
        """Take a change in: repaint one job, or the list where the order changes."""
        index = next((index for index, known in enumerate(self._jobs) if known.id == job.id), None)
        if index is not None and _standing(self._jobs[index]) == _standing(job):
            self._jobs[index] = job
            self._repaint(index)
            return
        others = [known for known in self._jobs if known.id != job.id]
        self._arrange(in_order([*others, job]))

    def go_to(self, job_id: str) -> None:
        """Put the cursor on a job, now or as soon as it is there."""
        index = next((index for index, job in enumerate(self._jobs) if job.id == job_id), None)
        self._wanted = job_id if index is None else ""
        if index is not None:
            self._move_to(index)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        if self._jobs:
            self._move_to(min(max(self._at + step, 0), len(self._jobs) - 1))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        index = (event.y + self.scroll_offset.y) // TALL
        if index < len(self._jobs):
            self._move_to(index)

    def on_resize(self) -> None:
        """Lines are as wide as the list."""
        self._measure()

    def _arrange(self, jobs: list[JobView]) -> None:
        before = self.present
        self._jobs = jobs
        known = before.id if before else ""
        there = {job.id: index for index, job in enumerate(jobs)}
        self._at = there.get(self._wanted, there.get(known, 0))
        if self._wanted in there:
            self._wanted = ""
        self._measure()
        self.refresh()
        present = self.present
        if (present.id if present else "") != known:
            self.post_message(self.Moved())

    def _move_to(self, index: int) -> None:
        if index == self._at:
            return
        old, self._at = self._at, index
        self._repaint(old)
        self._repaint(index)
        self.scroll_to_region(Region(0, index * TALL, 1, TALL), animate=False, force=True)
        self.post_message(self.Moved())

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._jobs) * TALL)

    def _repaint(self, index: int) -> None:
        for line in range(index * TALL, index * TALL + TALL):
            self.refresh(Region(0, line - self.scroll_offset.y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One of a job's two lines: what it draws; how it stands."""
        width = self.scrollable_content_region.width
        index, second = divmod(y + self.scroll_offset.y, TALL)
        ground = self.rich_style
        if index >= len(self._jobs):
            return Strip([Segment(" " * width, ground)], width)
        job, here = self._jobs[index], index == self._at
        if here:
            ground += Style(bgcolor=ink(self.app, "boost" if self.has_focus else "panel"))
        text = self._state_line(job, here) if second else self._scene_line(job, here)
        text.truncate(width, overflow="ellipsis")
        return Strip(text.render(self.app.console), text.cell_len).adjust_cell_length(width).apply_style(ground)

    def _scene_line(self, job: JobView, here: bool) -> Text:
        sign = (f"{SIGNS[job.state]} ", f"bold {ink(self.app, job_colour(job))}")
        return Text.assemble(self._edge(here), sign, (job.scene, "bold" if here else ""), end="")

    def _state_line(self, job: JobView, here: bool) -> Text:
        urgent = f"{job.priority:+d} · " if job.priority and not job.ended else ""
        words = f"  {urgent}{job.where} · {job.words}"
        if job.rank is not None:
            words += f" · {job.rank.head[0].lower()}{job.rank.head[1:]}"
        if job.sayings:
            words += f" · “{' / '.join(job.sayings)}”"
        return Text.assemble(self._edge(here), (words, ink(self.app, "muted")), end="")

    def _edge(self, here: bool) -> tuple[str, str]:
        return ("▌" if here else " ", ink(self.app, "primary"))


def _standing(job: JobView) -> tuple[object, ...]:
    """What a job's place in the list depends on."""
    return job.state, job.priority, job.place
