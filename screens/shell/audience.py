"""Who is told of the workspace and of every change at the desk, and what is said of jobs that end out of sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from screens.base.host import Notices, Status
from screens.base.messages import Changed, Opened
from screens.drawing.drawn_once import DrawnOnce

if TYPE_CHECKING:
    from studio.ended_jobs import End
    from studio.jobs.views import Change, JobView
    from studio.workspace import Workspace


class UnfinishedJobs:
    """Counts the jobs that have not ended, whoever runs them."""

    def __init__(self, status: Status) -> None:
        self._status = status
        self._ids: set[str] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def begin(self, jobs: Iterable[JobView]) -> None:
        """These are there when the workspace opens."""
        self._ids = {job.id for job in jobs if not job.ended}
        self._status.count(len(self._ids))

    def hear(self, job: JobView) -> None:
        """A job is new, a step further, or has ended."""
        if job.ended:
            self._ids.discard(job.id)
        else:
            self._ids.add(job.id)
        self._status.count(len(self._ids))


class EndedJobs:
    """Says in one line how the jobs of a batch ended: when the last has, and at once where one failed.

    What ends while such a line stands is told in one with it. `say` gets the line, and whether all is well.
    """

    def __init__(self, say: Callable[[str, bool], object]) -> None:
        self._say = say
        self._batches: dict[str, dict[str, End | None]] = {}
        self._told: dict[str, dict[str, End | None]] = {}
        self._told_at = float("-inf")

    def begin(self, jobs: Iterable[JobView]) -> None:
        """These are there when the workspace opens."""
        for job in jobs:
            if not job.ended:
                self._batches.setdefault(job.batch or job.id, {})[job.id] = None

    def hear(self, job: JobView, now: float) -> None:
        """A job that this studio runs is new, a step further, or has ended; `now` by the monotonic clock."""
        name = job.batch or job.id
        batch = self._batches.get(name, {})
        if not job.ended:
            self._batches[name] = batch
            batch[job.id] = None
        elif batch.get(job.id, job) is None:
            self._end(name, batch, job, now)

    def let_go(self, job: JobView) -> None:
        """Another process runs a job now, and tells of it."""
        name = job.batch or job.id
        batch = self._batches.get(name, {})
        batch.pop(job.id, None)
        if None not in batch.values():
            self._batches.pop(name, None)

    def _end(self, name: str, batch: dict[str, End | None], job: JobView, now: float) -> None:
        from screens.base.toasts import SECONDS
        from studio.ended_jobs import FAILURES, end_of, words

        batch[job.id] = end_of(job)
        is_over = None not in batch.values()
        if is_over:
            del self._batches[name]
        if is_over or job.state in FAILURES:
            if now - self._told_at >= SECONDS:
                self._told.clear()
            # A retried job of an earlier batch is told with it once.
            self._told[name] = {**self._told.get(name, {}), **batch}
            self._told_at = now
            jobs = [end for told in self._told.values() for end in told.values()]
            ends = [end for end in jobs if end is not None]
            self._say(words(ends, len(jobs)), all(end.is_well for end in ends))


class AppAudience:
    """The screens that hear of every change; `hear_job` hears of each change of a job before they do."""

    def __init__(self, notices: Notices, hear_job: Callable[[JobView], object]) -> None:
        self._notices = notices
        self._hear_job = hear_job
        self._workspace: Workspace | None = None
        self._screens: WeakKeyDictionary[DrawnOnce[Any], bool] = WeakKeyDictionary()

    def meet(self, screen: DrawnOnce[Any]) -> None:
        """A screen is in sight: it is told that the workspace is open, once, and from now on of every change."""
        knows = self._screens.setdefault(screen, False)
        if self._workspace is not None and not knows:
            self._screens[screen] = True
            screen.post_message(Opened(self._workspace))

    def open(self, workspace: Workspace, in_sight: Iterable[object]) -> None:
        """The workspace is open: the screens in sight hear of it, the others when they come into sight."""
        self._workspace = workspace
        for screen in [one for one in self._screens if one in in_sight]:
            self.meet(screen)

    def tell(self, change: Change) -> None:
        """Pass a change at the desk on to every screen; a notice of the desk is shown."""
        from studio.jobs.views import BestChosen, JobChanged, Noticed

        if isinstance(change, Noticed):
            self._notices.show_notice(change.notice)
        if isinstance(change, BestChosen):
            self._notices.passing.say(f"{change.rank.head} is picture {change.picture.id}", change.rank.why)
        if isinstance(change, JobChanged):
            self._hear_job(change.job)
        for screen in list(self._screens):
            if screen.is_attached:
                screen.post_message(Changed(change))
