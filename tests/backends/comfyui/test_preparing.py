"""What is prepared, what is sent, what is drawn otherwise than asked, and memory that runs out."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import msgspec
import pytest

from backends.base import (
    AnswerLost,
    EngineBroke,
    EngineRefused,
    EngineUnreachable,
    Failed,
    Finished,
    ModelMissing,
    Region,
    Stage,
    Ticket,
)
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.runs.memory import advised, smaller
from tests.backends.comfyui.conftest import MILO, MakeEngine, all_events, reference, request
from tests.standin.proxy import Proxy
from tests.standin.server import StandIn
from tests.standin.spoiling import Fault, Message


async def test_preparing_puts_nothing_into_the_queue(engine: ComfyUIEngine, standin: StandIn) -> None:
    wanted = request(references=(reference(),), start=reference("red"), mask=reference("white"))
    prepared = await engine.prepare(wanted)
    assert standin.asked("POST", "/prompt") == 0
    assert standin.asked("POST", "/upload/image") == 3
    graph = json.loads(prepared)
    assert graph["prompt"]["inputs"]["text"] == wanted.prompt
    assert graph["mask"]["inputs"]["image"] != graph["start"]["inputs"]["image"]


async def test_what_was_prepared_is_what_is_sent(engine: ComfyUIEngine, standin: StandIn) -> None:
    wanted = request(references=(reference(),), loras=(MILO,))
    prepared = await engine.prepare(wanted)
    asked = standin.asked("GET", "/object_info/KSampler")
    ticket = await engine.submit(wanted, prepared)
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert standin.bodies[0]["prompt"] == json.loads(prepared)
    assert standin.asked("POST", "/upload/image") == 1
    assert standin.asked("GET", "/object_info/KSampler") == asked


async def test_another_process_sends_what_was_prepared(make_engine: MakeEngine, standin: StandIn) -> None:
    wanted = request(references=(reference(),))
    prepared = await make_engine().prepare(wanted)
    other = make_engine()
    assert isinstance((await all_events(other, await other.submit(wanted, prepared)))[-1], Finished)
    assert standin.asked("POST", "/upload/image") == 1


@pytest.mark.parametrize("fault", ["cut", "swallow"])
async def test_an_answer_that_stays_away_may_have_arrived(
    fault: Any, make_engine: MakeEngine, standin: StandIn
) -> None:
    """The job arrives, its answer does not, and then the server is gone: the job must not go anywhere else."""

    def gone(message: Message) -> None:
        if message == Message("down", "POST /prompt", 1):
            standin.faults.away = True

    lost = Fault(fault, Message("down", "POST /prompt", 1))
    async with Proxy(standin.url, lost, gone) as proxy:
        engine = make_engine(url=proxy.url, timeout=0.5)
        wanted = request()
        with pytest.raises(AnswerLost):
            await engine.submit(wanted)
        standin.faults.away = False
        ticket = Ticket(wanted.job_id, wanted.client_id)
        assert isinstance((await all_events(engine, ticket))[-1], Finished)
        assert standin.ran == [wanted.job_id]


async def test_a_server_that_is_gone_before_the_prompt_has_not_got_it(
    make_engine: MakeEngine, standin: StandIn
) -> None:
    engine = make_engine(timeout=0.5)
    prepared = await engine.prepare(wanted := request())
    refused = make_engine(url="http://127.0.0.1:9", timeout=0.5)
    with pytest.raises(EngineUnreachable) as caught:
        await refused.submit(wanted, prepared)
    assert not isinstance(caught.value, AnswerLost)
    assert standin.bodies == []


async def test_memory_is_freed(engine: ComfyUIEngine, standin: StandIn) -> None:
    await engine.free_memory()
    assert standin.freed == [{"unload_models": True, "free_memory": True}]
    standin.faults.bad_gateway["/free"] = 1
    await engine.free_memory()
    assert len(standin.freed) == 2


async def test_memory_that_ran_out_says_what_could_be_smaller(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.errors["KSampler"] = ("torch.OutOfMemoryError", "Allocation on device 0 would exceed allowed memory")
    pictures = (reference(), reference("red"))
    ticket = await engine.submit(request(references=pictures, width=1536, height=1024))
    for follower in range(2):
        # Heard on the socket, and then read in the history.
        failed = (await all_events(engine, ticket))[-1]
        assert isinstance(failed, Failed), follower
        assert isinstance(failed.error, EngineBroke)
        assert failed.error.out_of_memory
        assert failed.error.node == "KSampler"
        assert "Draw at 1024x688 instead of 1536x1024" in failed.error.remedy
        assert "fewer than 2 references" in failed.error.remedy
        assert "smaller size" not in failed.error.remedy


def test_what_could_be_smaller() -> None:
    big = {"a": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1-dev.safetensors"}}}
    assert smaller(big) == "choose an fp8 or GGUF file instead of flux1-dev.safetensors"
    assert smaller({"s": {"class_type": "E", "inputs": {"width": 1024, "height": 1024}}}).startswith("draw at 768x768")
    assert smaller({}) == smaller(None) == ""
    error = EngineBroke("why", "what", "node")
    assert advised(error, big) is error
    assert not advised(EngineBroke("why", out_of_memory=True), big).small_model
    for small in ("flux1-dev-fp8.safetensors", "flux1-dev-Q4_K_S.gguf", "svdq-int4_r32-flux.1-kontext-dev.safetensors"):
        graph = {"a": {"class_type": "UNETLoader", "inputs": {"unet_name": small}}}
        assert smaller(graph) == ""
        told = advised(EngineBroke("why", "what", out_of_memory=True), graph)
        assert (told.small_model, told.remedy) == (True, "what")
    cast = {"a": {"class_type": "UNETLoader", "inputs": {"unet_name": "x", "weight_dtype": "fp8_e4m3fn"}}}
    assert smaller(cast) == ""
    memory = EngineBroke("why", "what", "node", out_of_memory=True)
    assert advised(memory, {}) is memory


async def test_another_family_draws_with_its_own_settings_and_says_so(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.set_choices("UNETLoader", "unet_name", ["flux1-dev-fp8.safetensors"])
    events = await all_events(engine, await engine.submit(request(family="schnell", steps=4, guidance=1.0)))
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.note == "drawn by flux1-dev-fp8.safetensors with 28 steps, and not by Schnell"
    assert Stage(finished.note) in events
    sent = standin.bodies[0]["prompt"]
    assert (sent["sampler"]["inputs"]["steps"], sent["guidance"]["inputs"]["guidance"]) == (28, 3.0)


async def test_what_cannot_be_instead_is_named(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.set_choices("UNETLoader", "unet_name", ["flux1-schnell.safetensors"])
    with pytest.raises(ModelMissing, match="kontext"):
        await engine.submit(request(family="kontext", references=(reference(),)))
    with pytest.raises(EngineRefused, match="mask"):
        await engine.submit(request(mask=reference()))
    assert standin.bodies == []


@pytest.mark.parametrize(
    "changes",
    [
        {"family": "flux2", "references": (reference(),)},
        {"models": {"unet": "flux1-kontext-dev-Q8_0.gguf", "clip2": "t5-v1_1-xxl-encoder-Q8_0.gguf"}},
        {"references": (reference(), reference("red")), "references_joined": "stitched"},
        {"start": reference(), "denoise": 0.5, "references": (reference("red"),)},
    ],
)
async def test_newer_servers_draw_more(changes: dict[str, Any], engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.install("flux2")
    standin.install("gguf")
    finished = (await all_events(engine, await engine.submit(request(**changes))))[-1]
    assert isinstance(finished, Finished)
    assert finished.note == ""


@pytest.mark.parametrize("many", [2, 3])
@pytest.mark.parametrize("joined", ["chained", "stitched", "regions"])
async def test_pairs_and_trios_are_drawn_each_way(
    many: int, joined: str, engine: ComfyUIEngine, standin: StandIn
) -> None:
    colours = ("blue", "red", "green")[:many]
    regions = tuple(Region(colour, n / many, (n + 1) / many, (n,)) for n, colour in enumerate(colours))
    wanted = request(references=tuple(map(reference, colours)), references_joined=joined, regions=regions)
    assert (await engine.outlook(wanted)).note == ""
    finished = (await all_events(engine, await engine.submit(wanted)))[-1]
    assert isinstance(finished, Finished)
    assert finished.note == ""
    kinds = [node["class_type"] for node in standin.bodies[0]["prompt"].values()]
    assert kinds.count("ReferenceLatent") == (1 if joined == "stitched" else many)
    assert kinds.count("ConditioningSetMask") == (many if joined == "regions" else 0)


async def test_a_server_without_masks_says_before_that_it_draws_another_way(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    del standin.object_info["ConditioningSetMask"]
    regions = (Region("one", 0, 0.5, (0,)), Region("two", 0.5, 1, (1,)))
    wanted = request(references=(reference(), reference("red")), references_joined="regions", regions=regions)
    told = (await engine.outlook(wanted)).note
    assert "not by regions" in told
    finished = (await all_events(engine, await engine.submit(wanted)))[-1]
    assert isinstance(finished, Finished)
    assert finished.note == told


async def test_health_counts_all_that_can_draw(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.install("flux2")
    standin.set_choices("UNETLoader", "unet_name", ["flux2_dev_fp8mixed.safetensors", "flux1-schnell.safetensors"])
    health = await engine.health()
    assert health.facts["models"] == "flux1-schnell.safetensors, flux2_dev_fp8mixed.safetensors"
    assert "references" not in health.facts


def test_requests_stay_readable() -> None:
    wanted = request(references=(reference(),), start=reference())
    assert msgspec.json.decode(msgspec.json.encode(wanted), type=type(wanted)) == wanted


async def test_an_echo_of_a_prompt_is_taken_out_of_the_queue(make_engine: MakeEngine, standin: StandIn) -> None:
    """The first sending comes so late that the job has been sent again and runs already."""
    standin.hold(step=2)
    async with Proxy(standin.url, Fault("late", Message("up", "POST /prompt", 1), 0.2)) as proxy:
        engine = make_engine(url=proxy.url, timeout=0.5, silence=0.1)
        ticket = await engine.submit(request())
        following = asyncio.create_task(all_events(engine, ticket))
        await standin.held()
        await proxy.delivered()
        await standin.until(lambda: standin.asked("POST", "/queue") > 0 and not standin.waiting)
        standin.release()
        assert isinstance((await following)[-1], Finished)
        assert standin.ran == [ticket.job_id]
