"""What a LoRA was trained on, told by the words of trainers and of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends.bases import BASE_OF_FAMILY, KNOWN, base_in_name, base_of, fits
from backends.families import GUIDANCE, LOOKS_AT_REFERENCES, NAMES, STEPS
from studio.scenes import stock


@pytest.mark.parametrize(
    ("words", "base"),
    [
        *((words, "FLUX.1") for words in ("flux1", "flux.1", "flux.1_kontext", "flux_kontext", "flux-1-dev/lora")),
        *((words, "FLUX.1") for words in ("Flux.1-dev/lora", "Flux.1 D", "Flux.1 Krea", "flux1-schnell", "schnell")),
        *((words, "FLUX.2 dev") for words in ("flux2", "flux_2_dev", "Flux.2-dev/lora", "Flux.2 D")),
        *((words, "FLUX.2 klein 4B") for words in ("flux2_klein_4b", "Flux.2-klein-4b", "Flux.2 Klein 4B-base")),
        *((words, "FLUX.2 klein 9B") for words in ("flux_2_klein_9b", "FLUX.2-klein-base-9B")),
        *((words, "Qwen-Image") for words in ("qwen_image", "qwen_image_edit", "Qwen-Image-Edit-2511/lora")),
        *((words, "SDXL") for words in ("sdxl_base_v1-0", "stable-diffusion-xl-v1-base/lora", "Illustrious", "Pony")),
        *((words, "SD 1.5") for words in ("sd_v1", "sd_1.5", "stable-diffusion-v1/lora")),
        *(("zimage", "Z-Image"), ("krea2", "Krea 2"), ("sd3", "SD 3"), ("wan2.1", "Wan"), ("hunyuan_video", "Hunyuan")),
        *((words, "") for words in ("", "None", "my own merge")),
    ],
)
def test_the_words_of_metadata(words: str, base: str) -> None:
    assert base_of(words) == base


@pytest.mark.parametrize(
    ("file", "base"),
    [
        ("FLUX-kontext-lora-flat-cartoon-style.safetensors", "FLUX.1"),
        ("flux2/milo_flux-2.safetensors", "FLUX.2 dev"),
        ("milo_flux_20steps.safetensors", "FLUX.1"),
        ("milo-klein-9b.safetensors", "FLUX.2 klein 9B"),
        ("Qwen-Image-Edit-2509-Lightning-4steps-V1.0-bf16.safetensors", "Qwen-Image"),
        *(
            (f"{name}.safetensors", "")
            for name in ("yves_klein", "pony", "milo_painterly", "schnell", "swan", "lumina")
        ),
    ],
)
def test_names_of_files_tell_only_what_cannot_mean_something_else(file: str, base: str) -> None:
    assert base_in_name(file) == base


def test_what_fits() -> None:
    assert fits("FLUX.2 klein", "FLUX.2 klein 9B")
    assert fits("FLUX.2 klein 4B", "FLUX.2 klein")
    assert not fits("FLUX.2 klein 4B", "FLUX.2 klein 9B")
    assert not fits("FLUX.2 dev", "FLUX.2 klein")
    assert fits("", "FLUX.1")
    assert fits("FLUX.1", "")


def test_every_family_has_all_that_is_asked_of_it() -> None:
    assert STEPS.keys() == GUIDANCE.keys() == NAMES.keys() == BASE_OF_FAMILY.keys()
    assert NAMES.keys() >= LOOKS_AT_REFERENCES
    assert {base_of(base) for base in KNOWN} == set(KNOWN)


def test_what_is_shipped_names_its_base(tmp_path: Path) -> None:
    goods = stock.load(tmp_path)
    bases = [lora.base for style in goods.styles for lora in style.loras]
    bases += [lora.base for member in goods.cast for lora in member.loras]
    assert set(bases) == {"FLUX.1"}
