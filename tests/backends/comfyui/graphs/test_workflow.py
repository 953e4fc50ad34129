"""Graphs as ComfyUI's editor opens them: read back as it reads them, they are the prompts that they came from."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backends.base import Finished, LoraUse
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.graphs.layout import Size, laid_out
from backends.comfyui.graphs.workflow import workflow
from backends.comfyui.inventory.catalog import read
from library.exchange.foreign.comfyui.reading import read_either
from tests.backends.comfyui.conftest import MILO, MakeEngine, all_events, reference, request
from tests.standin.recorded import NEW, VERSIONS, as_recorded, recording
from tests.standin.server import StandIn

WIDGETS = ("INT", "FLOAT", "STRING", "BOOLEAN", "COMBO")


def widgets_of(described: dict[str, Any]) -> list[str]:
    """The names of a node's widgets in their order, as the editor makes them from /object_info; "" is not sent."""
    found = []
    uploads = 0
    for group in ("required", "optional"):
        for name, spec in described["input"].get(group, {}).items():
            options = spec[1] if len(spec) > 1 else {}
            if (isinstance(spec[0], list) or spec[0] in WIDGETS) and not options.get("forceInput"):
                found.append(name)
                if options.get("control_after_generate", name in ("seed", "noise_seed")):
                    found.append("")
            uploads += bool(options.get("image_upload"))
    return found + [""] * uploads


def as_prompt(made: dict[str, Any], nodes: dict[str, Any]) -> dict[str, Any]:
    """The prompt that the editor sends of a workflow; nodes are named by their numbers."""
    links = {link[0]: link for link in made["links"]}
    prompt = {}
    for node in made["nodes"]:
        named = zip(widgets_of(nodes[node["type"]]), node["widgets_values"], strict=True)
        inputs = {name: value for name, value in named if name}
        for at, slot in enumerate(node["inputs"]):
            if slot["link"] is None:
                continue
            number, origin, output, target, target_slot, kind = links[slot["link"]]
            assert (target, target_slot) == (node["id"], at)
            source = next(other for other in made["nodes"] if other["id"] == origin)
            assert number in source["outputs"][output]["links"]
            assert kind == source["outputs"][output]["type"]
            inputs[slot["name"]] = [str(origin), output]
        prompt[str(node["id"])] = {"class_type": node["type"], "inputs": inputs}
    return prompt


def renumbered(graph: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """The graph with the editor's numbers for ids, by the order of the nodes; optional inputs are as they were."""
    numbers: dict[str, str] = {}
    for node in made["nodes"]:
        name = next(
            name
            for name, other in graph.items()
            if other["class_type"] == node["type"]
            and name not in numbers
            and all(not isinstance(value, list) or value[0] in numbers for value in other["inputs"].values())
        )
        numbers[name] = str(node["id"])
    return {
        numbers[name]: {
            "class_type": node["class_type"],
            "inputs": {
                key: [numbers[value[0]], value[1]] if isinstance(value, list) else value
                for key, value in node["inputs"].items()
            },
        }
        for name, node in graph.items()
    }


def without_unasked(prompt: dict[str, Any], graph: dict[str, Any]) -> dict[str, Any]:
    """The prompt without the defaults of inputs that the graph does not name."""
    return {
        name: {**node, "inputs": {key: value for key, value in node["inputs"].items() if key in graph[name]["inputs"]}}
        for name, node in prompt.items()
    }


def check_places(made: dict[str, Any]) -> None:
    """From left to right, and no node over another."""
    nodes = {node["id"]: node for node in made["nodes"]}
    for _, origin, _, target, *_ in made["links"]:
        assert nodes[origin]["pos"][0] + nodes[origin]["size"][0] < nodes[target]["pos"][0]
    boxes = [(*node["pos"], *node["size"]) for node in made["nodes"]]
    for number, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[number + 1 :]:
            beside = x + width <= other_x or other_x + other_width <= x
            assert beside or y + height <= other_y or other_y + other_height <= y


def check_form(made: dict[str, Any]) -> None:
    """What the editor demands of version 0.4."""
    assert made["version"] == 0.4
    ids = [node["id"] for node in made["nodes"]]
    assert len(set(ids)) == len(ids)
    assert made["last_node_id"] == max(ids, default=0)
    assert made["last_link_id"] == max((link[0] for link in made["links"]), default=0)
    for node in made["nodes"]:
        assert isinstance(node["type"], str)
        assert node["properties"] == {"Node name for S&R": node["type"]}
        assert all(isinstance(number, float) for number in (*node["pos"], *node["size"]))
        assert all({"name", "type", "link"} <= slot.keys() for slot in node["inputs"])
        assert all({"name", "type", "links"} <= slot.keys() for slot in node["outputs"])
    for link in made["links"]:
        assert [type(part) for part in link] == [int, int, int, int, int, str]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["02-kontext-one-reference-lora", "05-interrupt-while-sampling"])
def test_a_recorded_prompt_comes_back_as_it_was(version: str, name: str) -> None:
    graph = next(entry["request"]["prompt"] for entry in recording(name, version) if entry["path"] == "/prompt")
    nodes = as_recorded(version)
    made = workflow(graph, read(json.dumps(nodes).encode()))
    check_form(made)
    check_places(made)
    assert {str(node["id"]) for node in made["nodes"]} == graph.keys(), "numbers stay, for nodes that look for theirs"
    assert without_unasked(as_prompt(made, nodes), graph) == graph


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"references": (reference(),), "loras": (MILO, LoraUse("james_painterly.safetensors", 0.4))},
        {"references": (reference(), reference("red")), "references_joined": "stitched"},
        {"start": reference(), "mask": reference("white"), "denoise": 0.5},
        {"family": "flux2", "references": (reference(), reference("red"))},
    ],
)
async def test_every_picture_carries_its_workflow(
    changes: dict[str, Any], engine: ComfyUIEngine, standin: StandIn
) -> None:
    standin.install("flux2")
    wanted = request(**changes)
    finished = (await all_events(engine, await engine.submit(wanted)))[-1]
    assert isinstance(finished, Finished)
    told = Image.open(io.BytesIO(finished.pictures[0].data)).info
    made, graph = json.loads(told["workflow"]), json.loads(told["prompt"])
    assert made["id"] == wanted.job_id
    check_form(made)
    check_places(made)
    same = renumbered(graph, made)
    assert without_unasked(as_prompt(made, standin.object_info), same) == same
    # Other programs that know only the workflow read the same of it.
    alone = read_either("", told["workflow"])
    both = read_either(told["prompt"], told["workflow"])
    assert (alone.prompt, alone.seed, alone.steps) == (both.prompt, both.seed, both.steps)
    assert alone.prompt == wanted.prompt


async def test_what_another_process_prepared_carries_it_too(make_engine: MakeEngine, standin: StandIn) -> None:
    wanted = request()
    prepared = await make_engine().prepare(wanted)
    other = make_engine()
    await all_events(other, await other.submit(wanted, prepared))
    made = standin.bodies[0]["extra_data"]["extra_pnginfo"]["workflow"]
    same = renumbered(json.loads(prepared), made)
    assert without_unasked(as_prompt(made, standin.object_info), same) == same


async def test_without_a_list_of_nodes_a_job_is_sent_without_it(make_engine: MakeEngine, standin: StandIn) -> None:
    wanted = request()
    prepared = await make_engine().prepare(wanted)
    standin.faults.bad_gateway["/object_info/KSampler"] = 100
    other = make_engine()
    assert isinstance((await all_events(other, await other.submit(wanted, prepared)))[-1], Finished)
    assert standin.bodies[0]["extra_data"]["extra_pnginfo"] == {}


def test_dynamic_inputs_are_slots_and_widgets_under_their_own_names() -> None:
    graph = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}},
        "2": {"class_type": "BatchImagesNode", "inputs": {"images.image0": ["1", 0], "images.image1": ["1", 0]}},
        "3": {
            "class_type": "ResizeImageMaskNode",
            "inputs": {
                "input": ["2", 0],
                "resize_type": "scale by multiplier",
                "resize_type.multiplier": 2.0,
                "scale_method": "area",
            },
        },
    }
    made = workflow(graph, read(json.dumps(as_recorded(NEW)).encode()))
    check_form(made)
    check_places(made)
    loaded, batch, resized = made["nodes"]
    assert loaded["widgets_values"] == ["a.png", "image"]
    assert [slot["name"] for slot in batch["inputs"] if slot["link"]] == ["images.image0", "images.image1"]
    assert resized["widgets_values"] == ["scale by multiplier", 2.0, "area"]
    assert [slot["name"] for slot in resized["inputs"] if slot["link"]] == ["input"]
    assert [slot["name"] for slot in resized["inputs"] if "widget" in slot] == ["resize_type", "scale_method"]


def test_a_linked_widget_is_a_slot_and_titles_are_kept() -> None:
    graph = {
        "words": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": "Milo"}, "_meta": {"title": "Scene"}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["words", 0], "clip": ["gone", 0]}},
    }
    made = workflow(graph, read(json.dumps(as_recorded(NEW)).encode()))
    words, encoder = made["nodes"]
    assert (words["title"], words["id"], encoder["id"]) == ("Scene", 8, 7)
    text = next(slot for slot in encoder["inputs"] if slot["name"] == "text")
    assert (text["widget"], text["link"]) == ({"name": "text"}, 1)
    assert next(slot for slot in encoder["inputs"] if slot["name"] == "clip")["link"] is None


values = st.none() | st.integers() | st.text(max_size=3) | st.lists(st.integers() | st.sampled_from("abcd"), max_size=3)
nodes = st.fixed_dictionaries(
    {
        "class_type": st.sampled_from([*as_recorded(NEW), "Unheard"]),
        "inputs": st.dictionaries(st.sampled_from(["image", "seed", "images.a", "text", "model"]), values, max_size=4),
    }
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d", "1", "02", "²"]), nodes, max_size=6))
def test_any_graph_opens(graph: dict[str, Any]) -> None:
    check_form(workflow(graph, read(json.dumps(as_recorded(NEW)).encode())))


@given(
    st.lists(st.lists(st.integers(0, 30), max_size=4), max_size=12),
    st.lists(st.tuples(st.floats(1, 500), st.floats(1, 900)), min_size=12, max_size=12),
)
def test_nodes_stand_to_the_right_of_what_they_need_and_on_no_other(
    links: list[list[int]], sizes: list[tuple[float, float]]
) -> None:
    needs = {str(at): [str(source % at) for source in sources if at] for at, sources in enumerate(links)}
    boxes = {name: Size(*sizes[int(name)]) for name in needs}
    places = laid_out(needs, boxes)
    assert places.keys() == needs.keys()
    for name, sources in needs.items():
        assert all(places[source][0] + boxes[source].width < places[name][0] for source in sources)
        for other in needs:
            if other != name:
                beside = places[name][0] + boxes[name].width <= places[other][0]
                below = places[name][1] + boxes[name].height <= places[other][1]
                left = places[other][0] + boxes[other].width <= places[name][0]
                above = places[other][1] + boxes[other].height <= places[name][1]
                assert beside or below or left or above
