"""What is left when a studio has ended: nothing of its own, and everything that it was given to keep."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from library.records import JobRecord
from library.store import Library
from studio.settings.settings import FOLDER_VARIABLE
from tests.monkey.findings import Finding
from tests.monkey.home import Home
from tests.monkey.watched import LEFT, TOLD

_ENDED: Final = frozenset({"done", "failed", "cancelled", "lost", "draft"})
"""States in which a job may stay when nobody works on it; "draft" is held by a person."""
PATIENCE: Final = 10.0
"""Seconds in which processes end whose studio has ended."""
LOOKS: Final = 0.05
"""Seconds between two looks at them."""


def left_behind(home: Home) -> Iterator[Finding]:
    """Tasks, threads and processes of a studio that has ended by itself."""
    told = home.folder / LEFT
    if not told.exists():
        yield Finding("it did not come to its end", "")
        return
    for kind, names in json.loads(told.read_text()).items():
        for name in names:
            yield Finding(f"{kind[:-1]} left: {name.partition(' at ')[0]}", name)
    end = time.monotonic() + PATIENCE
    # What ends with its parent hears of that by the closing of a pipe.
    while (left := processes(home)) and time.monotonic() < end:
        time.sleep(LOOKS)
    for name in left:
        yield Finding(f"process left: {name}", "")


def processes(home: Home) -> list[str]:
    """The command lines of all processes that live in a home."""
    mark = f"{FOLDER_VARIABLE}={home.folder / 'settings'}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip())
        except OSError:
            # It has ended meanwhile, or is another person's.
            continue
    return [name for name in found if name]


def lost(home: Home) -> Iterator[Finding]:
    """What of the jobs and pictures is not there, when the next studio has gone on with what was unfinished."""
    try:
        went_on = home.command("jobs", "wait")
    except subprocess.TimeoutExpired:
        yield Finding("jobs wait does not end", "")
        return
    library = Library.open(home.library)
    try:
        jobs = {job.id: job for job in library.jobs.latest(limit=100_000)}
        for job_id, state, pictures in _told(home):
            if job_id not in jobs:
                yield Finding("a job is lost", f"{job_id} was {state}")
            for picture in library.pictures(pictures):
                if not picture.missing and not Path(picture.path).exists():
                    yield Finding("a picture's file is lost", picture.path)
            if len(library.pictures(pictures)) < len(pictures):
                yield Finding("a picture is lost", f"{pictures} of {job_id}")
        for job in jobs.values():
            yield from _dishonest(job, went_on.stderr)
        for found in library.upkeep.check():
            if found.kind != "leftover":
                yield Finding(f"library check: {found.kind}", f"{found.path}")
    finally:
        library.close()


def _told(home: Home) -> Iterator[tuple[str, str, list[int]]]:
    """The jobs that a studio told of, each as it was told last."""
    last: dict[str, tuple[str, str, list[int]]] = {}
    for line in (home.folder / TOLD).read_text().splitlines():
        job_id, state, pictures = json.loads(line)
        last[job_id] = (job_id, state, pictures)
    yield from last.values()


def _dishonest(job: JobRecord, said: str) -> Iterator[Finding]:
    if job.state not in _ENDED:
        yield Finding(f"a job stays {job.state}", f"{job.id}: {said}")
    if job.state == "done" and not job.picture_ids:
        yield Finding("a job is done and has no picture", job.id)
