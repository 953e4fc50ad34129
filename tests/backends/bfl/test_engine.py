"""Black Forest Labs over its engine: what reaches it of a request, and what comes back."""

from __future__ import annotations

import base64
import io
import subprocess
import sys

import pytest
from PIL import Image

from backends.base import EngineRefused, LoraUse, Stage, Started, Step
from backends.costs import Cost
from backends.errors import KeyRefused
from backends.hosted.access import Secret, is_home
from backends.hosted.engine import HostedEngine
from tests.backends.hosting import MakeEngine, access, all_events, drawn, picture, request
from tests.standin.hosted.bfl import FluxStandIn
from tests.standin.hosted.delivery import Delivery
from tests.standin.hosted.server import KEY, png


async def test_a_request_with_references_reaches_it_whole(engine: HostedEngine, standin: FluxStandIn) -> None:
    references = (picture("red"), picture("green"))
    done = await drawn(engine, request(width=1216, height=832, references=references))
    encoded = [base64.b64encode(one.data).decode() for one in references]
    assert standin.bodies == [
        (
            "flux-2-pro",
            {
                "prompt": "Mila waves. She stands in the rain.",
                "seed": 7,
                "width": 1216,
                "height": 832,
                "output_format": "png",
                "input_image": encoded[0],
                "input_image_2": encoded[1],
            },
        )
    ]
    assert done.pictures[0].data == png(64, 64)
    assert done.models == {"model": "flux-2-pro"}
    assert (done.drawn.unheeded, done.drawn.seed) == ((), None)


async def test_what_is_drawn_is_told_and_paid_in_credits(engine: HostedEngine) -> None:
    events = await all_events(engine, await engine.submit(request()))
    assert [event for event in events if isinstance(event, Started | Step | Stage)] == [
        Stage("waiting for a machine"),
        Started(),
        Stage("generating"),
        Step(40, 100),
    ]
    assert (await drawn(engine, request())).cost == Cost(0.045, True, "4.5 credits")


@pytest.mark.parametrize("cost", [None, -1, "much", 1e9])
async def test_a_cost_that_is_none_is_not_told(cost: object, engine: HostedEngine, standin: FluxStandIn) -> None:
    standin.cost = cost
    assert (await drawn(engine, request())).cost is None


async def test_kontext_is_told_a_ratio(make_engine: MakeEngine, standin: FluxStandIn) -> None:
    done = await drawn(make_engine("flux-kontext-pro"), request(width=1216, height=832, references=(picture(),)))
    assert standin.bodies[0][1]["aspect_ratio"] == "19:13"
    assert done.drawn.unheeded == ()
    done = await drawn(make_engine("flux-kontext-pro"), request(width=512, height=512))
    assert standin.bodies[1][1]["aspect_ratio"] == "1:1"
    assert done.drawn.unheeded == ("the size 512×512: it is 992×992",)


async def test_flex_takes_steps_and_guidance(make_engine: MakeEngine, standin: FluxStandIn) -> None:
    engine = make_engine("flux-2-flex")
    await drawn(engine, request())
    assert (standin.bodies[0][1]["steps"], standin.bodies[0][1]["guidance"]) == (50, 4.5)
    done = await drawn(engine, request(steps=20, guidance=1.0, chosen=("steps", "guidance")))
    assert (standin.bodies[1][1]["steps"], standin.bodies[1][1]["guidance"]) == (20, 1.5)
    assert done.drawn.unheeded == ("the guidance 1: it is 1.5",)
    assert (done.drawn.steps, done.drawn.guidance) == (20, 1.5)


async def test_fill_paints_where_the_mask_is_white(make_engine: MakeEngine, standin: FluxStandIn) -> None:
    engine = make_engine("flux-pro-1.0-fill")
    await drawn(engine, request(width=512, height=512, start=picture(size=(300, 200)), mask=picture("white")))
    for name in ("image", "mask"):
        assert Image.open(io.BytesIO(base64.b64decode(standin.bodies[0][1][name]))).size == (512, 512)
    with pytest.raises(EngineRefused, match="there is none"):
        await engine.submit(request())


async def test_what_it_cannot_do_is_said_before(engine: HostedEngine, standin: FluxStandIn) -> None:
    asked = request(
        loras=(LoraUse("mila.safetensors"),),
        references=tuple(picture("gray", (16, side)) for side in range(16, 25)),
        start=picture(),
        steps=9,
        chosen=("steps",),
    )
    outlook = await engine.outlook(asked)
    assert [one.file for one in outlook.left_out] == ["mila.safetensors"]
    assert outlook.unheeded == ("the reference 9", "the steps", "the picture to paint over")
    assert outlook.cost == Cost(0.15, False, "15 credits")
    done = await drawn(engine, asked)
    assert done.drawn.unheeded == outlook.unheeded
    assert len([name for name in standin.bodies[0][1] if name.startswith("input_image")]) == 8


async def test_options_are_looked_at_before_anything_is_sent(engine: HostedEngine, standin: FluxStandIn) -> None:
    await drawn(engine, request(options={"output_format": "jpeg", "safety_tolerance": "5"}))
    assert (standin.bodies[0][1]["output_format"], standin.bodies[0][1]["safety_tolerance"]) == ("jpeg", 5)
    for options in ({"output_format": "webp"}, {"safety_tolerance": "6"}, {"prompt_upsampling": "perhaps"}):
        with pytest.raises(EngineRefused, match="takes no"):
            await engine.submit(request(options=options))
    assert len(standin.bodies) == 1


async def test_the_key_goes_to_its_own_hosts_alone(
    engine: HostedEngine, standin: FluxStandIn, delivery: Delivery
) -> None:
    standin.polling_url = delivery.put("get_result", b"{}")
    await drawn(engine, request())
    assert [headers for headers in delivery.headers if KEY in str(headers)] == []
    assert len(delivery.headers) == 1
    there = access(standin, url="https://api.bfl.ai")
    assert is_home(there, "https://api.us1.bfl.ai/v1/get_result?id=1")
    assert not is_home(there, "https://api.us1.bfl.ai.example.org/v1/get_result?id=1")
    assert not is_home(there, "http://api.us1.bfl.ai/v1/get_result?id=1")


async def test_health_costs_nothing(make_engine: MakeEngine, standin: FluxStandIn) -> None:
    health = await make_engine().health()
    assert health.ready
    assert health.detail == "1,234.5 credits left ($12.35)"
    refused = await make_engine(key=Secret("wrong")).health()
    assert not refused.ready
    assert "refuses the key" in refused.detail
    assert standin.paid == 0
    with pytest.raises(KeyRefused):
        await make_engine(key=Secret("wrong")).submit(request())


def test_what_is_asked_for_an_estimate_brings_neither_the_network_nor_pixels() -> None:
    code = "import sys; from backends.base import DrawRequest; from backends.bfl.service import BlackForestLabs; "
    code += "b = BlackForestLabs(); assert b.estimate(DrawRequest('a', 'b', 'Mila', 7), b.models[0]); "
    code += "assert not {'httpx', 'numpy', 'cv2', 'PIL'} & set(sys.modules), sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True)
