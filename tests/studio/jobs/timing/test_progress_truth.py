"""Time left and the fraction that is done, against a server whose pace is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.jobs.states import State
from studio.jobs.views import JobChanged
from tests.faults import wire
from tests.standin.server import StandIn

STEP = 0.12


async def test_after_the_first_run_the_time_left_is_right_from_the_first_stage_on(tmp_path: Path) -> None:
    async with StandIn(seconds_per_step=STEP) as server, wire.desk(tmp_path, {"lab": server.url}, timeout=5.0) as desk:
        told: list[tuple[float, float, float]] = []
        fractions: list[float] = []

        def note(change: object) -> None:
            if isinstance(change, JobChanged) and change.job.state is State.RUNNING:
                fractions.append(change.job.fraction)
                if change.job.seconds_left is not None:
                    told.append((change.job.changed, change.job.seconds_left, change.job.fraction))

        recipe = wire.recipes()[0]
        for seed in (5, 6):
            told.clear()
            fractions.clear()
            end = desk.subscribe(note)
            (job_id,) = await desk.submit([wire.with_steps(recipe, seed, 8)])
            (view,) = await desk.wait([job_id])
            end()
            assert view.state is State.DONE
        assert view.drawn is not None
        assert fractions == sorted(fractions)
        took = 8 * STEP
        errors = [abs(moment + left - view.drawn) for moment, left, _ in told]
        assert len(errors) > 8
        assert sorted(errors)[len(errors) // 2] < 0.25 * took
        assert max(fractions) > 0.8


async def test_waiting_behind_another_job_is_no_drawing_time(tmp_path: Path) -> None:
    async with StandIn(seconds_per_step=STEP) as server, wire.desk(tmp_path, {"lab": server.url}, timeout=5.0) as desk:
        recipe = wire.recipes()[0]
        ids = await desk.submit([wire.with_steps(recipe, seed, 5) for seed in (5, 6)])
        first, second = await desk.wait(ids)
        drew = [view.drawing(0.0) or 0.0 for view in (first, second)]
        waited = [view.waited(0.0) or 0.0 for view in (first, second)]
        assert waited[1] - waited[0] > 0.8 * 5 * STEP
        assert drew[1] == pytest.approx(drew[0], rel=0.6)
