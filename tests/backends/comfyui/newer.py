"""A server of ComfyUI 0.33.0 with other model files than the one that was recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from backends.comfyui.inventory.catalog import Catalog, read
from tests.standin.recorded import by_hand

FLUX2: Final = {
    "unet": ["flux2_dev_fp8mixed.safetensors"],
    "clip": ["mistral_3_small_flux2_bf16.safetensors"],
    "vae": ["full_encoder_small_decoder.safetensors"],
}
KLEIN: Final = {
    "unet": ["flux-2-klein-4b-fp8.safetensors", "flux-2-klein-base-4b-fp8.safetensors"],
    "clip": ["qwen_2.5_vl_7b_fp8_scaled.safetensors", "qwen_3_4b.safetensors", "qwen_3_06b_base.safetensors"],
    "vae": ["ae.safetensors", "flux2-vae.safetensors"],
}
QWEN: Final = {
    "unet": ["qwen_image_2512_fp8_e4m3fn.safetensors", "qwen_image_edit_2511_bf16.safetensors"],
    "clip": ["qwen_3_4b.safetensors", "qwen_2.5_vl_7b_fp8_scaled.safetensors"],
    "vae": ["qwen_image_layered_vae.safetensors", "qwen_image_vae.safetensors", "wan_2.1_vae.safetensors"],
}
_PLACES: Final = {
    "unet": [("UNETLoader", "unet_name")],
    "clip": [("CLIPLoader", "clip_name"), ("DualCLIPLoader", "clip_name1"), ("DualCLIPLoader", "clip_name2")],
    "vae": [("VAELoader", "vae_name")],
    "lora": [("LoraLoaderModelOnly", "lora_name"), ("LoraLoader", "lora_name")],
    "checkpoint": [("CheckpointLoaderSimple", "ckpt_name")],
    "gguf": [("UnetLoaderGGUF", "unet_name")],
    "clip_gguf": [("CLIPLoaderGGUF", "clip_name")],
}


def nodes_of(**files: list[str]) -> dict[str, Any]:
    """The recorded /object_info with these files: `unet`, `clip`, `vae`, `lora`, `checkpoint`, `gguf`, `clip_gguf`."""
    recorded = Path(__file__).parents[2] / "standin" / "recordings-0.33" / "object_info.json"
    nodes: dict[str, Any] = json.loads(recorded.read_text(encoding="utf-8"))
    if files.keys() & {"gguf", "clip_gguf"}:
        nodes |= by_hand("gguf")
    for role, names in files.items():
        for node, name in _PLACES[role]:
            nodes[node]["input"]["required"][name] = [names]
    return nodes


def catalog_of(**files: list[str]) -> Catalog:
    """The same, read."""
    return read(json.dumps(nodes_of(**files)).encode())
