"""Whatever befalls a paid job, in whatever order: what may have been charged is asked for again by a person's word
alone, and each request that may have been charged is counted once."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from backends.base import (
    Cancelled,
    Cost,
    DrawnPicture,
    DrawRequest,
    EngineRefused,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    MayBeCharged,
    Outlook,
    ResultLost,
    Started,
    Ticket,
)
from backends.errors import RateLimited
from library.records import JobRecord
from studio.errors import Notice
from studio.jobs.desk import Desk
from studio.jobs.spending.caps import NO_CAPS, Caps
from studio.jobs.states import State
from tests.studio.jobs.bench import ScriptedEngine, panel_png, until
from tests.studio.jobs.paid_bench import PaidBench

Outcome = Literal["drawn", "cut", "refused", "limited", "away", "expired", "slow", "no word"]
Does = Literal["retry", "pay again", "cancel", "hold", "release", "pause", "resume", "leave", "cap", "finish"]
CHARGED: frozenset[Outcome] = frozenset({"drawn", "cut", "expired", "slow", "no word"})
"""What becomes of a request that costs, or of which nobody knows whether it does."""
PICTURE = panel_png()


class Dead(BaseException):
    """The process is no more."""


class Sent(NamedTuple):
    """A request that arrived at the service: the job's id there, and what became of it."""

    prompt_id: str
    outcome: Outcome


class Service:
    """What lives longer than studios: requests in their order, and what becomes of the next ones."""

    def __init__(self, outcomes: Sequence[Outcome], *, names: bool) -> None:
        self.outcomes = list(outcomes)
        self.names = names
        self.sent: list[Sent] = []
        self.finished = asyncio.Event()

    @property
    def charged(self) -> list[str]:
        return [one.prompt_id for one in self.sent if one.outcome in CHARGED]


class Paid(ScriptedEngine):
    """An engine of one process, at the service."""

    kind = "bfl"
    sends_once = True

    def __init__(self, service: Service) -> None:
        super().__init__(self._events)
        self.service = service
        self.is_dead = False
        self.here: set[str] = set()

    async def outlook(self, request: DrawRequest) -> Outlook:
        return Outlook(family="flux", model="flux", cost=Cost(0.05))

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        if self.is_dead:
            raise Dead
        outcome = self.service.outcomes.pop(0) if self.service.outcomes else "drawn"
        if outcome == "away":
            raise EngineUnreachable("nobody there")
        self.service.sent.append(Sent(request.job_id, outcome))
        match outcome:
            case "cut":
                raise MayBeCharged("cut")
            case "refused":
                raise EngineRefused("no")
            case "limited":
                raise RateLimited("too many", "", 0.001, "minute")
            case "no word":
                await self.service.finished.wait()
                raise MayBeCharged("no answer")
        self.here.add(request.job_id)
        return Ticket(request.job_id, request.client_id, f"there-{request.job_id}" if self.service.names else "")

    async def _events(self, ticket: Ticket) -> AsyncIterator[Event]:
        if not ticket.remote and ticket.job_id not in self.here:
            yield Failed(MayBeCharged("nobody can ask for it"))
            return
        yield Started()
        outcome = next(one.outcome for one in self.service.sent if one.prompt_id == ticket.job_id)
        if ticket.job_id in self.cancelled:
            yield Cancelled()
            return
        if outcome == "expired":
            yield Failed(ResultLost("the picture is gone"))
            return
        if outcome == "slow":
            await self.service.finished.wait()
        yield Finished((DrawnPicture(PICTURE),), {"model": "flux"}, cost=Cost(0.05, measured=True))


class Process(PaidBench):
    """A studio at the service, which dies at the write of the index of that number, before or after it."""

    paid: Paid  # type: ignore[assignment]

    def __init__(self, folder: Path, service: Service) -> None:
        super().__init__(folder)
        self.book._made["spark"] = self.paid = Paid(service)
        self.dies_in, self.dies_after = -1, False
        self._loop = asyncio.get_running_loop()
        self._change, self.library.jobs.change = self.library.jobs.change, self._dying  # type: ignore[method-assign]

    def _dying(self, job: JobRecord, expected: JobRecord) -> bool:
        self.dies_in -= 1
        if self.dies_in == 0 and not self.dies_after:
            self._die()
        if self.paid.is_dead:
            raise Dead
        done = self._change(job, expected)
        if self.dies_in == 0:
            self._die()
            raise Dead
        return done

    def _die(self) -> None:
        self.paid.is_dead = True
        # Who waits for the studio has to hear of it.
        self._loop.call_soon_threadsafe(self.desk.tell, Notice("dead"))


class Life:
    """One paid job, and the studios that it outlives."""

    def __init__(self, folder: Path, service: Service, deaths: Sequence[tuple[int, bool]]) -> None:
        self.folder = folder
        self.service = service
        self.deaths = list(deaths)
        self.words = 1
        self.losses = 0
        """How often nobody can know whether a request left: where a process died, or a job was cancelled."""
        self.job_id = ""
        self.studio = Process(folder, service)

    async def begin(self) -> None:
        await self.studio.desk.start()
        (self.job_id,) = await self.studio.desk.submit([self.studio.recipe()])
        self._mortal()

    def _mortal(self) -> None:
        if self.deaths:
            self.studio.dies_in, self.studio.dies_after = self.deaths.pop(0)

    async def again(self) -> None:
        """The studio ends, as it stands; another begins."""
        self.losses += 1
        await self.studio.close()
        self.studio = Process(self.folder, self.service)
        await self.studio.desk.start()
        await self.studio.desk.take_up()
        self._mortal()

    async def do(self, what: Does, *, rested: bool = False) -> None:
        """What a person does, at once or when nothing goes on any more; a dead studio is begun again before."""
        if rested:
            await self._rest()
        if self.studio.paid.is_dead:
            await self.again()
        with contextlib.suppress(Dead):
            await self._do(what, self.studio.desk, self.job_id)

    async def _do(self, what: Does, desk: Desk, job_id: str) -> None:
        if what == "pay again":
            self.words += bool(await desk.retry(job_id, pay_again=True))
        elif what == "cancel":
            self.losses += bool(self.studio.library.jobs.get(job_id).graph)
            await desk.cancel(job_id)
        elif what == "cap":
            desk.charging.caps = Caps(day=0.01) if desk.charging.caps == NO_CAPS else NO_CAPS
        elif what == "leave":
            await self.again()
        elif what == "finish":
            self.service.finished.set()
        elif what in ("pause", "resume"):
            await (desk.pause() if what == "pause" else desk.resume())
        elif what == "retry":
            await desk.retry(job_id)
        else:
            await (desk.hold(job_id) if what == "hold" else desk.release(job_id))

    async def _rest(self) -> None:
        """Until nothing goes on by itself but what is waited for."""
        changed = asyncio.Event()
        end = self.studio.desk.subscribe(lambda _: changed.set())
        while not self._rests():
            changed.clear()
            async with asyncio.timeout(10):
                await changed.wait()
        end()

    def _rests(self) -> bool:
        view, sent = self.studio.desk.view(self.job_id), self.service.sent
        waits = view.state is State.DRAFT or (view.state is State.WAITING and bool(view.trouble))
        if view.ended or waits or self.studio.paid.is_dead:
            return True
        return bool(sent) and sent[-1].outcome in ("slow", "no word") and not self.service.finished.is_set()

    async def end(self) -> None:
        """Bring it to an end, whatever that is."""
        self.deaths.clear()
        self.studio.dies_in = -1
        self.service.finished.set()
        await self.do("cancel")
        async with asyncio.timeout(10):
            await self.studio.desk.wait([self.job_id])

    def is_counted(self) -> bool:
        """Whether each request that was charged counts once, and besides only what may have left."""
        counted = self.studio.library.spending.of_jobs(self.job_id).get(self.job_id, ())
        return len(self.service.charged) <= len(counted) <= len(self.service.charged) + self.losses


@settings(max_examples=20)
@example(outcomes=["expired"], does=[("retry", True), ("finish", True)], deaths=[], names=True)
@example(outcomes=["slow"], does=[("cancel", True), ("retry", True), ("finish", True)], deaths=[], names=False)
@example(outcomes=[], does=[("cancel", True), ("retry", True), ("finish", True)], deaths=[(3, False)], names=True)
@given(
    outcomes=st.lists(st.sampled_from(get_args(Outcome)), max_size=5),
    does=st.lists(st.tuples(st.sampled_from(get_args(Does)), st.booleans()), max_size=8),
    deaths=st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=3),
    names=st.booleans(),
)
def test_what_may_have_been_charged_is_asked_for_again_by_a_persons_word_alone(
    outcomes: list[Outcome], does: list[tuple[Does, bool]], deaths: list[tuple[int, bool]], names: bool
) -> None:
    asyncio.run(_lived(outcomes, does, deaths, names))


async def _lived(
    outcomes: list[Outcome], does: list[tuple[Does, bool]], deaths: list[tuple[int, bool]], names: bool
) -> None:
    service = Service(outcomes, names=names)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        life = Life(Path(folder), service, deaths)
        await life.begin()
        for what, rested in does:
            await life.do(what, rested=rested)
            assert len(service.charged) <= life.words
        await life.end()
        await until(life.studio, life.is_counted)
        await life.studio.close()
    assert len(service.charged) <= life.words
