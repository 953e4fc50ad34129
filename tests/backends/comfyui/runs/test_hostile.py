"""Frames, names and ids that do not fit the protocol are dropped or refused, and the job goes on."""

from __future__ import annotations

import pytest

from backends.base import (
    EngineRefused,
    Finished,
    Step,
)
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import all_events, request
from tests.standin.server import StandIn


async def test_mad_frames_are_counted_and_dropped(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.extra_frames = [
        b"",
        b"\x00" * 9,
        b"\xff" * 500,
        "[[[",
        '{"type": 1}',
        "\x00",
        b"\x00\x00\x00\x04\xff\xff\xff\xff",
    ]
    ticket = await engine.submit(request())
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert (await engine.health()).facts["dropped frames"] == "28"


async def test_a_frame_that_is_too_large_costs_the_socket_and_not_the_job(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    standin.faults.extra_frames = [bytes(33 * 2**20)]
    ticket = await engine.submit(request(steps=1))
    assert isinstance((await all_events(engine, ticket))[-1], Finished)


async def test_frames_of_others_are_not_heeded(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.extra_frames = [
        '{"type": "execution_error", "data": {"prompt_id": "other"}}',
        '{"type": "progress", "data": {"prompt_id": "other", "node": "sampler", "value": 90, "max": 90}}',
        '{"type": "executing", "data": {"prompt_id": "other", "node": null}}',
    ]
    ticket = await engine.submit(request())
    events = await all_events(engine, ticket)
    assert isinstance(events[-1], Finished)
    assert Step(90, 90) not in events


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "/etc/shadow",
        "..\\..\\boot.ini",
        "a\x1b[2Jb\n.png",
        "con?x=1&type=input#.png",
        "..",
        "名前 %2e%2e.png",
    ],
)
async def test_hostile_file_names_are_only_words(name: str, engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.rename = lambda _: name
    ticket = await engine.submit(request())
    finished = (await all_events(engine, ticket))[-1]
    assert isinstance(finished, Finished)
    shown = finished.pictures[0].name
    assert not set(shown) & {"/", "\\"}
    assert shown.isprintable()
    assert shown not in (".", "..")
    assert finished.pictures[0].data == standin.files[("output", "milo-studio", name)]


async def test_a_server_that_gives_its_own_ids_is_refused_and_left_idle(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    standin.faults.own_ids = True
    standin.hold(step=1)
    with pytest.raises(EngineRefused, match="own ids"):
        await engine.submit(request())
    await standin.until(lambda: not standin.running and not standin.waiting)
    assert standin.global_interrupts == 0
