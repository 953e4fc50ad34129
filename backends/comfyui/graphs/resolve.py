"""Which of a server's files draw a request: what was named, and for `auto` the best that is there, by family."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from backends.base import EngineRefused, LeftOut, LoraUse, ModelMissing
from backends.bases import BASE_OF_FAMILY, base_in_name, base_of, fits
from backends.comfyui.graphs import regions
from backends.comfyui.graphs.models import (
    Models,
    base_of_model,
    family_of,
    find,
    found_among,
    is_klein,
    listed,
    missing,
)
from backends.comfyui.inventory.catalog import Catalog
from backends.families import LOOKS_AT_REFERENCES, NAMES, Family
from backends.plain import plain


class Wanted(msgspec.Struct, frozen=True):
    """What `auto` looks for: patterns of file names, the best first, and the file that a person is told to get."""

    file: str
    patterns: tuple[str, ...]


class Kit(msgspec.Struct, frozen=True):
    """What a family needs beside its diffusion model: one text encoder of a loader's type, a VAE, nodes."""

    clip_type: str
    encoder: Wanted
    vae: Wanted
    nodes: frozenset[str]


UNET: Final = "flux1-dev-kontext_fp8_scaled.safetensors"
CLIP_L: Final = Wanted("clip_l.safetensors", (r"clip[._ -]?l(?![a-z])",))
T5: Final = Wanted("t5xxl_fp8_e4m3fn_scaled.safetensors", (r"(?<![a-z])t5[._ -]?(v1_1-)?xxl", r"(?<![a-z])t5"))
AE: Final = Wanted(
    "ae.safetensors", (r"^ae(?![a-z])", r"(?<![a-z])ae(?![a-z]).*flux|flux.*((?<![a-z])ae(?![a-z])|vae)")
)

_FLUX2_NODES: Final = frozenset({"EmptyFlux2LatentImage", "Flux2Scheduler", "CLIPLoader", "SamplerCustomAdvanced"})
_FLUX2_VAE: Final = Wanted(
    "flux2-vae.safetensors", (r"flux[._ -]?2.*(vae|ae)", r"flux[._ -]?2", r"full_encoder_small_decoder")
)
_KLEIN_NODES: Final = _FLUX2_NODES | {"CFGGuider"}
_QWEN3: Final = r"qwen[._ -]?3[._ -]?"
_KLEIN_4B: Final = Wanted("qwen_3_4b.safetensors", (rf"{_QWEN3}4b", rf"{_QWEN3}vl[._ -]?4b"))
_KLEIN_9B: Final = Wanted("qwen_3_8b_fp8mixed.safetensors", (rf"{_QWEN3}8b", rf"{_QWEN3}vl[._ -]?8b"))

FLUX2: Final = Kit("flux2", Wanted("mistral_3_small_flux2_fp8.safetensors", ("mistral",)), _FLUX2_VAE, _FLUX2_NODES)
KLEIN_4B: Final = Kit("flux2", _KLEIN_4B, _FLUX2_VAE, _KLEIN_NODES)
KLEIN_9B: Final = Kit("flux2", _KLEIN_9B, _FLUX2_VAE, _KLEIN_NODES)
KLEIN: Final = Kit("flux2", Wanted(_KLEIN_4B.file, _KLEIN_4B.patterns + _KLEIN_9B.patterns), _FLUX2_VAE, _KLEIN_NODES)
"""Of a klein whose name tells no size."""
QWEN_EDIT: Final = Kit(
    "qwen_image",
    Wanted(
        "qwen_2.5_vl_7b_fp8_scaled.safetensors",
        (r"qwen[._ -]?2[._]?5[._ -]?vl[._ -]?7b", r"qwen[._ -]?2[._]?5[._ -]?vl"),
    ),
    Wanted("qwen_image_vae.safetensors", (r"qwen[._ -]?image[._ -]?vae", r"qwen.*vae")),
    frozenset({"TextEncodeQwenImageEditPlus", "ModelSamplingAuraFlow", "CFGNorm", "CLIPLoader"}),
)

_INSTEAD: Final[dict[str, tuple[Family, ...]]] = {
    "": ("schnell", "dev", "kontext", "flux2", "klein", "klein-base", "qwen-edit"),
    "kontext": ("kontext", "dev", "flux2", "klein", "klein-base", "qwen-edit", "schnell"),
    "dev": ("dev", "kontext", "flux2", "klein-base", "klein", "schnell", "qwen-edit"),
    "schnell": ("schnell", "dev", "kontext", "klein", "flux2", "klein-base", "qwen-edit"),
    "flux2": ("flux2", "klein", "klein-base", "kontext", "dev", "qwen-edit", "schnell"),
    "klein": ("klein", "klein-base", "flux2", "kontext", "schnell", "dev", "qwen-edit"),
    "klein-base": ("klein-base", "klein", "flux2", "kontext", "dev", "qwen-edit", "schnell"),
    "qwen-edit": ("qwen-edit", "flux2", "kontext", "klein", "klein-base", "dev", "schnell"),
}
"""What draws where the family that was asked for is not there: the nearest first."""

_OTHER_TASKS: Final = ("fill", "depth", "canny", "redux", "layered", "controlnet")
"""Models of these names want other graphs; `auto` leaves them alone."""
_WEIGHTS: Final = ("fp8_scaled", "e4m3fn_scaled", "fp8mixed", "bf16", "fp16", "fp8", ".safetensors", "q8", "q6", "q5")
_ENCODER_WEIGHTS: Final = ("fp16", "e4m3fn_scaled", "fp8_scaled", "bf16", "fp8", ".safetensors", "q8", "q6", "q5")
_QWEN_EDITS: Final = ("2511", "2509", "plus")


def kit_of(unet: str) -> Kit | None:
    """What a diffusion model needs beside itself, by its name; None for FLUX.1, which has two text encoders."""
    family = family_of(unet)
    if family == "qwen-edit":
        return QWEN_EDIT
    if family == "flux2":
        return FLUX2
    if family in ("klein", "klein-base"):
        size = base_of_model(unet)[-2:]
        return KLEIN_4B if size == "4B" else KLEIN_9B if size == "9B" else KLEIN
    return None


def usable_models(catalog: Catalog) -> tuple[str, ...]:
    """The diffusion models that the server lists and has the nodes for, the ones that `auto` likes best first."""
    families: tuple[Family, ...] = ("kontext", "schnell", "dev", "flux2", "klein", "klein-base", "qwen-edit")
    return tuple(name for family in families for name in _of_family(catalog, family))


def resolve(
    catalog: Catalog,
    asked: Mapping[str, str],
    references: bool = False,
    loras: Iterable[LoraUse] = (),
    family: str = "",
    told: Mapping[str, str] | None = None,
) -> Models:
    """The files to draw with: what was asked for by role, and for `auto` the best that the server has.

    The asked `family` comes first; where the server lacks it, or a file that it needs, the nearest that can draw the
    same request. LoRAs that do not fit are left out (`chain_for`). Raises ModelMissing with the file and its folder,
    and EngineRefused where a model that was named cannot do it.
    """
    asked = {role: file or "auto" for role, file in asked.items()}
    named = asked.get("unet", "auto")
    if named != "auto":
        unet = find(catalog, "unet", named)
        if references and family_of(unet) == "schnell":
            raise EngineRefused(
                f"{plain(unet)} takes no reference pictures",
                "Choose a Kontext model or auto in the server's models, or draw without references",
            )
        models, meant = _whole(catalog, unet, asked), ""
    else:
        models = _best(catalog, asked, references, family)
        meant = next((base for known, base in BASE_OF_FAMILY.items() if known == family), "")
    chain = chain_for(base_of_model(models.unet), listed(catalog, "lora"), loras, told or {}, meant)
    return msgspec.structs.replace(
        models,
        loras=chain.used,
        left_out=chain.left_out,
        absent=chain.absent,
        by_regions=catalog.nodes.keys() >= regions.NODES,
    )


def base_of_lora(use: LoraUse, told: Mapping[str, str], meant: str = "") -> str:
    """What a LoRA was made for: by its own metadata (`told`, by file), else by whoever asks for it, else by its name.

    One of which nobody says anything is `meant` for what the scene was to be drawn with.
    """
    return base_of(told.get(use.file, "")) or base_of(use.base) or base_in_name(use.file) or meant


class Chain(msgspec.Struct, frozen=True):
    """The LoRAs that are put on a model, those that do not fit it, and those that fit and are not on the server."""

    used: tuple[LoraUse, ...]
    left_out: tuple[LeftOut, ...]
    absent: tuple[str, ...]


def chain_for(
    model_base: str, files: Sequence[str], wanted: Iterable[LoraUse], told: Mapping[str, str], meant: str = ""
) -> Chain:
    """Which of the LoRAs are put on a model of a base; `files` are those of the server.

    What does not fit need not be there.
    """
    used, left_out, absent = [], [], []
    for use in wanted:
        base, file = base_of_lora(use, told, meant), found_among(files, use.file)
        if not fits(base, model_base):
            left_out.append(LeftOut(use.file, base))
        elif file:
            used.append(msgspec.structs.replace(use, file=file))
        else:
            absent.append(use.file)
    return Chain(tuple(used), tuple(left_out), tuple(dict.fromkeys(absent)))


def _best(catalog: Catalog, asked: Mapping[str, str], references: bool, family: str) -> Models:
    first: ModelMissing | None = None
    for candidate in _INSTEAD.get(family, _INSTEAD[""]):
        if references and candidate not in LOOKS_AT_REFERENCES:
            continue
        for unet in _of_family(catalog, candidate):
            try:
                return _whole(catalog, unet, asked)
            except ModelMissing as error:
                # A file that was named must be there; one that was not may be there for another family.
                if error.file in asked.values():
                    raise
                first = first or error
    raise first or missing("unet", UNET)


def _whole(catalog: Catalog, unet: str, asked: Mapping[str, str]) -> Models:
    """The model with its encoders and VAE.

    Encoders and VAE of the settings are FLUX.1's, unless the settings name the model too that they belong to.
    """
    family, kit = family_of(unet), kit_of(unet)
    if kit is None:
        clip1 = _file(catalog, "clip1", asked.get("clip1", "auto"), CLIP_L)
        clip2 = _file(catalog, "clip2", asked.get("clip2", "auto"), T5)
        _hold_pair(clip1, clip2)
        method = _method(catalog, "offset") if family == "kontext" else ""
        return Models(
            unet, clip1, clip2, _file(catalog, "vae", asked.get("vae", "auto"), AE), family, reference_method=method
        )
    if not _can(catalog, kit):
        raise EngineRefused(
            f"The server lists {plain(unet)}, and has no nodes for {NAMES[family]}", "Update ComfyUI on the server"
        )
    if asked.get("unet", "auto") == "auto":
        asked = {}
    return Models(
        unet=unet,
        clip1=_file(catalog, "clip", asked.get("clip1", "auto"), kit.encoder),
        clip2="",
        vae=_file(catalog, "vae", asked.get("vae", "auto"), kit.vae),
        family=family,
        clip_type=kit.clip_type,
        # Only the 2511 was made for it; the one before knows its own way (ComfyUI's blueprints).
        reference_method=_method(catalog, "index_timestep_zero") if "2511" in unet else "",
        reads_once=is_klein(unet)
        and bool(re.search(r"(?<![a-z])kv(?![a-z])", unet.lower()))
        and "FluxKVCache" in catalog.nodes,
    )


def _can(catalog: Catalog, kit: Kit) -> bool:
    """Whether the server has the nodes, and its loader the type of the text encoder."""
    return catalog.nodes.keys() >= kit.nodes and kit.clip_type in catalog.choices("CLIPLoader", "type")


def _method(catalog: Catalog, method: str) -> str:
    """The way to put references in order, where the server knows it."""
    known = catalog.choices("FluxKontextMultiReferenceLatentMethod", "reference_latents_method")
    return method if method in known else ""


def _of_family(catalog: Catalog, family: Family) -> list[str]:
    def usable(name: str) -> bool:
        lower = name.lower()
        if family_of(lower) != family or any(word in lower for word in _OTHER_TASKS):
            return False
        kit = kit_of(name)
        return ("flux" in lower or family != "dev") if kit is None else _can(catalog, kit)

    def order(name: str) -> tuple[int, int, int, str]:
        return (_rank(name, _QWEN_EDITS), _rank(name, _WEIGHTS), len(name), name)

    return sorted(filter(usable, listed(catalog, "unet")), key=order)


def _file(catalog: Catalog, role: str, asked: str, wanted: Wanted) -> str:
    """The file that was asked for, or the best one that looks like what is wanted. Raises ModelMissing."""
    if asked != "auto":
        return find(catalog, role, asked)
    names = listed(catalog, role)
    if wanted is AE:
        names = tuple(name for name in names if family_of(name) not in ("flux2", "klein", "klein-base"))
    order = () if role == "vae" else _ENCODER_WEIGHTS
    for pattern in wanted.patterns:
        found = [name for name in names if re.search(pattern, name.replace("\\", "/").rpartition("/")[2].lower())]
        if found:
            return min(found, key=lambda name: (_rank(name, order), len(name), name))
    raise missing(role, wanted.file)


def _hold_pair(clip1: str, clip2: str) -> None:
    """The GGUF loader of two text encoders fails on a scaled fp8 file, after it has loaded the other one."""
    pair = f"{clip1} {clip2}".lower()
    if ".gguf" in pair and "scaled" in pair:
        raise EngineRefused(
            f"{plain(clip1, 100)} and {plain(clip2, 100)} cannot be loaded together: GGUF beside scaled fp8",
            "Name a text encoder that is not scaled in the server's models, or auto",
        )


def _rank(name: str, order: tuple[str, ...]) -> int:
    return next((place for place, word in enumerate(order) if word in name.lower()), len(order))
