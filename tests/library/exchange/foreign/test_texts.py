"""What A1111, Forge, InvokeAI, NovelAI, Fooocus and SwarmUI write."""

from __future__ import annotations

import json

import pytest

from library.exchange.foreign.facts import ForeignFacts, ForeignUnreadable
from library.exchange.foreign.reading import read_texts

A1111 = (
    "a raccoon in a suit, <lora:flat_style:0.8>, night\nsecond line\nNegative prompt: blurry, text:1.1\nugly\n"
    "Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 3141592653, Size: 832x1216, "
    'Model hash: 31e35c80fc, Model: dreamshaper, Lora hashes: "flat_style: 0a1b2c, ink: 99ff", Version: v1.10.1'
)
FACTS = ForeignFacts(
    tool="A1111", prompt="a raccoon in a suit, <lora:flat_style:0.8>, night\nsecond line",
    negative="blurry, text:1.1\nugly", model="dreamshaper", loras=("flat_style", "ink"), seed=3141592653, steps=28,
    guidance=6.5, sampler="DPM++ 2M", scheduler="Karras", width=832, height=1216,
)  # fmt: skip


def parameters(text: str) -> ForeignFacts | None:
    return read_texts({"parameters": text})


def test_a1111_gives_everything() -> None:
    assert parameters(A1111) == FACTS


def test_windows_line_ends_and_no_negative_are_read() -> None:
    found = parameters(A1111.replace("\n", "\r\n"))
    assert found is not None
    assert (found.prompt, found.seed) == (FACTS.prompt, FACTS.seed)
    bare = parameters("a raccoon\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512")
    assert bare is not None
    assert (bare.prompt, bare.negative, bare.sampler) == ("a raccoon", "", "Euler a")


def test_forge_s_flux_has_its_distilled_guidance() -> None:
    found = parameters(
        "a raccoon\nSteps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Distilled CFG Scale: 3.5, "
        "Seed: 12, Size: 896x1152, Model: flux1-dev-bnb-nf4-v2, Version: f2.0.1v1.10.1-previous-659, Module 1: ae"
    )
    assert found is not None
    assert (found.tool, found.guidance, found.model) == ("Forge", 3.5, "flux1-dev-bnb-nf4-v2")


def test_civitai_names_its_loras_in_json() -> None:
    resources = [
        {"type": "checkpoint", "modelVersionId": 1, "modelName": "FLUX"},
        {"type": "lora", "weight": 0.8, "modelName": "Ink, and wash", "modelVersionName": "v1"},
    ]
    found = parameters(
        "a raccoon\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 3, Size: 8x8, "
        f"Civitai resources: {json.dumps(resources)}, Civitai metadata: {{}}"
    )
    assert found is not None
    assert (found.loras, found.seed) == (("Ink, and wash",), 3)


def test_a_prompt_that_looks_like_settings_stays_a_prompt() -> None:
    found = parameters("poster that says Steps: 3, Size: XL\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1")
    assert found is not None
    assert (found.prompt, found.steps) == ("poster that says Steps: 3, Size: XL", 20)


def test_invokeai_of_three_times() -> None:
    new = {
        "positive_prompt": "a raccoon", "negative_prompt": "blurry", "seed": 5, "steps": 30, "cfg_scale": 7.5,
        "scheduler": "euler_a", "width": 1024, "height": 768, "model": {"key": "x", "name": "juggernaut"},
        "loras": [{"model": {"name": "ink"}, "weight": 0.7}, {"lora": {"model_name": "flat"}, "weight": 1}],
    }  # fmt: skip
    assert read_texts({"invokeai_metadata": json.dumps(new)}) == ForeignFacts(
        tool="InvokeAI", prompt="a raccoon", negative="blurry", model="juggernaut", loras=("ink", "flat"), seed=5,
        steps=30, guidance=7.5, sampler="euler_a", width=1024, height=768,
    )  # fmt: skip
    middle = {
        "model_weights": "stable-diffusion-1.5",
        "image": {"prompt": [{"prompt": "a raccoon [blurry]", "weight": 1}], "seed": 5, "steps": 30, "cfg_scale": 7.5,
                  "sampler": "k_euler", "width": 512, "height": 512},
    }  # fmt: skip
    found = read_texts({"sd-metadata": json.dumps(middle)})
    assert found is not None
    assert (found.prompt, found.negative, found.model, found.seed) == ("a raccoon", "blurry", "stable-diffusion-1.5", 5)
    old = read_texts({"Dream": '"a raccoon [blurry]" -s 50 -S 1234 -W 512 -H 640 -C 7.5 -A k_lms'})
    assert old is not None
    assert (old.prompt, old.negative, old.steps, old.seed) == ("a raccoon", "blurry", 50, 1234)
    assert (old.width, old.height, old.guidance, old.sampler) == (512, 640, 7.5, "k_lms")
    for broken in ('a raccoon" -s 50', '"a raccoon -s 50', "a raccoon -s 50", 'a "raccoon" -s 50', ""):
        with pytest.raises(ForeignUnreadable):
            read_texts({"Dream": broken})


def test_novelai_of_both_times() -> None:
    settings = {"prompt": "a raccoon", "uc": "blurry", "seed": 5, "steps": 28, "scale": 5.0, "sampler": "k_euler",
                "noise_schedule": "karras", "width": 832, "height": 1216}  # fmt: skip
    texts = {"Software": "NovelAI", "Description": "a raccoon", "Source": "Stable Diffusion XL C1E1DE52"}
    found = read_texts({**texts, "Comment": json.dumps(settings)})
    assert found == ForeignFacts(
        tool="NovelAI", prompt="a raccoon", negative="blurry", model="Stable Diffusion XL C1E1DE52", seed=5, steps=28,
        guidance=5.0, sampler="k_euler", scheduler="karras", width=832, height=1216,
    )  # fmt: skip
    captions = {"base_caption": "a lab", "char_captions": [{"char_caption": "a raccoon"}, {"char_caption": "a fox"}]}
    later = read_texts({**texts, "Comment": json.dumps({**settings, "v4_prompt": {"caption": captions}})})
    assert later is not None
    assert later.prompt == "a lab\na raccoon\na fox"


def test_a_comment_of_no_tool_is_nobody_s() -> None:
    assert read_texts({"Comment": "Created with GIMP", "Software": "GIMP"}) is None
    assert read_texts({}) is None


def test_fooocus_of_both_times() -> None:
    new = {"prompt": "a raccoon", "negative_prompt": "blurry", "base_model": "juggernautXL", "seed": "5", "steps": 30,
           "guidance_scale": 4.0, "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "resolution": "(1152, 896)",
           "loras": [["ink.safetensors", 0.5, "0a1b"]], "lora_combined_1": "flat.safetensors : 0.1"}  # fmt: skip
    found = parameters(json.dumps(new))
    assert found == ForeignFacts(
        tool="Fooocus", prompt="a raccoon", negative="blurry", model="juggernautXL", seed=5, steps=30, guidance=4.0,
        loras=("ink.safetensors", "flat.safetensors"), sampler="dpmpp_2m_sde_gpu", scheduler="karras", width=1152,
        height=896,
    )  # fmt: skip
    old = parameters(json.dumps({"Prompt": "a raccoon", "Base Model": "jx", "Guidance Scale": 4, "Seed": 6}))
    assert old is not None
    assert (old.prompt, old.model, old.seed, old.guidance) == ("a raccoon", "jx", 6, 4.0)


def test_swarmui() -> None:
    given = {"prompt": "a raccoon <lora:ink:1>", "negativeprompt": "blurry", "model": "flux-dev", "seed": 5,
             "steps": 20, "cfgscale": 1.0, "fluxguidancescale": 3.5, "width": 1024, "height": 1024, "loras": ["flat"],
             "sampler": "euler", "scheduler": "simple"}  # fmt: skip
    found = parameters(json.dumps({"sui_image_params": given, "sui_extra_data": {}}))
    assert found == ForeignFacts(
        tool="SwarmUI", prompt="a raccoon <lora:ink:1>", negative="blurry", model="flux-dev", loras=("flat", "ink"),
        seed=5, steps=20, guidance=3.5, sampler="euler", scheduler="simple", width=1024, height=1024,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "just words", "{", "[1]", "{}", '{"a": 1}', "Steps: ", "null", '{"sui_image_params": 3}']
)
def test_parameters_of_no_tool_are_refused(text: str) -> None:
    if not text:
        assert parameters(text) is None
        return
    with pytest.raises(ForeignUnreadable):
        parameters(text)


def test_numbers_that_no_tool_has_are_unknown() -> None:
    found = parameters("x\nSteps: -3, Sampler: Euler, CFG scale: nan, Seed: 99999999999999999999999, Size: 0x-1")
    assert found is not None
    assert (found.steps, found.guidance, found.seed, found.width, found.height) == (None, None, None, None, None)


@pytest.mark.parametrize(
    ("settings", "tool"),
    [
        ({"base_model": "pond"}, "Fooocus"),
        ({"guidance_scale": 4, "sharpness": 2}, "Fooocus"),
        ({"Guidance Scale": 4, "Performance": "Speed"}, "Fooocus"),
        ({"guidance_scale": 4}, ""),
        ({"sharpness": 2}, ""),
    ],
)
def test_what_is_fooocus_s_is_told_by_its_own_keys(settings: dict[str, object], tool: str) -> None:
    texts = {"parameters": json.dumps({"prompt": "a fox", **settings})}
    try:
        found = read_texts(texts)
    except ForeignUnreadable:
        found = None
    assert (found.tool if found else "") == tool
