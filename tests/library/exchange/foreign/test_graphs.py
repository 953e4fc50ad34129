"""What is read out of graphs that go on past the plain ones: guiders, switches, language models, detailers, packs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from library.exchange.foreign.facts import ForeignFacts
from library.formats.png_text import read_header
from tests.library.exchange.foreign.test_comfyui import drawn, facts_of, graph, sampler

CASES = Path(__file__).parent / "cases"
HERON, SMUDGES = "a heron on a mossy pier", "smudges, grain"
Nodes = dict[str, tuple[str, dict[str, Any]]]


def case(name: str) -> ForeignFacts:
    return facts_of(read_header(CASES / f"{name}.png").texts)


def encoded(text: Any) -> tuple[str, dict[str, Any]]:
    return "CLIPTextEncode", {"text": text, "clip": ["model", 1]}


@pytest.mark.parametrize(
    "name", ["01_cfgguider", "02_dualcfgguider", "03_gligen", "04_switch_linked", "05_llm_expanded", "06_detailer"]
)
def test_a_graph_gives_the_picture_s_own_words_model_seed_and_steps(name: str) -> None:
    found = case(name)
    assert found.prompt.split("\n")[0] == HERON
    assert (found.negative, found.model, found.seed, found.steps) == (SMUDGES, "pondXL.safetensors", 31337, 22)
    assert found.guidance == 4.5


def test_a_wrapper_pack_s_bridge_keeps_both_signs_apart() -> None:
    found = case("07_wan_bridge")
    assert (found.prompt, found.negative) == (HERON, SMUDGES)
    assert (found.model, found.seed, found.steps) == ("pond14B.safetensors", 31337, 22)


def test_a_workflow_alone_gives_the_steps_of_any_scheduler() -> None:
    found = case("30_workflow_only")
    assert (found.prompt, found.model, found.seed, found.steps) == (HERON, "pondXL.safetensors", 31337, 22)


def test_a_list_where_a_name_should_be_is_no_name() -> None:
    found = case("37_workflow_name_list")
    assert (found.seed, found.steps, found.guidance) == (1, 20, 7.0)


def guided(kind: str, **inputs: Any) -> dict[str, str]:
    """A graph whose sampler takes its conditionings and its guidance from a guider."""
    return drawn(
        guider=(kind, {"model": ["model", 0], **inputs}),
        noise=("RandomNoise", {"noise_seed": 7}),
        method=("KSamplerSelect", {"sampler_name": "euler"}),
        sigmas=("AlignYourStepsScheduler", {"model_type": "SDXL", "steps": 10, "denoise": 1.0}),
        empty=encoded("nothing at all"),
        edit=("InstructPixToPixConditioning",
              {"positive": ["good", 0], "negative": ["bad", 0], "vae": ["model", 2], "pixels": ["photo", 0]}),
        photo=("LoadImage", {"image": "photo.png"}),
        draw=("SamplerCustomAdvanced", {"noise": ["noise", 0], "guider": ["guider", 0], "sampler": ["method", 0],
                                        "sigmas": ["sigmas", 0], "latent_image": ["latent", 0]}),
    )  # fmt: skip


GOOD, BAD, BY_HAND = ["good", 0], ["bad", 0], ["empty", 0]


@pytest.mark.parametrize(
    ("texts", "negative"),
    [
        (guided("BasicGuider", conditioning=GOOD), ""),
        (guided("CFGGuider", cfg=4.5, positive=GOOD, negative=BAD), "blurry"),
        (guided("PerpNegGuider", cfg=4.5, positive=GOOD, negative=BAD, empty_conditioning=BY_HAND), "blurry"),
        (guided("LTXVDualCFGGuider", video_cfg=4.5, audio_cfg=7.0, positive=GOOD, negative=BAD), "blurry"),
        (guided("DualModelGuider", model_negative=["other", 0], cfg=4.5, positive=GOOD, negative=BAD), "blurry"),
        (guided("DualCFGGuider", cfg_conds=4.5, cond1=["edit", 0], cond2=["edit", 1], negative=BAD), "blurry"),
        # Of two guidances the negative may be the prompt again: the conditioning between them is what is not wanted.
        (guided("DualCFGGuider", cfg_conds=4.5, cond1=["edit", 0], cond2=["edit", 1], negative=GOOD), "blurry"),
        (guided("DualCFGGuider", cfg_conds=4.5, cond1=GOOD, cond2=BY_HAND, negative=BAD), "blurry"),
        (guided("SomebodysGuider", cfg_scale=4.5, pos=GOOD, neg_conditioning=BAD), "blurry"),
    ],
)
def test_every_guider_has_its_words_and_its_guidance(texts: dict[str, str], negative: str) -> None:
    found = facts_of(texts)
    assert (found.prompt, found.negative) == ("a raccoon", negative)
    assert (found.model, found.seed, found.steps) == ("dream.safetensors", 7, 10)
    assert found.guidance == (None if '"BasicGuider"' in texts["prompt"] else 4.5)


def test_words_for_places_come_after_the_sentence_that_they_are_in() -> None:
    box = {"clip": ["model", 1], "gligen_textbox_model": ["gligen", 0], "width": 64, "height": 64, "x": 0, "y": 0}
    found = facts_of(
        drawn(
            lamp=("GLIGENTextBoxApply", {"text": "a lamp", "conditioning_to": ["good", 0], **box}),
            cup=("GLIGENTextBoxApply", {"text": "a cup", "conditioning_to": ["lamp", 0], **box}),
            gligen=("GLIGENLoader", {"gligen_name": "gligen.safetensors"}),
            draw=sampler(positive=["cup", 0]),
        )
    )
    assert found.prompt == "a raccoon\na lamp\na cup"
    assert (found.width, found.height) == (832, 1216)


def test_a_node_that_gives_a_model_before_both_conditionings_keeps_them_apart() -> None:
    talk = {"model": ["model", 0], "positive": ["good", 0], "negative": ["bad", 0], "vae": ["model", 2]}
    found = facts_of(
        drawn(
            talk=("WanInfiniteTalkToVideo", talk),
            draw=sampler(model=["talk", 0], positive=["talk", 1], negative=["talk", 2], latent_image=["talk", 3]),
        )
    )
    assert (found.prompt, found.negative, found.model) == ("a raccoon", "blurry", "dream.safetensors")


def test_the_second_output_of_an_encoder_of_one_text_has_no_words() -> None:
    both = ("TextEncodeSomebody", {"prompt": "a raccoon", "clip": ["model", 1]})
    found = facts_of(drawn(both=both, draw=sampler(positive=["both", 0], negative=["both", 1])))
    assert (found.prompt, found.negative) == ("a raccoon", "")


def test_a_negative_that_is_the_prompt_itself_is_none() -> None:
    found = facts_of(drawn(draw=sampler(negative=["good", 0])))
    assert (found.prompt, found.negative) == ("a raccoon", "")


def test_a_prompt_that_is_left_empty_stays_empty() -> None:
    assert facts_of(drawn(good=encoded(""), note=("PromptNote", {"prompt": "an idea"}))).prompt == ""


SAID: Nodes = {
    "one": ("PrimitiveString", {"value": "one"}), "two": ("PrimitiveString", {"value": "two"}),
    "on": ("PrimitiveBoolean", {"value": True}), "off": ("PrimitiveBoolean", {"value": False}),
    "not": ("InvertBooleanNode", {"boolean": ["on", 0]}), "first": ("PrimitiveInt", {"value": 1}),
    "reroute": ("Reroute", {"": ["off", 0]}),
}  # fmt: skip
SIDES = {"on_true": ["one", 0], "on_false": ["two", 0]}


@pytest.mark.parametrize(
    ("switch", "expected"),
    [
        (("ComfySwitchNode", {"switch": ["on", 0], **SIDES}), "one"),
        (("ComfySwitchNode", {"switch": ["not", 0], **SIDES}), "two"),
        (("ComfySwitchNode", {"switch": ["reroute", 0], **SIDES}), "two"),
        (("LazySwitchKJ", {"switch": False, **SIDES}), "two"),
        (("ImpactConditionalBranch", {"cond": ["off", 0], "tt_value": ["one", 0], "ff_value": ["two", 0]}), "two"),
        (("Text Input Switch", {"boolean": ["off", 0], "text_a": ["one", 0], "text_b": ["two", 0]}), "two"),
        (("CR Text Input Switch", {"Input": 2, "text1": ["one", 0], "text2": ["two", 0]}), "two"),
        (("ImpactSwitch", {"select": ["first", 0], "input1": ["one", 0], "input2": ["two", 0]}), "one"),
        (("Any Switch (rgthree)", {"any_01": ["muted", 0], "any_02": ["two", 0]}), "two"),
        # What is not known is not empty: the first that is there stands for it.
        (("ComfySwitchNode", {"switch": ["asked", 0], **SIDES}), "one"),
    ],
)
def test_of_a_switch_counts_what_it_lets_through(switch: tuple[str, dict[str, Any]], expected: str) -> None:
    found = facts_of(drawn(**SAID, switch=switch, good=encoded(["switch", 0])))
    assert found.prompt == expected


def test_models_loras_and_numbers_behind_a_switch_are_those_it_lets_through() -> None:
    texts = drawn(
        **SAID,
        lora=("LoraLoaderModelOnly", {"lora_name": "fast.safetensors", "strength_model": 1, "model": ["model", 0]}),
        few=("PrimitiveInt", {"value": 4}),
        many=("PrimitiveInt", {"value": 40}),
        which=("ComfySwitchNode", {"switch": ["off", 0], "on_true": ["lora", 0], "on_false": ["model", 0]}),
        steps=("ComfySwitchNode", {"switch": ["off", 0], "on_true": ["few", 0], "on_false": ["many", 0]}),
        draw=sampler(model=["which", 0], steps=["steps", 0]),
    )
    assert (facts_of(texts).model, facts_of(texts).loras, facts_of(texts).steps) == ("dream.safetensors", (), 40)
    texts["prompt"] = texts["prompt"].replace('"inputs": {"value": false}', '"inputs": {"value": true}')
    assert (facts_of(texts).loras, facts_of(texts).steps) == (("fast.safetensors",), 4)


WISH: Nodes = {
    "wish": ("PrimitiveStringMultiline", {"value": "a tired raccoon"}),
    "task": ("PrimitiveStringMultiline", {"value": "You rewrite wishes as long descriptions."}),
    "both": ("StringConcatenate", {"string_a": ["task", 0], "string_b": ["wish", 0], "delimiter": "\n"}),
}


@pytest.mark.parametrize(
    "writer",
    [
        ("TextGenerate", {"prompt": ["wish", 0], "clip": ["model", 1], "max_length": 256}),
        ("TextGenerate", {"prompt": ["both", 0], "clip": ["model", 1], "max_length": 256}),
        ("TextGenerate", {"system_prompt": ["task", 0], "prompt": ["wish", 0], "clip": ["model", 1]}),
        ("OllamaGenerateV2", {"system": "You are helpful.", "prompt": ["wish", 0], "model": "llama"}),
        ("GeminiNode", {"prompt": "a tired raccoon", "model": "gemini-3", "seed": 3, "system_prompt": "Write."}),
        ("easy promptExpansion", {"text": ["wish", 0], "seed": 3}),
    ],
)
def test_of_what_a_language_model_wrote_the_person_s_own_words_are_kept(writer: tuple[str, dict[str, Any]]) -> None:
    shown = ("PreviewAny", {"source": ["writer", 0]})
    found = facts_of(drawn(**WISH, writer=writer, shown=shown, good=encoded(["shown", 0])))
    assert (found.prompt, found.seed) == ("a tired raccoon", 7)


def test_what_a_language_model_wrote_is_taken_where_a_node_has_kept_it() -> None:
    nodes: Nodes = {
        "writer": ("OllamaGenerate", {"prompt": ["wish", 0]}),
        "shown": ("ShowText|pysssss", {"text": ["writer", 0], "text_0": "a weary raccoon under neon light"}),
        "which": ("ComfySwitchNode", {"switch": True, "on_true": ["shown", 0], "on_false": ["wish", 0]}),
    }
    found = facts_of(drawn(**WISH, **nodes, good=encoded(["which", 0])))
    assert found.prompt == "a weary raccoon under neon light"


def test_texts_are_put_into_templates() -> None:
    form = ("StringFormat", {"f_string": "{a}, drawn by {b}", "values.a": ["wish", 0], "values.b": ["pen", 0]})
    found = facts_of(drawn(**WISH, form=form, pen=("PrimitiveString", {"value": "pen"}), good=encoded(["form", 0])))
    assert found.prompt == "a tired raccoon, drawn by pen"
    change = ("StringReplace", {"string": "a photo of {it}", "find": "{it}", "replace": ["wish", 0]})
    assert facts_of(drawn(**WISH, form=change, good=encoded(["form", 0]))).prompt == "a photo of a tired raccoon"


BEAK = encoded("a sharp beak")
AGAIN = {"seed": 555, "steps": 10, "cfg": 4.0, "sampler_name": "lcm", "scheduler": "normal", "denoise": 0.5,
         "model": ["model", 0], "positive": ["beak", 0], "negative": ["bad", 0]}  # fmt: skip


def gone_over(image: str, **nodes: tuple[str, dict[str, Any]]) -> dict[str, str]:
    """A drawn picture that other nodes go over before it is saved from `image`."""
    return drawn(**nodes, beak=BEAK, save=("SaveImage", {"images": [image, 0], "filename_prefix": "x"}))


@pytest.mark.parametrize(
    "texts",
    [
        gone_over("over", over=("FaceDetailer", {"image": ["decode", 0], **AGAIN})),
        gone_over("over", over=("UltimateSDUpscale", {"image": ["decode", 0], "upscale_by": 2.0, **AGAIN})),
        gone_over("over", over=("DetailerForEach", {"image": ["decode", 0], "segs": ["segs", 0], **AGAIN}),
                  segs=("BboxDetectorSEGS", {"image": ["decode", 0]})),
        gone_over("two", over=("FaceDetailer", {"image": ["decode", 0], **AGAIN}),
                  two=("FaceDetailer", {"image": ["over", 0], **AGAIN})),
        gone_over("pixels", over=("IterativeLatentUpscale", {"samples": ["draw", 0], "upscaler": ["by", 0]}),
                  by=("PixelKSampleUpscalerProvider", {"vae": ["model", 2], **AGAIN}),
                  pixels=("VAEDecode", {"samples": ["over", 0]})),
        # a part that is cut out, drawn anew, and put back
        gone_over("back", cut=("InpaintCropImproved", {"image": ["decode", 0], "mask": ["mask", 0]}),
                  mask=("MaskFromText", {"image": ["decode", 0]}),
                  part=("VAEEncode", {"pixels": ["cut", 1]}), over=("KSampler", {"latent_image": ["part", 0], **AGAIN}),
                  pixels=("VAEDecode", {"samples": ["over", 0]}),
                  back=("InpaintStitchImproved", {"stitcher": ["cut", 0], "inpainted_image": ["pixels", 0]})),
        gone_over("pixels", masked=("SetLatentNoiseMask", {"samples": ["draw", 0], "mask": ["mask", 0]}),
                  over=("KSampler", {"latent_image": ["masked", 0], **AGAIN}),
                  pixels=("VAEDecode", {"samples": ["over", 0]})),
        # a faint last pass
        gone_over("pixels", over=("KSampler", {"latent_image": ["draw", 0], **AGAIN, "denoise": 0.3}),
                  pixels=("VAEDecode", {"samples": ["over", 0]})),
        # one that enlarges, with the same words
        gone_over("pixels", large=("LatentUpscaleBy", {"samples": ["draw", 0], "scale_by": 2.0}),
                  over=("KSampler", {"latent_image": ["large", 0], **AGAIN, "positive": ["good", 0]}),
                  pixels=("VAEDecode", {"samples": ["over", 0]})),
    ],
)  # fmt: skip
def test_what_goes_over_a_picture_leaves_it_its_own_values(texts: dict[str, str]) -> None:
    found = facts_of(texts)
    assert (found.prompt, found.seed, found.steps, found.guidance) == ("a raccoon", 7, 20, 6.5)
    assert (found.sampler, found.scheduler) == ("euler", "karras")


def test_a_detailer_alone_has_the_picture_s_values() -> None:
    photo = ("LoadImage", {"image": "photo.png"})
    found = facts_of(gone_over("over", photo=photo, over=("FaceDetailer", {"image": ["photo", 0], **AGAIN})))
    assert (found.prompt, found.seed, found.steps) == ("a sharp beak", 555, 10)


def test_panels_side_by_side_give_the_words_of_all_in_their_order() -> None:
    panel = {**AGAIN, "denoise": 1.0, "latent_image": ["latent", 0]}
    found = facts_of(
        drawn(
            **{f"say{at}": encoded(f"panel {at}") for at in (2, 3)},
            **{f"draw{at}": ("KSampler", {**panel, "positive": [f"say{at}", 0]}) for at in (2, 3)},
            **{f"decode{at}": ("VAEDecode", {"samples": [f"draw{at}", 0]}) for at in (2, 3)},
            better=("FaceDetailer", {"image": ["decode", 0], **AGAIN}),
            beak=BEAK,
            row=("ImageStitch", {"image2": ["decode2", 0], "image1": ["better", 0], "direction": "right"}),
            both=("ImageStitch", {"image1": ["row", 0], "image2": ["decode3", 0], "direction": "down"}),
            save=("SaveImage", {"images": ["both", 0]}),
        )
    )
    assert (found.prompt, found.negative) == ("a raccoon\npanel 2\npanel 3", "blurry")
    assert (found.seed, found.steps) == (7, 20)


def test_a_second_picture_over_the_whole_of_the_first_has_its_own_values() -> None:
    found = facts_of(
        gone_over(
            "pixels",
            large=("LatentUpscaleBy", {"samples": ["draw", 0], "scale_by": 2.0}),
            over=("KSampler", {"latent_image": ["large", 0], **AGAIN}),
            pixels=("VAEDecode", {"samples": ["over", 0]}),
        )
    )
    assert (found.prompt, found.seed, found.steps) == ("a sharp beak", 555, 10)


def test_a_film_that_begins_with_a_drawn_picture_has_its_own_model() -> None:
    film = {**AGAIN, "denoise": 1.0, "model": ["film", 0], "positive": ["good", 0], "latent_image": ["moving", 2]}
    found = facts_of(
        gone_over(
            "pixels",
            large=("ImageScale", {"image": ["decode", 0], "width": 832, "height": 480}),
            moving=("WanImageToVideo", {"positive": ["good", 0], "negative": ["bad", 0], "start_image": ["large", 0]}),
            film=("UNETLoader", {"unet_name": "film.safetensors"}),
            over=("KSampler", film),
            pixels=("VAEDecode", {"samples": ["over", 0]}),
        )
    )
    assert (found.prompt, found.model, found.seed) == ("a raccoon", "film.safetensors", 555)


def test_a_refiner_adds_its_words_and_leaves_the_model() -> None:
    steps = {"steps": 25, "cfg": 8.0, "negative": ["bad", 0]}
    found = facts_of(
        drawn(
            refiner=("CheckpointLoaderSimple", {"ckpt_name": "refiner.safetensors"}),
            finer=("CLIPTextEncode", {"text": "fine hair", "clip": ["refiner", 1]}),
            draw=("KSamplerAdvanced", {"add_noise": "enable", "noise_seed": 7, "model": ["model", 0],
                                       "positive": ["good", 0], "latent_image": ["latent", 0], **steps}),
            finish=("KSamplerAdvanced", {"add_noise": "disable", "noise_seed": 0, "model": ["refiner", 0],
                                         "positive": ["finer", 0], "latent_image": ["draw", 0], **steps}),
            decode=("VAEDecode", {"samples": ["finish", 0]}),
        )
    )  # fmt: skip
    assert (found.prompt, found.negative) == ("a raccoon\nfine hair", "blurry")
    assert (found.model, found.seed, found.steps) == ("dream.safetensors", 7, 25)


def test_stable_cascade_s_first_stage_has_the_picture_s_values() -> None:
    found = facts_of(
        drawn(
            stage=("StableCascade_StageB_Conditioning", {"conditioning": ["good", 0], "stage_c": ["draw", 0]}),
            small=("CheckpointLoaderSimple", {"ckpt_name": "stage_b.safetensors"}),
            large=(
                "KSampler",
                {**AGAIN, "model": ["small", 0], "positive": ["stage", 0], "latent_image": ["latent", 1]},
            ),
            decode=("VAEDecode", {"samples": ["large", 0]}),
        )
    )
    assert (found.model, found.seed, found.steps) == ("dream.safetensors", 7, 20)


def test_of_merged_models_the_first_gives_the_name() -> None:
    found = facts_of(
        drawn(
            second=("CheckpointLoaderSimple", {"ckpt_name": "second.safetensors"}),
            third=("CheckpointLoaderSimple", {"ckpt_name": "third.safetensors"}),
            lora=("LoraLoaderModelOnly", {"lora_name": "ink.safetensors", "strength_model": 1, "model": ["model", 0]}),
            merge=("ModelMergeSimple", {"ratio": 0.5, "model1": ["lora", 0], "model2": ["second", 0]}),
            more=("ModelMergeBlocks", {"input": 0.5, "model1": ["merge", 0], "model2": ["third", 0]}),
            draw=sampler(model=["more", 0]),
        )
    )
    assert (found.model, found.loras) == ("dream.safetensors", ("ink.safetensors",))


def test_steps_that_are_written_as_sigmas_are_counted() -> None:
    texts = guided("CFGGuider", cfg=4.5, positive=GOOD, negative=BAD)
    nodes = json.loads(texts["prompt"])
    nodes["sigmas"] = {"class_type": "ManualSigmas", "inputs": {"sigmas": "1.0, 0.85, 0.7250, 0.4219, 0.0"}}
    assert facts_of({"prompt": json.dumps(nodes)}).steps == 4


def test_wrapper_packs_that_encode_both_signs_in_one_are_read() -> None:
    found = facts_of(
        graph(
            load=("WanVideoModelLoader", {"model": "wan.safetensors", "lora": ["lora", 0]}),
            lora=("WanVideoLoraSelect", {"lora": "ink.safetensors", "strength": 0.8}),
            say=("WanVideoTextEncode", {"positive_prompt": "a raccoon", "negative_prompt": "blurry", "t5": ["t5", 0]}),
            t5=("LoadWanVideoT5TextEncoder", {"model_name": "umt5.safetensors"}),
            size=("WanVideoEmptyEmbeds", {"width": 832, "height": 480, "num_frames": 81}),
            draw=("WanVideoSampler", {"steps": 25, "cfg": 6.0, "seed": 7, "scheduler": "unipc", "model": ["load", 0],
                                      "text_embeds": ["say", 0], "image_embeds": ["size", 0]}),
            decode=("WanVideoDecode", {"samples": ["draw", 0]}),
            save=("VHS_VideoCombine", {"images": ["decode", 0], "save_output": True}),
        )
    )  # fmt: skip
    assert (found.prompt, found.negative, found.model) == ("a raccoon", "blurry", "wan.safetensors")
    assert (found.loras, found.seed, found.steps, found.scheduler) == (("ink.safetensors",), 7, 25, "unipc")


def test_a_pack_that_keeps_the_negative_in_a_node_beside_the_encoder_is_read() -> None:
    found = facts_of(
        graph(
            load=("HyVideoModelLoader", {"model": "hunyuan.safetensors", "base_precision": "bf16"}),
            cfg=("HyVideoCFG", {"negative_prompt": "blurry", "cfg": 6.0, "start_percent": 0.0}),
            say=("HyVideoTextEncode", {"prompt": "a raccoon", "text_encoders": ["t5", 0], "hyvid_cfg": ["cfg", 0]}),
            t5=("DownloadAndLoadHyVideoTextEncoder", {"llm_model": "llama"}),
            draw=("HyVideoSampler", {"width": 512, "height": 320, "steps": 30, "seed": 7, "scheduler": "Flow",
                                     "embedded_guidance_scale": 6.5, "model": ["load", 0], "hyvid_embeds": ["say", 0]}),
            save=("VHS_VideoCombine", {"images": ["draw", 0], "save_output": True}),
        )
    )  # fmt: skip
    assert (found.prompt, found.negative, found.model) == ("a raccoon", "blurry", "hunyuan.safetensors")
    assert (found.seed, found.steps) == (7, 30)
