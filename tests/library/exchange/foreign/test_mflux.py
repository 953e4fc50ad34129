"""mflux's settings in pictures as it writes them: by release, with LoRAs, and over a picture that it enlarged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.exchange import generation_data
from library.exchange.foreign.facts import ForeignFacts, ForeignUnreadable
from library.exchange.foreign.reading import read_texts
from library.formats.heads.exif import COMMENT
from library.formats.heads.reading import read
from library.store import Library
from tests.library.exchange.foreign.written import MFLUX, NEGATIVE, PROMPT
from tests.library.inboxes import by_name
from tests.library.making import encode, pixels

ASCII = b"ASCII\0\0\0"
PRINTED = {
    "model": "dev", "seed": "31337", "steps": "22", "guidance": "4.5", "precision": "mlx.core.bfloat16",
    "quantization": "4 bit", "generation_time": "61.20 seconds", "lora_paths": "mist.safetensors, ink.safetensors",
    "lora_scales": "0.60, 0.00", "prompt": PROMPT,
}  # fmt: skip
"""What the first release wrote: all of it text, and no version."""


def picture(path: Path, comment: bytes) -> Path:
    """A small picture with a UserComment, by the ending of its name."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    kind = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP"}[path.suffix]
    path.write_bytes(encode(Image.fromarray(pixels(1)), kind, exif=exif.tobytes()))
    return path


def facts(path: Path) -> ForeignFacts | None:
    file = read(str(path))
    return generation_data.read(str(path), file.head, file.bytes)


def found_in(given_object: dict[str, Any]) -> ForeignFacts:
    found = read_texts({COMMENT: json.dumps(given_object)})
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
@pytest.mark.parametrize(
    ("comment", "model"),
    [
        (ASCII + json.dumps(MFLUX).encode(), "black-forest-labs/FLUX.1-dev"),
        (json.dumps(MFLUX).encode(), "black-forest-labs/FLUX.1-dev"),
        (str(PRINTED).encode(), "dev"),
        (str({"mflux_version": "0.3.0", **PRINTED, "controlnet_image": "None"}).encode(), "dev"),
    ],
)
def test_each_release_s_picture_is_read(tmp_path: Path, name: str, comment: bytes, model: str) -> None:
    found = facts(picture(tmp_path / name, comment))
    assert found is not None
    assert (found.tool, found.prompt, found.model, found.loras) == ("mflux", PROMPT, model, ("mist.safetensors",))
    assert (found.seed, found.steps, found.guidance) == (31337, 22, 4.5)


def test_the_first_release_s_file_beside_is_json_with_texts() -> None:
    found = found_in({**PRINTED, "guidance": "None", "lora_paths": "", "lora_scales": ""})
    assert (found.tool, found.model, found.seed, found.guidance, found.loras) == ("mflux", "dev", 31337, None, ())


def test_a_lora_of_no_strength_was_not_used_and_one_without_strength_was() -> None:
    paths = ["/Users/me/loras/mist.safetensors", "~/ink.safetensors", "someone/Pond-LoRA", "moss.safetensors"]
    for scales, right in (
        ([0.6, 0.0, -0.5], ("mist.safetensors", "someone/Pond-LoRA", "moss.safetensors")),
        (None, ("mist.safetensors", "ink.safetensors", "someone/Pond-LoRA", "moss.safetensors")),
    ):
        assert found_in({**MFLUX, "lora_paths": paths, "lora_scales": scales}).loras == right


def test_the_model_is_the_one_whose_weights_were_taken() -> None:
    for path, right in (
        (None, MFLUX["model"]),
        ("/Volumes/x/pond-4bit/", "pond-4bit"),
        ("someone/Pond", "someone/Pond"),
    ):
        assert found_in({**MFLUX, "model_path": path}).model == right


def test_an_enlarged_picture_keeps_what_it_was_drawn_with() -> None:
    enlarged = {
        **MFLUX, "model": "numz/SeedVR2_comfyUI", "seed": 7, "steps": 1, "guidance": None, "width": 96, "height": 128,
        "lora_paths": None, "lora_scales": None, "original_model": "black-forest-labs/FLUX.1-dev",
        "original_seed": 31337, "original_steps": 22, "original_guidance": 4.5, "original_width": 48,
        "original_height": 64, "original_lora_paths": ["mist.safetensors"], "original_lora_scales": [0.6],
    }  # fmt: skip
    assert found_in(enlarged) == found_in(MFLUX)
    del enlarged["original_guidance"]
    assert found_in(enlarged).guidance is None


def test_settings_whose_end_is_missing_say_so() -> None:
    for text in (json.dumps(MFLUX)[:-20], str(PRINTED)[:20] + ", 'seed': '', 'lora_scales': ''"):
        with pytest.raises(ForeignUnreadable):
            read_texts({COMMENT: text})


@pytest.mark.parametrize(
    "given_object",
    [
        {"metadata": {"quantization_level": "4", "mflux_version": "0.17.5"}, "weight_map": {"a": "0.safetensors"}},
        {"mflux_version": "0.11.1", "pid": 12345},
        {"concept_prompt": "dragon", "layer_indices": [15], "timesteps": [0, 1], "height": 64, "width": 48},
    ],
)
def test_its_models_and_heatmaps_are_no_settings(given_object: dict[str, Any]) -> None:
    assert read_texts({COMMENT: json.dumps(given_object)}) is None


def test_a_structured_prompt_beside_is_no_settings_and_the_other_file_is(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png", b"")
    path.with_suffix(".json").write_text('{"short_description": "a heron", "objects": [{"shape": "long"}]}')
    assert facts(path) is None
    path.with_suffix(".metadata.json").write_text("null")
    assert facts(path) is None
    path.with_suffix(".metadata.json").write_text(json.dumps(MFLUX, indent=4))
    found = facts(path)
    assert found is not None
    assert (found.tool, found.prompt, found.negative) == ("mflux", PROMPT, NEGATIVE)


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_python_prints_comes_back(prompt: str, model: str) -> None:
    plain = {**PRINTED, "prompt": prompt, "model": model}
    assert read_texts({COMMENT: str(plain)}) == read_texts({COMMENT: json.dumps(plain)})


def test_an_import_finds_it_by_its_name(library: Library, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    picture(inbox / "a.png", ASCII + json.dumps(MFLUX).encode())
    library.imports.folder(inbox)
    assert by_name(library)["a.png"].facts.negative == NEGATIVE
    assert len(library.page("engine:mflux lora:mist").pictures) == 1
