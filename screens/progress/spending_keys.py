"""The key that shows what was spent, and what of it stands over the jobs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from screens.base.host import Notices
from screens.base.topics import Topic
from screens.base.work import Work
from studio.jobs.views import JobView

if TYPE_CHECKING:
    from library.charges import Key, Total
    from studio.workspace import Workspace

    Totals = dict[Key, tuple[Total, ...]]


class SpendingKeys(Topic):
    """`workspace` is None until it is open. `show` opens the window on totals, under what was spent lately; `tell` is
    called with that when it is another, in words, empty where nothing was ever spent and nothing can be.
    """

    def __init__(
        self,
        studio: Notices,
        work: Work,
        *,
        show: Callable[[str, Totals], Awaitable[object]],
        tell: Callable[[str], None],
    ) -> None:
        self.workspace: Workspace | None = None
        self._studio = studio
        self._work = work
        self._show = show
        self._tell = tell
        self._costs: dict[str, str] = {}
        self.lately = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing is paid there is nothing to show."""
        return action != "costs" or bool(self.lately)

    def hear(self, job: JobView) -> None:
        """A job changed: what it costs may be another."""
        if self._costs.get(job.id, "") != job.cost:
            self._costs[job.id] = job.cost
            self.look()

    def look(self) -> None:
        """Look what was spent by now."""
        if self.workspace is not None:
            self._work.begin(partial(self._look, self.workspace), "spent")

    def action_costs(self) -> None:
        """Show what it was spent on."""
        if self.workspace is not None:
            self._work.begin(partial(self._open, self.workspace), "costs")

    async def _look(self, workspace: Workspace) -> None:
        with self._studio.reporting():
            lately = await workspace.desk.charging.lately()
            if lately != self.lately:
                self.lately = lately
                self._tell(lately)

    async def _open(self, workspace: Workspace) -> None:
        with self._studio.reporting():
            await self._look(workspace)
            totals = await self._work.in_thread(_totals, workspace)
            await self._show(self.lately, totals)


def _totals(workspace: Workspace) -> Totals:
    keys: tuple[Key, ...] = ("day", "month", "engine", "model", "member")
    return {key: workspace.library.spending.totals(key) for key in keys}
