"""Sockets that drop, go deaf or never open: no event is lost that counts."""

from __future__ import annotations

import pytest

from backends.base import (
    Finished,
    Stage,
    Started,
    Step,
)
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import MakeEngine, all_events, reference, request
from tests.backends.comfyui.runs.following import Following
from tests.standin.server import StandIn


@pytest.mark.parametrize("frames", range(0, 48, 3))
async def test_a_socket_that_drops_anywhere_loses_nothing(frames: int, engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.drop_socket_after = frames
    ticket = await engine.submit(request(references=(reference(),)))
    events = await all_events(engine, ticket)
    assert isinstance(events[-1], Finished)
    assert sum(isinstance(event, Started) for event in events) <= 1
    assert standin.ran == [ticket.job_id]


async def test_progress_goes_on_after_a_reconnection(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    following = Following(engine, await engine.submit(request()))
    await standin.held()
    standin.wire.cut()
    await standin.until(lambda: standin.wire.opened == 2 and standin.wire.count == 1)
    standin.release()
    assert isinstance(await following.end(), Finished)
    assert Step(4, 4) in following.events


async def test_a_deaf_socket_is_noticed_and_opened_again(make_engine: MakeEngine, standin: StandIn) -> None:
    engine = make_engine(silence=0.05)
    standin.hold(step=2)
    following = Following(engine, await engine.submit(request()))
    await standin.held()
    await following.until(Step(1, 4))
    standin.wire.deafen()
    await standin.until(lambda: standin.wire.opened >= 2 and standin.wire.count == 1)
    standin.release()
    assert isinstance(await following.end(), Finished)


async def test_a_job_that_ends_behind_a_deaf_socket_is_found_in_the_history(
    make_engine: MakeEngine, standin: StandIn
) -> None:
    engine = make_engine(silence=0.2)
    standin.hold(step=2)
    following = Following(engine, await engine.submit(request()))
    await standin.held()
    standin.wire.deafen()
    standin.release()
    assert isinstance(await following.end(), Finished)


async def test_a_long_silence_is_said(make_engine: MakeEngine, standin: StandIn) -> None:
    engine = make_engine(silence=0.02)
    standin.hold(step=2)
    following = Following(engine, await engine.submit(request()))
    await standin.held()
    await following.until_any(lambda event: isinstance(event, Stage) and "no news" in event.name)
    standin.release()
    assert isinstance(await following.end(), Finished)


async def test_a_socket_that_never_opens_is_replaced_by_looking(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.bad_gateway["/ws"] = 10**6
    ticket = await engine.submit(request())
    events = await all_events(engine, ticket)
    assert isinstance(events[-1], Finished)
