"""Who is told of the workspace and of every change at the desk, and what is said of jobs that end out of sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

from screens.base.host import Notices, Status
from screens.base.messages import Changed, Opened
from screens.drawing.drawn_once import DrawnOnce

if TYPE_CHECKING:
    from studio.jobs.views import Change, JobView
    from studio.workspace import Workspace


class UnfinishedJobs:
    """Counts the jobs that have not ended. `say` hears of one that ends, where it was counted before."""

    def __init__(self, status: Status, say: Callable[[JobView], object]) -> None:
        self._status = status
        self._say = say
        self._ids: set[str] = set()

    def __len__(self) -> int:
        return len(self._ids)

    def begin(self, jobs: Iterable[JobView]) -> None:
        """These are there when the workspace opens."""
        self._ids = {job.id for job in jobs if not job.ended}
        self._status.count(len(self._ids))

    def hear(self, job: JobView) -> None:
        """A job is new, a step further, or has ended."""
        if not job.ended:
            self._ids.add(job.id)
        elif job.id in self._ids:
            self._ids.remove(job.id)
            self._say(job)
        self._status.count(len(self._ids))


def passing_words(job: JobView) -> tuple[str, str, Literal["information", "warning"]]:
    """What is said in passing of a job that ended: a title, words, and how grave it is."""
    from studio.jobs.states import State

    words = job.scene if job.notice is None else f"{job.scene}\n{job.notice.line()}"
    is_well = job.state is State.DONE and not job.notice
    return job.words.capitalize(), words, "information" if is_well else "warning"


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
        from studio.jobs.views import JobChanged, Noticed

        if isinstance(change, Noticed):
            self._notices.show_notice(change.notice)
        if isinstance(change, JobChanged):
            self._hear_job(change.job)
        for screen in list(self._screens):
            if screen.is_attached:
                screen.post_message(Changed(change))
