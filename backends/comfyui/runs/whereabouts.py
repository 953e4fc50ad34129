"""Where a job is on its server: in the queue, running, in the history, or nowhere; and how it ended there.

Servers that have `/api/jobs` (seen in 0.33.0) say it in one answer, without the graphs of all that waits; older ones
(0.3.64) are asked for `/queue` and `/history`. Which it is, the first answer tells.
"""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

import msgspec

from backends.base import BadAnswer, Cancelled, EngineBroke, Failed
from backends.comfyui.runs.events import broke
from backends.comfyui.wire.http import Http, NotFound

T = TypeVar("T")


class Pending(msgspec.Struct, frozen=True):
    """It waits; `position` waiting jobs are before it. The graph comes from older servers alone."""

    position: int
    graph: Any = None


class Running(msgspec.Struct, frozen=True):
    """The server works on it. The graph comes from older servers alone."""

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


class _Job(msgspec.Struct):
    id: str
    status: str
    priority: float = 0.0
    outputs: Any = None
    execution_status: Any = None
    execution_error: Any = None
    workflow: Any = None


class _Pages(msgspec.Struct):
    total: int = 0


class _Jobs(msgspec.Struct):
    jobs: list[_Job]
    pagination: _Pages = msgspec.field(default_factory=_Pages)


class _NoJob(msgspec.Struct):
    error: str


JOBS = "/api/jobs"
MOST_PICTURES = 64
LONGEST_NAME = 1024


async def look(http: Http, job_id: str, *, done: bool = False) -> Whereabouts:
    """Where the job is; `done` says that the server called it done, so that the history most likely has it.

    Raises EngineError.
    """
    if JOBS not in http.lacking:
        place = await http.patiently(lambda: _by_jobs_route(http, job_id))
        if place is not None:
            return place
        http.lacking.add(JOBS)
    return await _by_queue_and_history(http, job_id, done)


async def graph_in_queue(http: Http, job_id: str) -> Any:
    """The graph of a job that waits or runs, which only the whole queue tells; None where it does neither now.

    Raises EngineError.
    """
    place = await http.patiently(lambda: _in_queue(http, job_id))
    return place.graph if place is not None else None


async def _by_jobs_route(http: Http, job_id: str) -> Whereabouts | None:
    """Where the job is; None where the server is too old to say so."""
    try:
        job = _decoded(await http.get(f"{JOBS}/{job_id}"), _Job)
    except NotFound as error:
        return Nowhere() if _says_no_job(error.body) else None
    if job.status == "pending":
        waiting = _decoded(await http.get(f"{JOBS}?status=pending"), _Jobs).jobs
        return Pending(sum((other.priority, other.id) < (job.priority, job.id) for other in waiting))
    if job.status == "in_progress":
        return Running()
    return Ended(_as_in_history(job))


def _says_no_job(body: bytes) -> bool:
    """Whether this is the answer of the jobs route, and not that of a server which has no such route."""
    try:
        return bool(msgspec.json.decode(body, type=_NoJob).error)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return False


def _as_in_history(job: _Job) -> dict[str, Any]:
    """A job that has ended, in the form that the history has."""
    status = job.execution_status
    if not isinstance(status, dict):
        messages = [["execution_error", job.execution_error]] if isinstance(job.execution_error, dict) else []
        messages += [["execution_interrupted", {}]] if job.status == "cancelled" else []
        status = {"status_str": "success" if job.status == "completed" else "error", "messages": messages}
    graph = job.workflow.get("prompt") if isinstance(job.workflow, dict) else None
    return {"prompt": [job.priority, job.id, graph], "outputs": job.outputs, "status": status}


async def _by_queue_and_history(http: Http, job_id: str, done: bool) -> Whereabouts:
    """What the history has has ended; else the queue is asked first, for a job leaves it only into the history."""

    async def past() -> dict[str, Any] | None:
        return in_history(await http.get(f"/history/{job_id}"), job_id)

    entry = await http.patiently(past) if done else None
    if entry is not None:
        return Ended(entry)
    place = await http.patiently(lambda: _in_queue(http, job_id))
    if place is not None:
        return place
    entry = await http.patiently(past)
    return Ended(entry) if entry is not None else Nowhere()


async def _in_queue(http: Http, job_id: str) -> Pending | Running | None:
    return in_queue(await http.get("/queue"), job_id)


async def running_waiting(http: Http) -> tuple[int, int]:
    """How many jobs the server runs and how many wait, whoever sent them. Raises EngineError."""
    if JOBS not in http.lacking:
        try:
            running, waiting = [
                _decoded(await http.get(f"{JOBS}?status={status}&limit=1"), _Jobs).pagination.total
                for status in ("in_progress", "pending")
            ]
            return running, waiting
        except NotFound:
            http.lacking.add(JOBS)
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
    return _decoded(body, _Queue)


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadAnswer("The server's queue cannot be read", "Is this address a ComfyUI?") from error


def _number(item: list[Any]) -> float:
    return float(item[0]) if isinstance(item[0], int | float) else 0.0
