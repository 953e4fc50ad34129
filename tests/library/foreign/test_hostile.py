"""Metadata that was made to do harm: it ends soon, and with nothing but ForeignUnreadable."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.foreign.facts import LONGEST_TEXT, ForeignFacts, ForeignUnreadable
from library.foreign.reading import read_texts

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
)
KINDS = (
    *("KSampler", "SamplerCustomAdvanced", "CLIPTextEncode", "SaveImage", "LoraLoader", "UNETLoader", "Reroute"),
    *("StringConcatenate", "Switch", "ConditioningZeroOut", "Power Lora Loader (rgthree)", "RandomNoise", "\x1b[2J"),
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
editor_nodes = st.fixed_dictionaries(
    {
        "id": st.integers(0, 9), "type": st.sampled_from((*KINDS, "sub", "SetNode", "GetNode")),
        "mode": st.sampled_from((0, 2, 4)), "widgets_values": st.lists(values, max_size=4) | values,
        "inputs": st.lists(st.fixed_dictionaries({"name": st.sampled_from(INPUTS), "link": st.integers(0, 9)}) | values,
                           max_size=3),
    }
)  # fmt: skip
inner_workflows = st.fixed_dictionaries(
    {"id": st.just("sub"), "nodes": st.lists(editor_nodes, max_size=3), "links": st.lists(values, max_size=3)}
)
workflows = st.fixed_dictionaries(
    {
        "nodes": st.lists(editor_nodes | values, min_size=1, max_size=6),
        "links": st.lists(st.lists(st.integers(-20, 9), min_size=6, max_size=6) | values, max_size=8),
        "definitions": st.fixed_dictionaries(
            {"subgraphs": st.lists(inner_workflows, max_size=2)}
        ) | values,
    }
)  # fmt: skip


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


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


LONG = {
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
