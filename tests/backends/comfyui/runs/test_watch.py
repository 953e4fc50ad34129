"""A watched job: what it holds until somebody takes it."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from backends.base import Cancelled, Event, Failed, Preview, Stage, Step
from backends.comfyui.runs.watch import BETWEEN_PREVIEWS, MOST_HELD, Watch
from backends.comfyui.runs.whereabouts import Pending, Running
from backends.comfyui.wire.frames import Message, PreviewPicture
from backends.comfyui.wire.socket import Socket

GRAPH = {"s": {"class_type": "KSampler"}, "d": {"class_type": "VAEDecode"}, "i": {"class_type": "SaveImage"}}


class OpenSocket:
    """What a watch sees of a socket that stays open."""

    def __init__(self) -> None:
        self.open, self.opened, self.heard = True, 1, asyncio.get_running_loop().time()

    def add(self, listener: object) -> None:
        pass


@pytest.fixture
async def watch() -> Watch:
    made = Watch("a", cast(Socket, OpenSocket()), GRAPH)
    made.found(Running())
    made.take()
    return made


def progress(node: str, value: int, total: int) -> Message:
    return Message("progress", {"prompt_id": "a", "node": node, "value": value, "max": total})


def previews(events: list[Event]) -> list[bytes]:
    return [event.data for event in events if isinstance(event, Preview)]


async def test_previews_come_ten_times_a_second_at_most_and_only_the_newest(watch: Watch) -> None:
    loop = asyncio.get_running_loop()
    for number in range(50):
        watch.hear(PreviewPicture(b"%d" % number, "a"))
    assert previews(watch.take()) == [b"49"]
    start = loop.time()
    for number in range(50, 100):
        watch.hear(PreviewPicture(b"%d" % number, "a"))
        assert previews(watch.take()) == []
    taken: list[bytes] = []
    while not taken:
        await watch.wait(silence=30, pause=1)
        taken = previews(watch.take())
    assert taken == [b"99"]
    assert loop.time() - start >= BETWEEN_PREVIEWS - 0.02


async def test_of_steps_that_nobody_took_only_the_newest_stays(watch: Watch) -> None:
    for step in range(1, 30):
        watch.hear(progress("s", step, 30))
    watch.hear(progress("d", 1, 2))
    assert watch.take() == [Stage("sampling"), Step(29, 30), Stage("decoding"), Step(1, 2)]


async def test_what_is_held_is_bounded(watch: Watch) -> None:
    for number in range(MOST_HELD * 3):
        watch.hear(Message("executing", {"prompt_id": "a", "node": "si"[number % 2]}))
    assert len(watch.take()) == MOST_HELD


async def test_silence_asks_for_a_look(watch: Watch) -> None:
    watch.look_wanted = False
    await watch.wait(silence=0, pause=1)
    assert watch.look_wanted


async def test_a_running_job_that_is_nowhere_was_lost_and_a_waiting_one_deleted() -> None:
    ran = Watch("a", cast(Socket, OpenSocket()))
    ran.found(Running())
    assert isinstance(ran.gone(), Failed)
    socket = OpenSocket()
    waited = Watch("a", cast(Socket, socket))
    waited.found(Pending(0))
    assert isinstance(waited.gone(), Cancelled)
    socket.opened += 1
    assert isinstance(waited.gone(), Failed)
    waited.cancel_asked = True
    assert isinstance(waited.gone(), Cancelled)


def status(remaining: int) -> Message:
    return Message("status", {"status": {"exec_info": {"queue_remaining": remaining}}})


async def test_a_waiting_job_is_looked_for_where_the_queue_grows_no_longer() -> None:
    waiting = Watch("a", cast(Socket, OpenSocket()))
    waiting.found(Pending(2))
    looked = []
    for remaining in (3, 4, 4, 3):
        waiting.look_wanted = False
        waiting.hear(status(remaining))
        looked.append(waiting.look_wanted)
    waiting.look_wanted = False
    waiting.hear(Message("progress", {"prompt_id": "other", "node": "s", "value": 1, "max": 2}))
    assert (looked[1:], waiting.look_wanted) == ([False, True, True], False)


async def test_a_running_job_is_not_looked_for_whatever_the_queue_does(watch: Watch) -> None:
    watch.look_wanted = False
    watch.hear(status(0))
    assert not watch.look_wanted
