"""What a job goes through at the desk, what is written and told of it, and how it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from backends.base import (
    Cancelled,
    EngineBroke,
    EngineUnreachable,
    Event,
    Failed,
    Health,
    ResultLost,
    Started,
    Ticket,
)
from library.errors import DiskFull
from library.records import JobRecord, RunRecord
from studio.errors import Notice
from studio.jobs.states import State
from studio.jobs.views import Change, JobChanged, LaneChanged, LaneView, LetteringSaved, Noticed, PictureSaved
from tests.studio.jobs.bench import (
    Bench,
    until,
    whole_run,
)


async def test_a_job_goes_all_the_way_and_every_state_is_in_the_index_before_it_is_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    seen: list[tuple[str, str]] = []

    def compare(change: Change) -> None:
        if isinstance(change, JobChanged):
            seen.append((change.job.state.value, bench.library.jobs.get(change.job.id).state))

    bench.desk.subscribe(compare)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes("PEBKAC"))
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.DONE, view.notice
    assert bench.states(job_id) == [
        State.WAITING,
        State.SUBMITTING,
        State.QUEUED,
        State.RUNNING,
        State.FETCHING,
        State.LETTERING,
        State.DONE,
    ]
    assert all(shown == kept for shown, kept in seen)
    (picture_id,) = view.picture_ids
    picture = bench.library.picture(picture_id)
    assert picture.facts.model == "flux1-dev-kontext.safetensors"
    assert Path(picture.path).exists()
    (lettering,) = bench.library.letterings(picture_id)
    assert lettering.sayings == ("PEBKAC",)
    assert any(isinstance(change, PictureSaved) for change in bench.changes)
    assert any(isinstance(change, LetteringSaved) for change in bench.changes)
    await bench.close()


async def test_a_batch_is_drawn_each_picture_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    ids = await bench.desk.submit(bench.recipes(count=5))
    views = await bench.desk.wait(ids)
    assert {view.state for view in views} == {State.DONE}
    assert len(bench.library.page().pictures) == 5
    assert sorted(request.seed for request in bench.engine.asked) == [5, 6, 7, 8, 9]
    await bench.close()


async def test_what_breaks_on_the_engine_ends_the_job_with_its_reason_and_a_retry_has_another_id(
    tmp_path: Path,
) -> None:
    async def broken_once(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        if ticket.job_id == first_id[0]:
            yield Failed(EngineBroke("CUDA out of memory", "Draw it smaller", "KSampler", out_of_memory=True))
            return
        async for event in whole_run(ticket):
            yield event

    bench = Bench(tmp_path, broken_once)
    await bench.desk.start()
    first_id = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait(first_id)
    assert view.state is State.FAILED
    assert view.notice is not None
    assert (view.notice.title, view.notice.reason) == ("Drawing failed (spark)", "CUDA out of memory")
    assert "768×768" in view.notice.remedy
    assert bench.library.jobs.get(view.id).notice
    assert bench.engine.freed == 0
    assert await bench.desk.retry(view.id) == (view.id,)
    (view,) = await bench.desk.wait([view.id])
    assert view.state is State.DONE
    assert bench.engine.freed == 1, "a server that ran out of memory is asked to free some before the job comes again"
    assert len({request.job_id for request in bench.engine.asked}) == 2
    assert len(bench.library.page().pictures) == 1
    await bench.close()


@pytest.mark.parametrize("small", [False, True])
async def test_who_draws_by_a_small_model_is_not_told_to_choose_one(small: bool, tmp_path: Path) -> None:
    async def broken(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        yield Failed(EngineBroke("CUDA out of memory", "", "KSampler", out_of_memory=True, small_model=small))

    bench = Bench(tmp_path, broken)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.notice is not None
    assert ("fp8" in view.notice.remedy) != small
    assert "768×768" in view.notice.remedy
    await bench.close()


async def test_a_job_that_its_server_lost_is_drawn_again_but_not_for_ever(tmp_path: Path) -> None:
    async def lost(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        yield Failed(ResultLost("the server was started again"))

    bench = Bench(tmp_path, lost)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.LOST
    assert view.notice is not None
    assert view.notice.reason == "the server was started again"
    assert len(bench.engine.asked) == 3
    await bench.close()


async def test_a_refused_job_fails_and_nothing_is_followed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.engine.refusal = EngineUnreachable("nothing answers at http://spark", "Start ComfyUI")
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.FAILED
    assert view.notice == Notice(
        "The engine does not answer (spark)", "nothing answers at http://spark", "Start ComfyUI"
    )
    await bench.close()


async def test_a_full_disk_fails_the_job_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)

    def full(*args: object, **named: object) -> None:
        raise DiskFull("no room for a picture of 1.4 MB", "Free some room")

    monkeypatch.setattr(bench.library, "save_picture", full)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.FAILED
    assert view.notice is not None
    assert view.notice.title.startswith("The disk is full")
    await bench.close()


async def test_an_index_that_cannot_be_written_is_told_and_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()

    def full(record: JobRecord, expected: str) -> bool:
        raise DiskFull("no room for the index", "Free some room")

    monkeypatch.setattr(bench.library.jobs, "change", full)
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.FAILED
    assert not bench.engine.asked, "a job must be in the index before it is on the wire"
    assert any(isinstance(change, Noticed) for change in bench.changes)
    await bench.close()


async def test_a_waiting_job_is_cancelled_here_and_a_running_one_on_its_engine(tmp_path: Path) -> None:
    release = asyncio.Event()
    running = asyncio.Semaphore(0)

    async def held(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        running.release()
        await release.wait()
        yield Cancelled()

    bench = Bench(tmp_path, held)
    await bench.desk.start()
    first, second, third = await bench.desk.submit(bench.recipes(count=3))
    await running.acquire()
    await running.acquire()
    assert bench.desk.view(third).state is State.WAITING
    await bench.desk.cancel(third)
    assert bench.desk.view(third).state is State.CANCELLED
    await bench.desk.cancel(first)
    assert bench.engine.cancelled == [first]
    release.set()
    views = await bench.desk.wait([first, second, third])
    assert {view.state for view in views} == {State.CANCELLED}
    assert [request.job_id for request in bench.engine.asked] == [first, second]
    await bench.close()


async def test_a_lettering_that_cannot_be_set_leaves_the_picture_and_says_why(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes("\U0001f98a")))
    assert view.state is State.DONE
    assert view.notice is not None
    assert len(view.picture_ids) == 1
    assert bench.library.letterings(view.picture_ids[0]) == ()
    await bench.close()


async def test_paces_are_those_of_the_past_and_lanes_say_how_servers_are(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    for seconds in (8.0, 12.0, 10.0):
        bench.library.jobs.add_run(
            RunRecord(
                engine="nano",
                family="kontext",
                width=1024,
                height=1024,
                steps=20,
                seconds=seconds,
                stages={"sampling": seconds},
                finished=1.0,
            )
        )

    async def health() -> Health:
        return Health(True, "ready", {"devices": "NVIDIA GB10 (98.1 of 119.6 GiB free)"}, 3)

    bench.engines["nano"].health = health  # type: ignore[method-assign]
    await bench.desk.start()
    told: list[LaneView] = []
    bench.desk.subscribe(lambda change: told.append(change.lane) if isinstance(change, LaneChanged) else None)
    bench.desk.servers.watch()
    await until(bench, lambda: len(told) == 2)
    nano = next(lane for lane in bench.desk.servers.views() if lane.name == "nano")
    assert (nano.ready, nano.waiting, nano.pace, nano.memory) == (True, 3, 10.0, "98.1 of 119.6 GiB free")
    await bench.close()


async def test_queue_time_is_told_apart_from_drawing_time(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.began is not None
    assert view.drawn is not None
    assert view.waited(0.0) == view.began - view.created
    assert view.drawing(0.0) == view.drawn - view.began
    waiting = msgspec.structs.replace(view, state=State.WAITING, began=None, drawn=None)
    assert (waiting.waited(view.created + 5), waiting.drawing(view.created + 5)) == (5.0, None)
    await bench.close()
