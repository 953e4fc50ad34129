"""Refused graphs, told in plain words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import ModelMissing
from backends.comfyui.inventory.packs import pack_of, remedy
from backends.comfyui.runs.refusals import Lacking, refusal, told
from tests.standin.recorded import NEW, OLD, recording


def answers(version: str) -> list[bytes]:
    """The recorded answers to prompts that were refused."""
    posts = [entry for entry in recording("07-rejected-prompts", version) if entry.get("path") == "/prompt"]
    return [json.dumps(entry["response"]).encode() for entry in posts]


ANSWERS = answers(OLD)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, ["missing.safetensors"]),
        (1, ["has no node NoSuchNode", "#4"]),
        (2, ["KSampler", "Value 0 smaller than min of 1", "steps", "seed"]),
        (3, ["VAEDecode", "'99'"]),
        (4, ["KSampler", "received_type(CLIP)"]),
        (5, ["picture", "studio/never-uploaded.png"]),
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


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, ["KSampler", "seed"]),
        (1, ["nope.safetensors"]),
        (2, ["LoRA nope.safetensors"]),
        (3, ["KSampler", "steps, many"]),
        (7, ["has no node NoSuchNode", "#70"]),
        (8, ["studio/absent.png"]),
        (10, ["sampler_name: 'nope'"]),
        (11, ["does not take the id"]),
        (12, ["does not take the id"]),
        (13, ["No prompt provided"]),
    ],
)
def test_newer_servers_refuse_in_words_of_their_own(number: int, words: list[str]) -> None:
    error = refusal(answers(NEW)[number])
    assert all(word in error.reason for word in words), error.reason
    assert error.reason.isprintable()


@pytest.mark.parametrize(("version", "number"), [(OLD, 1), (NEW, 7)])
def test_a_missing_node_is_told_with_what_to_do(version: str, number: int) -> None:
    error = refusal(answers(version)[number])
    assert isinstance(error, Lacking)
    assert "update ComfyUI" in error.remedy
    assert "install the custom nodes" in error.remedy
    assert "NoSuchNode" in error.remedy


def test_a_node_whose_name_says_its_pack_is_told_with_that() -> None:
    extra = {"node_id": "4", "class_type": "UnetLoaderGGUF", "node_title": "My loader"}
    error = {"type": "missing_node_type", "message": "Node 'My loader' not found.", "extra_info": extra}
    refused = refusal(json.dumps({"error": {**error, "details": "Node ID '#4'"}, "node_errors": {}}).encode())
    assert refused.reason == "The server has no node UnetLoaderGGUF, which the graph uses at #4 titled My loader"
    assert refused.remedy.startswith("Install ComfyUI-GGUF on the server, or update it")
    extra["class_type"] = None  # type: ignore[assignment]
    refused = refusal(json.dumps({"error": {**error, "details": "Node ID '#4'"}, "node_errors": {}}).encode())
    assert "has no class" in refused.reason
    assert "Export (API)" in refused.remedy


@pytest.mark.parametrize(
    ("kind", "pack"),
    [
        ("DualCLIPLoaderGGUF", "ComfyUI-GGUF"),
        ("Power Lora Loader (rgthree)", "rgthree-comfy"),
        ("ImageResizeKJv2", "ComfyUI-KJNodes"),
        ("ImageResize+", "ComfyUI_essentials"),
        ("FaceDetailer", "ComfyUI-Impact-Pack"),
        ("KSampler", ""),
        ("Flux2Scheduler", ""),
        ("", ""),
    ],
)
def test_packs_are_known_by_their_signs(kind: str, pack: str) -> None:
    assert pack_of(kind) == pack
    assert pack in remedy(kind)


def test_an_id_that_is_not_taken_is_told_with_what_to_do() -> None:
    assert "another id" in refusal(answers(NEW)[11]).remedy


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
