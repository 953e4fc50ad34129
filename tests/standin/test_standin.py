"""The stand-in says what the recorded server said: the same answers, and messages of the same kinds and shapes."""

from __future__ import annotations

import pytest

from tests.standin.client import (
    FIRST,
    SECOND,
    Client,
    heard_to_the_end,
    posts,
    said,
    shape,
    sorted_errors,
    without_loading,
)
from tests.standin.recorded import NEW, OLD, as_recorded, recording
from tests.standin.server import StandIn


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
    await standin.until(lambda: standin.wire.count == 1)
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
    await standin.until(lambda: standin.wire.count == 1)
    standin.release()
    heard = await heard_to_the_end(client, standin, 2)
    assert [message["type"] for message in heard[:2]] == ["status", "executing"]
    assert sorted(heard[1]["data"]) == ["node"]
    _, history = await client.send("GET", f"/history/{ids[2]}")
    assert history == {}
