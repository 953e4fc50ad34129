"""What a LoRA was trained on, told by words: a LoRA fits models of that base, and does nothing, or harm, on others.

Trainers name the base in a file's metadata, each in a way of its own: `flux1` and `sdxl_base_v1-0` (sd-scripts),
`flux.1_kontext` and `flux2_klein_4b` (ai-toolkit), `flux_kontext` and `flux_2_dev` (musubi-tuner), `Flux.1-dev/lora`
(modelspec.architecture). People name it in file names. FLUX.1's dev, Kontext and Schnell have the same shapes, and
their LoRAs fit each other; so have the distilled and the base klein of one size, and Qwen-Image and its Edit.
"""

from __future__ import annotations

import re
from typing import Final

from backends.families import Family

FLUX1: Final = "FLUX.1"
FLUX2: Final = "FLUX.2 dev"
KLEIN: Final = "FLUX.2 klein"
"""Of a size that is not told; with one it is `FLUX.2 klein 4B` or `FLUX.2 klein 9B`."""
QWEN_IMAGE: Final = "Qwen-Image"

BASE_OF_FAMILY: Final[dict[Family, str]] = {
    "kontext": FLUX1,
    "dev": FLUX1,
    "schnell": FLUX1,
    "flux2": FLUX2,
    "klein": KLEIN,
    "klein-base": KLEIN,
    "qwen-edit": QWEN_IMAGE,
}

_IN_NAMES: Final = (
    (f"{KLEIN} 9B", r"klein\W*(v\W*)?(base\W*)?9b|9b\W*(base\W*)?klein"),
    (f"{KLEIN} 4B", r"klein\W*(v\W*)?(base\W*)?4b|4b\W*(base\W*)?klein"),
    (KLEIN, r"flux\W*(1|2)?\W*klein|klein\W*(base\W*)?flux"),
    (FLUX2, r"(?<![a-z])flux\W*2(?!\d)"),
    (QWEN_IMAGE, r"(?<![a-z])qwen\W*(image|edit)"),
    ("Z-Image", r"(?<![a-z])z\W*image"),
    ("Krea 2", r"(?<![a-z])krea\W*2"),
    (FLUX1, r"(?<![a-z])flux|kontext"),
    ("SDXL", r"(?<![a-z])sdxl|stable\W*diffusion\W*xl"),
)
"""Base → what stands in names of its files, in lower case with spaces for underlines; the first that is found."""

_IN_METADATA: Final = (
    *_IN_NAMES,
    (FLUX1, r"schnell"),
    ("SD 3", r"(?<![a-z])sd\W*3|stable\W*diffusion\W*(v\W*)?3"),
    ("SD 2", r"(?<![a-z])sd\W*(v\W*)?2|stable\W*diffusion\W*(v\W*)?2"),
    ("SD 1.5", r"(?<![a-z])sd\W*(v\W*)?1|stable\W*diffusion\W*(v\W*)?1"),
    ("SDXL", r"illustrious|(?<![a-z])pony"),
    *((name, rf"(?<![a-z]){name.lower()}") for name in ("Chroma", "HiDream", "Hunyuan", "Wan", "LTX", "Lumina")),
    *(
        (name, rf"(?<![a-z]){name.lower()}")
        for name in ("Cosmos", "Anima", "Ideogram", "AuraFlow", "OmniGen", "PixArt")
    ),
)

KNOWN: Final = tuple(dict.fromkeys((FLUX1, FLUX2, f"{KLEIN} 4B", f"{KLEIN} 9B", *(base for base, _ in _IN_METADATA))))
"""All of them, those that the studio draws with first."""


def base_of(words: str) -> str:
    """The base that words of metadata or of a person name; empty where they name none that is known."""
    return _first(_IN_METADATA, words)


def base_in_name(file: str) -> str:
    """The base that a file's name tells; empty where it tells none. Short words that may mean other things do not."""
    return _first(_IN_NAMES, file.replace("\\", "/").rpartition("/")[2])


def fits(lora: str, model: str) -> bool:
    """Whether a LoRA of one base can be put on a model of another; a base that is not known may be any."""
    if not lora or not model or lora == model:
        return True
    klein = lora.startswith(KLEIN) and model.startswith(KLEIN)
    return klein and KLEIN in (lora, model)


def _first(table: tuple[tuple[str, str], ...], words: str) -> str:
    spaced = words.lower().replace("_", " ")
    return next((base for base, pattern in table if re.search(pattern, spaced)), "")
