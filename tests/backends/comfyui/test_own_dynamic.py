"""Own graphs with dynamic inputs: the server alone knows what belongs in them; doctor and drawing judge alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backends.base import EngineRefused, Finished, LoraUse, ModelMissing
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.own_engine import OwnGraphEngine
from tests.backends.comfyui.conftest import all_events, reference, request
from tests.backends.comfyui.newer import nodes_of
from tests.backends.comfyui.own_graphs import exported, node
from tests.standin.server import StandIn

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def newer(standin: StandIn) -> StandIn:
    """The stand-in with the nodes of 0.33.0 beside those that were recorded first, and their files."""
    standin.object_info = {**nodes_of(), **standin.object_info}
    return standin


@pytest.fixture
def mine(engine: ComfyUIEngine, tmp_path: Path) -> Callable[[Change], OwnGraphEngine]:
    def make(change: Change) -> OwnGraphEngine:
        nodes = exported()
        change(nodes)
        file = tmp_path / "panel.json"
        file.write_text(json.dumps(nodes), encoding="utf-8")
        return OwnGraphEngine("lab/panel", engine, file)

    return make


def batch(nodes: dict[str, Any]) -> None:
    """COMFY_AUTOGROW_V3 with a prefix, and COMFY_DYNAMICCOMBO_V3."""
    nodes["20"] = node("BatchImagesNode")
    nodes["20"]["inputs"] |= {"images.image0": ["14", 0], "images.image1": ["14", 0]}
    nodes["21"] = node("SaveImageAdvanced", images=["20", 0], filename_prefix="x", format="png")
    nodes["21"]["inputs"] |= {"format.bit_depth": "8-bit", "format.input_color_space": "sRGB"}


def formatted(nodes: dict[str, Any]) -> None:
    """COMFY_AUTOGROW_V3 with names."""
    nodes["20"] = node("StringFormat", "studio: prompt", f_string="{a}, {b}", **{"values.a": "Milo", "values.b": "x"})
    nodes["20"]["inputs"]["value"] = "x"
    nodes["5"]["inputs"]["text"] = ["20", 0]
    nodes["5"]["_meta"]["title"] = "words"


def resized(nodes: dict[str, Any]) -> None:
    """COMFY_MATCHTYPE_V3 as input and output, and COMFY_DYNAMICCOMBO_V3 with inputs of its own."""
    nodes["20"] = node("ResizeImageMaskNode", input=["6", 0], resize_type="scale dimensions", scale_method="area")
    nodes["20"]["inputs"] |= {"resize_type.width": 64, "resize_type.height": 64, "resize_type.crop": "center"}
    nodes["21"] = node("ComfySwitchNode", switch=True, on_false=["6", 0], on_true=["20", 0])
    nodes["7"]["inputs"]["image"] = ["21", 0]


@pytest.mark.parametrize("change", [batch, formatted, resized])
async def test_dynamic_inputs_are_left_to_the_server(
    change: Change, mine: Callable[[Change], OwnGraphEngine], newer: StandIn
) -> None:
    engine = mine(change)
    assert (await engine.health()).ready
    events = await all_events(engine, await engine.submit(request(references=(reference(),))))
    assert isinstance(events[-1], Finished)
    sent = newer.bodies[0]["prompt"]
    nodes = exported()
    change(nodes)
    assert all(sent[name]["inputs"].keys() == nodes[name]["inputs"].keys() for name in nodes if name != "4")


async def test_what_a_server_refuses_of_them_is_told(mine: Callable[[Change], OwnGraphEngine], newer: StandIn) -> None:
    def change(nodes: dict[str, Any]) -> None:
        batch(nodes)
        del nodes["20"]["inputs"]["images.image0"]

    with pytest.raises(EngineRefused, match="BatchImagesNode: Required input is missing"):
        await mine(change).submit(request(references=(reference(),)))
    assert newer.bodies


def unlinked(nodes: dict[str, Any]) -> None:
    del nodes["14"]["inputs"]["vae"]


def odd_sampler(nodes: dict[str, Any]) -> None:
    nodes["13"]["inputs"]["sampler_name"] = "magic"


def gone_unet(nodes: dict[str, Any]) -> None:
    nodes["1"]["inputs"]["unet_name"] = "gone.safetensors"


def gone_checkpoint(nodes: dict[str, Any]) -> None:
    nodes["1"] = node("CheckpointLoaderSimple", ckpt_name="gone.safetensors")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (unlinked, "VAEDecode needs vae"),
        (odd_sampler, "no sampler called magic"),
        (gone_unet, "does not have the model gone.safetensors"),
        (gone_checkpoint, "does not have the model gone.safetensors"),
    ],
)
async def test_the_doctor_refuses_what_drawing_refuses(
    change: Change, words: str, mine: Callable[[Change], OwnGraphEngine], newer: StandIn
) -> None:
    engine = mine(change)
    health = await engine.health()
    assert not health.ready
    assert words in health.detail
    with pytest.raises(EngineRefused, match=words):
        await engine.submit(request(references=(reference(),)))
    assert newer.bodies == []


async def test_what_nothing_needs_is_not_looked_at(mine: Callable[[Change], OwnGraphEngine], newer: StandIn) -> None:
    def change(nodes: dict[str, Any]) -> None:
        nodes["30"] = node("LoraLoaderModelOnly", lora_name="gone.safetensors", strength_model=1)
        nodes["31"] = node("VAEDecode")

    engine = mine(change)
    assert (await engine.health()).ready
    await engine.submit(request(references=(reference(),)))
    assert len(newer.bodies) == 1


async def test_a_lora_for_another_model_is_left_out_of_an_own_graph(
    mine: Callable[[Change], OwnGraphEngine], newer: StandIn
) -> None:
    other, milo = LoraUse("milo_flux2.safetensors"), LoraUse("milo_painterly.safetensors")
    newer.metadata[milo.file] = {"ss_base_model_version": "flux_kontext"}
    wanted = request(references=(reference(),), loras=(other, milo))
    engine = mine(lambda nodes: None)
    assert (await engine.outlook(wanted)).note == "this graph draws without the LoRA milo_flux2.safetensors"
    await engine.submit(wanted)
    sent = newer.bodies[0]["prompt"]
    assert [one["inputs"]["lora_name"] for one in sent.values() if "lora_name" in one["inputs"]] == [milo.file]
    with pytest.raises(ModelMissing, match=r"the LoRA cindy\.safetensors"):
        await engine.submit(request(references=(reference(),), loras=(LoraUse("cindy.safetensors"),)))
