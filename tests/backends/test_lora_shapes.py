"""What a LoRA was trained on, told by its tensors."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.lora_shapes import base_of_shapes, read_header

FORMS = {
    "kohya": ("lora_unet_{}", "_", "lora_down", "lora_up"),
    "ai-toolkit": ("diffusion_model.{}", ".", "lora_A", "lora_B"),
}


def flux(form: str, width: int, double: range, single: range, ratio: int = 4, gated: bool = False) -> dict[str, Any]:
    """The header of a LoRA of rank 16 on the attention of some blocks of a FLUX."""
    start, dot, down, up = FORMS[form]
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    out = 3 * width + ratio * width * (2 if gated else 1)
    layers = [(f"double_blocks.{number}.img_attn.qkv", 3 * width) for number in double]
    layers += [(f"single_blocks.{number}.linear1", out) for number in single]
    for layer, wide in layers:
        name = start.format(layer.replace(".", dot))
        header[f"{name}.{down}.weight"] = {"dtype": "BF16", "shape": [16, width], "data_offsets": [0, 0]}
        header[f"{name}.{up}.weight"] = {"dtype": "BF16", "shape": [wide, 16], "data_offsets": [0, 0]}
    return header


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("width", "double", "single", "ratio", "gated", "base"),
    [
        (3072, range(19), range(38), 4, False, "FLUX.1"),
        (3072, range(3), range(0), 4, False, ""),
        (3072, range(3), range(7, 9), 4, False, "FLUX.1"),
        (3072, range(0), range(30), 4, False, "FLUX.1"),
        (3072, range(5), range(20), 3, True, "FLUX.2 klein 4B"),
        (3072, range(2), range(7, 9), 3, True, "FLUX.2 klein 4B"),
        (3072, range(5), range(0), 3, True, "FLUX.2 klein 4B"),
        (4096, range(8), range(24), 3, True, "FLUX.2 klein 9B"),
        (6144, range(8), range(48), 3, True, "FLUX.2 dev"),
        (64, range(8), range(48), 3, True, "FLUX.2 dev"),
    ],
)
def test_flux_is_known_by_width_and_blocks(
    form: str, width: int, double: range, single: range, ratio: int, gated: bool, base: str
) -> None:
    assert base_of_shapes(flux(form, width, double, single, ratio, gated)) == base


@pytest.mark.parametrize(
    ("name", "shape", "base"),
    [
        ("transformer.single_transformer_blocks.37.attn.to_q.lora_A.weight", [16, 3072], "FLUX.1"),
        ("transformer.transformer_blocks.18.attn.to_q.lora_A.weight", [16, 3072], "FLUX.1"),
        ("transformer.single_transformer_blocks.3.proj_mlp.lora_A.weight", [16, 3072], "FLUX.1"),
        ("transformer.single_transformer_blocks.3.attn.to_qkv_mlp_proj.lora_A.weight", [16, 6144], "FLUX.2 dev"),
        ("lycoris_single_transformer_blocks_40_attn_to_q.lokr_w1", [16, 16], "FLUX.2 dev"),
        ("diffusion_model.transformer_blocks.59.img_mlp.net.2.lora_A.weight", [16, 3072], "Qwen-Image"),
        ("diffusion_model.transformer_blocks.59.attn.to_q.lora_A.weight", [16, 3072], "Qwen-Image"),
        ("transformer.transformer_blocks.37.attn.to_q.lora_A.weight", [16, 2432], ""),
        ("diffusion_model.single_blocks.39.linear1.lora_A.weight", [16, 3072], "Hunyuan"),
        ("diffusion_model.layers.29.attention.to_q.lora_A.weight", [16, 3840], "Z-Image"),
        ("lora_unet_input_blocks_4_1_proj_in.lora_down.weight", [16, 640], "SDXL"),
        ("something.else.lora_A.weight", [16, 3072], ""),
    ],
)
def test_other_names_and_models(name: str, shape: list[int], base: str) -> None:
    assert base_of_shapes({name: {"shape": shape}}) == base


json_values = st.recursive(
    st.none() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["shape", "a"]), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*flux("kohya", 3072, range(2), range(2)), "a", "double_blocks_9"]), json_values)
)
def test_mad_headers_tell_something_or_nothing(header: dict[str, Any]) -> None:
    assert isinstance(base_of_shapes(header), str)


@pytest.mark.parametrize(
    "data", [b"", b"abc", struct.pack("<Q", 2**60), struct.pack("<Q", 4) + b"[1]x", struct.pack("<Q", 9) + b'{"a": 1']
)
def test_what_is_no_safetensors_file_has_no_header(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    file.write_bytes(data)
    assert read_header(file) == {}


def test_a_header_is_read(tmp_path: Path) -> None:
    text = json.dumps({"a": {"shape": [1, 2]}}).encode()
    file = tmp_path / "a.safetensors"
    file.write_bytes(struct.pack("<Q", len(text)) + text + bytes(64))
    assert read_header(file) == {"a": {"shape": [1, 2]}}
