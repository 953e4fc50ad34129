"""What newer servers are asked for, and older ones as before; what of a server is asked for once."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import BadAnswer, Cancelled, EngineBroke, EngineRefused, Failed, Finished, ModelMissing
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.runs.whereabouts import Ended, Nowhere, Pending, Running, images, look, verdict
from backends.comfyui.wire.http import Http, NotFound
from backends.comfyui.wire.server import Server
from tests.backends.comfyui.conftest import MakeEngine, all_events, reference, request
from tests.standin.recorded import NEW, OLD, recording
from tests.standin.server import StandIn

TWO = (reference(), reference("red"))


def asked(standin: StandIn) -> Counter[str]:
    """How many requests there were, by method and route without what is asked for."""
    return Counter(f"{method} {path}" for method, path in standin.requests)


async def drawn(engine: ComfyUIEngine, **changes: Any) -> Finished:
    """What comes of one more job."""
    last = (await all_events(engine, await engine.submit(request(**changes))))[-1]
    assert isinstance(last, Finished), last
    return last


async def test_a_picture_is_brought_to_a_server_once(make_engine: MakeEngine, standin: StandIn) -> None:
    engine = make_engine()
    for seed in range(3):
        await drawn(engine, references=TWO, seed=seed)
    await drawn(make_engine(), references=TWO, seed=3)
    told = asked(standin)
    assert told["POST /upload/image"] == 2
    # Each of the two processes looked for each picture.
    assert told["HEAD /view"] == 4


async def test_a_picture_that_was_cut_short_is_brought_again(engine: ComfyUIEngine, standin: StandIn) -> None:
    place = ("input", "milo-studio", f"{TWO[0].sha256[:16]}.png")
    standin.files[place] = TWO[0].data[:100]
    await drawn(engine, references=TWO[:1])
    assert TWO[0].data in standin.files.values()


@pytest.mark.parametrize("status", ["away", "bad gateway"])
async def test_where_the_question_does_not_come_through_the_picture_is_sent(
    status: str, engine: ComfyUIEngine, standin: StandIn
) -> None:
    standin.files[("input", "milo-studio", f"{TWO[0].sha256[:16]}.png")] = TWO[0].data
    if status == "away":
        standin.faults.redirect["/view"] = "http://127.0.0.1:9/view"
    else:
        standin.faults.bad_gateway["/view"] = 1
    await engine.prepare(request(references=TWO[:1]))
    assert asked(standin)["POST /upload/image"] == 1


async def test_pictures_that_are_gone_from_the_server_are_brought_again(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    await drawn(engine, references=TWO)
    standin.files.clear()
    finished = await drawn(engine, references=TWO, seed=12)
    assert finished.pictures
    assert len(standin.ran) == 2
    assert asked(standin)["POST /upload/image"] == 4


async def test_a_picture_that_is_too_large_for_the_server_is_not_sent(engine: ComfyUIEngine, standin: StandIn) -> None:
    large = msgspec.structs.replace(TWO[0], data=TWO[0].data + b"\0" * 3 * 2**20)
    standin.features["max_upload_size"] = 2 * 2**20
    with pytest.raises(EngineRefused, match="has 3 MiB, and the server takes 2 MiB at most"):
        await engine.prepare(request(references=(large,)))
    assert asked(standin)["POST /upload/image"] == 0
    await engine.prepare(request(references=TWO))
    assert asked(standin)["GET /features"] == 1, "small pictures are sent without a question"


async def test_nodes_are_asked_for_once_for_all_jobs(engine: ComfyUIEngine, standin: StandIn) -> None:
    assert (await engine.health()).ready
    for seed in range(3):
        await drawn(engine, references=TWO, seed=seed)
    assert (await engine.health()).ready
    nodes = {route: count for route, count in asked(standin).items() if "/object_info/" in route}
    assert set(nodes.values()) == {1}


async def test_a_server_that_was_started_again_is_asked_again(engine: ComfyUIEngine, standin: StandIn) -> None:
    await drawn(engine, references=TWO)
    await standin.restart()
    await standin.until(lambda: standin.wire.count == 0)
    await standin.until(lambda: standin.wire.count == 1)
    await drawn(engine, references=TWO, seed=12)
    told = asked(standin)
    assert told["GET /object_info/KSampler"] == 2
    assert (told["HEAD /view"], told["POST /upload/image"]) == (4, 2)


async def test_a_model_that_was_taken_away_meanwhile_is_chosen_anew(engine: ComfyUIEngine, standin: StandIn) -> None:
    await drawn(engine)
    standin.set_choices("UNETLoader", "unet_name", ["flux1-dev-kontext_fp8_scaled.safetensors"])
    finished = await drawn(engine, seed=12)
    assert "kontext" in finished.models["unet"]
    assert len(standin.ran) == 2


async def test_what_is_still_missing_after_another_look_is_told(engine: ComfyUIEngine, standin: StandIn) -> None:
    await drawn(engine)
    there = standin.object_info.pop("KSampler")
    with pytest.raises(EngineRefused, match="no node KSampler") as caught:
        await engine.submit(request(seed=12))
    assert "update ComfyUI" in caught.value.remedy
    standin.object_info["KSampler"] = there
    standin.set_choices("VAELoader", "vae_name", [])
    with pytest.raises(ModelMissing, match=r"ae\.safetensors"):
        await engine.submit(request(seed=13))
    standin.set_choices("VAELoader", "vae_name", ["ae.safetensors"])
    await drawn(engine, seed=14)


@pytest.mark.parametrize("standin", [NEW], indirect=True)
async def test_of_newer_servers_no_graph_of_others_is_fetched(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    client = request().client_id
    tickets = [await engine.submit(request(client_id=client, seed=seed)) for seed in range(4)]
    await standin.held()
    following = asyncio.gather(*(all_events(engine, ticket) for ticket in tickets))
    assert (await engine.health()).waiting == 4
    standin.release()
    assert all(isinstance(events[-1], Finished) for events in await following)
    told = asked(standin)
    assert told["GET /queue"] == told["GET /history/{id}"] == 0
    assert not any(route.startswith("GET /history") for route in told)


@pytest.mark.parametrize("standin", [OLD], indirect=True)
async def test_older_servers_are_asked_for_newer_routes_once(engine: ComfyUIEngine, standin: StandIn) -> None:
    for seed in range(3):
        await drawn(engine, seed=seed)
    assert sum(count for route, count in asked(standin).items() if "/jobs" in route) == 1


async def test_many_jobs_are_cancelled_at_once(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    client = request().client_id
    tickets = [await engine.submit(request(client_id=client, seed=seed)) for seed in range(5)]
    await standin.held()
    following = asyncio.gather(*(all_events(engine, ticket) for ticket in tickets[1:]))
    await asyncio.gather(*map(engine.cancel, tickets[1:]))
    assert all(isinstance(events[-1], Cancelled) for events in await following)
    assert (standin.running, standin.waiting) == (tickets[0].job_id, [])
    told = asked(standin)
    assert told["POST /jobs/cancel"] == 1
    assert (told["POST /queue"] == 0) == standin.newer
    standin.release()


@pytest.mark.parametrize("standin", [NEW], indirect=True)
async def test_a_lost_answer_to_a_cancel_is_asked_for_again(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    ticket = await engine.submit(request())
    await standin.held()
    standin.faults.cut_answer = 1
    await engine.cancel(ticket)
    assert asked(standin)["POST /jobs/cancel"] == 2
    assert isinstance((await all_events(engine, ticket))[-1], Cancelled)


class Told(Http):
    """A server that gives one answer to everything."""

    def __init__(self, body: bytes, *, found: bool = True) -> None:
        super().__init__(Server(name="lab", url="http://127.0.0.1:9", pause=0.0), None)  # type: ignore[arg-type]
        self._told, self._found = body, found

    async def get(self, route: str) -> bytes:
        if not self._found:
            raise NotFound("There is nothing", "", self._told)
        return self._told


def answers(name: str) -> list[Any]:
    """What the recorded server said of single jobs."""
    return [
        entry["response"]
        for entry in recording(name, NEW)
        if entry["kind"] == "http" and entry["method"] == "GET" and entry["path"].startswith("/api/jobs/")
    ]


async def where(answer: object, *, found: bool = True) -> Any:
    """What is made of an answer."""
    http = Told(json.dumps(answer).encode(), found=found)
    try:
        return await look(http, "a")
    finally:
        await http.close()


async def test_recorded_jobs_are_where_the_server_says() -> None:
    running, done = answers("02-kontext-one-reference-lora")
    assert isinstance(await where(running), Running)
    ended = await where(done)
    assert isinstance(ended, Ended)
    assert verdict(ended.entry) is None
    assert [image.filename for image in images(ended.entry)] == ["pic_00001_.png"]
    (failed,) = answers("08-execution-error")
    ended = await where(failed)
    assert isinstance(ended, Ended)
    told = verdict(ended.entry)
    assert isinstance(told, Failed)
    assert isinstance(told.error, EngineBroke)
    assert "LoraLoaderModelOnly" in told.error.reason
    pending, gone, cancelled, unknown = answers("06-api-jobs")
    assert pending["status"] == "pending"
    assert isinstance(verdict((await where(cancelled)).entry), Cancelled)
    assert await where(gone, found=False) == await where(unknown, found=False) == Nowhere()


async def test_pictures_that_are_assets_too_are_read_the_same() -> None:
    (done,) = answers("09-assets-and-hashes")
    ended = await where(done)
    assert isinstance(ended, Ended)
    assert [(image.filename, image.subfolder) for image in images(ended.entry)] == [("pic_00003_.png", "studio")]


@pytest.mark.parametrize(
    "answer", [[], 3, {"id": 1, "status": "pending"}, {"id": "a"}, {"id": "a", "status": "pending", "priority": "x"}]
)
async def test_answers_that_make_no_sense_are_told(answer: object) -> None:
    with pytest.raises(BadAnswer):
        await where(answer)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(["completed", "failed", "cancelled", "later"]),
    st.dictionaries(st.sampled_from(["outputs", "execution_status", "execution_error", "workflow"]), anything),
)
def test_a_job_that_ended_in_any_way_has_an_end(status: str, fields: dict[str, Any]) -> None:
    ended = asyncio.run(where({"id": "a", "status": status, **fields}))
    assert isinstance(ended, Ended)
    assert verdict(ended.entry) is not None or images(ended.entry)


async def test_a_place_in_the_queue_is_that_of_its_number() -> None:
    class Listing(Told):
        async def get(self, route: str) -> bytes:
            jobs = [
                {"id": name, "status": "pending", "priority": number}
                for name, number in zip("cab", (3, 1, 2), strict=True)
            ]
            return json.dumps({"jobs": jobs} if "?" in route else jobs["cab".index(route[-1])]).encode()

    http = Listing(b"")
    assert [await look(http, name) for name in "abc"] == [Pending(0), Pending(1), Pending(2)]
    await http.close()
