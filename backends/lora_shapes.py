"""What a LoRA was trained on, told by the names and shapes of its tensors, where its metadata say nothing.

Names are those of the trainers: `lora_unet_double_blocks_0_img_attn_qkv.lora_down.weight` (kohya, musubi),
`diffusion_model.double_blocks.0.img_attn.qkv.lora_A.weight` (ai-toolkit), `transformer.transformer_blocks.0.attn.to_q`
(diffusers). The down matrix, A, is rank × width of the model. FLUX.1 is 3072 wide with 19 double and 38 single blocks;
FLUX.2 dev 6144 with 8 and 48; klein 9B 4096 with 8 and 24; klein 4B 3072 with 5 and 20. So FLUX.1 and klein 4B are
told apart by numbers of blocks, by modulation in each block, which only FLUX.1 has, and by the width of `linear1`.
Qwen-Image is 3072 wide with 60 double blocks and no single ones, HunyuanVideo with 20 and 40.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from backends.bases import FLUX1, FLUX2, KLEIN, QWEN_IMAGE

LARGEST_HEADER: Final = 32 * 2**20
"""Bytes; the header of a LoRA with a thousand tensors has about 200,000."""

_DOUBLE: Final = re.compile(r"double_blocks[._](\d+)|(?<!single_)transformer_blocks[._](\d+)")
_SINGLE: Final = re.compile(r"single_(?:transformer_)?blocks[._](\d+)")
_DOWN: Final = re.compile(r"\.(lora_down|lora_A|lora\.down)(\.default)?\.weight$")
_UP: Final = re.compile(r"\.(lora_up|lora_B|lora\.up)(\.default)?\.weight$")
_MODEL_WIDE: Final = re.compile(r"(img_attn[._]qkv|attn[._]to_q|linear1|to_qkv_mlp_proj|img_mod[._]lin|proj_mlp)\.")
"""Layers that read the model's whole width."""
_OTHERS: Final = (
    ("Z-Image", re.compile(r"(?<![a-z_])layers[._]\d+[._]attention|noise_refiner|context_refiner")),
    ("SDXL", re.compile(r"lora_te2_|lora_unet_input_blocks|conditioner\.embedders")),
    (QWEN_IMAGE, re.compile(r"transformer_blocks[._]\d+[._](img_mlp|txt_mlp|img_mod|txt_mod)")),
)


def read_header(file: Path) -> dict[str, Any]:
    """The header of a safetensors file: tensor → dtype, shape, place, and `__metadata__`.

    Empty for a file that is none, or has none that can be read. Blocks. Raises OSError.
    """
    with file.open("rb") as opened:
        start = opened.read(8)
        size = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 0 < size <= LARGEST_HEADER:
            return {}
        try:
            return msgspec.json.decode(opened.read(size), type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            return {}


def base_of_shapes(header: Mapping[str, Any]) -> str:
    """The base that the tensors tell, in the words of `backends.bases`; empty where they do not tell."""
    shapes = {name: shape for name, described in header.items() if (shape := _shape(described))}
    double, single = _highest(shapes, _DOUBLE), _highest(shapes, _SINGLE)
    if single < 0:
        for base, pattern in _OTHERS:
            if any(pattern.search(name) for name in shapes):
                return base
    if double < 0 and single < 0:
        return ""
    width = max(
        (shape[1] for name, shape in shapes.items() if _DOWN.search(name) and _MODEL_WIDE.search(name)), default=0
    )
    known = {6144: FLUX2, 4096: f"{KLEIN} 9B"}.get(width)
    if known:
        return known
    # The highest number of a block is one less than how many there are.
    if single >= 40:
        return FLUX2
    if single >= 38 or (double >= 19 and single >= 0):
        return "Hunyuan"
    if double >= 19:
        return QWEN_IMAGE if width in (0, 3072) else ""
    if double >= 8 or single >= 24:
        return FLUX1 if width in (0, 3072) else ""
    return _flux1_or_klein(shapes, double, single) if width == 3072 else ""


def _flux1_or_klein(shapes: Mapping[str, tuple[int, ...]], double: int, single: int) -> str:
    if (
        double >= 5
        or single >= 20
        or any(re.search(r"(img|txt)_mod|modulation|norm1?[._]linear", name) for name in shapes)
    ):
        return FLUX1
    wide = {shape[0] for name, shape in shapes.items() if _UP.search(name) and re.search(r"linear1\.|mlp_proj\.", name)}
    if 27648 in wide:
        return f"{KLEIN} 4B"
    if 21504 in wide or any("proj_mlp" in name for name in shapes):
        return FLUX1
    # A whole klein 4B ends at the blocks 4 and 19, and a whole FLUX.1 does not.
    return f"{KLEIN} 4B" if double == 4 or single == 19 else ""


def _shape(described: object) -> tuple[int, ...]:
    shape = described.get("shape") if isinstance(described, dict) else None
    if not isinstance(shape, list) or len(shape) < 2 or not all(isinstance(side, int) for side in shape):
        return ()
    return tuple(shape)


def _highest(names: Mapping[str, object], pattern: re.Pattern[str]) -> int:
    """The highest number of a block; −1 where there is none."""
    found = (match for name in names for match in pattern.finditer(name))
    return max((int(next(filter(None, match.groups()))) for match in found), default=-1)
