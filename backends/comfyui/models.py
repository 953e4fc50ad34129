"""Which of a server's models draw: what was named, and for `auto` the best that is there, by family and by weights."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from backends.base import EngineRefused, ModelMissing
from backends.comfyui.catalog import Catalog
from backends.comfyui.plain import plain
from backends.flux import LOOKS_AT_REFERENCES, Family


class Models(msgspec.Struct, frozen=True):
    """The files to draw with, as the server lists them; `family` says which graph they need.

    FLUX.2 has one text encoder, and `clip2` is empty.
    """

    unet: str
    clip1: str
    clip2: str
    vae: str
    family: Family
    loras: tuple[str, ...] = ()


class Shelf(msgspec.Struct, frozen=True):
    """Where a kind of model is listed (node, input), where its files belong, and what `auto` would like to find."""

    places: tuple[tuple[str, str], ...]
    folder: str
    wanted: str


SHELVES: Final = {
    "unet": Shelf(
        (("UNETLoader", "unet_name"), ("UnetLoaderGGUF", "unet_name")),
        "models/diffusion_models",
        "flux1-dev-kontext_fp8_scaled.safetensors",
    ),
    "clip1": Shelf(
        (("DualCLIPLoader", "clip_name1"), ("DualCLIPLoaderGGUF", "clip_name1")),
        "models/text_encoders",
        "clip_l.safetensors",
    ),
    "clip2": Shelf(
        (("DualCLIPLoader", "clip_name2"), ("DualCLIPLoaderGGUF", "clip_name2")),
        "models/text_encoders",
        "t5xxl_fp8_e4m3fn_scaled.safetensors",
    ),
    "clip": Shelf(
        (("CLIPLoader", "clip_name"), ("CLIPLoaderGGUF", "clip_name")),
        "models/text_encoders",
        "mistral_3_small_flux2_fp8.safetensors",
    ),
    "vae": Shelf((("VAELoader", "vae_name"),), "models/vae", "ae.safetensors"),
    "lora": Shelf((("LoraLoaderModelOnly", "lora_name"),), "models/loras", ""),
}
"""`clip` is FLUX.2's one text encoder."""

FLUX2_VAE: Final = "flux2-vae.safetensors"
FLUX2_CLASSES: Final = frozenset({"EmptyFlux2LatentImage", "Flux2Scheduler", "CLIPLoader", "SamplerCustomAdvanced"})

_INSTEAD: Final[dict[str, tuple[Family, ...]]] = {
    "": ("schnell", "dev", "kontext", "flux2"),
    "kontext": ("kontext", "dev", "flux2", "schnell"),
    "dev": ("dev", "kontext", "flux2", "schnell"),
    "schnell": ("schnell", "dev", "kontext", "flux2"),
    "flux2": ("flux2", "kontext", "dev", "schnell"),
}
"""What draws where the family that was asked for is not there: the nearest first."""

_OTHER_TASKS: Final = ("fill", "depth", "canny", "redux", "klein")
"""Models of these names want other graphs; `auto` leaves them alone."""
_WEIGHTS: Final = ("fp8_scaled", "e4m3fn_scaled", "fp8mixed", "bf16", "fp16", "fp8", ".safetensors", "q8", "q6", "q5")
_ENCODER_WEIGHTS: Final = ("fp16", "e4m3fn_scaled", "fp8_scaled", "bf16", "fp8", ".safetensors", "q8", "q6", "q5")


def family_of(unet: str) -> Family:
    """Which graph a diffusion model needs, by its name: Kontext takes references, Schnell takes no guidance."""
    name = unet.lower()
    if re.search(r"flux[._ -]?2", name):
        return "flux2"
    return "kontext" if "kontext" in name else "schnell" if "schnell" in name else "dev"


def listed(catalog: Catalog, role: str) -> tuple[str, ...]:
    """The files that the server lists for a role, those that GGUF loaders list too, each once."""
    return tuple(dict.fromkeys(name for place in SHELVES[role].places for name in catalog.choices(*place)))


def has_flux2(catalog: Catalog) -> bool:
    """Whether the server has the nodes that FLUX.2 needs."""
    return catalog.nodes.keys() >= FLUX2_CLASSES and "flux2" in catalog.choices("CLIPLoader", "type")


def flux_models(catalog: Catalog) -> tuple[str, ...]:
    """The FLUX diffusion models that the server lists and can draw with, the ones that `auto` likes best first."""
    families: tuple[Family, ...] = ("kontext", "schnell", "dev", "flux2")
    return tuple(name for family in families for name in _of_family(catalog, family))


def resolve(
    catalog: Catalog, asked: dict[str, str], references: bool, loras: Iterable[str] = (), family: str = ""
) -> Models:
    """The files to draw with: what was asked for by role, and for `auto` the best that the server has.

    The asked `family` comes first; where the server lacks it, the nearest that can draw the same request. Raises
    ModelMissing with the file and its folder, and EngineRefused where a model that was named cannot do it.
    """
    asked = {role: file or "auto" for role, file in asked.items()}
    wanted = tuple(loras)
    named = asked.get("unet", "auto")
    unet = _best_unet(catalog, references, bool(wanted), family) if named == "auto" else find(catalog, "unet", named)
    drawn = family_of(unet)
    if references and drawn == "schnell":
        raise EngineRefused(
            f"{plain(unet)} takes no reference pictures",
            "Choose a Kontext model or auto in the server's models, or draw without references",
        )
    chain = tuple(find(catalog, "lora", lora) for lora in wanted)
    if drawn == "flux2":
        return _flux2(catalog, unet, asked if named != "auto" else {}, chain)
    clip1 = _encoder(catalog, "clip1", asked.get("clip1", "auto"), ("clip_l",))
    clip2 = _encoder(catalog, "clip2", asked.get("clip2", "auto"), ("t5xxl", "t5-xxl", "t5_xxl", "t5"))
    _hold_pair(clip1, clip2)
    return Models(
        unet=unet,
        clip1=clip1,
        clip2=clip2,
        vae=_vae(catalog, asked.get("vae", "auto")),
        family=drawn,
        loras=chain,
    )


def find(catalog: Catalog, role: str, name: str) -> str:
    """The name as the server lists it: exactly, or in a subfolder, or in other case. Raises ModelMissing."""
    names = listed(catalog, role)
    if name in names:
        return name
    asked = name.replace("\\", "/").lower()
    for alike in (_path, _last):
        found = sorted(
            (other for other in names if alike(other) == alike(asked)), key=lambda other: (len(other), other)
        )
        if found:
            return found[0]
    raise missing(role, name)


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


def _hold_pair(clip1: str, clip2: str) -> None:
    """The GGUF loader of two text encoders fails on a scaled fp8 file, after it has loaded the other one."""
    pair = f"{clip1} {clip2}".lower()
    if ".gguf" in pair and "scaled" in pair:
        raise EngineRefused(
            f"{plain(clip1, 100)} and {plain(clip2, 100)} cannot be loaded together: GGUF beside scaled fp8",
            "Name a text encoder that is not scaled in the server's models, or auto",
        )


def _flux2(catalog: Catalog, unet: str, asked: dict[str, str], loras: tuple[str, ...]) -> Models:
    """Files for FLUX.2. Encoder and VAE of the settings count only where the settings name the model they belong to."""
    if not has_flux2(catalog):
        raise EngineRefused(
            f"The server lists {plain(unet)}, and has no nodes for FLUX.2", "Update ComfyUI on the server"
        )
    return Models(
        unet=unet,
        clip1=_encoder(catalog, "clip", asked.get("clip1", "auto"), ("mistral",)),
        clip2="",
        vae=_flux2_vae(catalog, asked.get("vae", "auto")),
        family="flux2",
        loras=loras,
    )


def _best_unet(catalog: Catalog, references: bool, loras: bool, family: str) -> str:
    for candidate in _INSTEAD.get(family, _INSTEAD[""]):
        able = candidate in LOOKS_AT_REFERENCES or not references
        # LoRAs that were trained for FLUX.1 do not fit FLUX.2.
        if not able or (candidate == "flux2" != family and loras):
            continue
        found = _of_family(catalog, candidate)
        if found:
            return found[0]
    raise missing("unet", SHELVES["unet"].wanted)


def _of_family(catalog: Catalog, family: Family) -> list[str]:
    if family == "flux2" and not has_flux2(catalog):
        return []

    def fits(name: str) -> bool:
        lower = name.lower()
        return (
            family_of(lower) == family
            and ("flux" in lower or family != "dev")
            and not any(word in lower for word in _OTHER_TASKS)
        )

    return sorted(filter(fits, listed(catalog, "unet")), key=lambda name: (_rank(name, _WEIGHTS), len(name), name))


def _encoder(catalog: Catalog, role: str, asked: str, words: tuple[str, ...]) -> str:
    if asked != "auto":
        return find(catalog, role, asked)
    for word in words:
        found = [name for name in listed(catalog, role) if word in _last(name)]
        if found:
            return min(found, key=lambda name: (_rank(name, _ENCODER_WEIGHTS), len(name), name))
    raise missing(role, SHELVES[role].wanted)


def _vae(catalog: Catalog, asked: str) -> str:
    if asked != "auto":
        return find(catalog, "vae", asked)
    found = [
        name
        for name in listed(catalog, "vae")
        if _last(name).startswith("ae.") or ("flux" in name.lower() and "vae" in name.lower())
    ]
    found = [name for name in found if family_of(name) != "flux2"]
    if not found:
        raise missing("vae", SHELVES["vae"].wanted)
    return min(found, key=lambda name: (not _last(name).startswith("ae."), len(name), name))


def _flux2_vae(catalog: Catalog, asked: str) -> str:
    if asked != "auto":
        return find(catalog, "vae", asked)
    found = [name for name in listed(catalog, "vae") if family_of(name) == "flux2"]
    if not found:
        raise missing("vae", FLUX2_VAE)
    return min(found, key=lambda name: (len(name), name))


def _rank(name: str, order: tuple[str, ...]) -> int:
    return next((place for place, word in enumerate(order) if word in name.lower()), len(order))


def _path(name: str) -> str:
    return name.replace("\\", "/").lower()


def _last(name: str) -> str:
    return _path(name).rpartition("/")[2]
