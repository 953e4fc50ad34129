"""The engine against the stand-in, from the request to the picture."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from backends.base import (
    Engine,
    EngineBroke,
    EngineRefused,
    Failed,
    Finished,
    LoraUse,
    ModelMissing,
    Preview,
    Stage,
    Started,
    Step,
    Ticket,
)
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import MILO, MakeEngine, all_events, reference, request
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
