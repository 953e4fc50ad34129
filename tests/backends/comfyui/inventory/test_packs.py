"""A node that a server lacks, and what to do about it."""

from __future__ import annotations

import pytest

from backends.comfyui.inventory.packs import pack_of, remedy


@pytest.mark.parametrize(
    ("kind", "pack"),
    [
        ("UnetLoaderGGUF", "ComfyUI-GGUF"),
        ("UnetLoaderGGUFAdvanced", "ComfyUI-GGUF"),
        ("Any Switch (rgthree)", "rgthree-comfy"),
        ("MathExpression|pysssss", "ComfyUI-Custom-Scripts"),
        ("WildcardEncode //Inspire", "ComfyUI-Inspire-Pack"),
        ("KSampler (Efficient)", "efficiency-nodes-comfyui"),
        ("ImageResizeKJ", "ComfyUI-KJNodes"),
        ("ImageResizeKJv2", "ComfyUI-KJNodes"),
        ("ImageCrop+", "ComfyUI_essentials"),
        ("easy int", "ComfyUI-Easy-Use"),
        ("CR Text", "ComfyUI_Comfyroll_CustomNodes"),
        ("IPAdapterAdvanced", "ComfyUI_IPAdapter_plus"),
        ("NunchakuFluxDiTLoader", "ComfyUI-nunchaku"),
        ("UltimateSDUpscale", "ComfyUI_UltimateSDUpscale"),
        ("ImpactSwitch", "ComfyUI-Impact-Pack"),
        ("FaceDetailer", "ComfyUI-Impact-Pack"),
        ("DetailerForEachDebug", "ComfyUI-Impact-Pack"),
        ("CannyEdgePreprocessor", "comfyui_controlnet_aux"),
    ],
)
def test_a_node_s_name_tells_its_pack(kind: str, pack: str) -> None:
    assert pack_of(kind) == pack
    assert f"Install {pack} on the server" in remedy(kind)


@pytest.mark.parametrize("kind", ["KSampler", "GGUFLoader", "SCR Text", "An IPAdapter", "+"])
def test_of_any_other_it_is_said_that_it_may_be_the_servers_own(kind: str) -> None:
    assert pack_of(kind) == ""
    assert f"If {kind} is one of ComfyUI's own nodes" in remedy(kind)
