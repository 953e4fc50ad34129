"""A studio without its screens, at the stand-in through a proxy that spoils one message: what the library holds."""

from __future__ import annotations

import asyncio
import random
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.wire.server import Server
from library.store import Library
from studio.engines.book import EngineBook
from studio.jobs.desk import Desk
from studio.lettering.records import Look
from studio.scenes import plan, stock
from studio.scenes.recipe import Recipe
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings
from tests.faults.studio_runs import kept, telling
from tests.standin.proxy import Proxy
from tests.standin.recorded import OLD, VERSIONS
from tests.standin.server import StandIn
from tests.standin.spoiling import Fault, Message, kinds_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STOCK: Final = stock.load(Path("/nonexistent"))
LONGEST: Final = 60.0
"""Seconds after which a run counts as hung."""


@dataclass(frozen=True, slots=True)
class Spoilt:
    """One fault and what came of it. `end` is the job's state; `wrong` says what is not as it should be."""

    fault: Fault | None
    end: str
    reason: str
    struck: bool
    ran: int
    wrong: str


def recipes(count: int = 1, *, seed: int = 5, engine: str = "auto") -> tuple[Recipe, ...]:
    """Small pictures with few steps and no references."""
    scene = Scene(text="a rack at night", seed=seed, count=count, size=(256, 256), steps=2)
    made = plan.recipes(
        understand(scene, STOCK),
        engine=engine,
        engine_kind="comfyui",
        references=(),
        models={},
        chooser=random.Random(1),
    )
    return tuple(msgspec.structs.replace(recipe, width=64, height=64) for recipe in made)


def with_steps(recipe: Recipe, seed: int, steps: int) -> Recipe:
    """The recipe with another seed, and so many steps."""
    return msgspec.structs.replace(recipe, seed=seed, steps=steps)


@asynccontextmanager
async def desk(folder: Path, servers: dict[str, str], **patience: float) -> AsyncIterator[Desk]:
    """A desk on the library in `folder`; `patience` are fields of `Server`, quick where not named."""
    library = Library.open(folder)
    book = EngineBook(Settings(servers=tuple(ServerSettings(name, url) for name, url in servers.items())))
    quick = {"timeout": 1.0, "silence": 0.3, "patience": 5.0, "pause": 0.01, **patience}
    for name, url in servers.items():
        book._made[name] = ComfyUIEngine(msgspec.convert({"name": name, "url": url, **quick}, Server))
    made = Desk(library, book, look=Look(), pose_model=None)
    try:
        await made.start()
        yield made
    finally:
        await made.close()
        await book.close()
        await asyncio.to_thread(library.close)


async def record(version: str = OLD) -> tuple[Message, ...]:
    """The messages of a run in which nothing goes wrong, in order, with a server of this version."""
    async with StandIn(version=version) as server, Proxy(server.url) as proxy:
        spoilt = await _run(server, proxy, None)
        assert not spoilt.wrong, spoilt
        return telling(proxy.seen)


async def run(fault: Fault, version: str = OLD) -> Spoilt:
    """A run with a fault, on a server of its own."""
    async with StandIn(version=version) as server, Proxy(server.url, fault) as proxy:
        return await _run(server, proxy, fault)


async def _run(server: StandIn, proxy: Proxy, fault: Fault | None) -> Spoilt:
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder), {"lab": proxy.url}) as made:
            (job_id,) = await made.submit(recipes())
            try:
                async with asyncio.timeout(LONGEST):
                    await made.wait([job_id])
                    await proxy.delivered()
                    await server.until(lambda: not server.running and not server.waiting)
            except TimeoutError:
                return Spoilt(fault, "hung", "", proxy.struck, len(server.ran), "it has no end")
            view = made.view(job_id)
        there = await asyncio.to_thread(kept, Path(folder))
    wrong = []
    pictures = 1 if view.state == "done" else 0
    if (there.pictures, there.files) != (pictures, pictures):
        wrong.append(f"{view.state}: {there.pictures} pictures, {there.files} files")
    if not pictures and (view.notice is None or not view.notice.reason):
        wrong.append(f"{view.state} without a reason")
    if [job.state for job in there.jobs] != [view.state]:
        wrong.append(f"shown as {view.state}, and in the index {[job.state for job in there.jobs]}")
    reason = view.notice.line() if view.notice else ""
    return Spoilt(fault, view.state.value, reason, proxy.struck, len(server.ran), "; ".join([*wrong, *there.findings]))


async def whole(every: int = 1) -> list[Spoilt]:
    """Every fault at every message of both versions, or one of so many; a few at a time, for most of it is waiting."""
    free = asyncio.Semaphore(6)

    async def one(fault: Fault, version: str) -> Spoilt:
        async with free:
            return await run(fault, version)

    wanted = [
        (Fault(kind, message), version)
        for version in VERSIONS
        for message in await record(version)
        for kind in kinds_for(message)
    ]
    return list(await asyncio.gather(*(one(fault, version) for fault, version in wanted[::every])))


def table(spoilt: list[Spoilt]) -> str:
    """Fault × outcome, and what went wrong."""
    ends = ("done", "failed", "lost", "cancelled", "hung")
    kinds = sorted({each.fault.kind for each in spoilt if each.fault})
    lines = [f"{'':10}" + "".join(f"{end:>11}" for end in ends) + f"{'wrong':>11}{'drawn twice':>13}"]
    for kind in kinds:
        group = [each for each in spoilt if each.fault and each.fault.kind == kind]
        counts = [sum(each.end == end for each in group) for end in ends]
        counts.append(sum(bool(each.wrong) for each in group))
        cells = "".join(f"{count:>11}" for count in counts)
        lines.append(f"{kind:10}{cells}{sum(each.ran > 1 for each in group):>13}")
    lines += [f"WRONG: {each.fault}: {each.wrong}" for each in spoilt if each.wrong]
    lines += [f"{each.end}: {each.fault}: {each.reason}" for each in spoilt if each.end != "done"]
    wrong = sum(bool(each.wrong) for each in spoilt)
    missed = sum(not each.struck for each in spoilt)
    lines.append(
        f"{len(spoilt)} faults: {len(spoilt) - wrong} ended as they should, {wrong} not; {missed} did not strike"
    )
    return "\n".join(lines)
