"""Recorded runs, replayed through the pure translation."""

from __future__ import annotations

import base64
from typing import Any

from backends.base import Event
from backends.comfyui.graphs.graph import classes_of
from backends.comfyui.runs.events import Known, translate
from backends.comfyui.wire.frames import Frame, Message, decode
from tests.standin.recorded import OLD, recording


def frames(name: str, version: str = OLD) -> list[Frame]:
    """The frames of a recording, decoded."""
    return [
        decode(base64.b64decode(entry["binary"])) if "binary" in entry else Message(**entry["text"])
        for entry in recording(name, version)
        if entry["kind"] == "ws"
    ]


def jobs(name: str, version: str = OLD) -> dict[str, Any]:
    """Prompt id → graph of the jobs that a recording's server accepted."""
    return {
        entry["response"]["prompt_id"]: entry["request"]["prompt"]
        for entry in recording(name, version)
        if entry["kind"] == "http" and (entry["method"], entry["path"], entry["status"]) == ("POST", "/prompt", 200)
    }


def replay(known: Known, heard: list[Frame]) -> tuple[Known, list[Event]]:
    """What all frames together tell."""
    told: list[Event] = []
    for frame in heard:
        known, events = translate(known, frame)
        told += events
    return known, told


def told(name: str, job: int = 0, version: str = OLD) -> tuple[Known, list[Event]]:
    """What a recording tells of one of its jobs."""
    prompt_id, graph = list(jobs(name, version).items())[job]
    return replay(Known(prompt_id, classes_of(graph)), frames(name, version))
