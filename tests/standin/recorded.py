"""The recordings of a real server, read; large pictures and tracebacks in them were cut short."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

FEATURES: Final = {"supports_preview_metadata": True, "max_upload_size": 104857600}

_FOLDER = Path(__file__).parent / "recordings"


def names() -> list[str]:
    """The recordings, in order."""
    return sorted(path.stem for path in _FOLDER.glob("*.jsonl"))


def recording(name: str) -> list[dict[str, Any]]:
    """The entries of a recording, in the order in which the client saw them."""
    return [json.loads(line) for line in (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def answer(name: str, path: str) -> Any:
    """The answer that a recording holds for a path. Raises KeyError."""
    for entry in recording(name):
        if entry["kind"] == "http" and entry["path"] == path:
            return entry["response"]
    raise KeyError(path)


def object_info() -> dict[str, Any]:
    """The recorded /object_info: the nodes that FLUX graphs use."""
    nodes: dict[str, Any] = json.loads((_FOLDER / "object_info.json").read_text(encoding="utf-8"))
    return nodes


def by_hand(group: str) -> dict[str, Any]:
    """Nodes that the recorded server did not tell of, written by hand in the same shape and not recorded anywhere.

    `every server` are old nodes that were left out of the recording, `flux2` those of newer servers, `gguf` those of
    the custom nodes for GGUF files.
    """
    groups = json.loads((_FOLDER / "object_info_by_hand.json").read_text(encoding="utf-8"))
    nodes: dict[str, Any] = groups[group]
    return nodes
