"""The engine against the stand-in, from the request to the picture."""

from __future__ import annotations

import asyncio
import io
import json

import httpx
import pytest
from PIL import Image

from backends.base import (
    Cancelled,
    Engine,
    EngineBroke,
    EngineRefused,
    EngineUnreachable,
    Failed,
    Finished,
    LoraUse,
    ModelMissing,
    Preview,
    Queued,
    Stage,
    Started,
    Step,
    Ticket,
)
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import MILO, MakeEngine, all_events, reference, request
from tests.standin.recorded import NEW
from tests.standin.server import StandIn


async def test_kontext_with_a_reference_and_a_lora_is_drawn_and_fetched(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    wanted = request(references=(reference(),), loras=(MILO,))
    ticket = await engine.submit(wanted)
    events = await all_events(engine, ticket)
    assert (ticket.job_id, ticket.client_id) == (wanted.job_id, wanted.client_id)
    stages = [event.name for event in events if isinstance(event, Stage)]
    assert list(dict.fromkeys(stages)) == [
        "loading the model",
        "reading the prompt",
        "looking at the references",
        "sampling",
        "decoding",
        "saving",
        "fetching the picture",
    ]
    assert [event for event in events if isinstance(event, Step)][-1] == Step(4, 4)
    assert sum(isinstance(event, Started) for event in events) == 1
    assert any(isinstance(event, Preview) for event in events)
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.models["unet"] == "flux1-dev-kontext_fp8_scaled.safetensors"
    picture = Image.open(io.BytesIO(finished.pictures[0].data))
    assert picture.size == (128, 128)
    assert json.loads(picture.info["prompt"]) == standin.bodies[0]["prompt"]


async def test_schnell_without_a_reference(engine: ComfyUIEngine, standin: StandIn) -> None:
    events = await all_events(engine, await engine.submit(request(steps=28)))
    finished = events[-1]
    assert isinstance(finished, Finished)
    assert finished.models["unet"] == "flux1-schnell.safetensors"
    assert Step(4, 4) in events
    assert standin.asked("POST", "/upload/image") == 0
    body = standin.bodies[0]
    assert body["extra_data"]["preview_method"] == "auto"


async def test_dev_where_the_server_has_only_dev(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.set_choices("UNETLoader", "unet_name", ["flux1-dev.safetensors"])
    finished = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(finished, Finished)
    assert finished.models["unet"] == "flux1-dev.safetensors"
    assert "guidance" in standin.bodies[0]["prompt"]


async def test_a_request_may_name_its_model_and_auto_leaves_the_servers_choice(
    make_engine: MakeEngine, standin: StandIn
) -> None:
    engine = make_engine(models={"unet": "flux1-dev-kontext_fp8_scaled.safetensors", "vae": ""})
    for models, drawn in (({"unet": "auto"}, "kontext"), ({"unet": "flux1-schnell.safetensors"}, "schnell")):
        finished = (await all_events(engine, await engine.submit(request(models=models))))[-1]
        assert isinstance(finished, Finished)
        assert drawn in finished.models["unet"]


async def test_a_server_that_tells_no_progress_states(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.silent_progress = True
    events = await all_events(engine, await engine.submit(request(references=(reference(),))))
    assert isinstance(events[-1], Finished)
    assert [event for event in events if isinstance(event, Step)][-1] == Step(4, 4)


async def test_references_get_names_by_their_content(engine: ComfyUIEngine, standin: StandIn) -> None:
    gray, red = reference("gray"), reference("red")
    await all_events(engine, await engine.submit(request(references=(gray, red))))
    await all_events(engine, await engine.submit(request(references=(gray,), seed=12)))
    uploads = {name: data for (kind, _, name), data in standin.files.items() if kind == "input"}
    assert uploads == {f"{gray.sha256[:16]}.png": gray.data, f"{red.sha256[:16]}.png": red.data}
    assert standin.bodies[0]["prompt"]["image2"]["inputs"]["image"] == f"milo-studio/{red.sha256[:16]}.png"


async def test_the_name_that_the_server_gives_a_reference_is_used(engine: ComfyUIEngine, standin: StandIn) -> None:
    gray = reference()
    standin.files[("input", "milo-studio", f"{gray.sha256[:16]}.png")] = b"half a file of an earlier time"
    finished = (await all_events(engine, await engine.submit(request(references=(gray,)))))[-1]
    assert isinstance(finished, Finished)
    assert standin.bodies[0]["prompt"]["image1"]["inputs"]["image"] == f"milo-studio/{gray.sha256[:16]} (1).png"


async def test_the_same_request_again_brings_the_same_bytes(engine: ComfyUIEngine, standin: StandIn) -> None:
    pictures = []
    for _ in range(2):
        finished = (await all_events(engine, await engine.submit(request())))[-1]
        assert isinstance(finished, Finished)
        pictures.append(finished.pictures)
    assert pictures[0] == pictures[1]
    assert len(standin.files) == 1


async def test_an_id_that_the_server_has_is_not_drawn_twice(engine: ComfyUIEngine, standin: StandIn) -> None:
    wanted = request()
    standin.hold(step=2)
    await engine.submit(wanted)
    await standin.held()
    ticket = await engine.submit(wanted)
    standin.release()
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    assert standin.ran == [wanted.job_id]


async def test_positions_in_the_queue_are_told_as_they_change(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=2)
    client = request().client_id
    tickets = [await engine.submit(request(client_id=client, seed=seed)) for seed in range(3)]
    await standin.held()
    following = asyncio.gather(*(all_events(engine, ticket) for ticket in tickets))
    await standin.until(lambda: standin.looks >= 6)
    standin.release()
    first, second, third = await following
    assert all(isinstance(events[-1], Finished) for events in (first, second, third))
    assert not any(isinstance(event, Queued) for event in first)
    assert [event for event in second if isinstance(event, Queued)] == [Queued(0)]
    assert [event for event in third if isinstance(event, Queued)] == [Queued(1), Queued(0)]
    assert standin.sockets_opened == 1
    assert [sum(isinstance(event, Started) for event in events) for events in (first, second, third)] == [1, 1, 1]


async def test_a_running_job_is_cancelled_by_its_id(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    ticket = await engine.submit(request())
    following = asyncio.create_task(all_events(engine, ticket))
    await standin.held()
    await engine.cancel(ticket)
    assert isinstance((await following)[-1], Cancelled)
    assert (standin.global_interrupts, standin.files) == (0, {})
    await engine.cancel(ticket)


async def test_a_waiting_job_is_cancelled_and_the_running_one_goes_on(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    first = await engine.submit(request())
    await standin.held()
    second = await engine.submit(request(client_id=first.client_id, seed=12))
    following = [asyncio.create_task(all_events(engine, ticket)) for ticket in (first, second)]
    await engine.cancel(second)
    assert isinstance((await following[1])[-1], Cancelled)
    standin.release()
    assert isinstance((await following[0])[-1], Finished)
    assert standin.asked("POST", "/interrupt") == 0


async def test_a_waiting_job_that_somebody_else_deletes_ends_cancelled(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    first = await engine.submit(request())
    await standin.held()
    second = await engine.submit(request(client_id=first.client_id, seed=12))
    following = asyncio.create_task(all_events(engine, second))
    looks = standin.looks
    await standin.until(lambda: standin.looks > looks)
    async with httpx.AsyncClient() as somebody:
        await somebody.post(f"{standin.url}/queue", json={"delete": [second.job_id]})
    assert isinstance((await following)[-1], Cancelled)


@pytest.mark.parametrize("standin", [NEW], indirect=True)
@pytest.mark.parametrize("waiting", [False, True])
async def test_newer_servers_cancel_by_their_jobs_route(waiting: bool, engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.hold(step=3)
    first = await engine.submit(request())
    await standin.held()
    ticket = await engine.submit(request(client_id=first.client_id, seed=12)) if waiting else first
    following = asyncio.create_task(all_events(engine, ticket))
    await engine.cancel(ticket)
    assert isinstance((await following)[-1], Cancelled)
    assert standin.asked("POST", "/queue") == standin.global_interrupts == 0


async def test_a_job_that_has_ended_is_left_alone_by_cancel(engine: ComfyUIEngine, standin: StandIn) -> None:
    ticket = await engine.submit(request())
    assert isinstance((await all_events(engine, ticket))[-1], Finished)
    await engine.cancel(ticket)
    assert standin.asked("POST", "/interrupt") == 0
    assert isinstance((await all_events(engine, ticket))[-1], Finished)


async def test_a_node_that_fails_is_named(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.errors["VAEDecode"] = ("RuntimeError", "shape \x1b[31mmismatch\n")
    failed = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, EngineBroke)
    assert (failed.error.node, failed.error.reason) == ("VAEDecode", "Drawing failed in VAEDecode: shape [31mmismatch")


async def test_out_of_memory_says_what_to_do(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.faults.errors["KSampler"] = ("torch.OutOfMemoryError", "Allocation on device 0 would exceed allowed memory")
    failed = (await all_events(engine, await engine.submit(request())))[-1]
    assert isinstance(failed, Failed)
    assert "free the server's memory" in failed.error.remedy


async def test_a_missing_lora_is_named_before_anything_is_queued(engine: ComfyUIEngine, standin: StandIn) -> None:
    with pytest.raises(ModelMissing, match=r"nope\.safetensors") as caught:
        await engine.submit(request(loras=(LoraUse("nope.safetensors"),)))
    assert caught.value.folder == "models/loras"
    assert standin.bodies == []
    names = standin.object_info["LoraLoaderModelOnly"]["input"]["required"]["lora_name"][0]
    standin.set_choices("LoraLoaderModelOnly", "lora_name", [*names, "nope.safetensors"])
    await engine.submit(request(loras=(LoraUse("nope.safetensors"),)))


async def test_a_model_that_vanished_since_is_named_by_the_servers_refusal(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    await all_events(engine, await engine.submit(request(loras=(MILO,))))
    standin.set_choices("LoraLoaderModelOnly", "lora_name", ["other.safetensors"])
    with pytest.raises(ModelMissing) as caught:
        await engine.submit(request(loras=(MILO,), seed=12))
    assert (caught.value.file, caught.value.folder) == (MILO.file, "models/loras")


async def test_a_refused_size_is_told_in_plain_words(engine: ComfyUIEngine) -> None:
    with pytest.raises(EngineRefused, match="bigger than max of 16384"):
        await engine.submit(request(width=20_000))


async def test_the_engine_is_an_engine(engine: ComfyUIEngine) -> None:
    checked: Engine = engine
    assert (checked.name, checked.kind) == ("lab", "comfyui")


@pytest.mark.parametrize("name", ["", "../queue", "ABCDEF00-0000-4000-8000-000000000000", "not a uuid"])
async def test_ids_that_are_no_uuids_never_reach_an_address(name: str, engine: ComfyUIEngine, standin: StandIn) -> None:
    with pytest.raises(EngineRefused, match="UUID"):
        await engine.submit(request(job_id=name))
    failed = (await all_events(engine, Ticket(name, request().client_id)))[-1]
    assert isinstance(failed, Failed)
    assert standin.requests == []


async def test_health_tells_version_device_queue_and_models(engine: ComfyUIEngine, standin: StandIn) -> None:
    health = await engine.health()
    assert health.ready
    assert standin.version in health.detail
    assert health.facts["devices"] in ("cpu (21.8 of 23.5 GiB free)", "cpu (20.5 of 23.5 GiB free)")
    assert health.facts["models"] == "flux1-dev-kontext_fp8_scaled.safetensors, flux1-schnell.safetensors"
    standin.hold(step=2)
    await engine.submit(request())
    await standin.held()
    await engine.submit(request(seed=12))
    assert (await engine.health()).waiting == 2


async def test_health_tells_what_is_missing(make_engine: MakeEngine, standin: StandIn) -> None:
    standin.set_choices("UNETLoader", "unet_name", ["flux1-schnell.safetensors"])
    health = await make_engine().health()
    assert health.ready
    assert "no model that looks at them" in health.facts["references"]
    there = standin.object_info["VAELoader"]["input"]["required"]["vae_name"][0]
    standin.set_choices("VAELoader", "vae_name", ["pixel_space"])
    engine = make_engine()
    health = await engine.health()
    assert not health.ready
    assert "ae.safetensors" in health.detail
    assert "models/vae" in health.detail
    standin.set_choices("VAELoader", "vae_name", there)
    assert (await engine.health()).ready, "somebody has put it there"
    del standin.object_info["ReferenceLatent"]
    assert "ReferenceLatent" in (await make_engine().health()).detail


async def test_health_of_a_server_that_is_not_there(make_engine: MakeEngine) -> None:
    health = await make_engine(url="http://127.0.0.1:9").health()
    assert not health.ready
    assert "Nothing answers at lab (http://127.0.0.1:9)" in health.detail


async def test_a_server_that_is_not_there_is_unreachable_at_once(make_engine: MakeEngine) -> None:
    with pytest.raises(EngineUnreachable, match="Nothing answers"):
        await make_engine(url="http://127.0.0.1:9").submit(request())
