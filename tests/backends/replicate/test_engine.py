"""Replicate over its engine: what reaches it of a request, and what comes back."""

from __future__ import annotations

import base64

import pytest

from backends.base import EngineRefused, LoraUse, ModelGone, Stage, Started, Step
from backends.costs import Cost
from backends.errors import KeyRefused
from backends.hosted.access import Secret
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, all_events, drawn, picture, request
from tests.standin.hosted.delivery import Delivery
from tests.standin.hosted.replicate import VERSION, ReplicateStandIn
from tests.standin.hosted.server import KEY, encoded


async def test_a_form_of_figurines_reaches_a_trained_model_whole(
    make_engine: MakeEngine, standin: ReplicateStandIn
) -> None:
    engine = make_engine(options={"output_format": "png"})
    asked = request(
        prompt="a nua_figurine_style chibi figurine of a woman",
        width=1344,
        height=768,
        steps=30,
        guidance=3.5,
        chosen=("steps", "guidance"),
        loras=(LoraUse("mila_figurines.safetensors", 0.9),),
        options={"output_format": "webp"},
    )
    await drawn(engine, asked)
    assert standin.bodies == [
        {
            "version": VERSION,
            "input": {
                "prompt": "a nua_figurine_style chibi figurine of a woman",
                "num_inference_steps": 30,
                "guidance_scale": 3.5,
                "lora_scale": 0.9,
                "num_outputs": 1,
                "output_format": "webp",
                "aspect_ratio": "16:9",
                "megapixels": "1",
                "seed": 7,
                "go_fast": False,
            },
        }
    ]


async def test_its_defaults_are_ours(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    done = await drawn(engine, request(steps=20, guidance=2.5))
    sent = standin.bodies[0]["input"]
    assert (sent["num_inference_steps"], sent["guidance_scale"], sent["lora_scale"]) == (28, 3, 1.0)
    assert (sent["output_format"], sent["aspect_ratio"]) == ("webp", "1:1")
    assert (done.drawn.steps, done.drawn.guidance, done.drawn.seed) == (28, 3.0, None)
    assert done.models == {"model": f"me/mila:{VERSION}"}


async def test_what_is_drawn_is_told_and_paid_by_its_time(engine: HostedEngine) -> None:
    events = await all_events(engine, await engine.submit(request()))
    assert [event for event in events if isinstance(event, Started | Step | Stage)] == [
        Stage("waiting for a machine"),
        Started(),
        Stage("drawing"),
        Step(12, 28),
        Step(28, 28),
    ]
    done = await drawn(engine, request())
    assert done.cost == Cost(4.1 * 0.001525, True, "4.1 s of an H100")
    assert done.pictures[0].data == encoded(64, 64, "WEBP", 1)


async def test_the_key_goes_to_its_own_host_alone(engine: HostedEngine, delivery: Delivery) -> None:
    await drawn(engine, request())
    assert delivery.headers
    assert not any(KEY in value for headers in delivery.headers for value in headers.values())


async def test_other_sizes_are_custom_ones(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    done = await drawn(engine, request(width=1200, height=900))
    sent = standin.bodies[0]["input"]
    assert (sent["aspect_ratio"], sent["width"], sent["height"]) == ("custom", 1200, 896)
    assert done.drawn.unheeded == ("the size 1200×900: it is 1200×896",)


async def test_own_weights_come_first_and_what_cannot_be_fetched_is_left_out(
    engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    loras = (
        LoraUse("mila.safetensors", 0.8),
        LoraUse("flux/flat-cartoon.safetensors", 0.5),
        LoraUse("Shakker-Labs/FLUX-flat", 4.0),
        LoraUse("https://example.org/more.safetensors", 0.3),
    )
    outlook = await engine.outlook(request(loras=loras))
    assert [lora.file for lora in outlook.left_out] == [loras[1].file, loras[3].file]
    assert outlook.unheeded == ("the strength 4 of Shakker-Labs/FLUX-flat: it is 3",)
    done = await drawn(engine, request(loras=loras))
    sent = standin.bodies[0]["input"]
    assert (sent["lora_scale"], sent["extra_lora"], sent["extra_lora_scale"]) == (0.8, "Shakker-Labs/FLUX-flat", 3.0)
    assert done.drawn.loras == ("mila.safetensors", "Shakker-Labs/FLUX-flat")


async def test_a_lora_with_the_models_name_is_its_own(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    loras = (LoraUse("Shakker-Labs/FLUX-flat", 0.5), LoraUse("me/mila", 1.2))
    await drawn(engine, request(loras=loras))
    sent = standin.bodies[0]["input"]
    assert (sent["lora_scale"], sent["extra_lora"], sent["extra_lora_scale"]) == (1.2, "Shakker-Labs/FLUX-flat", 0.5)


async def test_a_picture_is_painted_over_in_the_size_that_is_asked_for(
    engine: HostedEngine, standin: ReplicateStandIn
) -> None:
    start, mask = picture(size=(300, 200)), picture("white", (150, 100))
    await drawn(engine, request(width=512, height=512, start=start, denoise=0.6, mask=mask))
    sent = standin.bodies[0]["input"]
    assert sent["prompt_strength"] == 0.6
    assert not sent.keys() & {"aspect_ratio", "width", "height", "megapixels"}
    for name in ("image", "mask"):
        data = base64.b64decode(sent[name].removeprefix("data:image/png;base64,"))
        assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (512, 512)


async def test_the_models_own_schema_wins(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    engine = make_engine("them/other")
    references = (picture("red"), picture("green"), picture("blue"))
    asked = request(references=references, steps=60, chosen=("seed", "steps"), loras=(LoraUse("a/b"),))
    done = await drawn(engine, asked)
    sent = standin.bodies[0]["input"]
    assert set(sent) == {"prompt", "input_images", "steps", "aspect_ratio"}
    assert (sent["steps"], sent["aspect_ratio"], len(sent["input_images"])) == (40, "1:1", 2)
    assert done.drawn.unheeded == ("the reference 3", "the seed", "the steps 60: it is 40")
    assert engine.model.references == 2
    assert done.cost is None


async def test_a_version_is_asked_for_by_its_name(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    await drawn(make_engine(f"me/mila:{VERSION}"), request())
    assert standin.bodies[0]["version"] == VERSION
    with pytest.raises(ModelGone, match="me/mila:0000"):
        await make_engine("me/mila:0000").submit(request())
    with pytest.raises(ModelGone, match="without a version"):
        await make_engine("me/untrained").submit(request())


async def test_official_models_go_by_their_names(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    name = "black-forest-labs/flux-dev-lora"
    standin.models[name] = {"latest_version": None}
    loras = (LoraUse("me/mila", 0.7), LoraUse("Shakker-Labs/FLUX-flat", 0.5))
    done = await drawn(make_engine(name), request(loras=loras, options={"go_fast": "yes"}))
    assert standin.bodies[0]["version"] == name
    sent = standin.bodies[0]["input"]
    assert (sent["lora_weights"], sent["lora_scale"], sent["extra_lora"], sent["go_fast"]) == (
        "me/mila",
        0.7,
        "Shakker-Labs/FLUX-flat",
        True,
    )
    assert "guidance" in sent
    assert done.pictures


async def test_large_references_are_sent_as_files(
    make_engine: MakeEngine, standin: ReplicateStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backends.replicate.uploads.LARGEST_WITHIN", 10)
    await drawn(make_engine("them/other"), request(references=(picture("red"),)))
    assert standin.bodies[0]["input"]["input_images"] == [f"{standin.url}/v1/files/file0"]


async def test_options_are_looked_at_before_anything_is_sent(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    outlook = await engine.outlook(request(options={"hf_token": "x", "megapixels": "0.25"}))
    assert outlook.unheeded == ("the option hf_token",)
    for options in ({"output_format": "tiff"}, {"output_quality": "101"}, {"go_fast": "perhaps"}):
        with pytest.raises(EngineRefused, match="Replicate takes"):
            await engine.submit(request(options=options))
    assert standin.bodies == []


async def test_schnell_draws_in_four_steps(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    await drawn(engine, request(options={"model": "schnell"}))
    assert standin.bodies[0]["input"]["num_inference_steps"] == 4


async def test_several_pictures_come_in_order(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    standin.outputs = 2
    done = await drawn(engine, request())
    assert [one.data for one in done.pictures] == [encoded(64, 64, "WEBP", number) for number in (1, 2)]


async def test_pictures_may_stand_in_the_answer_itself(engine: HostedEngine, standin: ReplicateStandIn) -> None:
    standin.delivery = None
    done = await drawn(engine, request())
    assert done.pictures[0].data == encoded(64, 64, "WEBP", 1)


async def test_health_costs_nothing(make_engine: MakeEngine, standin: ReplicateStandIn) -> None:
    health = await make_engine().health()
    assert health.ready
    assert (health.facts["account"], health.facts["key"]) == ("mila", "THE_KEY")
    gone = await make_engine("me/nobody").health()
    assert not gone.ready
    assert "has no model me/nobody" in gone.detail
    refused = await make_engine(key=Secret("r8_wrong")).health()
    assert not refused.ready
    assert "api-tokens" in refused.detail
    assert standin.paid == 0
    with pytest.raises(KeyRefused):
        await make_engine(key=Secret("r8_wrong")).submit(request())


async def test_an_outlook_says_what_it_costs(engine: HostedEngine) -> None:
    outlook = await engine.outlook(request())
    assert outlook.cost is not None
    assert 0.01 < outlook.cost.dollars < 0.03
    assert outlook.note.startswith("about $0.0")
