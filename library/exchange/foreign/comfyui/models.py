"""The models and LoRAs of a ComfyUI graph, by the names of the inputs that hold files."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from library.exchange.foreign.comfyui.graph import Graph, Node, entries, upstream, value_of
from library.exchange.foreign.facts import name, number, tagged_loras

_SURE_KEYS = ("unet_name", "ckpt_name", "base_ckpt_name", "gguf_name")
_MODEL_KEYS = (
    *(*_SURE_KEYS, "model_name", "checkpoint", "ckpt", "unet", "model"),
    *("diffusion_name", "transformer", "model_path", "base_model", "nunchaku_model"),
)
_MODEL_WAY = re.compile(
    r"model|unet|pipe|context|guider|any|ckpt|loader|lora|^ctx|^sampler$|value|^on_|input", re.IGNORECASE
)
_LOADS = re.compile(r"load|checkpoint|model", re.IGNORECASE)
_OTHER_FILES = re.compile(
    r"lora|vae|clip|controlnet|control_net|upscale|style_?model|ipadapter|sam|detect|embedd", re.IGNORECASE
)
_FILE = re.compile(r"\.(safetensors|ckpt|gguf|sft|pth?|bin)$", re.IGNORECASE)
_LORA_KEYS = re.compile(r"^lora(_?name)?(_?\d{1,3})?$", re.IGNORECASE)


def models(graph: Graph, sampler: Node) -> tuple[str, list[Any]]:
    """The model that the sampler draws with, and the LoRAs between, the nearest to the sampler first."""
    loras: list[Any] = []
    starts = [link.node for key, link in sampler.links.items() if key == "model"]
    starts = starts or [link.node for key, link in sampler.links.items() if _MODEL_WAY.search(key)]
    for node in _models_behind(graph, starts):
        loras += loras_of(graph, node)
        if found := _model(graph, node):
            # A stack of LoRAs may come in at the loader itself, beside the model and not before it.
            stacks = [link.node for key, link in node.links.items() if _is_lora_way(key)]
            beside = (one for _, one in upstream(graph, *stacks, follow=_is_lora_way))
            return found, loras + [lora for one in beside for lora in loras_of(graph, one)]
    return "", loras


def _models_behind(graph: Graph, starts: list[str]) -> Iterator[Node]:
    """The nodes that a model comes by, nearest first; of models that are merged, all of the first come first."""
    seen, waiting = set(starts), deque(starts)
    is_merged = False
    while waiting:
        node = graph.get(waiting.popleft())
        if node is None:
            continue
        yield node
        is_merged = is_merged or "model1" in node.links
        ways = [link.node for key, link in node.links.items() if _is_model_way(key) and link.node not in seen]
        seen.update(ways)
        if is_merged:
            waiting.extendleft(reversed(list(dict.fromkeys(ways))))
        else:
            waiting.extend(dict.fromkeys(ways))


def _is_model_way(key: str) -> bool:
    return bool(_MODEL_WAY.search(key)) and "negative" not in key


def _is_lora_way(key: str) -> bool:
    return "lora" in key.lower()


def _model(graph: Graph, node: Node) -> str:
    for key in _MODEL_KEYS:
        if key in node.values and (found := _file_name(node.values[key])) and _is_model(node, key, found):
            return found
        if key in node.links and key.endswith("_name") and (found := _file_name(value_of(graph, node, key))):
            return found
    return ""


def _is_model(node: Node, key: str, found: str) -> bool:
    if key in _SURE_KEYS:
        return True
    if _OTHER_FILES.search(node.kind):
        return False
    return bool(_FILE.search(found)) or bool(_LOADS.search(node.kind))


def any_model(graph: Graph, around: list[Node]) -> str:
    """The nearest node with the name of a model, or with any file that is no LoRA, VAE, text encoder or the like."""
    for node in around:
        if found := _model(graph, node):
            return found
    for node in around:
        if not _OTHER_FILES.search(node.kind):
            for key, value in node.values.items():
                if not _OTHER_FILES.search(key) and _FILE.search(found := _file_name(value)):
                    return found
    return next((found for node in around if (found := name(node.values.get("model")))), "")


def _file_name(value: Any) -> str:
    """A name as it is, or out of the objects that some loaders have for it."""
    if isinstance(value, dict):
        return next((found for key in ("content", "name", "value") if (found := name(value.get(key)))), "")
    return name(value)


def loras_of(graph: Graph, node: Node) -> list[str]:
    """The LoRAs that a node puts in, last first: one, a numbered stack, rgthree's objects, a list, or text tags."""
    if "lora" not in node.kind.lower() and not any("lora" in key.lower() for key in node.values):
        return []
    found: list[str] = []
    for key, value in node.values.items():
        if isinstance(value, dict) and "lora" in value:
            found += [_file_name(value["lora"])] * (value.get("on", True) is not False)
        elif isinstance(value, list):
            found += [_file_name(one) for one in entries(value) if isinstance(one, dict) and one.get("active", True)]
        elif isinstance(value, str) and _LORA_KEYS.match(key) and _is_on(node, key):
            found.append(name(value))
        elif isinstance(value, str) and "<lora:" in value:
            found += tagged_loras(value)
    if "lora_name" in node.links:
        found.append(name(value_of(graph, node, "lora_name")))
    return found[::-1]


def _is_on(node: Node, key: str) -> bool:
    """Whether a LoRA of a stack is in use: neither switched off nor of no strength."""
    digits = re.search(r"\d*$", key)
    tail = digits[0] if digits else ""
    if node.values.get(f"switch_{tail}", node.values.get(f"enable_{tail}")) in (False, "Off"):
        return False
    ends = (f"_{tail}", tail) if tail else ("",)
    heads = ("strength_model", "strength", "lora_wt", "model_weight", "model_str", "strength_clip", "clip_weight")
    strengths = [node.values[head + end] for head in heads for end in ends if head + end in node.values]
    return not strengths or any(number(one) != 0 for one in strengths)
