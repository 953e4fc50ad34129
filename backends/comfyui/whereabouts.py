"""Where a job is on its server: in the queue, running, in the history, or nowhere; and how it ended there."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec

from backends.base import BadAnswer, Cancelled, EngineBroke, Failed
from backends.comfyui.events import broke
from backends.comfyui.http import Http


class Pending(msgspec.Struct, frozen=True):
    """It waits; `position` waiting jobs are before it."""

    position: int
    graph: Any = None


class Running(msgspec.Struct, frozen=True):
    """The server works on it."""

    graph: Any = None


class Ended(msgspec.Struct, frozen=True):
    """The history has it: `entry` is what ComfyUI wrote there."""

    entry: dict[str, Any]


class Nowhere(msgspec.Struct, frozen=True):
    """Neither queue nor history knows it."""


Whereabouts: TypeAlias = Pending | Running | Ended | Nowhere


class ImageFile(msgspec.Struct, frozen=True):
    """A picture as the history names it; the three words are for the query of /view, and never a path here."""

    filename: str
    subfolder: str
    type: str


class _Queue(msgspec.Struct):
    queue_running: list[list[Any]] = []
    queue_pending: list[list[Any]] = []


MOST_PICTURES = 64
LONGEST_NAME = 1024


async def look(http: Http, job_id: str) -> Whereabouts:
    """Where the job is. The queue is asked first: a job leaves it only into the history. Raises EngineError."""

    async def waiting() -> Pending | Running | None:
        return in_queue(await http.get("/queue"), job_id)

    async def past() -> dict[str, Any] | None:
        return in_history(await http.get(f"/history/{job_id}"), job_id)

    place = await http.patiently(waiting)
    if place is not None:
        return place
    entry = await http.patiently(past)
    return Ended(entry) if entry is not None else Nowhere()


async def running_waiting(http: Http) -> tuple[int, int]:
    """How many jobs the server runs and how many wait, whoever sent them. Raises EngineError."""
    queue = _queue(await http.get("/queue"))
    return len(queue.queue_running), len(queue.queue_pending)


def in_queue(body: bytes, job_id: str) -> Pending | Running | None:
    """The job's place in the body of /queue, whose lists come in heap order. Raises BadAnswer."""
    queue = _queue(body)
    for item in queue.queue_running:
        if len(item) > 1 and item[1] == job_id:
            return Running(item[2] if len(item) > 2 else None)
    pending = sorted((item for item in queue.queue_pending if len(item) > 1), key=_number)
    for position, item in enumerate(pending):
        if item[1] == job_id:
            return Pending(position, item[2] if len(item) > 2 else None)
    return None


def in_history(body: bytes, job_id: str) -> dict[str, Any] | None:
    """The job's entry in the body of /history/{id}, None where the server does not know it. Raises BadAnswer."""
    try:
        entry = msgspec.json.decode(body, type=dict[str, Any]).get(job_id)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadAnswer("The server's history cannot be read") from error
    return entry if isinstance(entry, dict) else None


def verdict(entry: dict[str, Any]) -> Failed | Cancelled | None:
    """How a job ended that gave no pictures; None where it was drawn."""
    status = entry.get("status")
    messages = status.get("messages") if isinstance(status, dict) else None
    for message in messages if isinstance(messages, list) else ():
        match message:
            case ["execution_interrupted", *_]:
                return Cancelled()
            case ["execution_error", dict(data), *_]:
                return Failed(broke(data))
    if isinstance(status, dict) and status.get("status_str") == "error":
        return Failed(EngineBroke("Drawing failed, and the server kept no reason", "Look into the server's log"))
    if not images(entry):
        return Failed(EngineBroke("The server finished without a picture", "Draw it again, or look into its log"))
    return None


def images(entry: dict[str, Any]) -> tuple[ImageFile, ...]:
    """The pictures that the job saved, at most `MOST_PICTURES`; temporary ones only where nothing was saved."""
    outputs = entry.get("outputs")
    found = []
    for output in outputs.values() if isinstance(outputs, dict) else ():
        listed = output.get("images") if isinstance(output, dict) else None
        for image in listed if isinstance(listed, list) else ():
            if isinstance(image, dict):
                found.append(tuple(image.get(key, "") for key in ("filename", "subfolder", "type")))
    usable = [
        ImageFile(*words)
        for words in found
        if words[0] and all(isinstance(word, str) and len(word) <= LONGEST_NAME for word in words)
    ]
    saved = [image for image in usable if image.type == "output"]
    return tuple((saved or usable)[:MOST_PICTURES])


def _queue(body: bytes) -> _Queue:
    try:
        return msgspec.json.decode(body, type=_Queue)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadAnswer("The server's queue cannot be read", "Is this address a ComfyUI?") from error


def _number(item: list[Any]) -> float:
    return float(item[0]) if isinstance(item[0], int | float) else 0.0
