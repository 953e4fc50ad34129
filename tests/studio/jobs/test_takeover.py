"""What a studio leaves behind, and several studios on one library: each job is finished once."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from backends.base import (
    Cancelled,
    EngineUnreachable,
    Event,
    Started,
    Ticket,
)
from library.records import JobRecord
from studio.jobs.states import State
from studio.pictures.facts import facts_of
from studio.scenes.recipe import to_json
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings
from tests.studio.jobs.bench import (
    STATES_BEFORE_THE_END,
    Bench,
    ScriptedEngine,
    left,
    panel_png,
    until,
    whole_run,
)


async def test_another_studio_takes_up_what_a_dead_one_left(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def never_ends(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        begun.set()
        await asyncio.Event().wait()

    first = Bench(tmp_path, never_ends)
    await first.desk.start()
    (job_id,) = await first.desk.submit(first.recipes("RTFM"))
    await begun.wait()

    second = Bench(tmp_path)
    await second.desk.start()
    await second.desk.take_up()
    assert [view.state for view in second.desk.views()] == [State.RUNNING], "a living studio's jobs are seen"
    assert second.engine.asked == [], "and left to it"
    assert (first.desk.is_foreign(job_id), second.desk.is_foreign(job_id)) == (False, True)
    await second.close()

    left = await first.desk.close()
    assert [view.id for view in left] == [job_id]
    first.library.close()

    third = Bench(tmp_path)
    await third.desk.start()
    await third.desk.take_up()
    (view,) = await third.desk.wait([job_id])
    assert view.state is State.DONE
    assert third.engine.asked == [], "a running job is followed, not sent again"
    assert len(third.library.page().pictures) == 1
    await third.close()


async def test_another_studios_cancel_is_heeded(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.pause()
    (job_id,) = await bench.desk.submit(bench.recipes())
    record = bench.library.jobs.get(job_id)
    bench.library.jobs.put([msgspec.structs.replace(record, state=State.CANCELLED)])
    await bench.desk.resume()
    assert bench.desk.view(job_id).state is State.CANCELLED
    assert bench.engine.asked == []
    await bench.close()


@pytest.mark.parametrize("state", STATES_BEFORE_THE_END)
async def test_whatever_state_a_killed_studio_left_a_job_in_it_is_finished_once(tmp_path: Path, state: State) -> None:
    bench = Bench(tmp_path)
    (recipe,) = bench.recipes("RTFM")
    job_id = str(uuid.uuid4())
    picture_ids: tuple[int, ...] = ()
    if state is State.LETTERING:
        facts = facts_of(recipe, "spark", {}, job_id)
        picture_ids = (bench.library.save_picture(panel_png(), facts, key=f"{job_id}/0").id,)
    record = JobRecord(
        id=job_id,
        prompt_id=job_id,
        client_id=str(uuid.uuid4()),
        engine="spark",
        state=state,
        recipe=to_json(recipe),
        graph='{"1": {}}' if state not in (State.DRAFT, State.WAITING) else "",
        created=1.0,
        changed=1.0,
        picture_ids=picture_ids,
    )
    bench.library.jobs.put([record])
    await bench.desk.start()
    await bench.desk.take_up()
    await bench.desk.resume()
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.DONE, view.notice
    assert len(bench.library.page().pictures) == 1
    assert len(bench.library.letterings(view.picture_ids[0])) == 1
    sent = 1 if state in (State.DRAFT, State.WAITING, State.SUBMITTING) else 0
    assert len(bench.engine.asked) == sent
    assert all(request.client_id == record.client_id for request in bench.engine.asked)
    await bench.close()


async def test_a_job_that_was_being_sent_when_its_studio_died_waits_for_that_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.submission.PATIENCE", 0.0)
    monkeypatch.setattr("studio.jobs.lanes.ASIDE", (0.0,))
    bench = Bench(tmp_path, second="nano")
    (recipe,) = bench.recipes(engine="auto")
    record = left(recipe, State.SUBMITTING, graph='{"1": {}}')
    bench.library.jobs.put([record])
    bench.engine.refusal = EngineUnreachable("nothing answers")
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, view.engine) == (State.FAILED, "spark")
    assert bench.engines["nano"].asked == []
    bench.engine.refusal = None
    await bench.desk.retry(record.id)
    await bench.desk.wait([record.id])
    assert [request.job_id for request in bench.engine.asked] == [record.prompt_id], (
        "the server can tell it is the same"
    )
    await bench.close()


async def test_a_studio_sees_what_another_does_and_each_can_cancel_the_others_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.takeover.OTHERS_EVERY", 0.01)
    stop = asyncio.Event()

    async def held(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        await stop.wait()
        yield Cancelled()

    first, second = Bench(tmp_path, held), Bench(tmp_path)
    for bench in (first, second):
        bench.book._made["spark"] = first.engine
        await bench.desk.start()
        await bench.desk.take_up()
    ids = await first.desk.submit(first.recipes(count=3))
    await until(second, lambda: sorted(view.id for view in second.desk.views()) == sorted(ids))
    await until(second, lambda: second.desk.view(ids[1]).state is State.RUNNING)
    await second.desk.cancel(ids[2])
    await until(first, lambda: first.desk.view(ids[2]).state is State.CANCELLED)
    await second.desk.cancel(ids[0])
    assert first.engine.cancelled == [ids[0]]
    stop.set()
    await first.desk.wait(ids)
    await second.desk.wait(ids)
    assert [request.job_id for request in first.engine.asked] == list(ids[:2]), "only its own studio sends a job"
    await first.close()
    await second.close()


async def test_a_studio_goes_on_with_the_jobs_of_one_that_went_while_it_was_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.takeover.OTHERS_EVERY", 0.01)

    async def never_ends(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        await asyncio.Event().wait()

    first, second = Bench(tmp_path, never_ends), Bench(tmp_path)
    await first.desk.start()
    await second.desk.start()
    await second.desk.take_up()
    ids = await first.desk.submit(first.recipes(count=3))
    await until(first, lambda: first.desk.view(ids[1]).state is State.RUNNING)
    await first.close()
    await until(second, lambda: len(second.desk.views()) == 3)
    views = await second.desk.wait(ids)
    assert {view.state for view in views} == {State.DONE}
    assert [request.job_id for request in second.engine.asked] == [ids[2]], "what runs is followed and not sent again"
    await second.close()


async def test_a_studio_leaves_jobs_alone_whose_server_it_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.takeover.OTHERS_EVERY", 0.01)
    stale = Bench(tmp_path)
    await stale.desk.start()
    await stale.desk.take_up()
    (recipe,) = stale.recipes(engine="nano")
    elsewhere = msgspec.structs.replace(left(recipe, State.RUNNING, graph='{"1": {}}'), engine="nano")
    known = msgspec.structs.replace(
        left(stale.recipes()[0], State.RUNNING, graph='{"1": {}}'), client_id=elsewhere.client_id
    )
    stale.library.jobs.put([elsewhere, known])
    await until(stale, lambda: len(stale.desk.views()) == 2 and stale.desk.view(known.id).ended)
    assert stale.desk.view(known.id).state is State.DONE
    view = stale.desk.view(elsewhere.id)
    assert (view.state, view.words) == (State.RUNNING, "waits for nano, which the settings here do not name")
    assert await stale.desk.wait([elsewhere.id]) == (view,), "waiting for it would have no end"

    # Of the owner whose other job was taken up, this one is left to a studio that knows its server.
    wise = Bench(tmp_path, second="nano")
    await wise.desk.start()
    await wise.desk.take_up()
    await until(wise, lambda: wise.desk.view(elsewhere.id).ended)
    assert wise.desk.view(elsewhere.id).state is State.DONE
    assert wise.engines["nano"].asked == [], "it is followed, and not sent again"
    await until(stale, lambda: stale.desk.view(elsewhere.id).ended)
    assert stale.desk.view(elsewhere.id).words == "done"
    await wise.close()
    await stale.close()


async def test_a_job_of_an_open_studio_is_not_stranded_where_its_server_is_unknown(tmp_path: Path) -> None:
    async def never_ends(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        await asyncio.Event().wait()

    wise, stale = Bench(tmp_path, never_ends, second="nano"), Bench(tmp_path)
    await wise.desk.start()
    (job_id,) = await wise.desk.submit(wise.recipes(engine="nano"))
    await until(wise, lambda: wise.desk.view(job_id).state is State.RUNNING)
    await stale.desk.start()
    await stale.desk.take_up()
    assert stale.desk.stranded == frozenset()
    assert stale.desk.view(job_id).words == "drawing"
    await stale.close()
    await wise.close()


@pytest.mark.parametrize("state", [State.WAITING, State.RUNNING])
async def test_changed_settings_bring_a_stranded_job_its_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    monkeypatch.setattr("studio.jobs.takeover.OTHERS_EVERY", 0.01)
    bench = Bench(tmp_path)
    (recipe,) = bench.recipes(engine="nano")
    job = msgspec.structs.replace(left(recipe, state), engine="nano")
    bench.library.jobs.put([job])
    await bench.desk.start()
    await bench.desk.take_up()
    assert bench.desk.stranded == {job.id}
    nano = ScriptedEngine(whole_run)
    monkeypatch.setattr("studio.engines.book._comfyui", lambda server: nano)
    names = ("spark", "nano")
    await bench.desk.servers.learn(Settings(servers=tuple(ServerSettings(name, f"http://{name}") for name in names)))
    await until(bench, lambda: bench.desk.view(job.id).ended)
    assert bench.desk.view(job.id).state is State.DONE
    assert len(nano.asked) == (1 if state is State.WAITING else 0)
    assert [view.name for view in bench.desk.servers.views()] == ["spark", "nano"]
    await bench.close()


async def test_a_waiting_job_says_that_its_server_was_taken_out_of_the_settings(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    await bench.desk.start()
    await bench.desk.pause()
    (job_id,) = await bench.desk.submit(bench.recipes(engine="nano"))
    await bench.desk.servers.learn(Settings(servers=(ServerSettings("spark", "http://spark"),)))
    await bench.desk.resume()
    await until(bench, lambda: bool(bench.desk.view(job_id).trouble))
    assert bench.desk.view(job_id).words == "waits for nano, which the settings here do not name"
    await bench.close()
