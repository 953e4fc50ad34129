"""The stand-in says what the recorded server said: the same answers, and messages of the same kinds and shapes."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import aiohttp
import pytest

from tests.standin.recorded import NEW, OLD, VERSIONS, as_recorded, recording
from tests.standin.server import StandIn

FIRST, SECOND = "a1a1a1a1-0000-4000-8000-000000000001", "a1a1a1a1-0000-4000-8000-000000000002"
FLAGS = {"type": "feature_flags", "data": {"supports_preview_metadata": True}}


class Client:
    """A bare client that keeps what the socket says."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url
        self.heard: list[Any] = []
        self._listening: tuple[aiohttp.ClientWebSocketResponse, asyncio.Task[None]] | None = None

    async def connect(self, client_id: str, flags: bool = True) -> None:
        socket = await self.session.ws_connect(f"{self.url}/ws", params={"clientId": client_id})
        if flags:
            await socket.send_json(FLAGS)
        self._listening = socket, asyncio.create_task(self._listen(socket))

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            self.heard.append(json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else message.data)

    async def stop(self) -> None:
        if self._listening is not None:
            socket, listening = self._listening
            await socket.close()
            await listening

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.session.request(method, self.url + path, json=body) as response:
            data = await response.read()
            return response.status, json.loads(data) if response.content_type == "application/json" else data

    async def upload(self, name: str, data: bytes, **fields: str) -> tuple[int, Any]:
        form = aiohttp.FormData(fields)
        form.add_field("image", data, filename=name, content_type="image/png")
        async with self.session.post(self.url + "/upload/image", data=form) as response:
            return response.status, await response.json() if response.status == 200 else None


def posts(name: str, version: str = OLD) -> list[dict[str, Any]]:
    return [entry for entry in recording(name, version) if entry["kind"] == "http" and entry["method"] == "POST"]


def shape(value: Any) -> Any:
    """The kinds and keys of a message, without names and numbers of this one run."""
    if isinstance(value, bytes):
        head = int.from_bytes(value[4:8], "big") if value[3] == 4 else 0
        return [value[:4], sorted(json.loads(value[8 : 8 + head])) if head else value[4:8]]
    data = value["data"]
    if value["type"] == "progress_state":
        data = {**data, "nodes": [sorted(node) for node in data["nodes"].values()][:1]}
    return [value["type"], sorted(data), data.get("nodes") if value["type"] == "progress_state" else None]


def said(entries: list[dict[str, Any]]) -> list[Any]:
    return [base64.b64decode(entry["binary"]) if "binary" in entry else entry["text"] for entry in entries]


def without_loading(messages: list[Any]) -> list[Any]:
    """What a run says from its sampling on; which nodes are cached before depends on the runs before."""
    shapes = [shape(message) for message in messages]
    start = next(place for place, told in enumerate(shapes) if told[0] == "execution_cached")
    first = next(
        (
            place
            for place, told in enumerate(shapes)
            if told[0] in ("progress", "executed") or isinstance(told[0], bytes)
        ),
        0,
    )
    return shapes[: start + 1] + shapes[first - 1 :]


@pytest.fixture
async def client(standin: StandIn) -> Any:
    async with aiohttp.ClientSession() as session:
        made = Client(session, standin.url)
        await made.upload("milo-ref.png", b"milo", subfolder="studio", overwrite="true")
        await made.upload("james-ref.png", b"james", subfolder="studio", overwrite="true")
        yield made
        await made.stop()


@pytest.fixture(params=VERSIONS)
async def standin(request: pytest.FixtureRequest) -> Any:
    async with StandIn(version=request.param) as server:
        yield server


def ended(client: Client, count: int = 1) -> bool:
    ends = [m for m in client.heard if isinstance(m, dict) and m["type"] == "executing" and m["data"]["node"] is None]
    return len(ends) >= count


async def heard_to_the_end(client: Client, standin: StandIn, count: int = 1) -> list[Any]:
    async with asyncio.timeout(10):
        while not ended(client, count):
            await asyncio.sleep(0)
    return client.heard


@pytest.mark.parametrize(
    ("standin", "name"),
    [
        (OLD, "02-kontext-one-reference-lora"),
        (OLD, "04-two-references-no-lora"),
        (OLD, "09-legacy-previews-no-feature-flags"),
        (NEW, "02-kontext-one-reference-lora"),
    ],
    indirect=["standin"],
)
async def test_a_run_says_what_was_recorded(name: str, client: Client, standin: StandIn) -> None:
    (post,) = posts(name, standin.version)
    await client.connect(post["request"]["client_id"], flags=not name.startswith("09"))
    await standin.until(lambda: standin.sockets == 1)
    status, answer = await client.send("POST", "/prompt", post["request"])
    assert (status, sorted(answer)) == (200, sorted(post["response"]))
    heard = await heard_to_the_end(client, standin)
    recorded = said([entry for entry in recording(name, standin.version) if entry["kind"] == "ws"])
    start = 0 if name.startswith("09") else 2
    assert without_loading(heard[start:]) == without_loading(recorded)


async def test_the_same_prompt_again_gives_the_old_file(client: Client, standin: StandIn) -> None:
    (post,) = posts("03-identical-prompt-all-cached", standin.version)
    await client.connect(post["request"]["client_id"])
    await client.send("POST", "/prompt", {**post["request"], "prompt_id": FIRST})
    await heard_to_the_end(client, standin)
    client.heard.clear()
    await client.send("POST", "/prompt", {**post["request"], "prompt_id": SECOND})
    heard = await heard_to_the_end(client, standin)
    recorded = said(
        [entry for entry in recording("03-identical-prompt-all-cached", standin.version) if entry["kind"] == "ws"]
    )
    assert [shape(message) for message in heard] == [shape(message) for message in recorded]
    _, history = await client.send("GET", "/history")
    assert history[FIRST]["outputs"] == history[SECOND]["outputs"]


async def test_an_interrupted_run_says_what_was_recorded(client: Client, standin: StandIn) -> None:
    post, interrupt, *_ = posts("05-interrupt-while-sampling", standin.version)
    await client.connect(post["request"]["client_id"])
    standin.hold(step=3)
    await client.send("POST", "/prompt", {**post["request"], "prompt_id": interrupt["request"]["prompt_id"]})
    await standin.held()
    await client.send("POST", "/interrupt", {"prompt_id": "another"})
    assert standin.running
    await client.send("POST", "/interrupt", interrupt["request"])
    heard = await heard_to_the_end(client, standin)
    recorded = said(
        [entry for entry in recording("05-interrupt-while-sampling", standin.version) if entry["kind"] == "ws"]
    )
    assert [shape(message) for message in heard[-3:]] == [shape(message) for message in recorded[-3:]]
    _, history = await client.send("GET", f"/history/{interrupt['request']['prompt_id']}")
    entry = next(iter(history.values()))
    assert (entry["status"]["status_str"], entry["outputs"]) == ("error", {})
    assert entry["status"]["messages"][-1][0] == "execution_interrupted"


async def test_an_execution_error_says_what_was_recorded(client: Client, standin: StandIn) -> None:
    (post,) = posts("08-execution-error", standin.version)
    standin.faults.errors["LoraLoaderModelOnly"] = ("SafetensorError", "header too large")
    await client.connect(post["request"]["client_id"])
    await client.send("POST", "/prompt", post["request"])
    heard = await heard_to_the_end(client, standin)
    recorded = said([entry for entry in recording("08-execution-error", standin.version) if entry["kind"] == "ws"])
    errors = [[shape(m) for m in told if m["type"] == "execution_error"] for told in (heard, recorded)]
    assert errors[0] == errors[1]


@pytest.mark.parametrize(
    ("standin", "number"),
    [(version, number) for version, count in ((OLD, 9), (NEW, 14)) for number in range(count)],
    indirect=["standin"],
)
async def test_prompts_are_refused_as_recorded(number: int, client: Client, standin: StandIn) -> None:
    if standin.newer:
        # The files of the server that was recorded.
        standin.object_info |= as_recorded(NEW)
    post = posts("07-rejected-prompts", standin.version)[number]
    status, answer = await client.send("POST", "/prompt", post["request"])
    assert status == post["status"] == 400
    assert sorted_errors(answer) == sorted_errors(post["response"])


def sorted_errors(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with each node's errors in one order: ComfyUI goes through its inputs as a set."""
    for node in answer["node_errors"].values():
        node["errors"].sort(key=lambda error: str(error["details"]))
    return answer


async def test_uploads_and_views_answer_as_recorded(client: Client, standin: StandIn) -> None:
    assert await client.upload("james-ref.png", b"james", subfolder="studio") == (
        200,
        {"name": "james-ref.png", "subfolder": "studio", "type": "input"},
    )
    _, other = await client.upload("james-ref.png", b"other", subfolder="studio")
    assert other["name"] == "james-ref (1).png"
    assert (await client.upload("x.png", b"x", subfolder="../../etc"))[0] == 400
    assert (await client.send("GET", "/view?filename=nope.png&subfolder=studio&type=output"))[0] == 404
    assert (await client.send("GET", "/view?filename=../../../etc/passwd&type=output"))[0] == 400


@pytest.mark.parametrize(
    "path", ["/system_stats", "/features", "/queue", "/models", "/models/diffusion_models", "/embeddings", "/prompt"]
)
async def test_read_only_routes_answer_as_recorded(path: str, client: Client, standin: StandIn) -> None:
    standin.object_info |= as_recorded(standin.version)
    recorded = next(e for e in recording("01-handshake-and-upload", standin.version) if e.get("path") == path)
    assert await client.send("GET", path) == (200, recorded["response"])
    assert await client.send("GET", f"/api{path}") == (200, recorded["response"])


async def test_unknown_routes_and_folders_are_not_found(client: Client) -> None:
    assert (await client.send("GET", "/models/nope"))[0] == 404
    assert (await client.send("GET", "/no-such-route"))[0] == 404
    assert (await client.send("POST", "/free", {"unload_models": True}))[0] == 200


async def test_jobs_wait_in_order_and_can_be_deleted(client: Client, standin: StandIn) -> None:
    bodies = [post["request"] for post in posts("06-queue-three-delete-one-reconnect") if post["path"] == "/prompt"]
    ids = [f"a1a1a1a1-0000-4000-8000-00000000000{number}" for number in range(3)]
    standin.hold(step=2)
    for number, body in enumerate(bodies):
        await client.send("POST", "/prompt", {**body, "prompt_id": ids[number]})
    await standin.held()
    _, queue = await client.send("GET", "/queue")
    assert [[item[1] for item in queue[key]] for key in ("queue_running", "queue_pending")] == [
        ids[:1],
        ids[1:],
    ]
    assert len(queue["queue_running"][0]) == 5
    await client.send("POST", "/queue", {"delete": ids[2:]})
    assert standin.waiting == [ids[1]]
    await client.connect(bodies[0]["client_id"])
    await standin.until(lambda: standin.sockets == 1)
    standin.release()
    heard = await heard_to_the_end(client, standin, 2)
    assert [message["type"] for message in heard[:2]] == ["status", "executing"]
    assert sorted(heard[1]["data"]) == ["node"]
    _, history = await client.send("GET", f"/history/{ids[2]}")
    assert history == {}


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
