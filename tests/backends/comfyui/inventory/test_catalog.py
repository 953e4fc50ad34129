"""What a server has, and what is chosen from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import BadAnswer, EngineRefused, LeftOut, LoraUse, ModelMissing
from backends.comfyui.graphs.models import SHELVES, base_of_model, family_of, find, missing
from backends.comfyui.graphs.resolve import chain_for, resolve, usable_models
from backends.comfyui.inventory.catalog import Catalog, Input, Node, read
from tests.standin.recorded import by_hand, object_info

RECORDED = read(json.dumps(object_info()).encode())


def catalog(**listed: list[str]) -> Catalog:
    """The recorded catalog with other files: `unet`, `clip`, `vae`, `lora`."""
    nodes = object_info()
    places = {
        "unet": [("UNETLoader", "unet_name")],
        "clip": [("DualCLIPLoader", "clip_name1"), ("DualCLIPLoader", "clip_name2")],
        "vae": [("VAELoader", "vae_name")],
        "lora": [("LoraLoaderModelOnly", "lora_name")],
    }
    for role, names in listed.items():
        for node, name in places[role]:
            nodes[node]["input"]["required"][name] = ["COMBO", {"options": names}]
    return read(json.dumps(nodes).encode())


def test_both_shapes_of_a_choice_are_read() -> None:
    assert RECORDED.choices("UNETLoader", "weight_dtype")[0] == "default"
    assert RECORDED.choices("ImageScaleToTotalPixels", "upscale_method")[-1] == "lanczos"
    assert RECORDED.nodes["KSampler"].inputs["steps"] == Input("INT", True, (), 20)
    assert RECORDED.nodes["DualCLIPLoader"].inputs["device"].required is False
    assert RECORDED.nodes["LoadImage"].outputs == ("IMAGE", "MASK")
    assert RECORDED.choices("NoSuchNode", "x") == ()


def test_auto_on_the_recorded_server() -> None:
    with_reference = resolve(RECORDED, {}, references=True, loras=[LoraUse("milo_painterly.safetensors")])
    assert (with_reference.unet, with_reference.family) == ("flux1-dev-kontext_fp8_scaled.safetensors", "kontext")
    assert (with_reference.clip1, with_reference.clip2) == ("clip_l.safetensors", "t5xxl_fp16.safetensors")
    assert with_reference.vae == "ae.safetensors"
    assert with_reference.loras == (LoraUse("milo_painterly.safetensors"),)
    assert resolve(RECORDED, {}, references=False).family == "schnell"


@pytest.mark.parametrize(
    ("unets", "references", "chosen"),
    [
        (["flux1-dev.safetensors", "flux1-fill-dev.safetensors"], False, "flux1-dev.safetensors"),
        (["flux1-fill-dev.safetensors", "flux1-dev-kontext.safetensors"], False, "flux1-dev-kontext.safetensors"),
        (
            ["flux1-kontext-dev.safetensors", "x/flux1-dev-kontext_fp8_scaled.safetensors"],
            True,
            "x/flux1-dev-kontext_fp8_scaled.safetensors",
        ),
        (["flux1-schnell-fp8.safetensors", "flux1-schnell.safetensors"], False, "flux1-schnell-fp8.safetensors"),
        (["flux2-dev.safetensors", "sd3.safetensors", "FLUX1-DEV.safetensors"], False, "FLUX1-DEV.safetensors"),
    ],
)
def test_auto_ranks_by_name(unets: list[str], references: bool, chosen: str) -> None:
    assert resolve(catalog(unet=unets), {}, references).unet == chosen


def test_encoders_are_found_in_any_order_and_folder() -> None:
    found = resolve(
        catalog(clip=["flux/t5xxl_fp8_e4m3fn.safetensors", "umt5_xxl.safetensors", "flux\\clip_l.safetensors"]),
        {},
        False,
    )
    assert (found.clip1, found.clip2) == ("flux\\clip_l.safetensors", "flux/t5xxl_fp8_e4m3fn.safetensors")


@pytest.mark.parametrize(
    ("files", "references", "folder", "file"),
    [
        ({"unet": ["flux1-schnell.safetensors"]}, True, "models/diffusion_models", "kontext"),
        ({"unet": []}, False, "models/diffusion_models", "flux1"),
        ({"clip": ["t5xxl_fp16.safetensors"]}, False, "models/text_encoders", "clip_l.safetensors"),
        ({"clip": ["clip_l.safetensors"]}, False, "models/text_encoders", "t5xxl"),
        ({"vae": ["pixel_space"]}, False, "models/vae", "ae.safetensors"),
    ],
)
def test_what_auto_does_not_find_is_named_with_its_folder(
    files: dict[str, list[str]], references: bool, folder: str, file: str
) -> None:
    with pytest.raises(ModelMissing) as caught:
        resolve(catalog(**files), {}, references)
    assert caught.value.folder == folder
    assert file in caught.value.file
    assert folder in caught.value.remedy


def test_a_named_model_or_lora_that_is_missing_is_named_with_its_folder() -> None:
    with pytest.raises(ModelMissing, match=r"nope\.safetensors") as caught:
        resolve(RECORDED, {"unet": "nope.safetensors"}, references=False)
    assert caught.value.folder == "models/diffusion_models"
    found = resolve(RECORDED, {}, references=False, loras=[LoraUse("nope.safetensors")])
    assert (found.absent, found.loras, found.left_out) == (("nope.safetensors",), (), ())
    error = missing("lora", "nope.safetensors")
    assert (error.file, error.folder) == ("nope.safetensors", "models/loras")


def test_a_lora_is_found_in_a_subfolder_and_in_other_case() -> None:
    there = catalog(lora=["style\\FLUX-Flat.safetensors", "cast/milo.safetensors", "cast/old/milo.safetensors"])
    assert find(there, "lora", "flux-flat.safetensors") == "style\\FLUX-Flat.safetensors"
    assert find(there, "lora", "milo.safetensors") == "cast/milo.safetensors"
    assert find(there, "lora", "cast/old/milo.safetensors") == "cast/old/milo.safetensors"
    assert find(there, "lora", "other/milo.safetensors") == "cast/milo.safetensors"


def test_schnell_by_name_refuses_references() -> None:
    with pytest.raises(EngineRefused, match="takes no reference"):
        resolve(RECORDED, {"unet": "flux1-schnell.safetensors"}, references=True)


def test_the_flux_models_are_listed_best_first() -> None:
    names = ["sdxl.safetensors", "flux1-dev.safetensors", "flux1-schnell.safetensors", "flux1-kontext-dev.safetensors"]
    assert usable_models(catalog(unet=names)) == (names[3], names[2], names[1])
    assert [family_of(name) for name in names[1:]] == ["dev", "schnell", "kontext"]


@pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b"[" * 100_000, b"\xff"])
def test_what_is_no_catalog_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read(body)


def test_nodes_of_a_strange_shape_are_left_out() -> None:
    strange: dict[str, Any] = {
        "A": [],
        "B": {"input": {"required": {"x": []}}},
        "C": {"input": {}},
        "D": None,
        "E": {"input": {"required": {"x": 3}}},
    }
    assert read(json.dumps(strange).encode()).nodes == {"C": Node()}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["required", "input", "output", "options", "a"]), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(
    st.dictionaries(
        st.sampled_from([node for shelf in SHELVES.values() for node, _ in shelf.places]), json_values, max_size=4
    )
)
def test_mad_catalogs_raise_only_typed_errors(nodes: dict[str, Any]) -> None:
    with pytest.raises(ModelMissing):
        resolve(read(json.dumps(nodes).encode()), {}, references=True)


def newer(**listed: list[str]) -> Catalog:
    """A server with FLUX.2's nodes and those for GGUF files; `unet` and `gguf` list diffusion models."""
    nodes = {**object_info(), **by_hand("every server"), **by_hand("flux2"), **by_hand("gguf")}
    places = {"unet": ("UNETLoader", "unet_name"), "gguf": ("UnetLoaderGGUF", "unet_name")}
    for role, names in listed.items():
        node, name = places[role]
        nodes[node]["input"]["required"][name] = [names]
    return read(json.dumps(nodes).encode())


@pytest.mark.parametrize(
    ("family", "references", "unets", "drawn"),
    [
        ("kontext", True, ["flux1-dev-kontext.safetensors", "flux2_dev.safetensors"], "kontext"),
        ("flux2", True, ["flux1-dev-kontext.safetensors", "flux2_dev.safetensors"], "flux2"),
        ("kontext", True, ["flux1-dev.safetensors", "flux2_dev.safetensors"], "flux2"),
        ("schnell", True, ["flux1-schnell.safetensors", "flux1-dev-kontext.safetensors"], "kontext"),
        ("dev", False, ["flux1-schnell.safetensors", "flux1-dev-kontext.safetensors"], "kontext"),
        ("schnell", False, ["flux1-dev.safetensors", "flux2_dev.safetensors"], "dev"),
        ("flux2", False, ["flux1-dev.safetensors", "flux2_dev.safetensors"], "flux2"),
        ("", False, ["FLUX.2-dev.safetensors"], "flux2"),
    ],
)
def test_the_family_that_was_asked_for_comes_first_and_then_the_nearest(
    family: str, references: bool, unets: list[str], drawn: str
) -> None:
    assert resolve(newer(unet=unets, gguf=[]), {}, references, family=family).family == drawn


def test_loras_of_another_family_are_left_out_and_need_not_be_there() -> None:
    only = newer(unet=["flux2_dev.safetensors"], gguf=[])
    style, milo, own = LoraUse("FLUX-kontext-gone.safetensors"), LoraUse("milo_painterly.safetensors"), LoraUse("x", 1)
    found = resolve(only, {}, references=True, loras=[style, milo, own], family="kontext")
    # Of what nobody says anything was meant for what the scene was to be drawn with.
    assert found.left_out == tuple(LeftOut(use.file, "FLUX.1") for use in (style, milo, own))
    assert (found.loras, found.absent, found.family) == ((), (), "flux2")
    found = resolve(only, {}, references=True, loras=[style, milo, own], family="flux2")
    assert (found.loras, found.absent) == ((milo,), ("x",))
    assert found.left_out == (LeftOut(style.file, "FLUX.1"),)


@pytest.mark.parametrize(
    ("told", "said", "name", "unet", "fits"),
    [
        ("flux2", "FLUX.1", "flux1.safetensors", "flux2_dev.safetensors", True),
        ("flux_kontext", "", "flux2.safetensors", "flux2_dev.safetensors", False),
        ("", "FLUX.2", "flux1.safetensors", "flux2_dev.safetensors", True),
        ("", "", "milo_flux1.safetensors", "flux2_dev.safetensors", False),
        ("a merge of mine", "klein 9B", "milo.safetensors", "flux-2-klein-4b.safetensors", False),
        ("flux2_klein_4b", "", "milo.safetensors", "flux-2-klein-base-4b-fp8.safetensors", True),
        ("flux2_klein_9b", "", "milo.safetensors", "flux-2-klein.safetensors", True),
        ("flux2", "", "milo.safetensors", "flux-2-klein-4b.safetensors", False),
        ("sdxl_base_v1-0", "", "milo.safetensors", "flux1-dev.safetensors", False),
        ("qwen_image", "", "milo.safetensors", "qwen_image_edit_2511_bf16.safetensors", True),
        ("flux.1", "", "milo.safetensors", "flux1-dev-kontext_fp8_scaled.safetensors", True),
    ],
)
def test_a_lora_is_known_by_its_file_then_by_who_asks_then_by_its_name(
    told: str, said: str, name: str, unet: str, fits: bool
) -> None:
    use = LoraUse(name, 0.5, said)
    chain = chain_for(base_of_model(unet), [f"cast/{name}"], [use], {name: told})
    assert (chain.used == (LoraUse(f"cast/{name}", 0.5, said),)) == fits
    assert (not chain.left_out) == fits


def test_flux2_needs_its_nodes() -> None:
    with pytest.raises(EngineRefused, match=r"no nodes for FLUX\.2"):
        resolve(catalog(unet=["flux2_dev.safetensors"]), {"unet": "flux2_dev.safetensors"}, references=False)
    with pytest.raises(ModelMissing):
        resolve(catalog(unet=["flux2_dev.safetensors"]), {}, references=False)


def test_encoders_of_the_settings_belong_to_the_model_that_they_name() -> None:
    asked = {"clip1": "clip_l.safetensors", "vae": "ae.safetensors"}
    found = resolve(newer(), asked, references=True, family="flux2")
    assert (found.clip1, found.vae) == ("mistral_3_small_flux2_fp8.safetensors", "flux2-vae.safetensors")
    named = resolve(newer(), {**asked, "unet": "flux2_dev_fp8mixed.safetensors"}, references=True)
    assert (named.clip1, named.vae, named.clip2) == ("clip_l.safetensors", "ae.safetensors", "")


def test_gguf_files_come_after_others_and_the_finer_before_the_coarser() -> None:
    files = ["flux1-kontext-dev-Q4_K_S.gguf", "flux1-kontext-dev-Q8_0.gguf"]
    assert resolve(newer(gguf=files), {}, references=True).unet == "flux1-dev-kontext_fp8_scaled.safetensors"
    assert resolve(newer(unet=[], gguf=files), {}, references=True).unet == files[1]
    assert usable_models(newer(unet=["flux1-dev.safetensors"], gguf=files)) == (
        files[1],
        files[0],
        "flux1-dev.safetensors",
    )


def test_a_gguf_encoder_beside_a_scaled_one_is_refused() -> None:
    nodes = {**object_info(), **by_hand("gguf")}
    pair = ["clip_l_scaled.safetensors", "t5-v1_1-xxl-encoder-Q8_0.gguf"]
    for name in ("clip_name1", "clip_name2"):
        nodes["DualCLIPLoaderGGUF"]["input"]["required"][name] = [pair]
    asked = {"clip1": pair[0], "clip2": pair[1]}
    with pytest.raises(EngineRefused, match="GGUF beside scaled fp8"):
        resolve(read(json.dumps(nodes).encode()), asked, references=False)
