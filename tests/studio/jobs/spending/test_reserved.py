"""What was reserved for a job: taken back where it never left, and never reserved a second time for one request."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from backends.base import Cost, DrawRequest, EngineRefused, Failed, Outlook
from library.errors import DiskFull
from library.records import Picture
from studio.jobs.spending.caps import Caps
from studio.jobs.states import State
from studio.scenes.recipe import ReferenceUse
from tests.studio.jobs.bench import until
from tests.studio.jobs.spending.paid import charges, drawn_for, ended_by, paid


async def test_what_is_cancelled_before_it_is_sent_costs_nothing(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(None))
    held, began = asyncio.Event(), asyncio.Event()

    async def prepare(request: DrawRequest) -> str:
        began.set()
        await held.wait()
        return "{}"

    bench.engine.prepare = prepare  # type: ignore[method-assign]
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    await began.wait()
    assert charges(bench, job_id) == [(0.05, "maybe")]
    await bench.desk.cancel(job_id)
    assert (bench.desk.view(job_id).state, charges(bench, job_id)) == (State.CANCELLED, [])
    await bench.close()


async def test_what_cannot_be_made_ready_costs_nothing(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(None))
    use = ReferenceUse("Milo", "gone.png", "0" * 64)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(
        [msgspec.structs.replace(recipe, references=(use,)) for recipe in bench.recipes()]
    )
    (view,) = await bench.desk.wait([job_id])
    assert (view.state, view.cost, charges(bench, job_id)) == (State.FAILED, "", [])
    await bench.close()


async def test_a_picture_that_could_not_be_kept_is_fetched_again_for_one_charge_also_over_a_cap(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(day=0.05))
    save = bench.library.save_picture

    def full(*_: object, **__: object) -> Picture:
        raise DiskFull("the disk is full")

    bench.library.save_picture = full  # type: ignore[method-assign]
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.FAILED
    record = bench.library.jobs.get(job_id)
    assert record.graph
    bench.library.save_picture = save  # type: ignore[method-assign]
    await bench.desk.retry(job_id)
    (view,) = await bench.desk.wait([job_id])
    assert (view.over_cap, charges(bench, job_id)) == (False, [(0.05, "measured")])
    await bench.close()


async def test_a_word_about_a_cap_is_good_for_one_drawing(tmp_path: Path) -> None:
    bench = paid(tmp_path, ended_by(Failed(EngineRefused("no"))), Caps(day=0.01))
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes(), over_cap=True)
    assert (await bench.desk.wait([job_id]))[0].state is State.FAILED
    await bench.desk.retry(job_id)
    assert (await bench.desk.wait([job_id]))[0].over_cap
    await bench.close()


async def test_a_job_held_for_a_cap_goes_on_where_it_is_handed_to(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(None), Caps(day=0.01))
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    assert (await bench.desk.wait([job_id]))[0].over_cap
    draft = msgspec.structs.replace(bench.recipes()[0], engine="draft", engine_kind="draft")
    assert await bench.desk.hand_on(job_id, draft)
    assert bench.desk.view(job_id).state is not State.DRAFT
    await bench.desk.cancel(job_id)
    await bench.close()


async def test_what_is_handed_on_while_it_is_reserved_goes_to_the_other(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(None))
    draft = msgspec.structs.replace(bench.recipes()[0], engine="draft", engine_kind="draft")
    outlook = bench.engine.outlook  # type: ignore[attr-defined]

    async def handed(request: DrawRequest) -> Outlook:
        (view,) = bench.desk.views()
        assert await bench.desk.hand_on(view.id, draft)
        await bench.desk.hold(view.id)
        found: Outlook = await outlook(request)
        return found

    bench.engine.outlook = handed  # type: ignore[attr-defined]
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    await until(bench, lambda: bench.desk.view(job_id).engine == "draft" and not charges(bench, job_id))
    await bench.desk.cancel(job_id)
    assert bench.engine.asked == []
    await until(bench, lambda: not charges(bench, job_id))
    await bench.close()
