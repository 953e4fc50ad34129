"""One draft at a time, after a rest, and never one that nobody wants any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backends.base import DrawRequest
from screens.base.live_drafts import IDLE, LiveDrafts, Order
from studio.lettering.records import Look
from studio.pictures.live_draft import DraftFailed, LiveDraft, LiveOrder

P = ParamSpec("P")
T = TypeVar("T")

ORDERS = [LiveOrder(DrawRequest("", "", "", 1, scene=f"scene {n}"), (), Look()) for n in range(4)]
PIXELS = np.zeros((1, 1, 3), np.uint8)
DRAFTS = {order.request.scene: LiveDraft(PIXELS, order.request.scene) for order in ORDERS}


class Timer:
    def __init__(self, seconds: float, act: Callable[[], object]) -> None:
        self.seconds, self.act = seconds, act

    def stop(self) -> None:
        self.act = lambda: None


class Bench:
    """Live drafts whose clock rings, and whose painter is done, when a test says so."""

    def __init__(self) -> None:
        self.timers: list[Timer] = []
        self.shown: list[LiveOrder] = []
        self.told: list[str] = []
        self.painting: list[tuple[LiveOrder, asyncio.Future[LiveDraft]]] = []
        self.rests = 0
        self.tasks: set[asyncio.Task[None]] = set()
        self.drafts = LiveDrafts(self, lambda: self, self, self.later)
        self.wanted: LiveOrder | None = None

    # The pane, the clock, the painter and the work, as the drafts see them.

    def show(self, draft: LiveDraft) -> None:
        assert self.wanted is not None
        assert draft is DRAFTS[self.wanted.request.scene]
        self.shown.append(self.wanted)

    def tell(self, failed: DraftFailed) -> None:
        self.told.append(failed.notice.reason)

    def later(self, seconds: float, act: Callable[[], object]) -> Timer:
        self.timers.append(Timer(seconds, act))
        return self.timers[-1]

    def paint(self, order: Order) -> LiveDraft:
        assert isinstance(order, LiveOrder)
        self.painting.append((order, asyncio.get_running_loop().create_future()))
        assert len(self.painting) == 1
        return DRAFTS[order.request.scene]

    def rest(self) -> None:
        self.rests += 1

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, is_exclusive: bool = True) -> None:
        task = asyncio.ensure_future(work())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def in_thread(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        result = call(*args, **named)
        if self.painting:
            await self.painting[-1][1]
        return result

    # What a test does.

    async def follow(self, order: LiveOrder | None) -> None:
        self.wanted = order
        self.drafts.follow(order)

    async def ring(self) -> None:
        """All timers ring, but those that wait for a long time of nothing."""
        due = [timer for timer in self.timers if timer.seconds < IDLE]
        self.timers = [timer for timer in self.timers if timer.seconds >= IDLE]
        for timer in due:
            timer.act()
        await asyncio.sleep(0)

    async def done(self, failed: DraftFailed | None = None) -> None:
        """What is painted is ready."""
        if self.painting:
            order, future = self.painting.pop()
            if failed is None:
                future.set_result(DRAFTS[order.request.scene])
            else:
                future.set_exception(failed)
            await asyncio.sleep(0)
            await asyncio.sleep(0)


steps = st.lists(st.one_of(st.sampled_from([*range(len(ORDERS)), None]), st.just("ring"), st.just("done")), max_size=30)


@given(steps)
def test_the_newest_scene_is_shown_in_the_end_and_nothing_that_is_not_wanted(steps: list[int | str | None]) -> None:
    async def play() -> None:
        bench = Bench()
        for step in steps:
            if step == "ring":
                await bench.ring()
            elif step == "done":
                await bench.done()
            else:
                await bench.follow(ORDERS[step] if isinstance(step, int) else None)
        for _ in range(2):
            await bench.ring()
            await bench.done()
        assert not bench.painting
        assert bench.wanted is None or bench.shown[-1] == bench.wanted

    asyncio.run(play())


async def test_fast_typing_paints_one_scene() -> None:
    bench = Bench()
    for order in ORDERS:
        await bench.follow(order)
    await bench.ring()
    assert [order for order, _ in bench.painting] == [ORDERS[-1]]
    await bench.done()
    assert bench.shown == [ORDERS[-1]]


async def test_what_was_ordered_while_another_one_was_painted_follows_it_and_the_old_one_is_not_shown() -> None:
    bench = Bench()
    await bench.follow(ORDERS[0])
    await bench.ring()
    for order in ORDERS[1:]:
        await bench.follow(order)
        await bench.ring()
    await bench.done()
    assert bench.shown == []
    assert [order for order, _ in bench.painting] == [ORDERS[-1]]
    await bench.done()
    assert bench.shown == [ORDERS[-1]]


async def test_a_failure_is_told_and_the_next_scene_is_painted() -> None:
    bench = Bench()
    await bench.follow(ORDERS[0])
    await bench.ring()
    await bench.done(DraftFailed("no", "no paint", ""))
    assert bench.told == ["no paint"]
    await bench.follow(ORDERS[1])
    await bench.ring()
    await bench.done()
    assert bench.shown == [ORDERS[1]]


async def test_the_process_is_let_go_of_after_a_long_time_of_nothing() -> None:
    bench = Bench()
    await bench.follow(ORDERS[0])
    await bench.ring()
    await bench.done()
    (idle,) = [timer for timer in bench.timers if timer.seconds == IDLE]
    idle.act()
    await asyncio.sleep(0)
    assert bench.rests == 1
