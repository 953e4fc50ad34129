"""Every graph against the recorded nodes: classes, inputs, types, choices, links."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import DrawRequest, EngineRefused, LoraUse
from backends.comfyui.catalog import Catalog, Input, Models, Node, read, resolve
from backends.comfyui.graph import Graph, classes_needed, completed, flux, models_of, sixteens, steps
from tests.standin.recorded import object_info
from tests.standin.validation import refusal

NODES = object_info()
RECORDED = read(json.dumps(NODES).encode())
LORAS = (
    "FLUX-kontext-lora-flat-cartoon-style.safetensors",
    "james_painterly.safetensors",
    "milo_painterly.safetensors",
)


def wanted(**changes: Any) -> DrawRequest:
    return DrawRequest(**{"job_id": "a", "client_id": "b", "prompt": "Milo at his desk", "seed": 7, **changes})


def built(request: DrawRequest, references: int) -> Graph:
    uploaded = tuple(f"milo-studio/{number}.png" for number in range(references))
    models = resolve(RECORDED, {}, bool(references), [lora.file for lora in request.loras])
    return completed(flux(request, models, uploaded), RECORDED)


def accepted(graph: Graph, references: int) -> bool:
    """Whether a server with these nodes would run the graph."""
    uploaded = {f"milo-studio/{number}.png" for number in range(references)}
    return refusal({"prompt": graph}, NODES, uploaded) is None


def kinds(graph: Graph) -> list[str]:
    return [node["class_type"] for node in graph.values()]


@given(
    st.integers(0, 4),
    st.lists(st.builds(LoraUse, st.sampled_from(LORAS), st.floats(-2, 2)), max_size=4),
    st.integers(0, 2**63 - 1),
    st.integers(16, 4096),
    st.integers(16, 4096),
    st.integers(1, 60),
)
def test_every_graph_is_valid_by_the_recorded_nodes(
    references: int, loras: list[LoraUse], seed: int, width: int, height: int, count: int
) -> None:
    request = wanted(loras=tuple(loras), seed=seed, width=width, height=height, steps=count)
    graph = built(request, references)
    assert accepted(graph, references)
    for node in graph.values():
        described = NODES[node["class_type"]]["input"]
        assert node["inputs"].keys() <= described["required"].keys() | described.get("optional", {}).keys()
    assert kinds(graph).count("LoraLoaderModelOnly") == len(loras)
    assert kinds(graph).count("ReferenceLatent") == references
    assert "CheckpointLoaderSimple" not in kinds(graph)


def test_kontext_with_one_reference_is_the_recorded_graph() -> None:
    graph = built(wanted(loras=(LoraUse(LORAS[2], 0.9),), steps=28, guidance=3.0), 1)
    assert graph["unet"]["inputs"] == {
        "unet_name": "flux1-dev-kontext_fp8_scaled.safetensors",
        "weight_dtype": "default",
    }
    assert graph["lora1"]["inputs"] == {"model": ["unet", 0], "lora_name": LORAS[2], "strength_model": 0.9}
    assert graph["reference1"]["inputs"] == {"conditioning": ["prompt", 0], "latent": ["encode1", 0]}
    assert graph["guidance"]["inputs"] == {"conditioning": ["reference1", 0], "guidance": 3.0}
    sampler = graph["sampler"]["inputs"]
    assert (sampler["model"], sampler["positive"], sampler["negative"]) == (
        ["lora1", 0],
        ["guidance", 0],
        ["negative", 0],
    )
    assert (sampler["steps"], sampler["cfg"], sampler["denoise"]) == (28, 1.0, 1.0)
    assert graph["negative"] == {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["prompt", 0]}}
    assert graph["save"]["inputs"]["filename_prefix"].startswith("milo-studio/")


def test_references_and_loras_are_chained_in_order() -> None:
    graph = built(wanted(loras=tuple(LoraUse(name) for name in LORAS)), 3)
    assert [graph[f"lora{number}"]["inputs"]["lora_name"] for number in (1, 2, 3)] == list(LORAS)
    assert graph["lora3"]["inputs"]["model"] == ["lora2", 0]
    assert graph["reference3"]["inputs"]["conditioning"] == ["reference2", 0]
    assert graph["image2"]["inputs"]["image"] == "milo-studio/1.png"
    assert graph["guidance"]["inputs"]["conditioning"] == ["reference3", 0]


def test_schnell_takes_four_steps_and_no_guidance() -> None:
    graph = built(wanted(steps=28), 0)
    assert "FluxGuidance" not in kinds(graph)
    assert graph["sampler"]["inputs"]["steps"] == 4
    assert graph["sampler"]["inputs"]["positive"] == ["prompt", 0]


@pytest.mark.parametrize(("family", "asked", "drawn"), [("schnell", 2, 2), ("schnell", 20, 4), ("dev", 20, 20)])
def test_steps_by_model(family: Any, asked: int, drawn: int) -> None:
    assert steps(wanted(steps=asked), Models("u", "c", "t", "v", family)) == drawn


@pytest.mark.parametrize(("side", "rounded"), [(1, 16), (1024, 1024), (1020, 1024), (1000, 1008), (775, 768)])
def test_sides_are_rounded_to_sixteen(side: int, rounded: int) -> None:
    assert sixteens(side) == rounded


def test_inputs_that_a_newer_server_asks_for_are_filled_with_its_defaults() -> None:
    sampler = RECORDED.nodes["KSampler"]
    newer = {
        **sampler.inputs,
        "sharpness": Input("FLOAT", True, (), 0.5),
        "mode": Input("COMBO", True, ("plain", "fancy")),
        "more": Input("MODEL", False),
    }
    catalog = Catalog({**RECORDED.nodes, "KSampler": Node(newer, sampler.outputs)})
    inputs = completed(built(wanted(), 0), catalog)["sampler"]["inputs"]
    assert (inputs["sharpness"], inputs["mode"], "more" in inputs) == (0.5, "plain", False)
    catalog = Catalog({**RECORDED.nodes, "KSampler": Node({**sampler.inputs, "thing": Input("THING", True)})})
    with pytest.raises(EngineRefused, match="KSampler needs thing"):
        completed(built(wanted(), 0), catalog)


def test_a_node_that_the_server_lacks_is_named() -> None:
    nodes = {name: node for name, node in RECORDED.nodes.items() if name != "ReferenceLatent"}
    with pytest.raises(EngineRefused, match="no node ReferenceLatent"):
        completed(built(wanted(), 1), Catalog(nodes))


def test_an_unknown_sampler_is_named_with_those_there_are() -> None:
    with pytest.raises(EngineRefused, match="no sampler called magic") as caught:
        built(wanted(sampler="magic"), 0)
    assert "euler" in caught.value.remedy


def test_models_are_read_back_from_a_graph() -> None:
    graph = built(wanted(loras=(LoraUse(LORAS[0]), LoraUse(LORAS[1]))), 1)
    assert models_of(graph) == {
        "unet": "flux1-dev-kontext_fp8_scaled.safetensors",
        "clip1": "clip_l.safetensors",
        "clip2": "t5xxl_fp16.safetensors",
        "vae": "ae.safetensors",
        "lora": f"{LORAS[0]}, {LORAS[1]}",
    }
    assert models_of(["no graph"]) == models_of({"a": None, "b": {"inputs": []}}) == {}


def test_the_nodes_that_are_needed_are_all_recorded() -> None:
    assert classes_needed() <= NODES.keys()
