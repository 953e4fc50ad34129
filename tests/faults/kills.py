"""The studio killed (-9) at every state and between them, as a real process; the next one finishes what it left."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from library.store import Library
from tests.faults.launcher import points
from tests.faults.studio_runs import DRAW, LONGEST, Home, ended, judged, kept, kill, start, telling
from tests.standin.proxy import Proxy
from tests.standin.recorded import NEW, OLD
from tests.standin.server import StandIn
from tests.standin.spoiling import Message

NOT_BEGUN: Final = ("before put the jobs",)
"""Points at which nobody has promised anything yet."""

HELD: Final = ("before it runs", "sampling", "decoding", "saving")
"""Where the server holds a job while its studio is killed from outside."""


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill and what came of it: the job's state in the index when its studio died, how often it was drawn.

    `wrong` says what is not as it should be; empty where the picture and its lettering were kept exactly once.
    """

    point: str
    after: str
    state: str
    ran: int
    wrong: str


async def at_point(point: str, *, restarted: bool = False) -> Killed:
    """Kill at a point inside the process; with `restarted` the server has forgotten everything meanwhile."""
    async with _server(restarted) as server:
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder) / "studio")
            home.settle({"lab": server.url})
            other = await _busy(server, Path(folder)) if point.endswith("queued") else None
            before = len(server.ran)
            status, said = await ended(await start(home, point, *DRAW, module="tests.faults.launcher"))
            if status != -9:
                return Killed(point, "", "", len(server.ran), f"it was not killed: {said}")
            await _rest(server, other)
            return await _finished(home, server, point, restarted=restarted, before=before)


async def at_message(message: Message) -> Killed:
    """Kill when a message between studio and server is on its way, and has not arrived."""
    async with StandIn(version=NEW) as server:
        with tempfile.TemporaryDirectory() as folder:
            processes: list[asyncio.subprocess.Process] = []

            def heard(seen: Message) -> None:
                if seen == message:
                    kill(processes[0])

            home = Home(Path(folder) / "studio")
            async with Proxy(server.url, heard=heard) as proxy:
                home.settle({"lab": proxy.url})
                processes.append(await start(home, *DRAW))
                await ended(processes[0])
            home.settle({"lab": server.url})
            return await _finished(home, server, str(message), restarted=False)


async def messages() -> tuple[Message, ...]:
    """The messages of a run in which nothing goes wrong."""
    async with StandIn(version=NEW) as server, Proxy(server.url) as proxy:
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder) / "studio")
            home.settle({"lab": proxy.url})
            status, said = await ended(await start(home, *DRAW))
            assert status == 0, said
            return telling(proxy.seen)


async def while_held(where: str, *, restarted: bool = False) -> Killed:
    """Kill while the server is at its work; it goes on, and is done before the next studio opens."""
    async with _server(restarted) as server:
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder) / "studio")
            home.settle({"lab": server.url})
            other = await _busy(server, Path(folder)) if where == "before it runs" else None
            before = len(server.ran)
            if other is None:
                node = {"sampling": "KSampler", "decoding": "VAEDecode", "saving": "SaveImage"}[where]
                server.hold(node, 2 if where == "sampling" else 1)
            process = await start(home, *DRAW)
            await _until_state(home, "running" if other is None else "queued")
            kill(process)
            await ended(process)
            await _rest(server, other)
            return await _finished(home, server, f"while held {where}", restarted=restarted, before=before)


def _server(restarted: bool) -> StandIn:
    """One of each version by turns, for each kill is tried with a restart and without."""
    return StandIn(version=NEW if restarted else OLD)


async def _busy(server: StandIn, folder: Path) -> asyncio.subprocess.Process:
    """Have the server draw for somebody else, until it is released."""
    home = Home(folder / "other")
    home.settle({"lab": server.url})
    server.hold()
    other = await start(home, *DRAW)
    await server.held()
    return other


async def _rest(server: StandIn, other: asyncio.subprocess.Process | None) -> None:
    """Let the server do all that it has."""
    server.release()
    if other is not None:
        await ended(other)
    await server.until(lambda: not server.running and not server.waiting)


async def _until_state(home: Home, state: str) -> None:
    """Wait until the index says that a job is in this state."""
    async with asyncio.timeout(LONGEST):
        while not (home.library / ".studio" / "index.sqlite").exists():
            await asyncio.sleep(0.02)
        library = await asyncio.to_thread(Library.open, home.library)
        while state not in [job.state for job in await asyncio.to_thread(library.jobs.latest)]:
            await asyncio.sleep(0.02)
        library.close()


async def _finished(home: Home, server: StandIn, point: str, *, restarted: bool, before: int = 0) -> Killed:
    """What `studio jobs wait` makes of it; `before`: what the server drew for others."""
    left = (await asyncio.to_thread(kept, home.library)).jobs
    drawn = len(server.ran) - before
    if restarted:
        await server.restart()
    status, said = await ended(await start(home, "jobs", "wait"))
    there = await asyncio.to_thread(kept, home.library)
    ran = len(server.ran) - before
    # What a server forgot it may be asked for once more.
    wrong = judged(there, ran=ran, most=drawn + 1 if restarted else 1, begun=bool(left))
    if status != 0:
        wrong = f"{wrong}; the next studio ended with {status}: {said}"
    if not left and point not in NOT_BEGUN and not point.startswith(("up", "down")):
        wrong = f"{wrong}; there is no job"
    after = "server restarted" if restarted else "server goes on"
    return Killed(point, after, left[0].state if left else "no job yet", ran, wrong)


async def whole() -> list[Killed]:
    """Every point, every place where a server holds, and every message; two at a time."""
    free = asyncio.Semaphore(2)

    async def one(run: Callable[[], Awaitable[Killed]]) -> Killed:
        async with free:
            return await run()

    runs: list[Callable[[], Awaitable[Killed]]] = []
    for restarted in (False, True):
        runs += [partial(at_point, point, restarted=restarted) for point in points()]
        runs += [partial(while_held, where, restarted=restarted) for where in HELD]
    runs += [partial(at_message, message) for message in await messages()]
    return list(await asyncio.gather(*map(one, runs)))


def table(killed: list[Killed]) -> str:
    """Kill point × outcome."""
    rows = [f"{'killed at':<42}{'state then':<14}{'afterwards':<18}{'drawn':>6}  outcome"]
    rows += [
        f"{each.point:<42}{each.state:<14}{each.after:<18}{each.ran:>6}  {each.wrong or 'kept exactly once'}"
        for each in killed
    ]
    wrong = sum(bool(each.wrong) for each in killed)
    return "\n".join([*rows, f"{len(killed)} kills: {len(killed) - wrong} as they should be, {wrong} not"])
