"""Which of several samplers and models drew the picture: detailers, panels, refiners, stages, films, merged models."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.library.exchange.foreign.graphs import BAD, GOOD, drawn, encoded, facts_of, guided, sampler

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
