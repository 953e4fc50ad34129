"""Graphs of ComfyUI: 16 real ones, and shapes that people's own nodes make."""

from __future__ import annotations

import json
from typing import Any

import pytest

from library.exchange.foreign.facts import ForeignFacts
from tests.library.exchange.foreign.graphs import drawn, facts_of, graph, sampler
from tests.library.exchange.foreign.samples import SAMPLES

REAL = {
    "chroma_example": ("aesthetic 11, anime rpg", "Chroma1-HD.safetensors", 1110468078805530, 4.0),
    "fennec_girl_flowers":
        ("aesthetic 11, cute", "chroma-unlocked-v47-detail-calibrated.safetensors", 592194909579488, 4.02),
    "fennec_girl_sing": ("aesthetic 4, cute", "chroma-unlocked-v29.5.safetensors", 1056632876965862, 4.0),
    "flux_canny_model_example": ("cute anime girl", "flux1-canny-dev.safetensors", 50363905047731, 30.0),
    "flux_controlnet_example": ("anime girl smiling", "flux1-dev-fp8.safetensors", 370146334065324, 3.5),
    "flux_dev_checkpoint_example": ("cute anime girl", "flux1-dev-fp8.safetensors", 972054013131368, 3.5),
    "flux_dev_example": ("cute anime girl", "flux1-dev.safetensors", 219670278747233, 3.5),
    "flux_kontext_example": ("the anime girl", "flux1-kontext-dev.safetensors", 679064953796969, 2.5),
    "flux_schnell_example": ("a bottle with", "flux1-schnell.safetensors", 112298569477003, None),
    "girl_in_field": ("mulan standing", "flux1-dev.safetensors", 219670278747233, 3.5),
    "hidream_dev_example": ("anime girl with", "hidream_i1_dev_bf16.safetensors", 147638433643733, 1.0),
    "latent_upscale_different_prompt_model": ("from far away", "cardosAnime_v10.safetensors", 417682270866800, 13.0),
    "lumina2_basic_example": ("You are an assistant", "lumina_2.safetensors", 854547257397629, 4.0),
    "noisy_latents_3_subjects": ("happy cute anime", "wd-illusion-fp16.safetensors", 331318585557584, 6.5),
    "qwen_image_basic_example": ("cute anime girl", "qwen_image_fp8_e4m3fn.safetensors", 1091359629774730, 2.5),
    "sd3_anime_example": ("happy cute anime fox", "sd3_medium_incl_clips_t5xxlfp8.safetensors", 117191185158512, 3.96),
}  # fmt: skip
EMPTY_NEGATIVE = {name for name in REAL if name.startswith(("flux", "girl", "sd3", "qwen"))}


@pytest.mark.parametrize("name", REAL)
def test_a_real_graph_gives_prompt_model_seed_and_guidance(name: str) -> None:
    prompt, model, seed, guidance = REAL[name]
    found = facts_of(SAMPLES[name])
    assert found.tool == "ComfyUI"
    assert found.prompt.startswith(prompt)
    assert (found.model, found.seed, found.loras) == (model, seed, ())
    assert found.guidance == (None if guidance is None else pytest.approx(guidance))
    assert found.steps is not None
    assert found.sampler
    assert found.scheduler in ("simple", "normal")
    assert bool(found.negative) == (name not in EMPTY_NEGATIVE)


@pytest.mark.parametrize("name", [name for name, texts in SAMPLES.items() if "workflow" in texts])
def test_the_editor_s_own_format_gives_the_same(name: str) -> None:
    from_prompt, from_workflow = facts_of(SAMPLES[name]), facts_of({"workflow": SAMPLES[name]["workflow"]})
    for field in ("prompt", "negative", "model", "seed", "steps", "guidance", "sampler", "scheduler", "loras"):
        assert getattr(from_workflow, field) == getattr(from_prompt, field), field


def test_of_two_saved_pictures_the_size_tells_which_this_is() -> None:
    texts = SAMPLES["latent_upscale_different_prompt_model"]
    assert facts_of(texts, (1368, 768)).seed == 758448896326830
    assert facts_of(texts, (2048, 1152)).seed == 417682270866800


def test_a_usual_graph_gives_everything() -> None:
    assert facts_of(drawn()) == ForeignFacts(
        tool="ComfyUI", prompt="a raccoon", negative="blurry", model="dream.safetensors", seed=7, steps=20,
        guidance=6.5, sampler="euler", scheduler="karras", width=832, height=1216,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ({"say": ("PrimitiveStringMultiline", {"value": "milo at work"})}, "milo at work"),
        ({"say": ("Reroute", {"": ["deep", 0]}), "deep": ("Text Multiline", {"text": "milo"})}, "milo"),
        ({"say": ("StringConcatenate", {"string_a": "milo", "string_b": ["deep", 0], "delimiter": ", "}),
          "deep": ("PrimitiveString", {"value": "tired"})}, "milo, tired"),
        ({"say": ("Text Concatenate", {"delimiter": " ", "text_a": "one", "text_b": "two", "text_c": "three"})},
         "one two three"),
        ({"say": ("JoinStrings", {f"string{number}": f"s{number}" for number in (10, 2, 1)})}, "s1 s2 s10"),
        ({"say": ("StringReplace", {"string": "a cat", "find": "cat", "replace": "raccoon"})}, "a raccoon"),
        ({"say": ("ImpactWildcardProcessor", {"wildcard_text": "a __animal__", "populated_text": "a raccoon",
                                              "mode": "populate"})}, "a raccoon"),
        ({"say": ("ShowText|pysssss", {"text": ["llm", 0], "text_0": "what the model said"}),
          "llm": ("OllamaGenerate", {"seed": 3})}, "what the model said"),
        ({"say": ("Switch any", {"select": 2, "input1": ["a", 0], "input2": ["b", 0]}),
          "a": ("PrimitiveString", {"value": "first"}), "b": ("PrimitiveString", {"value": "second"})}, "second"),
        ({"say": ("easy ifElse", {"boolean": False, "on_true": ["a", 0], "on_false": ["b", 0]}),
          "a": ("PrimitiveString", {"value": "yes"}), "b": ("PrimitiveString", {"value": "no"})}, "no"),
        ({"say": ("SomebodysPromptNode", {"my_prompt_text": "of an unknown make", "mode": "fast"})},
         "of an unknown make"),
    ],
)  # fmt: skip
def test_a_prompt_is_followed_through_nodes_that_make_texts(
    nodes: dict[str, tuple[str, dict[str, Any]]], expected: str
) -> None:
    found = facts_of(drawn(good=("CLIPTextEncode", {"text": ["say", 0], "clip": ["model", 1]}), **nodes))
    assert (found.prompt, found.negative) == (expected, "blurry")


def test_conditionings_are_followed_through_what_changes_and_joins_them() -> None:
    found = facts_of(
        drawn(
            more=("CLIPTextEncodeSDXL", {"text_g": "a lab", "text_l": "night", "clip": ["model", 1]}),
            both=("ConditioningCombine", {"conditioning_1": ["good", 0], "conditioning_2": ["more", 0]}),
            guided=("FluxGuidance", {"conditioning": ["both", 0], "guidance": 3.0}),
            control=(
                "ControlNetApplyAdvanced",
                {"positive": ["guided", 0], "negative": ["bad", 0], "control_net": ["net", 0], "image": ["photo", 0]},
            ),
            net=("ControlNetLoader", {"control_net_name": "depth.safetensors"}),
            photo=("LoadImage", {"image": "photo.png"}),
            draw=sampler(positive=["control", 0], negative=["control", 1], cfg=1.0),
        )
    )
    assert found.prompt.split("\n") == ["a raccoon", "a lab", "night"]
    assert (found.negative, found.guidance, found.model) == ("blurry", 3.0, "dream.safetensors")


def test_a_zeroed_negative_is_none() -> None:
    found = facts_of(drawn(bad=("ConditioningZeroOut", {"conditioning": ["good", 0]})))
    assert (found.prompt, found.negative) == ("a raccoon", "")


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ({"patch": ("LoraLoader", {"lora_name": "b.safetensors", "strength_model": 1, "strength_clip": 1,
                                   "model": ["first", 0], "clip": ["first", 1]}),
          "first": ("LoraLoaderModelOnly", {"lora_name": "a.safetensors", "strength_model": 0.7,
                                            "model": ["model", 0]})}, ("a.safetensors", "b.safetensors")),
        ({"patch": ("Power Lora Loader (rgthree)",
                    {"PowerLoraLoaderHeaderWidget": {"type": "x"}, "model": ["model", 0],
                     "lora_1": {"on": True, "lora": "flat/style.safetensors", "strength": 0.8},
                     "lora_2": {"on": False, "lora": "off.safetensors", "strength": 1}})}, ("flat/style.safetensors",)),
        ({"patch": ("Lora Loader Stack (rgthree)",
                    {"lora_01": "a.safetensors", "strength_01": 1, "lora_02": "None", "strength_02": 1,
                     "lora_03": "zero.safetensors", "strength_03": 0, "model": ["model", 0]})}, ("a.safetensors",)),
        ({"patch": ("CR Apply LoRA Stack", {"model": ["model", 0], "lora_stack": ["stack", 0]}),
          "stack": ("CR LoRA Stack", {"switch_1": "On", "lora_name_1": "a.safetensors", "model_weight_1": 1,
                                      "switch_2": "Off", "lora_name_2": "b.safetensors", "model_weight_2": 1})},
         ("a.safetensors",)),
        ({"patch": ("Lora Loader (LoraManager)",
                    {"model": ["model", 0], "text": "<lora:ink:0.8>",
                     "loras": {"__value__": [{"name": "ink", "strength": "0.8", "active": True},
                                             {"name": "off", "strength": "1", "active": False}]}})}, ("ink",)),
        ({"patch": ("Efficient Loader", {"ckpt_name": "dream.safetensors", "lora_name": "one.safetensors",
                                         "lora_stack": ["stack", 0], "positive": "x", "negative": "y"}),
          "stack": ("LoRA Stacker", {"lora_name_1": "two.safetensors", "lora_wt_1": 1.0})},
         ("two.safetensors", "one.safetensors")),
    ],
)  # fmt: skip
def test_loras_of_every_kind_are_found_in_the_order_they_are_put_in(
    nodes: dict[str, tuple[str, dict[str, Any]]], expected: tuple[str, ...]
) -> None:
    found = facts_of(drawn(draw=sampler(model=["patch", 0]), **nodes))
    assert (found.loras, found.model) == (expected, "dream.safetensors")


def test_other_loaders_and_objects_in_place_of_names_give_the_model() -> None:
    for loader in (
        ("UnetLoaderGGUF", {"unet_name": "flux-Q8_0.gguf"}),
        ("CheckpointLoader|pysssss", {"ckpt_name": {"content": "flux-Q8_0.gguf", "image": None}}),
        ("NunchakuFluxDiTLoader", {"model_path": "flux-Q8_0.gguf", "attention": "x"}),
        ("SomebodysLoader", {"the_file": "flux-Q8_0.gguf", "vae_file": "vae.safetensors"}),
        ("CheckpointLoaderSimple", {"ckpt_name": ["choice", 0]}),
    ):
        found = facts_of(drawn(model=loader, choice=("PrimitiveString", {"value": "flux-Q8_0.gguf"})))
        assert found.model == "flux-Q8_0.gguf", loader


def test_a_seed_is_followed_and_one_that_adds_no_noise_is_passed_over() -> None:
    linked = drawn(draw=sampler(seed=["number", 0]), number=("Seed (rgthree)", {"seed": 99}))
    assert facts_of(linked).seed == 99
    second = (
        "KSamplerAdvanced",
        {"add_noise": "disable", "noise_seed": 0, "steps": 8, "cfg": 2, "model": ["model", 0], "positive": ["good", 0],
         "negative": ["bad", 0], "latent_image": ["draw", 0]},
    )  # fmt: skip
    found = facts_of(drawn(second=second, decode=("VAEDecode", {"samples": ["second", 0]})))
    assert (found.seed, found.steps) == (7, 8)


def test_nodes_that_do_everything_in_one_are_read() -> None:
    pipe = graph(
        load=("easy fullLoader", {"ckpt_name": "dream.safetensors", "positive": "a raccoon", "negative": "blurry"}),
        draw=("easy fullkSampler", {"pipe": ["load", 0], "steps": 9, "cfg": 3.0, "sampler_name": "euler", "seed": 5}),
        save=("SaveImage", {"images": ["draw", 1]}),
    )
    found = facts_of(pipe)
    assert (found.prompt, found.negative, found.model, found.seed) == ("a raccoon", "blurry", "dream.safetensors", 5)


def test_a_graph_without_a_sampler_gives_what_it_has() -> None:
    found = facts_of(
        graph(
            api=("GeminiImageNode", {"prompt": "milo in the lab", "model": "gemini-image", "seed": 42}),
            save=("SaveImage", {"images": ["api", 0]}),
        )
    )
    assert (found.prompt, found.model, found.seed) == ("milo in the lab", "gemini-image", 42)


def test_a_cycle_and_links_to_nowhere_end() -> None:
    texts = drawn(
        good=("CLIPTextEncode", {"text": ["a", 0], "clip": ["model", 1]}),
        a=("Text Concatenate", {"text_a": ["b", 0], "text_b": "said"}),
        b=("Text Concatenate", {"text_a": ["a", 0], "text_b": ["gone", 3]}),
        latent=("Reroute", {"": ["latent", 0]}),
    )
    assert facts_of(texts).prompt == "said"


def test_models_that_come_by_each_other_are_looked_at_once() -> None:
    found = facts_of(
        drawn(
            model=("ModelA", {"model": ["other", 0]}),
            other=("ModelB", {"model1": ["model", 0], "model2": ["loader", 0]}),
            loader=("UNETLoader", {"unet_name": "pond.safetensors"}),
        )
    )
    assert found.model == "pond.safetensors"


@pytest.mark.parametrize(
    ("inputs", "steps"), [({"anything": 31}, 31), ({"anything": 31, "other": 2}, None), ({"value": 31, "other": 2}, 31)]
)
def test_a_number_comes_from_a_node_that_holds_one(inputs: dict[str, Any], steps: int | None) -> None:
    assert facts_of(drawn(number=("SomeNumber", inputs), draw=sampler(steps=["number", 0]))).steps == steps


def test_old_metadata_with_nan_is_read() -> None:
    texts = drawn()
    texts["prompt"] = texts["prompt"].replace('"class_type": "LoadImage"', "").replace('"steps": 20', '"steps": NaN')
    found = facts_of(texts)
    assert (found.prompt, found.steps) == ("a raccoon", None)


def test_subgraphs_bypassed_nodes_and_named_wires_of_the_editor_are_followed() -> None:
    inner = {
        "id": "11111111-2222-3333-4444-555555555555",
        "nodes": [
            {"id": 1, "type": "KSampler", "widgets_values": [77, "fixed", 12, 4.5, "euler", "simple", 1.0],
             "inputs": [{"name": "model", "link": 1}, {"name": "positive", "link": 2}]},
        ],
        "links": [
            {"id": 1, "origin_id": -10, "origin_slot": 0, "target_id": 1, "target_slot": 0},
            {"id": 2, "origin_id": -10, "origin_slot": 1, "target_id": 1, "target_slot": 1},
            {"id": 3, "origin_id": 1, "origin_slot": 0, "target_id": -20, "target_slot": 0},
        ],
    }  # fmt: skip
    workflow = {
        "nodes": [
            {"id": 1, "type": "UNETLoader", "widgets_values": ["flux.safetensors", "default"]},
            {"id": 2, "type": "LoraLoaderModelOnly", "mode": 4, "widgets_values": ["off.safetensors", 1],
             "inputs": [{"name": "model", "link": 10}]},
            {"id": 3, "type": "CLIPTextEncode", "widgets_values": ["a raccoon"], "inputs": [{"name": "clip"}]},
            {"id": 4, "type": "SetNode", "widgets_values": ["words"], "inputs": [{"name": "CONDITIONING", "link": 11}]},
            {"id": 5, "type": "GetNode", "widgets_values": ["words"], "inputs": []},
            {"id": 6, "type": inner["id"], "inputs": [{"name": "model", "link": 12}, {"name": "positive", "link": 13}]},
            {"id": 7, "type": "SaveImage", "widgets_values": ["x"], "inputs": [{"name": "images", "link": 14}]},
        ],
        "links": [[10, 1, 0, 2, 0, "MODEL"], [11, 3, 0, 4, 0, "*"], [12, 2, 0, 6, 0, "MODEL"], [13, 5, 0, 6, 1, "*"],
                  [14, 6, 0, 7, 0, "IMAGE"]],
        "definitions": {"subgraphs": [inner]},
    }  # fmt: skip
    found = facts_of({"workflow": json.dumps(workflow)})
    assert (found.prompt, found.model, found.seed, found.steps) == ("a raccoon", "flux.safetensors", 77, 12)
    assert found.loras == ()


def test_other_tools_texts_fill_what_the_graph_leaves_open() -> None:
    texts = graph(load=("Mystery", {"x": 1}), save=("SaveImage", {"images": ["load", 0]}))
    texts["parameters"] = "a raccoon\nNegative prompt: blurry\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 3"
    found = facts_of(texts)
    assert (found.tool, found.prompt, found.seed) == ("ComfyUI", "a raccoon", 3)
