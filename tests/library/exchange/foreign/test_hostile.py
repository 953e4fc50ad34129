"""Metadata that was made to do harm: it ends soon, and with nothing but ForeignUnreadable."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.exchange.foreign.facts import LONGEST_TEXT, ForeignFacts, ForeignUnreadable
from library.exchange.foreign.reading import read_texts

KEYS = (
    "prompt",
    "workflow",
    "parameters",
    "invokeai_metadata",
    "sd-metadata",
    "Dream",
    "Comment",
    "Description",
    "Source",
)
INPUTS = (
    *("text", "prompt", "seed", "noise_seed", "noise", "steps", "cfg", "model", "positive", "negative", "guider"),
    *("lora_name", "lora_1", "loras", "ckpt_name", "unet_name", "conditioning", "string_a", "delimiter", "select"),
    *("boolean", "on_true", "add_noise", "find", "replace", "guidance", "width", "height", "images", "samples", "clip"),
    *(
        "guider",
        "cond1",
        "cond2",
        "conditioning_to",
        "text_embeds",
        "on_false",
        "switch",
        "input1",
        "input2",
        "f_string",
    ),
    *("values.a", "pixels", "latent_image", "sigmas", "denoise", "model1", "model2", "source", "system_prompt", ""),
)
KINDS = (
    *("KSampler", "SamplerCustomAdvanced", "CLIPTextEncode", "SaveImage", "LoraLoader", "UNETLoader", "Reroute"),
    *("StringConcatenate", "Switch", "ConditioningZeroOut", "Power Lora Loader (rgthree)", "RandomNoise", "\x1b[2J"),
    *("DualCFGGuider", "GLIGENTextBoxApply", "ComfySwitchNode", "TextGenerate", "FaceDetailer", "ModelMergeSimple"),
    *("LatentUpscale", "InvertBooleanNode", "StableCascade_StageB_Conditioning", "PreviewAny", "workflow>group"),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from((*INPUTS, "on", "lora", "name")), inner, max_size=3)
    ),
    max_leaves=6,
)
links = st.tuples(st.sampled_from("0123456789"), st.integers(-1, 3)).map(list)
nodes = st.fixed_dictionaries(
    {
        "class_type": st.sampled_from(KINDS),
        "inputs": st.dictionaries(st.sampled_from(INPUTS), links | values, max_size=8),
    }
)
graphs = st.dictionaries(st.sampled_from("0123456789"), nodes | values, min_size=1, max_size=10)
input_names = st.sampled_from(INPUTS) | values
editor_inputs = st.fixed_dictionaries(
    {"name": input_names, "link": st.integers(0, 9) | values},
    optional={"widget": st.fixed_dictionaries({"name": input_names}) | values, "type": st.sampled_from("AB") | values},
)
proxies = st.lists(st.tuples(st.sampled_from(("-1", "1", -1, 1)) | values, input_names).map(list) | values, max_size=3)
editor_nodes = st.fixed_dictionaries(
    {
        "id": st.integers(0, 9) | values, "type": st.sampled_from((*KINDS, "sub", "SetNode", "GetNode")) | values,
        "mode": st.sampled_from((0, 2, 4)) | values, "widgets_values": st.lists(values, max_size=4) | values,
        "inputs": st.lists(editor_inputs | values, max_size=3) | values,
    },
    optional={
        "outputs": st.lists(st.fixed_dictionaries({"type": st.sampled_from("AB")}) | values, max_size=2) | values,
        "properties": st.fixed_dictionaries({"proxyWidgets": proxies | values}) | values,
    },
)  # fmt: skip
inner_links = st.fixed_dictionaries(
    {key: st.integers(-20, 4) | values for key in ("id", "origin_id", "origin_slot", "target_id", "target_slot")}
)
inner_workflows = st.fixed_dictionaries(
    {
        "id": st.just("sub"), "nodes": st.lists(editor_nodes, max_size=3) | values,
        "links": st.lists(inner_links | values, max_size=4) | values,
    },
    optional={"inputs": st.lists(editor_inputs | values, max_size=3) | values},
)  # fmt: skip
groups = st.fixed_dictionaries(
    {
        "nodes": st.lists(editor_nodes | values, max_size=3) | values,
        "links": st.lists(st.lists(st.integers(-1, 3) | st.none(), min_size=4, max_size=4) | values, max_size=4)
        | values,
    }
)
workflows = st.fixed_dictionaries(
    {
        "nodes": st.lists(editor_nodes | values, min_size=1, max_size=6),
        "links": st.lists(st.lists(st.integers(-20, 9), min_size=6, max_size=6) | values, max_size=8) | values,
        "definitions": st.fixed_dictionaries({"subgraphs": st.lists(inner_workflows, max_size=2)}) | values,
    },
    optional={"extra": st.fixed_dictionaries({"groupNodes": st.fixed_dictionaries({"group": groups}) | values})},
)


def check(texts: dict[str, str]) -> None:
    found: ForeignFacts | None = None
    with suppress(ForeignUnreadable):
        found = read_texts(texts, (64, 64))
    if found is None:
        return
    for text in (found.prompt, found.negative, found.model, found.sampler, *found.loras):
        assert "\x1b" not in text
        assert len(text) <= LONGEST_TEXT
    assert found.seed is None or 0 <= found.seed < 2**64


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=200) | values.map(json.dumps), max_size=4))
def test_any_texts_are_read_or_refused(texts: dict[str, str]) -> None:
    check(texts)


@given(graphs)
def test_any_graph_is_read_or_refused(graph: dict[str, Any]) -> None:
    check({"prompt": json.dumps(graph)})


@given(workflows)
def test_any_workflow_is_read_or_refused(workflow: dict[str, Any]) -> None:
    check({"workflow": json.dumps(workflow)})


@given(
    st.lists(st.sampled_from(["Steps: 2", "Seed: 1", ": ", '"', "\\", ",", "a", "Sampler: x", "\n", "<lora:", ":1>"]))
)
def test_any_settings_are_read_or_refused(parts: list[str]) -> None:
    check({"parameters": "".join(parts)})


# JSON of any shape, with the names that readers look for at every level
shaped = st.recursive(
    values | links,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from((*INPUTS, "nodes", "links", "inputs", "class_type", "id", "type", "widgets_values", "0")),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@given(shaped)
def test_any_json_in_place_of_a_graph_is_read_or_refused(value: Any) -> None:
    check({"prompt": json.dumps({"0": value, "1": {"class_type": "KSampler", "inputs": {"model": ["0", 0]}}})})
    check({"workflow": json.dumps({"nodes": [value], "definitions": value, "extra": value, "links": value})})


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


def api(**nodes: tuple[str, dict[str, Any]]) -> dict[str, str]:
    return {
        "prompt": json.dumps({key: {"class_type": kind, "inputs": inputs} for key, (kind, inputs) in nodes.items()})
    }


def chain(kind: str, key: str, many: int, **inputs: Any) -> dict[str, str]:
    """A graph of nodes that each take what the next one gives, the last of them what the first gives."""
    return api(**{f"n{at}": (kind, {key: [f"n{(at + 1) % many}", 0], **inputs}) for at in range(many)})


def wide(kind: str, keys: list[str], many: int, **inputs: Any) -> dict[str, str]:
    """A graph in which every node takes something from many others by each of its inputs."""
    nodes = {}
    for at in range(many):
        nodes[f"n{at}"] = (kind, {key: [f"n{(at * 7 + far) % many}", 0] for far, key in enumerate(keys)} | inputs)
    return api(**nodes)


DRAWS = {"seed": 1, "steps": 2, "cfg": 3.0, "model": ["n1", 0]}
NUMBERED = [f"input{at}" for at in range(100)]
LINK = {"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 1, "target_slot": 0}
LONG = {
    "a ring of samplers": chain("KSampler", "latent_image", 4_000, **DRAWS, denoise=0.1),
    "a ring of upscaled pictures": chain("KSamplerUpscale", "latent_image", 400, **DRAWS, positive=["n9", 0]),
    "a ring of numbers": chain("KSampler", "steps", 4_000, seed=["n3", 0], cfg=["n5", 0], model=["n1", 0]),
    "a ring of switches": chain("ComfySwitchNode", "switch", 4_000, on_true=["n1", 0], on_false=["n2", 0]),
    "a ring of conditionings": chain("ConditioningCombine", "conditioning_1", 4_000, conditioning_2=["n7", 0]),
    "a ring of merged models": chain("ModelMergeSimple", "model1", 4_000, model2=["n7", 0]),
    "a ring of boxes": chain("GLIGENTextBoxApply", "conditioning_to", 4_000, text="x" * 100, clip=["n1", 0]),
    "samplers from everywhere": wide("KSampler", [f"latent{at}" for at in range(100)] + ["positive"], 400, **DRAWS),
    "samplers of many pictures": wide("KSampler", [*NUMBERED, "latent_image", "positive"], 400, **DRAWS),
    "switches of everything": wide("TextSwitch", NUMBERED, 400, select=3),
    "switches of what is written": wide("GPTSwitch", [f"text_{at}" for at in range(100)], 400, select=3),
    "texts of everything": wide("TextConcat", [f"text_{at}" for at in range(100)], 400, text="x"),
    "conditionings of everything": wide("CLIPTextEncode", [f"cond{at}" for at in range(50)] + ["clip"], 800),
    "many that save": wide("SaveImage", NUMBERED[:50], 800, width=64, height=64),
    "a template that grows": api(
        **{f"n{at}": ("StringFormat", {"f_string": "{a}" * 3_000, "values.a": [f"n{at + 1}", 0]}) for at in range(150)},
        n150=("PrimitiveString", {"value": "x" * 50_000}),
        say=("CLIPTextEncode", {"text": ["n0", 0], "clip": ["x", 0]}),
    ),
    "a subgraph of many links in many places": {
        "workflow": json.dumps(
            {"nodes": [{"id": at, "type": "s"} for at in range(4_000)], "definitions": {"subgraphs": [
                {"id": "s", "nodes": [{"id": 1, "type": "A"}], "links": [LINK] * 20_000}]}}
        )
    },
    "bypassed nodes in a ring": {
        "workflow": json.dumps(
            {"nodes": [{"id": at, "type": "A", "mode": 4 if at else 0, "inputs": [{"name": "a", "link": at}]}
                       for at in range(4_000)],
             "links": [[at, (at + 1) % 4_000, 0, at, 0, "A"] for at in range(4_000)]}
        )
    },
    "deep lists": {"prompt": '{"1": {"class_type": "A", "inputs": {"a": ' + deep(100_000) + "}}}"},
    "deep parameters": {"parameters": '{"a":' * 100_000},
    "a chain of 19,000 nodes": {
        "prompt": json.dumps(
            {str(at): {"class_type": "Reroute", "inputs": {"text": [str(at + 1), 0]}} for at in range(18_999)}
            | {"save": {"class_type": "SaveImage", "inputs": {"images": ["0", 0]}}}
        )
    },
    "a chain of joined texts": {
        "prompt": json.dumps(
            {str(at): {"class_type": "Join", "inputs": {"text_a": [str(at + 1), 0], "text_b": [str(at + 1), 0]}}
             for at in range(500)}
            | {"t": {"class_type": "CLIPTextEncode", "inputs": {"text": ["0", 0], "clip": ["x", 0]}}}
        )
    },
    "too many nodes": {"prompt": json.dumps({str(at): {"class_type": "A", "inputs": {}} for at in range(30_000)})},
    "megabytes of text": {
        "prompt": json.dumps({"1": {"class_type": "CLIPTextEncode", "inputs": {"text": "x" * 7_000_000}}})
    },
    "megabytes of pairs": {"parameters": "a\n" + "Steps: 1, " * 500_000},
    "megabytes of one line": {"parameters": "a" * 5_000_000},
    "megabytes of lines": {"parameters": "a: b\n" * 1_000_000},
    "open quotes": {"parameters": 'Steps: 1, Sampler: "' + '\\"' * 1_000_000},
    "open brackets": {"sd-metadata": json.dumps({"image": {"prompt": "[" * 1_000_000}})},
    "open tags": {"parameters": "<lora:" * 500_000 + "\nSteps: 1, Seed: 2, Sampler: x"},
    "a long number": {"prompt": '{"1": {"class_type": "KSampler", "inputs": {"seed": ' + "9" * 100_000 + "}}}"},
    "subgraphs in themselves": {
        "workflow": json.dumps(
            {"nodes": [{"id": 1, "type": "s"}, {"id": 2, "type": "s"}], "definitions": {"subgraphs": [
                {"id": "s", "nodes": [{"id": 1, "type": "s"}, {"id": 2, "type": "s"}], "links": []}]}}
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_what_is_long_or_deep_ends_soon(name: str) -> None:
    begun = time.process_time()
    check(LONG[name])
    assert time.process_time() - begun < 3


def test_markup_and_controls_in_a_prompt_are_text() -> None:
    found = read_texts({"parameters": "[bold]\x1b[31mred\x07[/bold]\u202e\nSteps: 1, Seed: 2, Sampler: a\x00b"})
    assert found is not None
    assert (found.prompt, found.sampler) == ("[bold][31mred[/bold]", "ab")
