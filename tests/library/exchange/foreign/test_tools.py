"""Tools that write settings in another's format, or in several places, each under its own name."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.exchange.foreign.facts import ForeignFacts, ForeignUnreadable
from library.exchange.foreign.reading import read_texts
from library.formats.heads.exif import COMMENT
from library.formats.heads.parts import XMP
from tests.fuzz.seeds import SETTINGS
from tests.library.exchange.foreign.written import (
    DRAW_THINGS,
    EASY,
    EASY_LINES,
    FOOOCUS,
    GRAPH,
    INFOTEXT,
    INVOKE,
    MFLUX,
    NEGATIVE,
    NOVELAI_TEXTS,
    PAIRS,
    PROMPT,
    RUINED,
    SPACE,
    SWARM,
)


def found_in(**texts: str) -> ForeignFacts:
    found = read_texts(texts)
    assert found is not None
    return found


def xmp(comment: str) -> str:
    escaped = comment.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/">'
        f'<exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">{escaped}</rdf:li></rdf:Alt></exif:UserComment>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


TEXTS = {
    "A1111": INFOTEXT, "ComfyUI": json.dumps({"prompt": GRAPH, "workflow": {"nodes": []}}),
    "Civitai": json.dumps({**GRAPH, "extraMetadata": json.dumps({"prompt": PROMPT})}),
    "NovelAI": json.dumps(NOVELAI_TEXTS), "SwarmUI": json.dumps(SWARM), "InvokeAI": json.dumps(INVOKE),
    "Easy Diffusion": json.dumps(EASY), "Draw Things": json.dumps(DRAW_THINGS), "Fooocus": json.dumps(FOOOCUS),
    "RuinedFooocus": json.dumps(RUINED), "Hugging Face": json.dumps(SPACE), "mflux": json.dumps(MFLUX),
}  # fmt: skip


@pytest.mark.parametrize("tool", TEXTS)
@pytest.mark.parametrize("keyword", ["parameters", COMMENT, "Comment", "Description", XMP])
def test_each_tool_s_text_is_read_wherever_it_stands(tool: str, keyword: str) -> None:
    found = found_in(**{keyword: xmp(TEXTS[tool]) if keyword == XMP else TEXTS[tool]})
    assert (found.tool, found.prompt, found.negative) == (tool, PROMPT, NEGATIVE)
    assert (found.seed, found.steps, found.guidance) == (31337, 22, 4.5)
    assert (found.width, found.height) == (48, 64)


@pytest.mark.parametrize("tool", TEXTS)
@pytest.mark.parametrize(
    ("field", "written", "largest"),
    [("steps", 22, 2**31 - 1), ("seed", 31337, 2**64 - 1), ("width", 48, 100_000), ("height", 64, 100_000)],
)
def test_of_each_tool_only_numbers_that_can_be_are_taken(tool: str, field: str, written: int, largest: int) -> None:
    for number, is_taken in ((largest, True), (largest + 1, False)):
        text = re.sub(rf"(?<![\d.]){written}(?!\d)", str(number), TEXTS[tool])
        found = read_texts({"parameters": text})
        assert found is not None
        assert getattr(found, field) == (number if is_taken else None)
        assert found.prompt == PROMPT


@pytest.mark.parametrize(
    ("tool", "more"),
    [
        ("A1111", "Version: v1.10.1"),
        ("A1111", "Version: v1.9.4-169-ga30b19dd"),
        ("A1111", 'Hashes: {"vae": "c6a580b13a", "model": "c0d1994c73"}, Version: 1.6.0'),
        ("Forge", "Version: f2.0.1v1.10.1-previous-659-gc055f2d4"),
        ("Forge", "Version: f0.0.17v1.8.0rc-latest-276-g29be1da7"),
        ("Forge Neo", "Version: neo"),
        ("Forge Classic", "Version: classic"),
        ("reForge", "Version: f1.0.0v2-v1.10.1RC-latest-2190-g1234567"),
        ("reForge", "Version: f0.0.21-v1.10.1RC-1-gabcdef0"),
        ("SD.Next", "App: SD.Next, Version: 8b73cb6, Pipeline: StableDiffusionXLPipeline, Operations: txt2img"),
        ("SD.Next", "Parser: Full parser, Version: f3d4e5a, Backend: Diffusers"),
        ("Fooocus", "Version: Fooocus v2.5.5"),
        ("ComfyUI", "Version: ComfyUI"),
        ("Milo Studio", "Version: Milo Studio"),
        ("Civitai", 'Clip skip: 2, Civitai resources: [{"type":"checkpoint","modelName":"x]"}], Civitai metadata: {}'),
    ],
)
def test_who_wrote_an_infotext_is_told_by_its_version(tool: str, more: str) -> None:
    found = found_in(parameters=f"{INFOTEXT}, {more}")
    assert (found.tool, found.model, found.prompt, found.seed) == (tool, "pondXL", PROMPT, 31337)


def test_civitai_s_resources_have_the_model_and_the_loras() -> None:
    resources = [
        {"type": "checkpoint", "modelVersionId": 25, "modelName": "Pond, XL [v2]"},
        {"type": "lora", "weight": 0.8, "modelName": "Mist: \"soft\""},
        {"type": "embed", "modelName": "Helper"},
        {"type": "lycoris", "modelName": "Ink"},
    ]  # fmt: skip
    pairs = PAIRS.removesuffix(", Model: pondXL")
    for more in ("", ', Civitai metadata: {"remixOfId": 3}'):
        found = found_in(UserComment=f"{PROMPT}\n{pairs}, Civitai resources: {json.dumps(resources)}{more}")
        assert (found.tool, found.model, found.loras) == ("Civitai", "Pond, XL [v2]", ('Mist: "soft"', "Ink"))


def test_civitai_s_graph_gives_what_was_asked_for_and_not_what_its_second_pass_was_given() -> None:
    asked = {
        "prompt": "asked",
        "negativePrompt": "not",
        "seed": 5,
        "steps": 9,
        "cfgScale": 2,
        "sampler": "Euler a",
        "resources": [{"type": "Checkpoint", "modelName": "Pond"}, {"type": "LORA", "modelName": "Mist"}],
    }
    for keyword in (COMMENT, "prompt"):
        for extra in (asked, json.dumps(asked)):
            found = found_in(**{keyword: json.dumps({**GRAPH, "extra": {"airs": []}, "extraMetadata": extra})})
            assert (found.tool, found.prompt, found.negative, found.model) == ("Civitai", "asked", "not", "Pond")
            assert (found.seed, found.steps, found.guidance, found.loras) == (5, 9, 2.0, ("Mist",))
            assert (found.width, found.scheduler) == (48, "simple")
    bare = found_in(UserComment=json.dumps({**GRAPH, "extraMetadata": "{broken"}))
    assert (bare.tool, bare.prompt, bare.model) == ("Civitai", PROMPT, "pondXL.safetensors")


def test_settings_whose_line_ends_are_gone_are_still_three_things() -> None:
    for text in (INFOTEXT.replace("\n", " "), INFOTEXT.replace("\n", ", ")):
        found = found_in(parameters=text)
        assert (found.prompt.rstrip(","), found.negative.rstrip(",")) == (PROMPT, NEGATIVE)
        assert (found.steps, found.seed, found.model) == (22, 31337, "pondXL")
    found = found_in(parameters=f"{PROMPT}\nSize: 48x64, Seed: 31337, Model: pondXL, Steps: 22")
    assert (found.prompt, found.steps, found.width) == (PROMPT, 22, 48)


def test_easy_diffusion_in_words_and_in_what_python_writes() -> None:
    plain = found_in(**{key: str(value) for key, value in EASY.items()})
    lines = found_in(UserComment=EASY_LINES)
    assert plain == lines == found_in(UserComment=json.dumps(EASY))
    assert (plain.tool, plain.model, plain.loras) == ("Easy Diffusion", "pondXL", ("mist", "ink"))
    assert found_in(UserComment=EASY_LINES.replace(PROMPT, "one\ntwo: three")).prompt == "one\ntwo: three"
    none = found_in(**{**{key: str(value) for key, value in EASY.items()}, "use_lora_model": "None"})
    assert none.loras == ()


def test_ruinedfooocus_writes_its_loras_in_three_ways() -> None:
    for loras in (
        [{"name": "mist.safetensors", "weight": 0.5}, {"name": "ink.safetensors", "weight": 1}],
        [["BFA3", "0.5 - mist.safetensors"], ["00", "-1 - ink.safetensors"]],
        "Loras:<mist.safetensors:0.5>,<ink.safetensors:1>",
    ):
        assert found_in(parameters=json.dumps({**RUINED, "loras": loras})).loras == (
            "mist.safetensors", "ink.safetensors",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "prompt", "negative", "model", "seed"),
    [
        (f"{PROMPT} --ar 3:2 --v 6.1 --seed 7 --no fog, rain Job ID: a7421d2f-b262-44f9-977c-ac23e9c7d3e3",
         PROMPT, "fog, rain", "Midjourney 6.1", 7),
        (f"{PROMPT} --niji 6 --stylize 80", PROMPT, "", "Niji 6", None),
        (f"{PROMPT} Job ID: a7421d2f-b262-44f9-977c-ac23e9c7d3e3", PROMPT, "", "", None),
        ("a -- b --ar 1:1 --raw --v 7", "a -- b", "", "Midjourney 7", None),
    ],
)  # fmt: skip
def test_midjourney_s_description(text: str, prompt: str, negative: str, model: str, seed: int | None) -> None:
    found = found_in(Description=text, Author="somebody")
    assert (found.tool, found.prompt, found.negative) == ("Midjourney", prompt, negative)
    assert (found.model, found.seed) == (model, seed)


def test_fooocus_mre_writes_a_comment() -> None:
    given = {"prompt": PROMPT, "base_model": "pondXL", "cfg": 4.5, "steps": 22, "software": "Fooocus 2.1 MRE"}
    found = found_in(Comment=json.dumps(given))
    assert (found.tool, found.prompt, found.model, found.guidance) == ("Fooocus", PROMPT, "pondXL", 4.5)


@pytest.mark.parametrize(
    "text",
    [
        "Screenshot", "Steps: 8,000 today", "charset=Ascii", '{"mirror":false,"sensor_type":"back"}', "{", "[1]",
        '{"data": {"pictureId": "1"}}', '{"prompt": "words"}', "A walk -- with Job ID: 3", "Negative prompts",
        '{"width": 3, "model": "SM-S918B", "steps": 8000}', "Prompt: service", "null", "Seed: 3\nSampler: yes",
    ],
)  # fmt: skip
@pytest.mark.parametrize("keyword", [COMMENT, "Comment", "Description", XMP])
def test_what_people_and_phones_write_is_no_false_alarm(keyword: str, text: str) -> None:
    assert read_texts({keyword: xmp(text) if keyword == XMP else text}) is None


@pytest.mark.parametrize("text", [INFOTEXT.replace("Steps", "Stops")[:60], json.dumps({"prompt": GRAPH})[:300]])
def test_settings_whose_end_is_missing_say_so(text: str) -> None:
    with pytest.raises(ForeignUnreadable):
        read_texts({COMMENT: text})


@pytest.mark.parametrize("tool", [tool for tool in SETTINGS if tool not in ("own", "midjourney", "mflux")])
def test_more_steps_than_any_number_of_a_tool_holds_are_none(tool: str) -> None:
    before = read_texts(SETTINGS[tool])
    assert before is not None
    most = 2**31 - 1
    for steps, known in ((most, most), (most + 1, None), (2**33, None)):
        texts = {key: re.sub(rf"\b{before.steps}\b", str(steps), text) for key, text in SETTINGS[tool].items()}
        found = read_texts(texts)
        assert found is not None
        assert found.steps == known


def test_texts_within_texts_within_texts_are_not_looked_for() -> None:
    deep: dict[str, Any] = {"parameters": INFOTEXT}
    for _ in range(300):
        deep = {"Comment": deep}
    with suppress(ForeignUnreadable):
        assert read_texts({COMMENT: json.dumps(deep)}) is None


KEYS = (
    *("prompt", "workflow", "parameters", "Comment", "Description", "Source", "sui_image_params", "extraMetadata"),
    *("resources", "c", "uc", "model", "lora", "size", "Model", "num_inference_steps", "software", "loras", "seed"),
    *("use_stable_diffusion_model", "use_lora_model", "base_model", "guidance_scale", "resolution", "v4_prompt"),
    *("positive_prompt", "cfg_scale", "1", "class_type", "inputs", "nodes", "Prompt", "steps"),
    *("mflux_version", "model_path", "lora_paths", "lora_scales", "original_seed", "original_lora_paths"),
)
VALUES = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["RuinedFooocus", INFOTEXT]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6), st.sampled_from([COMMENT, "parameters", "Comment"]))
def test_any_object_is_read_or_refused(given_object: dict[str, Any], keyword: str) -> None:
    with suppress(ForeignUnreadable):
        read_texts({keyword: json.dumps(given_object)}, (48, 64))


@given(
    st.dictionaries(st.sampled_from([*KEYS, "negative_prompt", "Stable Diffusion model"]), st.text(max_size=60)),
    st.lists(st.sampled_from([*"ab -:\n{}[],\"\\<>'0129vJ", "Steps: 3, Seed: ", " --ar ", "Job ID: "])).map("".join),
)
def test_any_texts_are_read_or_refused(texts: dict[str, str], text: str) -> None:
    for keyword in ("parameters", COMMENT, "Description", "use_lora_model"):
        with suppress(ForeignUnreadable):
            read_texts({**texts, keyword: text})


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), max_size=60).filter(
        lambda text: not text.startswith(("Negative prompt:", "{")) and "Steps:" not in text
    ),
    st.integers(0, 2**32),
    st.integers(1, 150),
    st.text(st.sampled_from("abc ,:\"'é"), min_size=1, max_size=20).filter(lambda text: text.strip(" ,") == text),
)
def test_an_infotext_comes_back(prompt: str, seed: int, steps: int, model: str) -> None:
    quoted = json.dumps(model, ensure_ascii=False) if set(model) & set(',:"') else model
    found = found_in(
        parameters=f"{prompt}\nSteps: {steps}, Sampler: Euler, CFG scale: 7, Seed: {seed}, Model: {quoted}"
    )
    assert (found.prompt, found.seed, found.steps) == (prompt.strip(), seed, steps)
