"""What the health of a server tells."""

from __future__ import annotations

import pytest

from backends.base import (
    EngineUnreachable,
)
from backends.comfyui.engine import ComfyUIEngine
from tests.backends.comfyui.conftest import MakeEngine, request
from tests.standin.recorded import NEW, OLD
from tests.standin.server import StandIn


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


@pytest.mark.parametrize("standin", [NEW], indirect=True)
async def test_what_is_known_of_a_server_is_forgotten_when_it_is_another_version(
    engine: ComfyUIEngine, standin: StandIn
) -> None:
    async def asked() -> int:
        before = standin.asked("GET", "/object_info/KSampler")
        await engine.health()
        await engine.prepare(request())
        return standin.asked("GET", "/object_info/KSampler") - before

    first = await asked()
    assert first > 0
    assert await asked() == 0
    standin.version = OLD
    assert await asked() > 0
    assert await asked() == 0
