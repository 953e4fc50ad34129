"""Of switches counts what they let through."""

from __future__ import annotations

from typing import Any

import pytest

from tests.library.exchange.foreign.graphs import Nodes, drawn, encoded, facts_of, sampler

SAID: Nodes = {
    "one": ("PrimitiveString", {"value": "one"}), "two": ("PrimitiveString", {"value": "two"}),
    "on": ("PrimitiveBoolean", {"value": True}), "off": ("PrimitiveBoolean", {"value": False}),
    "not": ("InvertBooleanNode", {"boolean": ["on", 0]}), "first": ("PrimitiveInt", {"value": 1}),
    "reroute": ("Reroute", {"": ["off", 0]}),
}  # fmt: skip
SIDES = {"on_true": ["one", 0], "on_false": ["two", 0]}


@pytest.mark.parametrize(
    ("switch", "expected"),
    [
        (("ComfySwitchNode", {"switch": ["on", 0], **SIDES}), "one"),
        (("ComfySwitchNode", {"switch": ["not", 0], **SIDES}), "two"),
        (("ComfySwitchNode", {"switch": ["reroute", 0], **SIDES}), "two"),
        (("LazySwitchKJ", {"switch": False, **SIDES}), "two"),
        (("ImpactConditionalBranch", {"cond": ["off", 0], "tt_value": ["one", 0], "ff_value": ["two", 0]}), "two"),
        (("Text Input Switch", {"boolean": ["off", 0], "text_a": ["one", 0], "text_b": ["two", 0]}), "two"),
        (("CR Text Input Switch", {"Input": 2, "text1": ["one", 0], "text2": ["two", 0]}), "two"),
        (("ImpactSwitch", {"select": ["first", 0], "input1": ["one", 0], "input2": ["two", 0]}), "one"),
        (("Any Switch (rgthree)", {"any_01": ["muted", 0], "any_02": ["two", 0]}), "two"),
        # What is not known is not empty: the first that is there stands for it.
        (("ComfySwitchNode", {"switch": ["asked", 0], **SIDES}), "one"),
    ],
)
def test_of_a_switch_counts_what_it_lets_through(switch: tuple[str, dict[str, Any]], expected: str) -> None:
    found = facts_of(drawn(**SAID, switch=switch, good=encoded(["switch", 0])))
    assert found.prompt == expected


def test_models_loras_and_numbers_behind_a_switch_are_those_it_lets_through() -> None:
    texts = drawn(
        **SAID,
        lora=("LoraLoaderModelOnly", {"lora_name": "fast.safetensors", "strength_model": 1, "model": ["model", 0]}),
        few=("PrimitiveInt", {"value": 4}),
        many=("PrimitiveInt", {"value": 40}),
        which=("ComfySwitchNode", {"switch": ["off", 0], "on_true": ["lora", 0], "on_false": ["model", 0]}),
        steps=("ComfySwitchNode", {"switch": ["off", 0], "on_true": ["few", 0], "on_false": ["many", 0]}),
        draw=sampler(model=["which", 0], steps=["steps", 0]),
    )
    assert (facts_of(texts).model, facts_of(texts).loras, facts_of(texts).steps) == ("dream.safetensors", (), 40)
    texts["prompt"] = texts["prompt"].replace('"inputs": {"value": false}', '"inputs": {"value": true}')
    assert (facts_of(texts).loras, facts_of(texts).steps) == (("fast.safetensors",), 4)
