"""The model files of a server: where each kind is listed and belongs, and what a file's name tells of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from backends.base import LeftOut, LoraUse, ModelMissing
from backends.bases import BASE_OF_FAMILY, KLEIN
from backends.comfyui.inventory.catalog import Catalog
from backends.families import Family
from backends.plain import plain


class Models(msgspec.Struct, frozen=True):
    """The files to draw with, as the server lists them; `family` says which graph they need.

    All but FLUX.1 have one text encoder, and `clip2` is empty; `clip_type` is what their loader is told. `loras` are
    those that fit the model, `left_out` those that were asked for and do not, `absent` those that fit and are not on
    the server. `reference_method` is what several references are put in order by, empty where the model knows for
    itself; `reads_once` says that references are read in the first step only, as the model was made for; `by_regions`,
    that the server has the nodes which keep words and references to a part of the picture.
    """

    unet: str
    clip1: str
    clip2: str
    vae: str
    family: Family
    clip_type: str = "flux"
    loras: tuple[LoraUse, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    absent: tuple[str, ...] = ()
    reference_method: str = ""
    reads_once: bool = False
    by_regions: bool = False


class Shelf(msgspec.Struct, frozen=True):
    """Where a kind of model is listed (node, input), and where its files belong."""

    places: tuple[tuple[str, str], ...]
    folder: str


SHELVES: Final = {
    "unet": Shelf((("UNETLoader", "unet_name"), ("UnetLoaderGGUF", "unet_name")), "models/diffusion_models"),
    "clip1": Shelf(
        (("DualCLIPLoader", "clip_name1"), ("DualCLIPLoaderGGUF", "clip_name1")),
        "models/text_encoders",
    ),
    "clip2": Shelf(
        (("DualCLIPLoader", "clip_name2"), ("DualCLIPLoaderGGUF", "clip_name2")),
        "models/text_encoders",
    ),
    "clip": Shelf((("CLIPLoader", "clip_name"), ("CLIPLoaderGGUF", "clip_name")), "models/text_encoders"),
    "vae": Shelf((("VAELoader", "vae_name"),), "models/vae"),
    "lora": Shelf((("LoraLoaderModelOnly", "lora_name"),), "models/loras"),
    "checkpoint": Shelf((("CheckpointLoaderSimple", "ckpt_name"),), "models/checkpoints"),
}
"""`clip` is the one text encoder of what is not FLUX.1."""


def family_of(unet: str) -> Family:
    """Which graph a diffusion model needs, by its name: Kontext takes references, Schnell takes no guidance."""
    name = unet.lower()
    if is_klein(name):
        return "klein-base" if "base" in _last(name) else "klein"
    if re.search(r"flux[._ -]?2(?!\d)", name):
        return "flux2"
    if re.search(r"qwen.*edit", _last(name)):
        return "qwen-edit"
    return "kontext" if "kontext" in name else "schnell" if "schnell" in name else "dev"


def is_klein(name: str) -> bool:
    """Whether a file's name is that of a FLUX.2 klein; the word alone may be anybody's name."""
    return bool(re.search(r"klein", name.lower()) and re.search(r"flux|[49]b", name.lower()))


def base_of_model(unet: str) -> str:
    """The base that a LoRA must have to fit a diffusion model, in the words of `backends.bases`."""
    size = re.search(r"(?<!\d)([49])b(?![a-z])", unet.lower()) if is_klein(unet) else None
    return f"{KLEIN} {size[1]}B" if size else BASE_OF_FAMILY[family_of(unet)]


def listed(catalog: Catalog, role: str) -> tuple[str, ...]:
    """The files that the server lists for a role, those that GGUF loaders list too, each once."""
    return tuple(dict.fromkeys(name for place in SHELVES[role].places for name in catalog.choices(*place)))


def find(catalog: Catalog, role: str, name: str) -> str:
    """The name as the server lists it: exactly, or in a subfolder, or in other case. Raises ModelMissing."""
    found = found_among(listed(catalog, role), name)
    if not found:
        raise missing(role, name)
    return found


def found_among(names: Iterable[str], name: str) -> str:
    """The name as it stands among these: exactly, or in a subfolder, or in other case; empty where it does not."""
    names = tuple(names)
    if name in names:
        return name
    asked = name.replace("\\", "/").lower()
    for alike in (_path, _last):
        found = sorted(
            (other for other in names if alike(other) == alike(asked)), key=lambda other: (len(other), other)
        )
        if found:
            return found[0]
    return ""


def missing(role: str, name: str) -> ModelMissing:
    """The error for a model file that the server does not list."""
    shelf = SHELVES[role]
    kind = "LoRA" if role == "lora" else "model"
    shown = plain(name, 160)
    return ModelMissing(
        f"The server does not have the {kind} {shown}",
        f"Put {shown} into {shelf.folder} of ComfyUI, or choose another one",
        shown,
        shelf.folder,
    )


def _path(name: str) -> str:
    return name.replace("\\", "/").lower()


def _last(name: str) -> str:
    return _path(name).rpartition("/")[2]
