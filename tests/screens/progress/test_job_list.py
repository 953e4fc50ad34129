"""The list of jobs: its order, its cursor, and how little it repaints."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.geometry import Region

from screens.progress.job_list import JobList
from studio.jobs.states import State
from tests.screens.jobs import view


class Watched(JobList):
    """A list that remembers what it was asked to repaint."""

    def __init__(self) -> None:
        super().__init__()
        self.repainted: list[Region] = []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Watched:
        self.repainted.extend(regions or [Region(0, 0, 1000, 1000)])
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


class ListApp(App[None]):
    """Nothing but a list."""

    def compose(self) -> ComposeResult:
        yield Watched()


@asynccontextmanager
async def listing(count: int) -> AsyncIterator[Watched]:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        jobs = app.query_one(Watched)
        jobs.set_jobs(view(f"j{n}", State.DONE, created=n) for n in range(count))
        await pilot.pause()
        yield jobs
        await pilot.pause()


async def test_the_cursor_stays_on_its_job_when_others_come_and_move() -> None:
    async with listing(5) as jobs:
        jobs.go_to("j2")
        jobs.put(view("new", State.RUNNING, created=50))
        assert [job.id for job in jobs.jobs] == ["new", "j4", "j3", "j2", "j1", "j0"]
        assert jobs.present is not None
        assert jobs.present.id == "j2"
        jobs.put(view("new", State.DONE, created=-1))
        assert jobs.jobs[-1].id == "new"
        assert jobs.present.id == "j2"


async def test_a_step_repaints_two_lines_and_moves_nothing() -> None:
    async with listing(4) as jobs:
        jobs.put(view("now", State.RUNNING, created=50, step=1, steps=20))
        jobs.repainted.clear()
        jobs.put(view("now", State.RUNNING, created=50, step=2, steps=20))
        assert sum(region.height for region in jobs.repainted) == 2
        assert jobs.jobs[0].step == 2


async def test_the_cursor_stays_within_the_list() -> None:
    async with listing(30) as jobs:
        for step in (-1, 100000, 5, -100000):
            jobs.action_move(step)
            assert jobs.present is not None
        assert jobs.present is not None
        assert jobs.present.id == "j29"
        jobs.action_move(100000)
        assert jobs.scroll_offset.y > 0


async def test_an_empty_list_has_no_present_job() -> None:
    async with listing(0) as jobs:
        jobs.action_move(1)
        assert jobs.present is None


async def test_names_from_outside_are_text() -> None:
    async with listing(0) as jobs:
        jobs.put(view("a", State.RUNNING, scene="[bold]not markup[/bold]", engine="[red]"))
        assert "[bold]not markup[/bold]" in jobs.render_line(0).text
        assert "[red]" in jobs.render_line(1).text


def _lines(jobs: JobList) -> Iterator[str]:
    return (jobs.render_line(y).text for y in range(4))


async def test_the_lines_fill_the_width() -> None:
    async with listing(1) as jobs:
        assert {len(line) for line in _lines(jobs)} == {jobs.scrollable_content_region.width}
