"""The families that ComfyUI 0.33.0 draws with beside FLUX.1: their files, their graphs, and what is said of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Drawn, DrawRequest, EngineRefused, LeftOut, LoraUse, ModelMissing, ReferencePicture
from backends.comfyui.graphs.choosing import classes_known, graph_of
from backends.comfyui.graphs.fitting import drawn_by, fitted, said
from backends.comfyui.graphs.graph import Graph, completed
from backends.comfyui.graphs.models import Models, family_of
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.graphs.resolve import resolve, usable_models
from backends.comfyui.inventory.catalog import read
from backends.comfyui.preflight import outlook
from backends.families import GUIDANCE, NAMES, STEPS, Family
from tests.backends.comfyui.newer import FLUX2, KLEIN, QWEN, catalog_of, nodes_of
from tests.backends.comfyui.strips import strips
from tests.standin.validation import refusal

PICTURE = ReferencePicture("a.png", "", b"")
STYLE = LoraUse("FLUX-kontext-lora-flat-cartoon-style.safetensors", 1.0, "FLUX.1")
ALL = {role: [*FLUX2[role], *KLEIN[role], *QWEN[role]] for role in FLUX2} | {"lora": ["cast/milo_klein.safetensors"]}
SERVERS: dict[Family, dict[str, list[str]]] = {"flux2": FLUX2, "klein": KLEIN, "klein-base": KLEIN, "qwen-edit": QWEN}


def wanted(**changes: Any) -> DrawRequest:
    return DrawRequest(**{"job_id": "a", "client_id": "b", "prompt": "Milo at his desk", "seed": 7, **changes})


def built(request: DrawRequest, files: dict[str, list[str]], references: int = 0) -> tuple[Graph, Models]:
    """The graph on a server with these files, held against its nodes as the server holds it."""
    nodes, catalog = nodes_of(**files), catalog_of(**files)
    names = tuple(f"milo-studio/{number}.png" for number in range(references))
    uploads = Uploads(names, "milo-studio/s.png" if request.start else "", "milo-studio/m.png" if request.mask else "")
    models = resolve(catalog, request.models, bool(references), request.loras, request.family)
    graph = completed(graph_of(request, models, uploads), catalog)
    uploaded = {*names, "milo-studio/s.png", "milo-studio/m.png"}
    nodes["LoadImageMask"]["input"]["required"]["image"] = [sorted(uploaded)]
    for node in graph.values():
        described = nodes[node["class_type"]]["input"]
        assert node["inputs"].keys() <= described["required"].keys() | described.get("optional", {}).keys()
    assert refusal({"prompt": graph}, nodes, uploaded) is None
    return graph, models


def kinds(graph: Graph) -> list[str]:
    return [node["class_type"] for node in graph.values()]


@given(
    st.sampled_from(list(NAMES)),
    st.integers(0, 5),
    st.sampled_from([(None, None), (PICTURE, None), (PICTURE, PICTURE)]),
    st.sampled_from(["chained", "stitched", "regions"]),
    st.floats(0, 20),
    st.sampled_from([FLUX2, KLEIN, QWEN, ALL]),
)
def test_every_graph_is_valid_by_the_nodes_of_0_33(
    family: Family, references: int, over: Any, joined: Any, guidance: float, files: dict[str, list[str]]
) -> None:
    request = wanted(
        family=family,
        start=over[0],
        mask=over[1],
        references_joined=joined,
        regions=strips(references),
        guidance=guidance,
        chosen=("guidance",),
        loras=(STYLE,),
    )
    graph, models = built(request, files, references)
    assert models.left_out == (LeftOut(STYLE.file, "FLUX.1"),)
    assert drawn_by(graph).family == models.family
    assert drawn_by(graph).loras == ()


@pytest.mark.parametrize("family", SERVERS)
def test_a_family_alone_on_its_server_draws_what_was_asked_of_kontext(family: Family) -> None:
    files = {**SERVERS[family], "unet": [unet for unet in SERVERS[family]["unet"] if family_of(unet) == family]}
    request = wanted(family="kontext", steps=28, guidance=2.5, loras=(STYLE,), references=(PICTURE,))
    graph, models = built(request, files, 1)
    assert models.family == family
    drawn = drawn_by(graph)
    assert (drawn.steps, drawn.guidance) == (STEPS[family], GUIDANCE[family])
    words = said(request, graph)
    assert words.startswith(f"drawn by {models.unet} with {STEPS[family]} steps, and not by Kontext")
    assert words.endswith("; without the LoRA FLUX-kontext-lora-flat-cartoon-style.safetensors, which is for FLUX.1")
    assert outlook(request, models, catalog_of(**files), {}).note == words


@pytest.mark.parametrize("family", SERVERS)
def test_what_a_person_set_is_never_replaced(family: Family) -> None:
    request = wanted(family="kontext", steps=9, guidance=3.5, chosen=("steps", "guidance"))
    assert (fitted(request, family).steps, fitted(request, family).guidance) == (9, 3.5)
    request = wanted(family="kontext", steps=9, guidance=3.5, chosen=("steps",))
    assert (fitted(request, family).steps, fitted(request, family).guidance) == (9, GUIDANCE[family])


def test_of_a_persons_own_graph_only_the_loras_are_known() -> None:
    node = {"class_type": "LoraLoader", "inputs": {"lora_name": "a.safetensors", "steps": 3}}
    assert drawn_by({"1": {**node, "_meta": {"title": "studio: prompt"}}}) == Drawn(loras=("a.safetensors",))
    assert drawn_by(None) == drawn_by({"1": node}) == Drawn()


def test_flux2_as_the_blueprint_has_it() -> None:
    graph, models = built(wanted(family="flux2", steps=20, guidance=4.0), FLUX2, 2)
    assert models.vae == "full_encoder_small_decoder.safetensors"
    assert graph["clip"]["inputs"] == {"clip_name": FLUX2["clip"][0], "type": "flux2"}
    assert graph["guidance"]["inputs"]["guidance"] == 4.0
    assert "FluxKontextMultiReferenceLatentMethod" not in kinds(graph)


def test_klein_takes_four_steps_and_no_guidance() -> None:
    graph, models = built(wanted(family="klein", steps=4, guidance=1.0), KLEIN, 1)
    assert (models.unet, models.clip1) == ("flux-2-klein-4b-fp8.safetensors", "qwen_3_4b.safetensors")
    assert (models.vae, models.clip2) == ("flux2-vae.safetensors", "")
    assert graph["clip"]["inputs"]["type"] == "flux2"
    assert graph["schedule"]["inputs"]["steps"] == 4
    assert graph["guider"]["class_type"] == "CFGGuider"
    assert graph["guider"]["inputs"]["cfg"] == 1.0
    assert graph["guider"]["inputs"]["positive"] == ["reference1", 0]
    assert graph["negative"]["class_type"] == "ConditioningZeroOut"


def test_klein_base_is_led_away_from_empty_words_with_the_same_references() -> None:
    graph, models = built(wanted(family="klein-base", steps=20, guidance=5.0), KLEIN, 2)
    assert models.unet == "flux-2-klein-base-4b-fp8.safetensors"
    guider = graph["guider"]["inputs"]
    assert (guider["cfg"], guider["positive"], guider["negative"]) == (5.0, ["reference2", 0], ["against2", 0])
    assert graph["against1"]["inputs"] == {"conditioning": ["negative", 0], "latent": ["encode1", 0]}
    assert graph["negative"]["inputs"]["text"] == ""


@pytest.mark.parametrize(
    ("unet", "encoders", "chosen"),
    [
        ("flux-2-klein-9b-fp8.safetensors", ["qwen_3_4b.safetensors", "qwen_3_8b_fp8mixed.safetensors"], 1),
        ("flux-2-klein-base-9b.safetensors", ["qwen3vl_8b_fp8_scaled.safetensors", "Qwen3-8B.safetensors"], 1),
        ("FLUX.2-klein-4B.safetensors", ["qwen3.5_4b_bf16.safetensors", "qwen3_4b.safetensors"], 1),
        ("flux2_klein.safetensors", ["qwen_3_8b_fp8mixed.safetensors", "mistral_3.safetensors"], 0),
        ("klein_4b.safetensors", ["qwen3vl_4b_bf16.safetensors", "qwen_2.5_vl_7b.safetensors"], 0),
    ],
)
def test_klein_has_the_text_encoder_of_its_size(unet: str, encoders: list[str], chosen: int) -> None:
    found = resolve(catalog_of(**{**KLEIN, "unet": [unet], "clip": encoders}), {})
    assert (found.clip1, found.family[:5]) == (encoders[chosen], "klein")


def test_an_encoder_of_another_size_does_not_count() -> None:
    files = {**KLEIN, "unet": ["flux-2-klein-9b.safetensors"]}
    with pytest.raises(ModelMissing) as caught:
        resolve(catalog_of(**files), {})
    assert (caught.value.file, caught.value.folder) == ("qwen_3_8b_fp8mixed.safetensors", "models/text_encoders")


def test_gguf_files_of_klein_are_loaded_by_their_own_nodes() -> None:
    encoders = ["Qwen3-4B-Q4_K_M.gguf"]
    files = {**KLEIN, "unet": [], "clip": [], "gguf": ["flux-2-klein-4b-Q4_K_M.gguf"], "clip_gguf": encoders}
    graph, _ = built(wanted(family="klein"), files)
    assert graph["unet"]["class_type"] == "UnetLoaderGGUF"
    assert graph["clip"] == {"class_type": "CLIPLoaderGGUF", "inputs": {"clip_name": encoders[0], "type": "flux2"}}


def test_a_klein_that_reads_its_references_once_gets_the_node_for_it() -> None:
    files = {**KLEIN, "unet": ["flux-2-klein-4b-kv-fp8.safetensors"]}
    graph, _ = built(wanted(family="klein"), files, 1)
    assert graph["cache"]["class_type"] == "FluxKVCache"
    assert graph["guider"]["inputs"]["model"] == ["cache", 0]
    assert "FluxKVCache" not in kinds(built(wanted(family="klein"), files)[0])


def test_qwen_image_edit_2511_as_the_blueprint_has_it() -> None:
    graph, models = built(wanted(family="qwen-edit", steps=40, guidance=4.0, loras=()), QWEN, 3)
    assert (models.unet, models.clip1, models.vae) == (QWEN["unet"][1], QWEN["clip"][1], "qwen_image_vae.safetensors")
    assert graph["clip"]["inputs"]["type"] == "qwen_image"
    assert graph["shift"]["inputs"] == {"model": ["unet", 0], "shift": 3.1}
    assert graph["norm"]["inputs"] | {"pre_cfg": False} == {"model": ["shift", 0], "strength": 1.0, "pre_cfg": False}
    for name, text in (("prompt", "Milo at his desk"), ("negative", "")):
        words = graph[name]["inputs"]
        assert (words["prompt"], words["vae"]) == (text, ["vae", 0])
        assert [words[f"image{number}"] for number in (1, 2, 3)] == [[f"image{number}", 0] for number in (1, 2, 3)]
        assert graph[f"{name}_order"]["inputs"]["reference_latents_method"] == "index_timestep_zero"
    sampler = graph["sampler"]["inputs"]
    assert (sampler["steps"], sampler["cfg"], sampler["model"]) == (40, 4.0, ["norm", 0])
    assert (sampler["positive"], sampler["negative"]) == (["prompt_order", 0], ["negative_order", 0])


def test_more_references_than_qwen_looks_at_stand_side_by_side_and_that_is_said() -> None:
    request = wanted(family="qwen-edit", references=(PICTURE,) * 5)
    graph, _ = built(request, QWEN, 5)
    assert graph["prompt"]["inputs"]["image2"] == ["image2", 0]
    assert graph["prompt"]["inputs"]["image3"] == ["stitch3", 0]
    assert said(request, graph) == "references 3 to 5 side by side as one: it looks at 3"
    graph, _ = built(wanted(family="qwen-edit", references_joined="stitched"), QWEN, 3)
    assert graph["prompt"]["inputs"].keys() & {"image1", "image2", "image3"} == {"image1"}


def test_the_2509_knows_its_own_order_and_a_lora_of_four_steps_is_not_guided() -> None:
    lora = LoraUse("Qwen-Image-Edit-2509-Lightning-4steps-V1.0-bf16.safetensors")
    files = {**QWEN, "unet": ["qwen_image_edit_2509_fp8_e4m3fn.safetensors"], "lora": [lora.file]}
    graph, _ = built(wanted(family="qwen-edit", steps=4, guidance=1.0, loras=(lora,)), files, 1)
    assert graph["shift"]["inputs"] == {"model": ["lora1", 0], "shift": 3.0}
    assert "FluxKontextMultiReferenceLatentMethod" not in kinds(graph)
    assert graph["negative"]["class_type"] == "ConditioningZeroOut"


def test_several_references_of_kontext_are_put_in_order_as_it_was_trained() -> None:
    files = {"unet": ["flux1-dev-kontext_fp8_scaled.safetensors"]}
    graph, _ = built(wanted(family="kontext"), files, 2)
    assert graph["order"]["inputs"] == {"conditioning": ["reference2", 0], "reference_latents_method": "offset"}
    assert graph["guidance"]["inputs"]["conditioning"] == ["order", 0]
    assert "order" not in built(wanted(family="kontext"), files, 1)[0]
    assert "order" not in built(wanted(family="kontext", references_joined="stitched"), files, 2)[0]


@pytest.mark.parametrize(
    ("family", "references", "drawn"),
    [
        ("kontext", True, "flux2"),
        ("schnell", False, "klein"),
        ("klein", True, "klein"),
        ("klein-base", False, "klein-base"),
        ("qwen-edit", True, "qwen-edit"),
        ("", False, "flux2"),
    ],
)
def test_auto_takes_the_nearest_family(family: str, references: bool, drawn: Family) -> None:
    assert resolve(catalog_of(**ALL), {}, references, family=family).family == drawn


def test_a_family_without_its_encoder_is_passed_over_but_not_a_file_that_was_named() -> None:
    kontext = "flux1-dev-kontext_fp8_scaled.safetensors"
    files = {**KLEIN, "unet": [kontext, *KLEIN["unet"]]}
    assert resolve(catalog_of(**files), {}, True, family="kontext").family == "klein"
    with pytest.raises(ModelMissing) as caught:
        resolve(catalog_of(**files), {"clip1": "gone.safetensors"}, True, family="kontext")
    assert caught.value.file == "gone.safetensors"
    with pytest.raises(ModelMissing) as caught:
        resolve(catalog_of(**{**files, "unet": [kontext]}), {}, True, family="kontext")
    assert caught.value.file == "clip_l.safetensors"


def test_a_missing_lora_that_fits_is_named_and_no_other_family_takes_over() -> None:
    files = {**KLEIN, "unet": ["flux1-dev-kontext.safetensors", *KLEIN["unet"]]}
    files |= {"clip": ["clip_l.safetensors", "t5xxl_fp16.safetensors", *KLEIN["clip"]], "lora": []}
    models = resolve(catalog_of(**files), {}, True, [STYLE], "kontext")
    assert (models.family, models.absent, models.loras) == ("kontext", (STYLE.file,), ())
    found = outlook(wanted(family="kontext", loras=(STYLE,)), models, catalog_of(**files), {})
    assert (found.absent, found.note) == ((STYLE.file,), "")


@pytest.mark.parametrize("lacking", ["CFGNorm", "TextEncodeQwenImageEditPlus", "CLIPLoader"])
def test_a_server_without_its_nodes_does_not_draw_with_qwen(lacking: str) -> None:
    nodes = nodes_of(**QWEN)
    del nodes[lacking]
    catalog = read(json.dumps(nodes).encode())
    assert usable_models(catalog) == ()
    with pytest.raises(EngineRefused, match="no nodes for Qwen-Image-Edit"):
        resolve(catalog, {"unet": QWEN["unet"][1]})


def test_files_that_only_sound_alike_are_not_taken() -> None:
    names = ["yves_klein_style.safetensors", "qwen_image_layered_bf16.safetensors", "flux1-fill-dev.safetensors"]
    assert usable_models(catalog_of(**{**KLEIN, "unet": [*names, *KLEIN["unet"]]})) == tuple(KLEIN["unet"])


def test_all_nodes_are_asked_for() -> None:
    for files, family in ((FLUX2, "flux2"), (KLEIN, "klein-base"), (QWEN, "qwen-edit")):
        for over in ((None, None), (PICTURE, PICTURE)):
            request = wanted(family=family, start=over[0], mask=over[1], denoise=0.5)
            assert set(kinds(built(request, files, 4)[0])) <= classes_known()
