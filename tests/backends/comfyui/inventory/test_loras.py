"""What LoRAs say of themselves."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import BadAnswer, LeftOut, LoraInfo, LoraUse
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.inventory.local_files import is_here
from backends.comfyui.inventory.loras import read
from backends.comfyui.wire.server import Server
from tests.backends.comfyui.conftest import request
from tests.backends.comfyui.newer import FLUX2, nodes_of
from tests.standin.server import StandIn


def said(**metadata: Any) -> LoraInfo:
    return read(
        "x.safetensors", json.dumps({key.replace("__", "."): value for key, value in metadata.items()}).encode()
    )


@pytest.mark.parametrize(
    ("metadata", "words", "base"),
    [
        ({"modelspec__trigger_phrase": "milo raccoon, flat cartoon"}, ("milo raccoon", "flat cartoon"), ""),
        (
            {
                "ss_tag_frequency": {"10_x": {"mil0": 30, "a raccoon": 29, "sitting": 4}},
                "ss_base_model_version": "flux1",
            },
            ("mil0", "a raccoon"),
            "flux1",
        ),
        ({"ss_tag_frequency": '{"a": {"mil0": 3}, "b": {"mil0": 2, "x": 1}}'}, ("mil0",), ""),
        ({"ss_tag_frequency": '{"10_milo raccoon": {"Milo sits.": 1, "Milo stands.": 1}}'}, ("milo raccoon",), ""),
        ({"ss_tag_frequency": "[[["}, (), ""),
        ({"ss_tag_frequency": {"img": {}}, "modelspec__architecture": "flux-1-dev/lora"}, (), "flux-1-dev/lora"),
        ({"ss_base_model_version": "None", "ss_sd_model_name": "my-merge.safetensors"}, (), "my-merge.safetensors"),
        ({"ss_base_model_version": "custom", "modelspec__architecture": "Flux.2-dev/lora"}, (), "Flux.2-dev/lora"),
        ({"modelspec__trigger_phrase": "a\x1b[31m\nb"}, ("a[31m b",), ""),
        ({}, (), ""),
    ],
)
def test_trigger_words_and_base(metadata: dict[str, Any], words: tuple[str, ...], base: str) -> None:
    assert said(**metadata) == LoraInfo("x.safetensors", words, base)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{" * 100_000])
def test_what_is_no_metadata_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read("x", body)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_mad_metadata_raises_nothing(value: Any) -> None:
    body = json.dumps({"ss_tag_frequency": value, "modelspec.trigger_phrase": value, "ss_sd_model_name": value})
    assert len(read("x", body.encode()).trigger_words) <= 5


async def test_every_file_is_asked_once(engine: ComfyUIEngine, standin: StandIn) -> None:
    standin.metadata["milo_painterly.safetensors"] = {"modelspec.trigger_phrase": "mil0"}
    first = await engine.loras()
    assert LoraInfo("milo_painterly.safetensors", ("mil0",)) in first
    assert len(first) == 4
    assert await engine.loras() == first
    assert standin.asked("GET", "/view_metadata/loras") == 4
    standin.set_choices("LoraLoaderModelOnly", "lora_name", ["new & odd.safetensors", "milo_painterly.safetensors"])
    standin.metadata["new & odd.safetensors"] = {"modelspec.trigger_phrase": "new"}
    assert [info.trigger_words for info in await engine.loras()] == [("new",), ("mil0",)]
    assert standin.asked("GET", "/view_metadata/loras") == 5


async def test_what_metadata_do_not_tell_is_read_from_a_file_of_this_machine(
    engine: ComfyUIEngine, standin: StandIn, tmp_path: Path
) -> None:
    (tmp_path / "cast").mkdir()
    header = json.dumps({"a.single_blocks.37.linear1.lora_A.weight": {"shape": [4, 3072]}}).encode()
    (tmp_path / "cast" / "mine.safetensors").write_bytes(struct.pack("<Q", len(header)) + header)
    (tmp_path.parent / "outside.safetensors").write_bytes(struct.pack("<Q", len(header)) + header)
    standin.folders = {"loras": ["relative", str(tmp_path / "gone"), str(tmp_path)]}
    files = ["cast/mine.safetensors", "../outside.safetensors", f"{tmp_path}/cast/mine.safetensors", "told.safetensors"]
    standin.set_choices("LoraLoaderModelOnly", "lora_name", files)
    standin.metadata["told.safetensors"] = {"ss_base_model_version": "flux2"}
    bases = [info.base for info in await engine.loras()]
    assert bases == ["FLUX.1", "", "", "flux2"]
    assert standin.asked("GET", "/internal/folder_paths") == 1


async def test_a_lora_that_only_its_tensors_tell_of_is_not_put_on_another_model(
    engine: ComfyUIEngine, standin: StandIn, tmp_path: Path
) -> None:
    header = json.dumps({"a.single_blocks.37.linear1.lora_A.weight": {"shape": [4, 3072]}}).encode()
    (tmp_path / "mine.safetensors").write_bytes(struct.pack("<Q", len(header)) + header)
    standin.folders = {"loras": [str(tmp_path)]}
    standin.object_info |= nodes_of(**FLUX2, lora=["mine.safetensors"])
    wanted = request(family="flux2", loras=(LoraUse("mine.safetensors", 1.0, "FLUX.2"),))
    found = await engine.outlook(wanted)
    assert found.left_out == (LeftOut("mine.safetensors", "FLUX.1"),)
    assert "LoraLoaderModelOnly" not in await engine.prepare(wanted)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        *((f"http://{host}:8188", True) for host in ("localhost", "127.0.0.1", "[::1]")),
        *((f"http://{host}:8188", False) for host in ("spark2", "192.168.1.7", "127.example.org", "[::1")),
    ],
)
def test_which_servers_are_on_this_machine(url: str, here: bool) -> None:
    assert is_here(Server(name="lab", url=url)) == here
