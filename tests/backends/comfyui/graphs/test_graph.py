"""Every graph against the recorded nodes: classes, inputs, types, choices, links."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import DrawRequest, EngineRefused, LoraUse, ReferencePicture
from backends.comfyui.graphs.choosing import check, classes_known, classes_needed, graph_of
from backends.comfyui.graphs.fitting import fitted, said
from backends.comfyui.graphs.graph import Graph, completed, models_of, sixteens
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.graphs.resolve import resolve
from backends.comfyui.inventory.catalog import Catalog, Input, Node, read
from backends.families import Family
from tests.backends.comfyui.newer import nodes_of
from tests.backends.comfyui.strips import strips
from tests.standin.recorded import by_hand, object_info
from tests.standin.validation import refusal

ALL = {**object_info(), **by_hand("every server")}
RECORDED = read(json.dumps(ALL).encode())
NEWER = {**ALL, **by_hand("flux2"), **by_hand("gguf")}
WITH_FLUX2 = read(json.dumps(NEWER).encode())
LORAS = (
    "FLUX-kontext-lora-flat-cartoon-style.safetensors",
    "james_painterly.safetensors",
    "milo_painterly.safetensors",
)
PICTURE = ReferencePicture("a.png", "", b"")
GGUF = {
    "unet": "flux1-kontext-dev-Q4_K_S.gguf",
    "clip1": "clip_l.safetensors",
    "clip2": "t5-v1_1-xxl-encoder-Q8_0.gguf",
}


def wanted(**changes: Any) -> DrawRequest:
    return DrawRequest(**{"job_id": "a", "client_id": "b", "prompt": "Milo at his desk", "seed": 7, **changes})


def uploads_of(request: DrawRequest, references: int) -> Uploads:
    names = tuple(f"milo-studio/{number}.png" for number in range(references))
    return Uploads(names, "milo-studio/start.png" if request.start else "", "milo-studio/m.png" if request.mask else "")


def built(request: DrawRequest, references: int, catalog: Catalog = RECORDED) -> Graph:
    check(request)
    models = resolve(catalog, request.models, bool(references), request.loras, request.family)
    return completed(graph_of(request, models, uploads_of(request, references)), catalog)


def accepted(graph: Graph, nodes: dict[str, Any] = ALL) -> bool:
    """Whether a server with these nodes would run the graph, and each input is one that its node has."""
    uploaded = {"milo-studio/start.png", "milo-studio/m.png", *(f"milo-studio/{number}.png" for number in range(5))}
    # The recording lists the masks' files as choices; a server looks for them as it does for pictures.
    nodes = {**nodes, "LoadImageMask": json.loads(json.dumps(nodes["LoadImageMask"]))}
    nodes["LoadImageMask"]["input"]["required"]["image"][0] = sorted(uploaded)
    for node in graph.values():
        described = nodes[node["class_type"]]["input"]
        known = described["required"].keys() | described.get("optional", {}).keys()
        assert node["inputs"].keys() <= known, node
    refused = refusal({"prompt": graph}, nodes, uploaded)
    assert refused is None, refused
    return True


def kinds(graph: Graph) -> list[str]:
    return [node["class_type"] for node in graph.values()]


requests = st.builds(
    wanted,
    loras=st.lists(st.builds(LoraUse, st.sampled_from(LORAS), st.floats(-2, 2)), max_size=4).map(tuple),
    seed=st.integers(0, 2**63 - 1),
    width=st.integers(16, 4096),
    height=st.integers(16, 4096),
    steps=st.integers(1, 60),
    guidance=st.floats(0, 30),
    references_joined=st.sampled_from(["chained", "stitched", "regions"]),
    regions=st.integers(0, 4).map(strips),
    denoise=st.floats(0.01, 1),
    family=st.sampled_from(["", "kontext", "dev", "schnell", "flux2"]),
)


@given(requests, st.integers(0, 4), st.sampled_from([(None, None), (PICTURE, None), (PICTURE, PICTURE)]))
def test_every_graph_is_valid_by_the_recorded_nodes(request: DrawRequest, references: int, over: Any) -> None:
    request = msgspec.structs.replace(request, start=over[0], mask=over[1])
    graph = built(request, references)
    assert accepted(graph)
    # On FLUX.1, which is all that this server has, what was meant for FLUX.2 is left out.
    fitting = [use for use in request.loras if request.family != "flux2" or "kontext" in use.file]
    assert kinds(graph).count("LoraLoaderModelOnly") == len(fitting)
    chained = min(references, 1) if request.references_joined == "stitched" else references
    assert kinds(graph).count("ReferenceLatent") == chained
    assert "CheckpointLoaderSimple" not in kinds(graph)
    assert accepted(built(request, references, WITH_FLUX2), NEWER)


def test_kontext_with_one_reference_is_the_recorded_graph() -> None:
    graph = built(wanted(loras=(LoraUse(LORAS[2], 0.9),), steps=28, guidance=3.0), 1)
    assert graph["unet"]["inputs"] == {
        "unet_name": "flux1-dev-kontext_fp8_scaled.safetensors",
        "weight_dtype": "default",
    }
    assert graph["lora1"]["inputs"] == {"model": ["unet", 0], "lora_name": LORAS[2], "strength_model": 0.9}
    assert graph["reference1"]["inputs"] == {"conditioning": ["prompt", 0], "latent": ["encode1", 0]}
    assert graph["guidance"]["inputs"] == {"conditioning": ["reference1", 0], "guidance": 3.0}
    sampler = graph["sampler"]["inputs"]
    assert (sampler["model"], sampler["positive"], sampler["negative"]) == (
        ["lora1", 0],
        ["guidance", 0],
        ["negative", 0],
    )
    assert (sampler["steps"], sampler["cfg"], sampler["denoise"]) == (28, 1.0, 1.0)
    assert graph["negative"] == {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["prompt", 0]}}
    assert graph["save"]["inputs"]["filename_prefix"].startswith("milo-studio/")


def test_references_and_loras_are_chained_in_order() -> None:
    graph = built(wanted(loras=tuple(LoraUse(name) for name in LORAS)), 3)
    assert [graph[f"lora{number}"]["inputs"]["lora_name"] for number in (1, 2, 3)] == list(LORAS)
    assert graph["lora3"]["inputs"]["model"] == ["lora2", 0]
    assert graph["reference3"]["inputs"]["conditioning"] == ["reference2", 0]
    assert graph["image2"]["inputs"]["image"] == "milo-studio/1.png"
    assert graph["order"]["inputs"]["conditioning"] == ["reference3", 0]
    assert graph["guidance"]["inputs"]["conditioning"] == ["order", 0]


def test_references_are_stitched_from_left_to_right_into_one() -> None:
    graph = built(wanted(references_joined="stitched"), 3)
    assert graph["stitch2"]["inputs"]["image1"] == ["image1", 0]
    assert graph["stitch3"]["inputs"]["image1"] == ["stitch2", 0]
    assert graph["stitch3"]["inputs"]["image2"] == ["image3", 0]
    assert graph["scale1"]["inputs"] == {"image": ["stitch3", 0]}
    assert kinds(graph).count("FluxKontextImageScale") == kinds(graph).count("ReferenceLatent") == 1


def test_a_picture_is_painted_over_and_the_references_are_kept() -> None:
    graph = built(wanted(start=PICTURE, denoise=0.6, width=640, height=512), 1)
    sampler = graph["sampler"]["inputs"]
    assert (sampler["latent_image"], sampler["denoise"]) == (["start_latent", 0], 0.6)
    size = graph["start_size"]["inputs"]
    assert (size["width"], size["height"], size["crop"]) == (640, 512, "center")
    assert graph["start"]["inputs"]["image"] == "milo-studio/start.png"
    assert kinds(graph).count("ReferenceLatent") == 1
    assert "EmptySD3LatentImage" not in kinds(graph)


def test_a_region_is_painted_anew_and_the_rest_is_not_touched() -> None:
    graph = built(wanted(start=PICTURE, mask=PICTURE), 0)
    assert graph["sampler"]["inputs"]["latent_image"] == ["masked", 0]
    assert graph["masked"]["inputs"] == {"samples": ["start_latent", 0], "mask": ["mask", 0]}
    assert graph["mask"]["inputs"] == {"image": "milo-studio/m.png", "channel": "red"}
    composed = graph["compose"]["inputs"]
    assert (composed["destination"], composed["source"]) == (["start_size", 0], ["decode", 0])
    assert graph["save"]["inputs"]["images"] == ["compose", 0]
    assert graph["start_size"]["inputs"]["crop"] == "disabled"


def test_a_mask_without_a_picture_and_a_mad_denoise_are_refused() -> None:
    with pytest.raises(EngineRefused, match="no picture that it lies on"):
        check(wanted(mask=PICTURE))
    for denoise in (0.0, -1.0, 1.1, float("nan")):
        with pytest.raises(EngineRefused, match="denoise"):
            check(wanted(start=PICTURE, denoise=denoise))


def test_without_a_picture_to_paint_over_all_is_drawn() -> None:
    assert built(wanted(denoise=0.3), 0)["sampler"]["inputs"]["denoise"] == 1.0


def test_schnell_takes_four_steps_and_no_guidance() -> None:
    graph = built(wanted(steps=28), 0)
    assert "FluxGuidance" not in kinds(graph)
    assert graph["sampler"]["inputs"]["steps"] == 4
    assert graph["sampler"]["inputs"]["positive"] == ["prompt", 0]


def test_flux2_with_references() -> None:
    graph = built(wanted(family="flux2", steps=18, guidance=4.0), 2, WITH_FLUX2)
    assert accepted(graph, NEWER)
    assert graph["clip"]["inputs"]["clip_name"] == "mistral_3_small_flux2_fp8.safetensors"
    assert graph["clip"]["inputs"]["type"] == "flux2"
    assert graph["vae"]["inputs"]["vae_name"] == "flux2-vae.safetensors"
    assert graph["schedule"]["inputs"]["steps"] == 18
    assert graph["guider"]["inputs"]["conditioning"] == ["reference2", 0]
    assert graph["scale2"]["class_type"] == "ImageScaleToTotalPixels"
    assert graph["size"]["class_type"] == "EmptyFlux2LatentImage"


def test_flux2_over_a_picture_skips_the_noisy_part_of_its_schedule() -> None:
    graph = built(wanted(family="flux2", start=PICTURE, denoise=0.5), 0, WITH_FLUX2)
    assert graph["sampler"]["inputs"]["sigmas"] == ["later", 1]
    assert accepted(graph, NEWER)
    little = built(wanted(family="flux2", start=PICTURE, denoise=0.001, steps=20), 0, WITH_FLUX2)
    assert little["later"]["inputs"]["denoise"] == 1 / 20
    whole = built(wanted(family="flux2", start=PICTURE), 0, WITH_FLUX2)
    assert whole["sampler"]["inputs"]["sigmas"] == ["schedule", 0]


def test_gguf_files_get_their_own_loaders() -> None:
    graph = built(wanted(models=GGUF), 1, WITH_FLUX2)
    assert graph["unet"] == {"class_type": "UnetLoaderGGUF", "inputs": {"unet_name": GGUF["unet"]}}
    assert graph["clip"]["class_type"] == "DualCLIPLoaderGGUF"
    assert accepted(graph, NEWER)


@pytest.mark.parametrize(
    ("asked", "drawn", "fit"),
    [
        (("schnell", 2, 1.0), "schnell", (2, 1.0)),
        (("schnell", 12, 1.0), "schnell", (12, 1.0)),
        (("", 20, 3.5), "schnell", (4, 3.5)),
        (("", 20, 3.5), "dev", (20, 3.5)),
        (("schnell", 4, 1.0), "dev", (28, 3.0)),
        (("kontext", 28, 2.5), "flux2", (20, 4.0)),
        (("kontext", 33, 2.0), "kontext", (33, 2.0)),
    ],
)
def test_steps_and_guidance_fit_the_model_that_draws(
    asked: tuple[str, int, float], drawn: Family, fit: tuple[int, float]
) -> None:
    family, steps, guidance = asked
    found = fitted(wanted(family=family, steps=steps, guidance=guidance), drawn)
    assert (found.steps, found.guidance) == fit


def test_another_family_than_was_asked_for_is_said() -> None:
    request = wanted(family="dev", steps=28)
    graph = built(request, 0)
    assert said(request, graph) == (
        "drawn by flux1-dev-kontext_fp8_scaled.safetensors with 28 steps, and not by FLUX.1 dev"
    )
    for family in ("", "schnell"):
        request = wanted(family=family)
        assert said(request, built(request, 0)) == ""
    assert said(request, ["no graph"]) == ""


@pytest.mark.parametrize(("side", "rounded"), [(1, 16), (1024, 1024), (1020, 1024), (1000, 1008), (775, 768)])
def test_sides_are_rounded_to_sixteen(side: int, rounded: int) -> None:
    assert sixteens(side) == rounded


def test_inputs_that_a_newer_server_asks_for_are_filled_with_its_defaults() -> None:
    sampler = RECORDED.nodes["KSampler"]
    newer = {
        **sampler.inputs,
        "sharpness": Input("FLOAT", True, (), 0.5),
        "mode": Input("COMBO", True, ("plain", "fancy")),
        "more": Input("MODEL", False),
    }
    catalog = Catalog({**RECORDED.nodes, "KSampler": Node(newer, sampler.outputs)})
    inputs = completed(built(wanted(), 0), catalog)["sampler"]["inputs"]
    assert (inputs["sharpness"], inputs["mode"], "more" in inputs) == (0.5, "plain", False)
    catalog = Catalog({**RECORDED.nodes, "KSampler": Node({**sampler.inputs, "thing": Input("THING", True)})})
    with pytest.raises(EngineRefused, match="KSampler needs thing"):
        completed(built(wanted(), 0), catalog)


def test_a_node_that_the_server_lacks_is_named() -> None:
    nodes = {name: node for name, node in RECORDED.nodes.items() if name != "ReferenceLatent"}
    with pytest.raises(EngineRefused, match="no node ReferenceLatent"):
        completed(built(wanted(), 1), Catalog(nodes))


def test_an_unknown_sampler_is_named_with_those_there_are() -> None:
    with pytest.raises(EngineRefused, match="no sampler called magic") as caught:
        built(wanted(sampler="magic"), 0)
    assert "euler" in caught.value.remedy


def test_models_are_read_back_from_a_graph() -> None:
    graph = built(wanted(loras=(LoraUse(LORAS[0]), LoraUse(LORAS[1]))), 1)
    assert models_of(graph) == {
        "unet": "flux1-dev-kontext_fp8_scaled.safetensors",
        "clip1": "clip_l.safetensors",
        "clip2": "t5xxl_fp16.safetensors",
        "vae": "ae.safetensors",
        "lora": f"{LORAS[0]}, {LORAS[1]}",
    }
    assert models_of(["no graph"]) == models_of({"a": None, "b": {"inputs": []}}) == {}


def test_the_nodes_that_are_needed_are_all_recorded() -> None:
    assert classes_needed() <= object_info().keys()
    assert classes_known() <= {*NEWER, *nodes_of()}
