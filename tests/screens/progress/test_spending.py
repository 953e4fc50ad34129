"""What was spent, on Progress: nothing where nothing is paid, else a line over the jobs and a window of totals."""

from __future__ import annotations

import time

from textual.pilot import Pilot
from textual.widgets import Static

from library.charges import Charge
from screens.progress.costs_window import CostsWindow
from screens.progress.job_text import time_line
from screens.progress.server_strip import ServerStrip
from studio.jobs.spending.charging import local_day
from studio.jobs.states import State
from tests.screens.conftest import Opened, studio_of, until
from tests.screens.jobs import view


def spend(pilot: Pilot[None]) -> None:
    """Five cents of today, which may not have been charged."""
    workspace = studio_of(pilot).workspace
    assert workspace is not None
    now = time.time()
    workspace.library.spending.reserve(
        Charge(request="a", job="a", time=now, day=local_day(now), engine="bfl", dollars=0.05, members=("Milo",))
    )


async def test_where_nothing_is_paid_there_is_nothing_to_see(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.screen.query_one(ServerStrip).display is False)
        await pilot.press("dollar_sign")
        assert not isinstance(pilot.app.screen, CostsWindow)


async def test_what_was_spent_stands_over_the_jobs_and_its_totals_in_a_window(opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await until(pilot, lambda: studio_of(pilot).workspace)
        spend(pilot)
        await pilot.press("f3")
        await until(pilot, lambda: "$0.05 today" in str(pilot.app.screen.query_one(ServerStrip).content))
        await pilot.press("dollar_sign")
        await until(pilot, lambda: isinstance(pilot.app.screen, CostsWindow))

        def rows() -> str:
            return str(pilot.app.screen.query_one("#rows", Static).content)

        assert local_day(time.time()) in rows()
        assert "$0.05 in doubt" in rows()
        await pilot.press("left")
        await until(pilot, lambda: rows().startswith("Milo"))
        await pilot.press("escape")


def test_the_line_of_a_job_says_what_it_costs() -> None:
    assert time_line(view("a", State.DONE, cost="$0.04", changed=100.0), 100.0) == "$0.04 · now"
    assert time_line(view("a", State.WAITING, cost="about $0.05"), 103.0) == "waiting for 3 s · about $0.05"
