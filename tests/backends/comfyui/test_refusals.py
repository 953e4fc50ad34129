"""Refused graphs, told in plain words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import ModelMissing
from backends.comfyui.refusals import refusal, told
from tests.standin.recorded import recording

ANSWERS = [json.dumps(entry["response"]).encode() for entry in recording("07-rejected-prompts")]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, ["missing.safetensors"]),
        (1, ["NoSuchNode does not exist", "#4"]),
        (2, ["KSampler", "Value 0 smaller than min of 1", "steps", "seed"]),
        (3, ["VAEDecode", "'99'"]),
        (4, ["KSampler", "received_type(CLIP)"]),
        (5, ["LoadImage", "studio/never-uploaded.png"]),
        (6, ["Prompt has no outputs"]),
        (7, ["Prompt has no outputs"]),
        (8, ["No prompt provided"]),
    ],
)
def test_each_recorded_refusal_says_why(number: int, words: list[str]) -> None:
    error = refusal(ANSWERS[number])
    for word in words:
        assert word in error.reason
    assert error.reason.isprintable()
    assert error.reason.count("No prompt provided") <= 1


def test_a_missing_model_is_told_with_its_folder() -> None:
    error = refusal(ANSWERS[0])
    assert isinstance(error, ModelMissing)
    assert (error.file, error.folder) == ("missing.safetensors", "models/diffusion_models")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"{}", b'{"error": "text"}', b'{"node_errors": {"1": 3}}'])
def test_other_answers_are_refusals_too(body: bytes) -> None:
    assert refusal(body).reason


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["errors", "extra_info", "type"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values)
def test_mad_node_errors_break_nothing(value: Any) -> None:
    told(value)
    told({"1": {"errors": value, "class_type": value}})
    assert refusal(json.dumps({"error": value, "node_errors": value}).encode()).reason
