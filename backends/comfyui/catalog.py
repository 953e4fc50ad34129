"""What a server has, read from /object_info: nodes with their inputs, models by name; and which of them to draw with.

A choice among names comes in two shapes: `[["a", "b"], {…}]` and `["COMBO", {"options": ["a", "b"]}]`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from backends.base import BadAnswer, EngineRefused, ModelMissing
from backends.comfyui.plain import plain

Family = Literal["kontext", "dev", "schnell"]


class Input(msgspec.Struct, frozen=True):
    """One input of a node: `kind` is a type such as `MODEL` or `COMBO`; `default` is UNSET where there is none."""

    kind: str
    required: bool
    choices: tuple[Any, ...] = ()
    default: Any = msgspec.UNSET


class Node(msgspec.Struct, frozen=True):
    """A node class of the server: its inputs by name, and the types of its outputs."""

    inputs: dict[str, Input] = {}
    outputs: tuple[str, ...] = ()


class Catalog(msgspec.Struct, frozen=True):
    """The nodes that a server has, by class."""

    nodes: dict[str, Node] = {}

    def choices(self, node: str, name: str) -> tuple[str, ...]:
        """The names that an input may take; empty where the server has no such node or input."""
        found = self.nodes.get(node, Node()).inputs.get(name)
        return tuple(choice for choice in found.choices if isinstance(choice, str)) if found else ()


class Models(msgspec.Struct, frozen=True):
    """The files to draw with, as the server lists them; `family` says which graph they need."""

    unet: str
    clip1: str
    clip2: str
    vae: str
    family: Family
    loras: tuple[str, ...] = ()


class Shelf(msgspec.Struct, frozen=True):
    """Where a kind of model is listed (node, input), where its files belong, and what `auto` would like to find."""

    node: str
    input: str
    folder: str
    wanted: str


SHELVES = {
    "unet": Shelf("UNETLoader", "unet_name", "models/diffusion_models", "flux1-dev-kontext_fp8_scaled.safetensors"),
    "clip1": Shelf("DualCLIPLoader", "clip_name1", "models/text_encoders", "clip_l.safetensors"),
    "clip2": Shelf("DualCLIPLoader", "clip_name2", "models/text_encoders", "t5xxl_fp8_e4m3fn_scaled.safetensors"),
    "vae": Shelf("VAELoader", "vae_name", "models/vae", "ae.safetensors"),
    "lora": Shelf("LoraLoaderModelOnly", "lora_name", "models/loras", ""),
}

_NOT_PLAIN_FLUX = ("fill", "depth", "canny", "redux", "flux2", "flux.2", "flux-2")
_WEIGHTS = ("fp8_scaled", "e4m3fn_scaled", "bf16", "fp16", "fp8", "")
_ENCODER_WEIGHTS = ("fp16", "e4m3fn_scaled", "fp8_scaled", "fp8", "")


def read(answer: bytes) -> Catalog:
    """The catalog in the body of /object_info. Nodes of a shape that is not understood are left out.

    Raises BadAnswer when the body is not a JSON object.
    """
    try:
        raw = msgspec.json.decode(answer, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadAnswer("The server's list of nodes cannot be read", "Is this address a ComfyUI?") from error
    nodes = {}
    for name, described in raw.items():
        try:
            nodes[name] = _node(msgspec.json.decode(described))
        except (msgspec.DecodeError, RecursionError, UnicodeError, AttributeError, TypeError, IndexError, KeyError):
            continue
    return Catalog(nodes)


def family_of(unet: str) -> Family:
    """Which graph a diffusion model needs, by its name: Kontext takes references, Schnell takes no guidance."""
    name = unet.lower()
    return "kontext" if "kontext" in name else "schnell" if "schnell" in name else "dev"


def flux_models(catalog: Catalog) -> tuple[str, ...]:
    """The FLUX.1 diffusion models that the server lists, the ones that `auto` likes best first."""
    listed = catalog.choices("UNETLoader", "unet_name")
    return tuple(name for family in ("kontext", "schnell", "dev") for name in _of_family(listed, family))


def resolve(catalog: Catalog, asked: dict[str, str], references: bool, loras: Iterable[str] = ()) -> Models:
    """The files to draw with: what was asked for by role, and for `auto` the best that the server has.

    Raises ModelMissing with the file and its folder, and EngineRefused where a model that was named cannot do it.
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
    else:
        unet = _best_unet(catalog, references)
    return Models(
        unet=unet,
        clip1=_encoder(catalog, "clip1", asked.get("clip1", "auto"), ("clip_l",)),
        clip2=_encoder(catalog, "clip2", asked.get("clip2", "auto"), ("t5xxl", "t5-xxl", "t5_xxl", "t5")),
        vae=_vae(catalog, asked.get("vae", "auto")),
        family=family_of(unet),
        loras=tuple(find(catalog, "lora", lora) for lora in loras),
    )


def find(catalog: Catalog, role: str, name: str) -> str:
    """The name as the server lists it: exactly, or in a subfolder, or in other case. Raises ModelMissing."""
    shelf = SHELVES[role]
    listed = catalog.choices(shelf.node, shelf.input)
    if name in listed:
        return name
    asked = name.replace("\\", "/").lower()
    for alike in (_path, _last):
        found = sorted(
            (other for other in listed if alike(other) == alike(asked)), key=lambda other: (len(other), other)
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


def _best_unet(catalog: Catalog, references: bool) -> str:
    listed = catalog.choices("UNETLoader", "unet_name")
    order: tuple[Family, ...] = ("kontext",) if references else ("schnell", "dev", "kontext")
    for family in order:
        found = _of_family(listed, family)
        if found:
            return found[0]
    raise missing("unet", SHELVES["unet"].wanted)


def _of_family(listed: tuple[str, ...], family: Family) -> list[str]:
    def fits(name: str) -> bool:
        lower = name.lower()
        return (
            family_of(lower) == family
            and ("flux" in lower or family != "dev")
            and not any(word in lower for word in _NOT_PLAIN_FLUX)
        )

    return sorted(filter(fits, listed), key=lambda name: (_rank(name, _WEIGHTS), len(name), name))


def _encoder(catalog: Catalog, role: str, asked: str, words: tuple[str, ...]) -> str:
    if asked != "auto":
        return find(catalog, role, asked)
    shelf = SHELVES[role]
    listed = catalog.choices(shelf.node, shelf.input)
    for word in words:
        found = [name for name in listed if word in _last(name)]
        if found:
            return min(found, key=lambda name: (_rank(name, _ENCODER_WEIGHTS), len(name), name))
    raise missing(role, shelf.wanted)


def _vae(catalog: Catalog, asked: str) -> str:
    if asked != "auto":
        return find(catalog, "vae", asked)
    listed = catalog.choices("VAELoader", "vae_name")
    found = [
        name for name in listed if _last(name).startswith("ae.") or ("flux" in name.lower() and "vae" in name.lower())
    ]
    found = [name for name in found if not any(word in name.lower() for word in _NOT_PLAIN_FLUX)]
    if not found:
        raise missing("vae", SHELVES["vae"].wanted)
    return min(found, key=lambda name: (not _last(name).startswith("ae."), len(name), name))


def _rank(name: str, order: tuple[str, ...]) -> int:
    return next(place for place, word in enumerate(order) if word in name.lower())


def _path(name: str) -> str:
    return name.replace("\\", "/").lower()


def _last(name: str) -> str:
    return _path(name).rpartition("/")[2]


def _node(described: Any) -> Node:
    inputs = {}
    for group in ("required", "optional"):
        for name, spec in (described["input"].get(group) or {}).items():
            inputs[name] = _input(spec, group == "required")
    outputs = tuple(output if isinstance(output, str) else "COMBO" for output in described.get("output") or ())
    return Node(inputs, outputs)


def _input(spec: Any, required: bool) -> Input:
    kind, options = spec[0], spec[1] if len(spec) > 1 and isinstance(spec[1], dict) else {}
    choices = kind if isinstance(kind, list) else options.get("options") or () if kind == "COMBO" else ()
    return Input(
        kind if isinstance(kind, str) else "COMBO", required, tuple(choices), options.get("default", msgspec.UNSET)
    )
