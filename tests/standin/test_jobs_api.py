"""/api/jobs of newer servers, as recorded."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.standin.client import FIRST, Client, heard_to_the_end, posts
from tests.standin.recorded import NEW, recording
from tests.standin.server import StandIn


def told(name: str, path: str) -> Any:
    """The answer of 0.33.0 to a path, without what one run alone has."""
    return next(e["response"] for e in recording(name, NEW) if e.get("path") == path)


@pytest.mark.parametrize("standin", [NEW], indirect=True)
async def test_jobs_are_listed_shown_and_cancelled_as_recorded(client: Client, standin: StandIn) -> None:
    bodies = [post["request"] for post in posts("06-api-jobs", NEW) if post["path"] == "/prompt"]
    ids = [body["prompt_id"] for body in bodies]
    standin.hold(step=1)
    for body in bodies:
        await client.send("POST", "/prompt", body)
    await standin.held()
    _, listed = await client.send("GET", "/api/jobs")
    recorded = told("06-api-jobs", "/api/jobs")["jobs"]
    assert [shape_of_job(job) for job in sorted(listed["jobs"], key=lambda job: -job["priority"])] == [
        shape_of_job(job) for job in recorded[:3]
    ]
    _, page = await client.send("GET", "/api/jobs?status=pending,in_progress&limit=2")
    assert page["pagination"] == told("06-api-jobs", "/api/jobs?status=pending,in_progress&limit=2")["pagination"]
    status, answer = await client.send("GET", "/api/jobs?status=nope")
    assert (status, answer) == (400, told("06-api-jobs", "/api/jobs?status=nope"))
    assert await client.send("POST", f"/api/jobs/{ids[2]}/cancel", {}) == (200, {"cancelled": True})
    assert await client.send("GET", f"/api/jobs/{ids[2]}") == (404, {"error": "Job not found"})
    assert (await client.send("POST", "/api/jobs/cancel", {"job_ids": ["x"]}))[0] == 400
    assert await client.send("POST", "/api/jobs/cancel", {"job_ids": [*ids, FIRST]}) == (200, {"cancelled": True})
    assert await client.send("POST", "/api/jobs/nonsense/cancel", {}) == (200, {"cancelled": False})
    async with asyncio.timeout(10):
        while standin.running:
            await asyncio.sleep(0)
    _, job = await client.send("GET", f"/api/jobs/{ids[0]}")
    assert sorted(job) == sorted(
        next(e["response"] for e in recording("06-api-jobs", NEW) if "outputs" in e.get("response", {}))
    )
    assert (job["status"], (await client.send("GET", f"/api/jobs/{ids[1]}"))[0]) == ("cancelled", 404)


def shape_of_job(job: dict[str, Any]) -> tuple[str, list[str]]:
    return job["status"], sorted(job)


@pytest.mark.parametrize("standin", [NEW], indirect=True)
@pytest.mark.parametrize("fails", [False, True])
async def test_a_job_that_ended_is_shown_as_recorded(fails: bool, client: Client, standin: StandIn) -> None:
    name = "08-execution-error" if fails else "02-kontext-one-reference-lora"
    (post,) = posts(name, NEW)
    if fails:
        standin.faults.errors["LoraLoaderModelOnly"] = ("SafetensorError", "header too large")
    await client.connect(post["request"]["client_id"])
    await client.send("POST", "/prompt", post["request"])
    await heard_to_the_end(client, standin)
    _, job = await client.send("GET", f"/api/jobs/{post['request']['prompt_id']}")
    ended = [e["response"] for e in recording(name, NEW) if str(e.get("path")).startswith("/api/jobs/")][-1]
    assert (sorted(job), job["status"]) == (sorted(ended), ended["status"])
    assert [kind for kind, _ in job["execution_status"]["messages"]] == [
        kind for kind, _ in ended["execution_status"]["messages"]
    ]
