"""A studio of real processes on a library of its own: started, killed, finished by the next, and judged."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from library.records import JobRecord
from library.store import Library
from studio.settings.settings import FOLDER_VARIABLE
from tests.standin.spoiling import Message

ROOT: Final = Path(__file__).parents[2]
LONGEST: Final = 60.0
"""Seconds after which a process counts as hung."""

DRAW: Final = ("draw", "Milo at the rack", "--shirt", "RTFM", "--seed", "5", "--size", "256x256", "--steps", "2")


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one studio."""

    folder: Path

    @property
    def library(self) -> Path:
        """The library's folder."""
        return self.folder / "library"

    def settle(self, servers: dict[str, str]) -> None:
        """Write settings that name these servers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = [f'library = "{self.library}"']
        lines += [f'[[servers]]\nname = "{name}"\nurl = "{url}"' for name, url in servers.items()]
        (self.folder / "settings.toml").write_text("\n".join(lines) + "\n")

    def environment(self) -> dict[str, str]:
        """What a process of this studio gets."""
        own = {FOLDER_VARIABLE: str(self.folder), "XDG_STATE_HOME": str(self.folder / "state"), "NO_PROXY": "*"}
        own |= {"XDG_CACHE_HOME": str(self.folder / "cache")}
        return {**os.environ, **own}


async def start(home: Home, *arguments: str, module: str = "studio") -> asyncio.subprocess.Process:
    """`python -m studio ARGUMENTS` as a process."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=ROOT,
        env=home.environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """How a process ended: its status, and what it said. One that hangs is killed, with status -1."""
    try:
        async with asyncio.timeout(LONGEST):
            out, err = await process.communicate()
    except TimeoutError:
        kill(process)
        await process.wait()
        return -1, "it hung"
    return process.returncode or 0, (out + err).decode()


def kill(process: asyncio.subprocess.Process) -> None:
    """`kill -9`; a process that is gone is left alone."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()


def telling(seen: Sequence[Message]) -> tuple[Message, ...]:
    """The messages without those that ask the same of one node after another: the first of them stands for all."""
    asking = [message for message in seen if "/object_info/" in message.what]
    first = {next((message for message in asking if message.direction == way), None) for way in ("up", "down")}
    return tuple(message for message in seen if message not in asking or message in first)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a library holds in the end: jobs by state, pictures, letterings, files, and what `check` finds."""

    jobs: tuple[JobRecord, ...]
    pictures: int
    letterings: int
    files: int
    findings: tuple[str, ...]


def kept(folder: Path) -> Kept:
    """Look into a library, and at its files."""
    library = Library.open(folder)
    try:
        pictures = library.page(limit=1000).pictures
        return Kept(
            jobs=library.jobs.latest(limit=1000),
            pictures=len(pictures),
            letterings=sum(len(library.letterings(picture.id)) for picture in pictures),
            files=sum(1 for file in folder.rglob("*.png") if ".studio" not in file.parts),
            findings=tuple(
                f"{found.kind}: {found.path}" for found in library.upkeep.check() if found.kind != "leftover"
            ),
        )
    finally:
        library.close()


def judged(there: Kept, *, ran: int, most: int, begun: bool = True) -> str:
    """What is wrong with how one lettered picture was drawn; empty where all is well. `most`: drawings at most."""
    states = [job.state for job in there.jobs]
    if not begun and not states:
        return "" if (there.pictures, there.files, ran) == (0, 0, 0) else "something was drawn for no job"
    wrong = []
    if states != ["done"]:
        wrong.append(f"the job is {states}: {[job.notice for job in there.jobs]}")
    if (there.pictures, there.letterings, there.files) != (1, 1, 2):
        wrong.append(f"{there.pictures} pictures, {there.letterings} letterings, {there.files} files")
    if ran > most:
        wrong.append(f"drawn {ran} times")
    return "; ".join([*wrong, *there.findings])
