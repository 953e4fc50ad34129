"""A person's own graphs: what is filled in, and what is said where they cannot be used."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Engine, EngineRefused, Finished, LoraUse, Stage
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.graphs.titles import left_out
from backends.comfyui.own import LARGEST, OwnGraph, filled, read
from backends.comfyui.own_engine import OwnGraphEngine
from tests.backends.comfyui.conftest import MILO, all_events, reference, request
from tests.backends.comfyui.own_graphs import exported, node
from tests.standin.server import StandIn

Change = Callable[[dict[str, Any]], object]


def own(change: Change = lambda nodes: None) -> OwnGraph:
    nodes = exported()
    change(nodes)
    return read(json.dumps(nodes).encode(), "panel")


def retitle(node_id: str, title: str) -> Change:
    return lambda nodes: nodes[node_id]["_meta"].update(title=title)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    file = tmp_path / "panel.json"
    file.write_text(json.dumps(exported()), encoding="utf-8")
    return file


@pytest.fixture
def mine(engine: ComfyUIEngine, place: Path) -> OwnGraphEngine:
    return OwnGraphEngine("lab/panel", engine, place)


async def test_an_own_graph_draws_the_scene(mine: OwnGraphEngine, standin: StandIn) -> None:
    checked: Engine = mine
    wanted = request(references=(reference(),), loras=(MILO,), guidance=3.0, family="kontext")
    events = await all_events(checked, await checked.submit(wanted))
    assert isinstance(events[-1], Finished)
    assert events[-1].note == ""
    assert "sampling" in [event.name for event in events if isinstance(event, Stage)]
    sent = standin.bodies[0]["prompt"]
    assert sent["5"]["inputs"]["text"] == wanted.prompt
    assert (sent["13"]["inputs"]["seed"], sent["13"]["inputs"]["steps"]) == (11, 4)
    assert (sent["12"]["inputs"]["width"], sent["10"]["inputs"]["guidance"]) == (128, 3.0)
    assert (sent["4"]["inputs"]["lora_name"], sent["4"]["inputs"]["strength_model"]) == (MILO.file, 0.9)
    assert sent["6"]["inputs"]["image"].startswith("milo-studio/")
    assert (sent["13"]["inputs"]["sampler_name"], sent["15"]["inputs"]["filename_prefix"]) == ("dpmpp_2m", "mine/cat")


async def test_its_health_names_the_graph_or_what_is_wrong_with_it(
    mine: OwnGraphEngine, place: Path, standin: StandIn
) -> None:
    there = standin.object_info.pop("ReferenceLatent")
    assert "no node ReferenceLatent, which the graph panel uses" in (await mine.health()).detail
    standin.object_info["ReferenceLatent"] = there
    health = await mine.health()
    assert (health.ready, health.detail) == (True, "the graph panel, 15 nodes, on lab")
    place.unlink()
    assert not (await mine.health()).ready
    standin.faults.away = True
    assert "did not answer" in (await mine.health()).detail


def test_loras_are_chained_or_bypassed() -> None:
    uploads = Uploads(("a.png",))
    graph = filled(own(), request(), uploads, (LoraUse("milo", 0.9), LoraUse("two", 0.5)))
    assert graph["4"]["inputs"] == {"model": ["1", 0], "lora_name": "milo", "strength_model": 0.9}
    assert graph["4-lora2"]["inputs"] == {"model": ["4", 0], "lora_name": "two", "strength_model": 0.5}
    assert graph["13"]["inputs"]["model"] == ["4-lora2", 0]
    graph = filled(own(), request(), uploads, ())
    assert "4" not in graph
    assert graph["13"]["inputs"]["model"] == ["1", 0]


def test_a_lora_loader_with_text_encoder_is_chained_on_both_ways() -> None:
    def change(nodes: dict[str, Any]) -> None:
        nodes["4"] = node(
            "LoraLoader",
            "studio: lora",
            model=["1", 0],
            clip=["2", 0],
            lora_name="x",
            strength_model=1,
            strength_clip=1,
        )
        nodes["5"]["inputs"]["clip"] = ["4", 1]

    graph = filled(own(change), request(), Uploads(("a",)), (LoraUse("milo"), LoraUse("two")))
    assert graph["4-lora2"]["inputs"]["clip"] == ["4", 1]
    assert graph["5"]["inputs"]["clip"] == ["4-lora2", 1]
    assert filled(own(change), request(), Uploads(("a",)), ())["5"]["inputs"]["clip"] == ["2", 0]


def test_the_file_itself_is_never_changed() -> None:
    graph = own()
    filled(graph, request(loras=(MILO,)), Uploads(("a.png",)), (MILO,))
    assert graph.nodes == exported()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (retitle("5", "prompt"), "no node titled studio: prompt"),
        (retitle("13", "studio: steps"), "no node titled studio: seed"),
        (retitle("6", "studio: reference 2"), "no node titled studio: reference 1"),
        (retitle("6", "studio: reference"), "means nothing"),
        (retitle("5", "studio: promt"), "titled studio: promt, which means nothing"),
        (lambda nodes: nodes["13"]["inputs"].update(model=["99", 0]), "comes from node 99, which is not in it"),
        (lambda nodes: nodes.update({"x": []}), "x is not a node"),
        (lambda nodes: nodes.update({"x": {"class_type": 3, "inputs": {}}}), "x is not a node"),
        (lambda nodes: nodes.clear(), "not a graph in API format"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(change: Change, words: str) -> None:
    with pytest.raises(EngineRefused, match="The graph panel") as caught:
        own(change)
    assert words in caught.value.reason
    assert caught.value.remedy


def test_a_slip_in_a_title_is_guessed() -> None:
    with pytest.raises(EngineRefused) as caught:
        own(retitle("10", "studio: guidence"))
    assert "Did you mean studio: guidance?" in caught.value.remedy


def test_a_file_for_the_editor_is_recognised() -> None:
    with pytest.raises(EngineRefused, match="saved for ComfyUI's editor") as caught:
        read(b'{"last_node_id": 9, "nodes": [], "links": [], "version": 0.4}', "panel")
    assert "Export (API)" in caught.value.remedy


@pytest.mark.parametrize(
    ("title", "words"),
    [("7 studio: size", "FluxKontextImageScale"), ("3 studio: seed", "VAELoader"), ("1 studio: lora", "UNETLoader")],
)
def test_a_title_on_a_node_that_has_no_such_input(title: str, words: str) -> None:
    node_id, _, role = title.partition(" ")
    with pytest.raises(EngineRefused, match=words):
        filled(own(retitle(node_id, role)), request(loras=(MILO,)), Uploads(("a",)), (MILO,))


def test_primitive_nodes_take_values() -> None:
    def change(nodes: dict[str, Any]) -> None:
        nodes["20"] = node("PrimitiveInt", "studio: seed", value=1)
        nodes["13"]["_meta"]["title"] = "KSampler"
        nodes["13"]["inputs"]["seed"] = ["20", 0]

    graph = filled(own(change), request(seed=77), Uploads(("a",)), ())
    assert graph["20"]["inputs"]["value"] == 77
    assert graph["13"]["inputs"]["seed"] == ["20", 0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "takes 1 reference pictures, and the scene brings 0"),
        ({"references": (reference(), reference("red"))}, "no node titled studio: reference 2"),
        ({"references": (reference(),), "start": reference()}, "no node titled studio: start"),
    ],
)
async def test_pictures_that_do_not_fit_are_named(
    changes: dict[str, Any], words: str, mine: OwnGraphEngine, standin: StandIn
) -> None:
    with pytest.raises(EngineRefused, match=words):
        await mine.submit(request(**changes))
    assert standin.bodies == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda nodes: nodes.update({"1": node("Florp")}), "no node Florp"),
        (lambda nodes: nodes.pop("15"), "no node that saves a picture"),
        (lambda nodes: nodes["1"]["inputs"].update(weight_dtype="fp8_e5m2"), "scaled fp8 already"),
        (
            lambda nodes: nodes.update({"1": node("CheckpointLoaderSimple", ckpt_name="x/flux1-schnell.safetensors")}),
            "holds only the diffusion model",
        ),
    ],
)
async def test_known_traps_are_refused_before_anything_is_sent(
    change: Change, words: str, mine: OwnGraphEngine, place: Path, standin: StandIn
) -> None:
    nodes = exported()
    change(nodes)
    place.write_text(json.dumps(nodes), encoding="utf-8")
    with pytest.raises(EngineRefused, match=words):
        await mine.submit(request(references=(reference(),)))
    assert standin.bodies == []


async def test_what_a_graph_leaves_out_is_said(mine: OwnGraphEngine, place: Path) -> None:
    nodes = exported()
    nodes["4"]["_meta"]["title"] = nodes["6"]["_meta"]["title"] = "plain"
    nodes["9"]["inputs"] = {"conditioning": ["5", 0]}
    place.write_text(json.dumps(nodes), encoding="utf-8")
    wanted = request(references=(reference(),), loras=(MILO,))
    finished = (await all_events(mine, await mine.submit(wanted)))[-1]
    assert isinstance(finished, Finished)
    assert finished.note == "this graph draws without reference pictures, the LoRA milo_painterly.safetensors"
    assert left_out(wanted, {"1": {"class_type": "X", "inputs": {}}}) == ""


async def test_the_file_is_read_anew_for_every_picture(mine: OwnGraphEngine, place: Path, standin: StandIn) -> None:
    await mine.submit(request(references=(reference(),)))
    nodes = exported()
    nodes["13"]["inputs"]["sampler_name"] = "euler"
    place.write_text(json.dumps(nodes), encoding="utf-8")
    await mine.submit(request(references=(reference(),)))
    assert [body["prompt"]["13"]["inputs"]["sampler_name"] for body in standin.bodies] == ["dpmpp_2m", "euler"]


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", b" " * (LARGEST + 1), b'{"a": 1}'])
def test_files_that_are_no_graphs(data: bytes) -> None:
    with pytest.raises(EngineRefused, match="The graph panel"):
        read(data, "panel")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["studio: prompt", "studio: lora, seed", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["inputs", "class_type", "_meta", "title", "text", "seed", "a", "model"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), json_values, max_size=3))
def test_mad_files_raise_only_typed_errors(nodes: dict[str, Any]) -> None:
    with contextlib.suppress(EngineRefused):
        graph = read(json.dumps(nodes).encode(), "panel")
        filled(graph, request(loras=(MILO,)), Uploads(), (MILO,))
