"""Which jobs go where and when: pauses, priorities, servers that fail or lack a model, cancels on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backends.base import (
    DrawRequest,
    EngineUnreachable,
    Event,
    Failed,
    ModelMissing,
    ResultLost,
    Started,
    Ticket,
)
from library.records import JobRecord
from studio.jobs.states import State
from tests.studio.jobs.bench import (
    Bench,
    until,
    whole_run,
)


async def test_a_paused_desk_keeps_its_jobs_until_it_is_resumed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.pause()
    ids = await bench.desk.submit(bench.recipes(count=3))
    assert {bench.desk.view(job_id).state for job_id in ids} == {State.DRAFT}
    await bench.desk.release(ids[1])
    await bench.desk.wait([ids[1]])
    assert bench.desk.view(ids[0]).state is State.DRAFT
    await bench.desk.shift(ids[2], -1)
    await bench.desk.resume()
    await bench.desk.wait(ids)
    assert [request.seed for request in bench.engine.asked] == [6, 7, 5]
    await bench.close()


async def test_a_job_of_a_higher_priority_goes_first(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.pause()
    ids = await bench.desk.submit(bench.recipes(count=3))
    await bench.desk.prioritise(ids[2], 1)
    await bench.desk.resume()
    await bench.desk.wait(ids)
    assert [request.seed for request in bench.engine.asked] == [7, 5, 6]
    await bench.close()


async def test_waiting_jobs_move_to_another_server_when_theirs_fails(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    bench.engine.refusal = EngineUnreachable("nothing answers")
    await bench.desk.start()
    views = await bench.desk.wait(await bench.desk.submit(bench.recipes(count=4, engine="auto")))
    assert {view.state for view in views} == {State.DONE}
    assert {view.engine for view in views} == {"nano"}
    assert {bench.library.picture(view.picture_ids[0]).facts.engine for view in views} == {"nano"}
    await bench.close()


@pytest.mark.parametrize("turns", range(4))
async def test_the_queue_ends_though_a_job_may_go_at_the_same_moment(tmp_path: Path, turns: int) -> None:
    bench = Bench(tmp_path, second="nano")
    bench.desk._lanes.set_aside("spark")
    sending = bench.desk._sending
    queue = asyncio.create_task(sending.dispatch())
    for _ in range(10):
        await asyncio.sleep(0)
    sending.wake.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    queue.cancel()
    await asyncio.wait({queue}, timeout=5)
    assert queue.cancelled()
    await bench.close()


async def test_a_server_without_the_model_leaves_the_job_to_one_that_has_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    bench.engine.refusal = ModelMissing("no kontext", "Put it there", "kontext.safetensors", "diffusion_models")
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes(engine="auto")))
    assert (view.state, view.engine) == (State.DONE, "nano")
    await bench.close()


async def test_a_job_that_every_server_refuses_says_what_each_said(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    for engine in bench.engines.values():
        engine.refusal = ModelMissing("no kontext", "Put it there", "kontext.safetensors", "diffusion_models")
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes(engine="auto")))
    assert view.state is State.FAILED
    assert view.notice is not None
    assert "nano: no kontext; spark: no kontext" in view.notice.reason
    await bench.close()


async def test_a_job_that_a_server_lost_goes_to_another(tmp_path: Path) -> None:
    async def lost(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        yield Failed(ResultLost("the server was started again"))

    bench = Bench(tmp_path, lost, second="nano")
    bench.engines["nano"].script = whole_run
    await bench.desk.start()
    views = await bench.desk.wait(await bench.desk.submit(bench.recipes(engine="auto", count=4)))
    assert {view.state for view in views} == {State.DONE}
    assert {view.engine for view in views} == {"nano"}
    await bench.close()


async def test_a_server_that_worked_and_went_away_keeps_the_jobs_that_were_meant_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.lanes.ASIDE", (0.01,))
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    bench.engine.refusal = EngineUnreachable("nothing answers")
    (job_id,) = await bench.desk.submit(bench.recipes())
    async with asyncio.timeout(10):
        while not bench.desk.view(job_id).trouble:
            await asyncio.sleep(0)
    assert "trying again" in bench.desk.view(job_id).words
    bench.engine.refusal = None
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.DONE
    await bench.close()


async def test_what_is_being_sent_can_be_cancelled_and_its_server_is_asked_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    sending = asyncio.Event()

    async def stuck(request: DrawRequest, prepared: str = "") -> Ticket:
        sending.set()
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(bench.engine, "submit", stuck)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    await sending.wait()
    await bench.desk.cancel(job_id)
    assert bench.desk.view(job_id).state is State.CANCELLED
    assert bench.engine.cancelled == [job_id]
    await bench.close()


async def test_a_job_is_cancelled_here_also_where_its_server_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_ends(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        await asyncio.Event().wait()

    async def away(ticket: Ticket) -> None:
        raise EngineUnreachable("nothing answers")

    bench = Bench(tmp_path, never_ends)
    monkeypatch.setattr(bench.engine, "cancel", away)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    await until(bench, lambda: bench.desk.view(job_id).state is State.RUNNING)
    await bench.desk.cancel(job_id)
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.CANCELLED
    assert view.notice is not None
    assert "may still draw it" in view.notice.title
    await bench.close()


async def test_a_cancel_between_choosing_and_sending_does_not_stop_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    change = bench.library.jobs.change
    ids: list[str] = []
    loop = asyncio.get_running_loop()

    def cancel_the_second(record: JobRecord, expected: JobRecord) -> bool:
        if record.state == State.SUBMITTING and record.id == ids[0] and not record.graph:
            asyncio.run_coroutine_threadsafe(bench.desk.cancel(ids[1]), loop).result(5)
        return change(record, expected)

    await bench.desk.start()
    await bench.desk.pause()
    ids += await bench.desk.submit(bench.recipes(count=3))
    monkeypatch.setattr(bench.library.jobs, "change", cancel_the_second)
    await bench.desk.resume()
    views = await bench.desk.wait(ids)
    assert [view.state for view in views] == [State.DONE, State.CANCELLED, State.DONE]
    await bench.close()
