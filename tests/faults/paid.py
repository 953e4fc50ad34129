"""A studio that draws at paid services: one message is spoilt, or the studio is killed (-9) at every state; the next
one finishes what it left. Nothing is lost without a word, drawn twice, or shown to another host with the key."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from library.records import JobRecord
from tests.faults.launcher import HOSTED_POINTS, STATES
from tests.faults.studio_runs import Home, ended, kept, kill, start
from tests.standin.hosted.bfl import FluxStandIn
from tests.standin.hosted.gemini import GeminiStandIn
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.replicate import ReplicateStandIn
from tests.standin.hosted.server import KEY, Faults, Hosted, Reply

SERVICES: Final[dict[str, tuple[type[Hosted], str]]] = {
    "openai": (OpenAIStandIn, "gpt-image-2.5-flare"),
    "gemini": (GeminiStandIn, "gemini-nano-banana-2.1"),
    "replicate": (ReplicateStandIn, "me/mila"),
    "bfl": (FluxStandIn, "flux-2-pro"),
}
"""Service → its stand-in, and a model."""
DRAW: Final = ("draw", "Milo at the rack", "--shirt", "RTFM", "--seed", "5", "--engine", "elsewhere")

FAULTS: Final[dict[str, Faults]] = {
    "nothing": Faults(),
    "cut at its head": Faults(cut_head=True),
    "cut before it is drawn": Faults(cut_request=True),
    "cut before the answer": Faults(cut_answer=True),
    "cut in the answer": Faults(half_answer=True),
    "half an answer": Faults(half_body=True),
    "no JSON": Faults(body=b"<html>"),
    "no picture": Faults(picture=b"<html>"),
    "half a picture": Faults(picture=b"\x89PNG\r\n\x1a\n"),
    "proxy's 502": Faults(refusals=[Reply(502, b"<html>")]),
    "sent elsewhere": Faults(redirect="/v1"),
    "key refused": Faults(refusals=[Reply(401, {"error": {"message": f"bad key {KEY}"}, "detail": KEY})]),
}
HELD: Final = "while it is drawn"


@dataclass(frozen=True, slots=True)
class Paid:
    """One run: what befell it, how its job ended, how often something was asked for and drawn for money.

    `wrong` says what is not as it should be; empty where there is one picture, or a reason.
    """

    service: str
    what: str
    end: str
    asked: int
    drawn: int
    wrong: str


async def spoilt(service: str, what: str) -> Paid:
    """Draw once, with one fault; the command ends by itself."""
    async with SERVICES[service][0]() as server, OpenAIStandIn() as other:
        with tempfile.TemporaryDirectory() as folder:
            home = settled(Path(folder), service, server)
            fault = FAULTS[what]
            elsewhere = f"{other.url}{fault.redirect}" if fault.redirect else ""
            server.faults = replace(fault, refusals=list(fault.refusals), redirect=elsewhere)
            status, said = await ended(await start(home, *DRAW))
            return await _judged(home, service, what, server, other, status, said)


async def killed(service: str, point: str) -> Paid:
    """Kill at a point inside the process, or while the service draws; then let the next studio finish."""
    async with SERVICES[service][0]() as server, OpenAIStandIn() as other:
        with tempfile.TemporaryDirectory() as folder:
            home = settled(Path(folder), service, server)
            if point == HELD:
                server.hold()
                process = await start(home, *DRAW)
                await server.held()
                kill(process)
                await ended(process)
                server.release()
            else:
                await ended(await start(home, point, *DRAW, module="tests.faults.launcher"))
            status, said = await ended(await start(home, "jobs", "wait"))
            return await _judged(home, service, f"killed {point}", server, other, status, said)


def settled(folder: Path, service: str, server: Hosted) -> Home:
    """A studio whose settings name an account at the stand-in."""
    home = Home(folder / "studio")
    home.settle({})
    key = home.folder / "key"
    key.write_text(KEY)
    key.chmod(0o600)
    account = {
        "name": "elsewhere",
        "service": service,
        "model": SERVICES[service][1],
        "url": f"{server.url}{server.prefix}",
        "key": f"file:{key}",
    }
    with (home.folder / "settings.toml").open("a") as settings:
        settings.write("\n[[hosted]]\n" + "".join(f'{name} = "{value}"\n' for name, value in account.items()))
    return home


async def _judged(home: Home, service: str, what: str, server: Hosted, other: Hosted, status: int, said: str) -> Paid:
    there = await asyncio.to_thread(kept, home.library)
    if there.pictures == 0 and all(found.startswith("orphaned") for found in there.findings) and there.findings:
        # It came, its studio was killed before the index heard of it, and nobody can be asked for it again.
        await ended(await start(home, "library", "check", "--mend"))
        mended = await asyncio.to_thread(kept, home.library)
        there = replace(mended, pictures=mended.pictures - 1)
    wrong = [] if status in (0, 1) else [f"a studio ended with {status}: {said}"]
    end = there.jobs[0].state if there.jobs else "no job"
    if end == "done" and (there.pictures, there.letterings) != (1, 1):
        wrong.append(f"{there.pictures} pictures, {there.letterings} letterings")
    if end == "failed":
        wrong += _without_reason(there.jobs[0], server)
        if there.pictures:
            wrong.append("there is a picture of a job that failed")
    if end not in ("done", "failed") and there.jobs:
        wrong.append(f"it was left {end}: {said}")
    if len(there.jobs) > 1 or server.drawn_count > 1:
        wrong.append(f"{len(there.jobs)} jobs, drawn {server.drawn_count} times")
    if any(KEY in "".join(seen.headers.values()) for seen in other.seen):
        wrong.append("another host saw the key")
    if KEY in said or await asyncio.to_thread(_is_written, home.folder):
        wrong.append("the key is shown, or written down")
    return Paid(service, what, end, server.paid, server.drawn_count, "; ".join([*wrong, *there.findings]))


def _without_reason(job: JobRecord, server: Hosted) -> list[str]:
    """What is wrong with how a failure is told: what was drawn may have been charged, and that must be said."""
    if not job.notice:
        return ["it failed without a reason"]
    said = any(words in job.notice for words in ('"may_be_charged":true', "charged"))
    return [] if said or not server.drawn_count or job.remote else [f"nobody says that it was drawn: {job.notice}"]


def _is_written(folder: Path) -> bool:
    """Whether the key stands in any file of a studio but its own."""
    return any(KEY.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != "key")


def points() -> list[str]:
    """Where a studio is killed."""
    names = [*HOSTED_POINTS, *(f"write {state}" for state in STATES)]
    return [HELD, *(f"{when} {name}" for name in names for when in ("before", "after"))]


async def whole() -> list[Paid]:
    """Every service with every fault, and killed at every point; two at a time."""
    free = asyncio.Semaphore(2)

    async def one(run: Callable[[], Awaitable[Paid]]) -> Paid:
        async with free:
            return await run()

    runs: list[Callable[[], Awaitable[Paid]]] = []
    for service in SERVICES:
        runs += [partial(spoilt, service, what) for what in FAULTS]
        runs += [partial(killed, service, point) for point in points()]
    return list(await asyncio.gather(*map(one, runs)))


def table(found: list[Paid]) -> str:
    """Service × what befell it × outcome."""
    rows = [f"{'service':<12}{'what befell it':<34}{'end':<9}{'asked':>6}{'drawn':>6}  outcome"]
    rows += [
        f"{each.service:<12}{each.what:<34}{each.end:<9}{each.asked:>6}{each.drawn:>6}  {each.wrong or 'as it should'}"
        for each in found
    ]
    wrong = sum(bool(each.wrong) for each in found)
    return "\n".join([*rows, f"{len(found)} runs: {len(found) - wrong} as they should be, {wrong} not"])
