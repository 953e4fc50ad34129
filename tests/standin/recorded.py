"""The recordings of a real server, read; large pictures and tracebacks in them were cut short."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

OLD: Final = "0.3.64"
NEW: Final = "0.33.0"
VERSIONS: Final = (OLD, NEW)
"""The versions of ComfyUI that were recorded."""

_FOLDERS: Final = {OLD: "recordings", NEW: "recordings-0.33"}


def names(version: str = OLD) -> list[str]:
    """The recordings of a version, in order."""
    return sorted(path.stem for path in _folder(version).glob("*.jsonl"))


def recording(name: str, version: str = OLD) -> list[dict[str, Any]]:
    """The entries of a recording, in the order in which the client saw them."""
    return [json.loads(line) for line in (_folder(version) / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def answer(name: str, path: str, version: str = OLD) -> Any:
    """The answer that a recording holds for a path. Raises KeyError."""
    for entry in recording(name, version):
        if entry["kind"] == "http" and entry["path"] == path:
            return entry["response"]
    raise KeyError(path)


def features(version: str = OLD) -> dict[str, Any]:
    """What the server says that it can do: `GET /features`, and its answer to `feature_flags`."""
    found: dict[str, Any] = answer("01-handshake-and-upload", "/features", version)
    return found


def object_info(version: str = OLD) -> dict[str, Any]:
    """The recorded /object_info: the nodes that FLUX graphs use, of 0.33.0 also those of newer models.

    Both list the same files, those of 0.3.64, so that a test runs at either.
    """
    nodes = as_recorded(version)
    files = {"unet_name", "clip_name1", "clip_name2", "vae_name", "lora_name", "ckpt_name"}
    for name, node in as_recorded(OLD).items():
        for key in files & node["input"].get("required", {}).keys() if name in nodes else ():
            nodes[name]["input"]["required"][key] = node["input"]["required"][key]
    return nodes


def as_recorded(version: str) -> dict[str, Any]:
    """The recorded /object_info with the files of the server that was recorded."""
    nodes: dict[str, Any] = json.loads((_folder(version) / "object_info.json").read_text(encoding="utf-8"))
    return nodes


def _folder(version: str) -> Path:
    return Path(__file__).parent / _FOLDERS[version]


def by_hand(group: str) -> dict[str, Any]:
    """Nodes that the recorded server did not tell of, written by hand in the same shape and not recorded anywhere.

    `every server` are old nodes that were left out of the recording, `flux2` those of newer servers, `gguf` those of
    the custom nodes for GGUF files.
    """
    groups = json.loads((_folder(OLD) / "object_info_by_hand.json").read_text(encoding="utf-8"))
    nodes: dict[str, Any] = groups[group]
    return nodes
