"""POST /prompt, and what to do when its answer is lost: look for the job before sending it again.

A server runs an id twice that it is given twice, so the graph goes out again only when the job is nowhere to be found.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msgspec

from backends.base import AnswerLost, BadAnswer, DrawRequest, EngineRefused, EngineUnreachable
from backends.comfyui.graphs.graph import Graph
from backends.comfyui.runs.refusals import refusal, told
from backends.comfyui.runs.whereabouts import Nowhere, look
from backends.comfyui.wire.http import Http, NoAnswer, NotSent, Rejected
from backends.waits import growing_waits

TRIES: Final = 4
LOOKS: Final = 3
"""How often a job whose answer was lost is looked for: a slow proxy may deliver it late."""


class _Accepted(msgspec.Struct):
    prompt_id: str
    node_errors: Any = None


async def send(http: Http, request: DrawRequest, graph: Graph, pause: float, info: dict[str, Any]) -> bool:
    """Put the graph into the server's queue under the request's ids, once. AnswerLost says that it may be there.

    `info` is what the server writes into the picture beside the graph, text by name.
    True says that it went on the wire more than once, since it seemed not to have arrived: what is slow may still come.
    """
    body = {
        "prompt": graph,
        "prompt_id": request.job_id,
        "client_id": request.client_id,
        "extra_data": {"extra_pnginfo": info, "preview_method": "auto"},
    }
    lost: EngineUnreachable | None = None
    for number in range(TRIES):
        try:
            answer = await http.post("/prompt", body)
        except Rejected as error:
            raise refusal(error.body) from error
        except NotSent as error:
            if lost is None:
                raise
            raise AnswerLost(error.reason, error.remedy) from error
        except NoAnswer as error:
            lost = error
            if await _arrived(http, request.job_id, pause):
                return number > 0
            continue
        accepted = _read(answer)
        if accepted is None:
            if await _arrived(http, request.job_id, pause):
                return number > 0
            continue
        await _hold(http, request.job_id, accepted)
        return number > 0
    lost = lost or NoAnswer("The server's answer could not be read")
    raise AnswerLost(lost.reason, lost.remedy)


async def delete(http: Http, job_id: str) -> None:
    """Take a waiting job out of the server's queue; a job that runs is not touched. Raises EngineError."""
    await http.post("/queue", {"delete": [job_id]})


async def interrupt(http: Http, job_id: str) -> None:
    """Stop a job that runs, by its id, so that nobody else's is stopped. Raises EngineError."""
    await http.post("/interrupt", {"prompt_id": job_id})


def _read(answer: bytes) -> _Accepted | None:
    try:
        return msgspec.json.decode(answer, type=_Accepted)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


async def _arrived(http: Http, job_id: str, pause: float) -> bool:
    for _, wait in zip(range(LOOKS), growing_waits(pause), strict=False):
        await asyncio.sleep(wait)
        try:
            if not isinstance(await look(http, job_id), Nowhere):
                return True
        except (EngineUnreachable, BadAnswer):
            continue
    return False


async def _hold(http: Http, job_id: str, accepted: _Accepted) -> None:
    """See that the server took the whole graph, under our id; what it took otherwise is taken back."""
    if accepted.prompt_id != job_id:
        await delete(http, accepted.prompt_id)
        await interrupt(http, accepted.prompt_id)
        raise EngineRefused(
            "This server gives jobs its own ids, so a lost connection would lose the picture",
            "Update ComfyUI on the server",
        )
    refused = told(accepted.node_errors)
    if refused is not None:
        await delete(http, job_id)
        await interrupt(http, job_id)
        raise refused
