"""The draft engine: its stream of events, its queue, and how jobs end."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator

import cv2
import numpy as np
import pytest

from backends.base import (
    Cancelled,
    EngineBroke,
    EngineRefused,
    Event,
    Failed,
    Finished,
    Preview,
    Queued,
    ResultLost,
    Stage,
    Started,
    Step,
    Ticket,
)
from backends.draft import work
from backends.draft.canvas import Canvas, Pixels
from backends.draft.engine import KEPT, DraftEngine
from backends.draft.painter import OnStage, paint
from tests.backends.draft.samples import JAMES, MILO, request


@pytest.fixture
async def engine() -> AsyncIterator[DraftEngine]:
    made = DraftEngine()
    yield made
    await made.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("draft")]


async def all_of(engine: DraftEngine, ticket: Ticket) -> list[Event]:
    return [event async for event in engine.follow(ticket)]


class Gate:
    """Holds the painting at its first stage until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()
        self.painted = 0

        def held(asked: object, on_stage: OnStage) -> Pixels:
            self.painted += 1
            self.reached.set()
            assert self.open.wait(20)
            for index in (1, 2):
                on_stage("stage", index, 2, Canvas(256, 256))
            return np.zeros((256, 256, 3), dtype=np.uint8)

        monkeypatch.setattr(work, "paint", held)


async def test_events_come_in_order_and_end_with_the_picture(engine: DraftEngine) -> None:
    asked = request("Milo and James celebrate", "west", (MILO, JAMES))
    events = await all_of(engine, await engine.submit(asked))
    assert events[:2] == [Queued(0), Started()]
    assert sum(isinstance(event, Finished | Failed | Cancelled) for event in events) == 1
    last = events[-1]
    assert isinstance(last, Finished)
    steps = [event for event in events if isinstance(event, Step)]
    assert [step.index for step in steps] == list(range(1, steps[0].total + 1))
    assert len([event for event in events if isinstance(event, Stage)]) == len(steps) > 10
    picture = cv2.imdecode(np.frombuffer(last.pictures[0].data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert np.array_equal(picture[:, :, ::-1], paint(asked))


async def test_previews_are_small_jpegs_of_the_canvas_so_far(engine: DraftEngine) -> None:
    events = await all_of(engine, await engine.submit(request(size=(512, 300))))
    previews = [event.data for event in events if isinstance(event, Preview)]
    assert len({*previews}) == len(previews) > 5
    for data in previews:
        assert data[:3] == b"\xff\xd8\xff"
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert decoded is not None
        assert decoded.shape[1] == work.PREVIEW_SIDE


async def test_jobs_wait_their_turn_with_true_positions(engine: DraftEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    tickets = [await engine.submit(request(job_id=f"job-{k}")) for k in range(4)]
    assert (await engine.health()).waiting == 4
    await asyncio.to_thread(gate.reached.wait, 20)
    await engine.cancel(tickets[1])
    gate.open.set()
    streams = await asyncio.gather(*(all_of(engine, ticket) for ticket in tickets))
    places = [[event.position for event in stream if isinstance(event, Queued)] for stream in streams]
    assert places == [[0], [1], [2, 1], [3, 2, 1]]
    assert [type(stream[-1]) for stream in streams] == [Finished, Cancelled, Finished, Finished]


async def test_the_same_job_is_not_drawn_twice(engine: DraftEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    gate.open.set()
    first = await engine.submit(request())
    told = await all_of(engine, first)
    second = await engine.submit(request())
    assert second == first
    assert await all_of(engine, second) == told
    assert gate.painted == 1


async def test_cancelling_the_running_job_stops_it_at_a_stage(
    engine: DraftEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    running, waiting = [await engine.submit(request(job_id=name)) for name in ("a", "b")]
    await asyncio.to_thread(gate.reached.wait, 20)
    await engine.cancel(running)
    gate.open.set()
    assert isinstance((await all_of(engine, running))[-1], Cancelled)
    assert isinstance((await all_of(engine, waiting))[-1], Finished)
    await engine.cancel(waiting)
    assert isinstance((await all_of(engine, waiting))[-1], Finished)
    await engine.cancel(Ticket("nobody", "x"))


async def test_an_unknown_ticket_is_lost(engine: DraftEngine) -> None:
    (event,) = await all_of(engine, Ticket("nobody", "x"))
    assert isinstance(event, Failed)
    assert isinstance(event.error, ResultLost)


async def test_old_jobs_are_forgotten(engine: DraftEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    Gate(monkeypatch).open.set()
    tickets = [await engine.submit(request(job_id=f"job-{k}")) for k in range(KEPT + 2)]
    await all_of(engine, tickets[-1])
    await engine.close()
    assert isinstance((await all_of(engine, tickets[0]))[0], Failed)
    assert isinstance((await all_of(engine, tickets[-1]))[-1], Finished)


async def test_whatever_breaks_ends_the_stream(engine: DraftEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(asked: object, on_stage: OnStage) -> Pixels:
        raise MemoryError

    monkeypatch.setattr(work, "paint", broken)
    events = await all_of(engine, await engine.submit(request()))
    assert isinstance(events[-1], Failed)
    assert isinstance(events[-1].error, EngineBroke)
    assert "memory" in events[-1].error.reason


async def test_closing_cancels_what_is_left_and_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    engine = DraftEngine("mine")
    tickets = [await engine.submit(request(job_id=name)) for name in ("a", "b")]
    await asyncio.to_thread(gate.reached.wait, 20)
    closing = asyncio.create_task(engine.close())
    while (await engine.health()).ready:
        await asyncio.sleep(0)
    gate.open.set()
    await closing
    for ticket in tickets:
        assert isinstance((await all_of(engine, ticket))[-1], Cancelled)
    with pytest.raises(EngineRefused):
        await engine.submit(request(job_id="c"))
    assert not (await engine.health()).ready
    await engine.close()


async def test_it_names_itself_and_is_ready(engine: DraftEngine) -> None:
    assert (engine.name, engine.kind) == ("draft", "draft")
    assert DraftEngine("other").name == "other"
    assert (await engine.health()).ready


def test_importing_the_engine_imports_no_pictures() -> None:
    code = "import sys, backends.draft.engine; print(sorted({'numpy', 'cv2', 'PIL'} & set(sys.modules)))"
    path = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
