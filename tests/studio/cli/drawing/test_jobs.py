"""`studio jobs`, against the stand-in server, beside another studio that lives or was killed."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import msgspec
import pytest

from library.store import Library
from studio.jobs.states import State
from tests.conftest import Home
from tests.faults import studio_runs
from tests.standin.server import StandIn
from tests.studio.cli.conftest import Studio


@pytest.fixture
def folders(tmp_path: Path) -> studio_runs.Home:
    """A studio of real processes."""
    return studio_runs.Home(tmp_path / "studio")


async def said(home: studio_runs.Home, *arguments: str) -> tuple[int, str]:
    """How `studio jobs ARGUMENTS` ended, and what it said."""
    return await studio_runs.ended(await studio_runs.start(home, "jobs", *arguments))


def only_job(home: studio_runs.Home) -> str:
    """The id of the one job."""
    library = Library.open(home.library)
    (job,) = library.jobs.latest()
    library.close()
    return job.id


async def left_by_a_killed_studio(home: studio_runs.Home, server: StandIn) -> str:
    """How the id of the one job begins: its server holds it, and its studio was killed."""
    home.settle({"lab": server.url})
    server.hold()
    drawing = await studio_runs.start(home, *studio_runs.DRAW)
    await server.held()
    studio_runs.kill(drawing)
    await studio_runs.ended(drawing)
    return only_job(home)[:8]


def test_without_jobs_there_is_a_sentence(studio: Studio) -> None:
    assert studio("jobs", "list") == (0, "", "studio: No job is on its way\n")
    assert "studio draw" in studio("jobs", "list", "--all").err


def test_a_done_job_is_listed_and_cannot_be_tried_again(studio: Studio) -> None:
    assert studio("draw", "Milo at the rack", "--size", "256x256", "--seed", "5").status == 0
    (line,) = studio("jobs", "list", "--all", "--json").out.splitlines()
    job = json.loads(line)
    assert (job["state"], job["engine"], job["seed"], job["reason"]) == ("done", "draft", 5, "")
    again = studio("jobs", "retry", job["id"][:8])
    assert again.status == 1
    assert "cannot be tried again: done" in again.err
    assert "has ended: done" in studio("jobs", "cancel", job["id"][:8]).err


def test_an_id_that_names_no_job_is_wrong_use(studio: Studio, home: Home) -> None:
    ended = studio("jobs", "cancel", "ffff")
    assert ended.status == 2
    assert "No job with an id that begins with 'ffff'" in ended.err


async def test_a_running_job_of_another_studio_is_cancelled_by_its_id(folders: studio_runs.Home) -> None:
    async with StandIn() as server:
        folders.settle({"lab": server.url})
        server.hold()
        drawing = await studio_runs.start(folders, *studio_runs.DRAW)
        await server.held()
        job_id = only_job(folders)
        status, words = await said(folders, "cancel", job_id[:8])
        assert (status, "cancelled" in words) == (0, True), words
        status, _ = await studio_runs.ended(drawing)
        assert status == 1
        assert server.global_interrupts == 0
    there = studio_runs.kept(folders.library)
    assert ([job.state for job in there.jobs], there.pictures) == (["cancelled"], 0)


async def test_a_job_that_its_server_drew_while_nobody_looked_is_fetched_by_wait(folders: studio_runs.Home) -> None:
    async with StandIn() as server:
        await left_by_a_killed_studio(folders, server)
        server.release()
        await server.until(lambda: not server.running)
        # Two at once: one takes the job up, the other waits for that.
        first, second = await asyncio.gather(said(folders, "wait"), said(folders, "wait"))
        assert (first[0], second[0]) == (0, 0), (first, second)
        assert len(server.ran) == 1
    assert studio_runs.judged(studio_runs.kept(folders.library), ran=1, most=1) == ""


async def test_the_list_says_which_server_does_not_answer(folders: studio_runs.Home) -> None:
    async with StandIn() as server:
        job_id = await left_by_a_killed_studio(folders, server)
        status, words = await said(folders, "list")
        assert (status, job_id in words, "does not answer" in words) == (0, True, False), words
        server.faults.away = True
        status, words = await said(folders, "list")
        assert status == 0
        assert "(lab does not answer)" in words
        assert "lab does not answer: lab (http://127.0.0.1" in words
        status, words = await said(folders, "list", "--json")
        assert json.loads(next(line for line in words.splitlines() if line.startswith("{")))["silent"] == "lab"


async def test_wait_says_what_it_waits_for_and_fails_where_nobody_can_go_on(folders: studio_runs.Home) -> None:
    async with StandIn() as server:
        job_id = await left_by_a_killed_studio(folders, server)

        folders.settle({})
        status, words = await said(folders, "wait")
        assert status == 1
        assert "There is no job to wait for" in words
        assert f"{job_id}  waits for lab, which the settings here do not name" in words
        assert f"studio jobs cancel {job_id}" in words

        folders.settle({"lab": server.url})
        server.release()
        status, words = await said(folders, "wait")
        assert status == 0, words
        assert "Waiting for 1 job:" in words
        assert f"{job_id}  " in words
        assert ".png" in words
        assert len(server.ran) == 1


async def test_wait_fails_for_a_job_that_is_held_until_it_is_released(folders: studio_runs.Home) -> None:
    async with StandIn() as server:
        await left_by_a_killed_studio(folders, server)
        server.release()
        library = Library.open(folders.library)
        (job,) = library.jobs.latest()
        library.jobs.put([msgspec.structs.replace(job, state=State.DRAFT)])
        library.close()
        status, words = await said(folders, "wait")
        assert (status, "1 job is held" in words) == (1, True), words
        status, words = await said(folders, "release", job.id[:8])
        assert (status, ".png" in words) == (0, True), words
        status, words = await said(folders, "release", job.id[:8])
        assert (status, "is not held: done" in words) == (1, True), words


def test_there_may_be_nothing_to_wait_for(studio: Studio) -> None:
    assert studio("jobs", "wait") == (0, "", "studio: There is no job to wait for\n")
