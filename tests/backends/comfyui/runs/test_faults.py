"""Faults between the studio and the server: every run ends with the picture once, or with its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backends.base import (
    EngineUnreachable,
    Failed,
    Finished,
    Preview,
    ResultLost,
    Stage,
    Started,
    Step,
    Ticket,
)
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import MILO, MakeEngine, all_events, reference, request
from tests.backends.comfyui.runs.following import Following
from tests.standin.server import StandIn


@pytest.mark.parametrize("fault", ["cut_request", "cut_answer"])
@pytest.mark.parametrize("number", range(1, 25))
async def test_any_one_answer_may_be_lost(fault: str, number: int, engine: ComfyUIEngine, standin: StandIn) -> None:
    setattr(standin.faults, fault, number)
    ticket = await engine.submit(request(references=(reference(),), loras=(MILO,)))
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert standin.ran == [ticket.job_id]


@pytest.mark.parametrize("waiting", [False, True])
async def test_a_restart_loses_the_job_and_says_so(waiting: bool, engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    first = await engine.submit(request())
    await standin.held()
    ticket = await engine.submit(request(client_id=first.client_id, seed=12)) if waiting else first
    following = Following(engine, ticket)
    await standin.until(lambda: standin.looks >= (3 if waiting else 2))
    await standin.restart()
    failed = await following.end()
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ResultLost)
    assert "restarted" in failed.error.reason


async def test_a_server_that_goes_away_and_comes_back_is_waited_for(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    following = Following(engine, await engine.submit(request()))
    await standin.held()
    standin.faults.away = True
    standin.wire.cut()
    await following.until(Stage("waiting for the server to answer again", trouble=True))
    standin.release()
    standin.faults.away = False
    assert isinstance(await following.end(), Finished)


async def test_patience_ends(make_engine: MakeEngine, standin: StandIn) -> None:
    engine = make_engine(patience=0.05)
    standin.hold(step=2)
    following = Following(engine, await engine.submit(request()))
    await standin.held()
    standin.faults.away = True
    standin.wire.cut()
    failed = await following.end()
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, EngineUnreachable)


async def test_a_lost_answer_to_a_prompt_does_not_draw_twice(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.swallow_answers = 1
    ticket = await engine.submit(request())
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert standin.ran == [ticket.job_id]
    assert standin.asked("POST", "/prompt") == 1


@pytest.mark.parametrize("fault", ["swallow_prompts", "bad_gateway"])
async def test_a_prompt_that_never_arrived_is_sent_again(fault: str, engine: ComfyUIEngine, standin: StandIn) -> None:
    if fault == "swallow_prompts":
        standin.faults.swallow_prompts = 2
    else:
        standin.faults.bad_gateway["/prompt"] = 2
    ticket = await engine.submit(request())
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert standin.ran == [ticket.job_id]
    assert standin.asked("POST", "/prompt") == 3


async def test_a_proxy_that_never_lets_a_prompt_through_is_an_error(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.bad_gateway["/prompt"] = 100
    with pytest.raises(EngineUnreachable, match="502"):
        await engine.submit(request())
    assert standin.ran == []


@pytest.mark.parametrize("route", ["/object_info/KSampler", "/upload/image", "/queue", "/view", "/ws"])
async def test_a_proxys_502_is_asked_again(route: str, engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.bad_gateway[route] = 2
    ticket = await engine.submit(request(references=(reference(),)))
    assert isinstance((await all_events(engine, ticket))[-1], Finished)


@pytest.mark.parametrize("fault", ["cut_downloads", "short_downloads"])
async def test_a_cut_download_is_fetched_again(fault: str, engine: ComfyUIEngine, standin: StandIn) -> None:
    setattr(standin.faults, fault, 2)
    ticket = await engine.submit(request())
    finished = (await all_events(engine, ticket))[-1]
    assert isinstance(finished, Finished)
    assert [picture.data for picture in finished.pictures] == list(standin.files.values())
    assert standin.asked("GET", "/view") == 3


async def test_a_picture_that_was_deleted_is_lost_and_said_so(engine: ComfyUIEngine, standin: StandIn) -> None:
    ticket = await engine.submit(request())
    await standin.until(lambda: bool(standin.files) and not standin.running)
    standin.files.clear()
    failed = (await all_events(engine, ticket))[-1]
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ResultLost)


async def test_another_process_adopts_a_running_job(make_engine: MakeEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    first = make_engine()
    ticket = await first.submit(request(references=(reference(),)))
    await standin.held()
    await first.close()
    await standin.until(lambda: standin.wire.count == 0)
    following = Following(make_engine(), ticket)
    await following.until(Started())
    await standin.until(lambda: standin.wire.count == 1)
    await following.until(Stage("sampling"))
    standin.release()
    finished = await following.end()
    assert isinstance(finished, Finished)
    assert Step(4, 4) in following.events
    assert any(isinstance(event, Preview) for event in following.events)
    assert "kontext" in finished.models["unet"]
    assert standin.ran == [ticket.job_id]


async def test_another_process_fetches_what_finished_meanwhile(make_engine: MakeEngine, standin: StandIn) -> None:
    first = make_engine()
    ticket = await first.submit(request())
    await first.close()
    await standin.until(lambda: bool(standin.files) and not standin.running)
    finished = (await all_events(make_engine(), ticket))[-1]
    assert isinstance(finished, Finished)
    assert "schnell" in finished.models["unet"]
    assert await make_engine().submit(request(job_id=ticket.job_id, client_id=ticket.client_id)) == ticket
    assert standin.ran == [ticket.job_id]


async def test_a_job_that_nobody_knows_is_lost(engine: ComfyUIEngine) -> None:
    unknown = request()
    (failed,) = await all_events(engine, Ticket(unknown.job_id, unknown.client_id))
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ResultLost)


async def test_many_jobs_over_one_socket_that_is_cut_again_and_again(engine: ComfyUIEngine, standin: StandIn) -> None:
    client = request().client_id
    standin.hold(step=2)
    tickets = [await engine.submit(request(client_id=client, seed=seed, steps=2)) for seed in range(10)]
    await standin.held()
    following = [Following(engine, ticket) for ticket in tickets]
    standin.release()

    def begun(count: int) -> Callable[[], bool]:
        return lambda: len(standin.ran) >= count

    for count in range(2, 11):
        await standin.until(begun(count))
        standin.wire.cut()
    ends = [await job.end() for job in following]
    assert all(isinstance(end, Finished) for end in ends)
    assert standin.ran == [ticket.job_id for ticket in tickets]
    assert len({end.pictures[0].data for end in ends if isinstance(end, Finished)}) == 10
