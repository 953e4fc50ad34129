"""The titles of a person's own graph that are for the studio, and what of a request such a graph leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from backends.base import DrawRequest
from backends.comfyui.graphs.graph import values_of
from backends.plain import plain

_TITLE: Final = re.compile(r"\s*studio\s*:(.*)", re.IGNORECASE | re.DOTALL)


def titles(nodes: Mapping[str, Any]) -> dict[str, list[str]]:
    """Node id → what its title names, in lower case; only of nodes whose titles begin with `studio:`."""
    found = {}
    for node_id, node in nodes.items():
        about = node.get("_meta") if isinstance(node, dict) else None
        title = about.get("title") if isinstance(about, dict) else None
        match = _TITLE.fullmatch(title[:400]) if isinstance(title, str) else None
        if match:
            found[node_id] = [" ".join(part.lower().split()) for part in match.group(1).split(",")]
    return found


def is_own(graph: object) -> bool:
    """Whether a graph that came from anywhere is a person's own: nodes of it have titles for the studio."""
    return isinstance(graph, dict) and bool(titles(graph))


def left_out(request: DrawRequest, graph: object) -> str:
    """What of the request a person's own graph does not draw with, in words; empty where that is nothing."""
    found = titles(graph) if isinstance(graph, dict) else {}
    if not found:
        return ""
    named = {role for roles in found.values() for role in roles}
    told = []
    if request.references and "reference 1" not in named:
        told.append("reference pictures")
    if request.references_joined == "regions" and len(request.regions) > 1:
        told.append("regions")
    used = {last_part(str(name)) for name in values_of(graph, "lora_name")}
    told += [f"the LoRA {plain(lora.file, 80)}" for lora in request.loras if last_part(lora.file) not in used]
    return f"this graph draws without {', '.join(told)}" if told else ""


def last_part(name: str) -> str:
    """The name of a file without its folders, in lower case."""
    return name.replace("\\", "/").rpartition("/")[2].lower()
