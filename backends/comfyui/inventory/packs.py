"""How to get a node that a server lacks: which pack of custom nodes has it, as far as its name says so.

Packs put their own sign into the names of their nodes; all else may be ComfyUI's own, of a newer version.
"""

from __future__ import annotations

import re
from typing import Final

from backends.plain import plain

_PACKS: Final = (
    (re.compile(r"GGUF(Advanced)?$"), "ComfyUI-GGUF"),
    (re.compile(r"\(rgthree\)$"), "rgthree-comfy"),
    (re.compile(r"\|pysssss$"), "ComfyUI-Custom-Scripts"),
    (re.compile(r"//Inspire$"), "ComfyUI-Inspire-Pack"),
    (re.compile(r"\(Efficient\)$"), "efficiency-nodes-comfyui"),
    (re.compile(r"KJ(v\d)?$"), "ComfyUI-KJNodes"),
    (re.compile(r"\w\+$"), "ComfyUI_essentials"),
    (re.compile(r"^easy "), "ComfyUI-Easy-Use"),
    (re.compile(r"^CR "), "ComfyUI_Comfyroll_CustomNodes"),
    (re.compile(r"^IPAdapter"), "ComfyUI_IPAdapter_plus"),
    (re.compile(r"^Nunchaku"), "ComfyUI-nunchaku"),
    (re.compile(r"^UltimateSDUpscale"), "ComfyUI_UltimateSDUpscale"),
    (re.compile(r"^(Impact|FaceDetailer|DetailerForEach)"), "ComfyUI-Impact-Pack"),
    (re.compile(r"Preprocessor$"), "comfyui_controlnet_aux"),
)
"""The sign in a node's name, and the pack that has it, as ComfyUI-Manager calls it."""


def pack_of(kind: str) -> str:
    """The pack that a node class comes from; empty where its name does not say so."""
    return next((pack for sign, pack in _PACKS if sign.search(kind)), "")


def remedy(kind: str) -> str:
    """What to do about a node class that a server lacks."""
    pack = pack_of(kind)
    if pack:
        return f"Install {pack} on the server, or update it where it is there already, and start ComfyUI again"
    return (
        f"If {plain(kind, 80)} is one of ComfyUI's own nodes, update ComfyUI on the server; else install the custom "
        "nodes that have it, which ComfyUI-Manager finds by this name. Then start ComfyUI again"
    )
