"""Whose words a picture has: guiders, words for places, both signs in one node, and the negative that is none."""

from __future__ import annotations

import pytest

from tests.library.exchange.foreign.graphs import BAD, BY_HAND, GOOD, drawn, encoded, facts_of, graph, guided, sampler


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
