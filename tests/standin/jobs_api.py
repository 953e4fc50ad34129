"""The routes under /api/jobs of the stand-in for 0.33.0, as `comfy_execution/jobs.py` there answers them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.standin.server import StandIn

STATES = ("pending", "in_progress", "completed", "failed", "cancelled")

_ENDS = {"execution_success": "completed", "execution_error": "failed", "execution_interrupted": "cancelled"}


class JobRoutes:
    """Lists jobs without their graphs, shows one, cancels one or many. All state is the server's."""

    def __init__(self, server: StandIn) -> None:
        self._server = server

    def routes(self) -> list[tuple[str, str, Callable[[web.Request], Any]]]:
        """Method, path, handler; these stand only under /api."""
        return [
            ("GET", "/api/jobs", self._list),
            ("POST", "/api/jobs/cancel", self._cancel_many),
            ("GET", "/api/jobs/{id}", self._one),
            ("POST", "/api/jobs/{id}/cancel", self._cancel_one),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        query = request.query
        wanted = [state.strip() for state in query.get("status", "").split(",") if state.strip()] or list(STATES)
        wrong = [state for state in wanted if state not in STATES]
        if wrong:
            words = f"Invalid status value(s): {', '.join(wrong)}. Valid values: {', '.join(STATES)}"
            return web.json_response({"error": words}, status=400)
        found = [job for job in self._known() if job["status"] in wanted]
        found.sort(key=lambda job: job.get("create_time", 0), reverse=query.get("sort_order", "desc") == "desc")
        offset, limit = int(query.get("offset", 0)), int(query["limit"]) if "limit" in query else None
        shown = found[offset:][:limit]
        pages = {
            "offset": offset,
            "limit": limit,
            "total": len(found),
            "has_more": offset + len(shown) < len(found),
        }
        return web.json_response({"jobs": shown, "pagination": pages})

    async def _one(self, request: web.Request) -> web.Response:
        wanted = request.match_info["id"]
        entry = self._server.history.get(wanted)
        if entry is not None:
            whole = {
                "outputs": entry["outputs"],
                "execution_status": entry["status"],
                "workflow": {"prompt": entry["prompt"][2], "extra_data": entry["prompt"][3]},
            }
            return web.json_response({**_ended(entry), **whole})
        for job in self._known():
            if job["id"] == wanted:
                return web.json_response(job)
        return web.json_response({"error": "Job not found"}, status=404)

    async def _cancel_one(self, request: web.Request) -> web.Response:
        return web.json_response({"cancelled": await self._cancel([request.match_info["id"]])})

    async def _cancel_many(self, request: web.Request) -> web.Response:
        ids = (await request.json()).get("job_ids")
        if not isinstance(ids, list):
            return web.json_response({"error": "job_ids must be a list"}, status=400)
        wrong = [name for name in ids if not is_job_id(name)]
        if wrong:
            answer = {"error": "job_ids contains invalid id(s)", "invalid_ids": wrong}
            return web.json_response(answer, status=400)
        return web.json_response({"cancelled": await self._cancel(ids)})

    async def _cancel(self, ids: list[str]) -> bool:
        dropped = await self._server.drop(set(ids))
        stopped = [name for name in ids if self._server.stop(name)]
        return dropped or bool(stopped)

    def _known(self) -> list[dict[str, Any]]:
        server = self._server
        running = [_waiting(server.job.listed(), "in_progress")] if server.job else []
        pending = [_waiting(job.listed(), "pending") for _, _, job in server.pending]
        return [*running, *pending, *map(_ended, server.history.values())]


def is_job_id(name: object) -> bool:
    """Whether 0.33.0 takes this as the id of a job."""
    try:
        return isinstance(name, str) and str(uuid.UUID(name)) == name
    except ValueError:
        return False


def _waiting(listed: list[Any], status: str) -> dict[str, Any]:
    number, name, _, extra, _ = listed
    job = {"id": name, "status": status, "priority": number, "create_time": extra.get("create_time")}
    return {**job, "outputs_count": 0, "previewable_outputs_count": 0, **_workflow_id(extra)}


def _ended(entry: dict[str, Any]) -> dict[str, Any]:
    number, name, _, extra, _ = entry["prompt"]
    told = dict(entry["status"]["messages"])
    end = next(kind for kind in _ENDS if kind in told)
    images = [
        {**image, "nodeId": node, "mediaType": "images"}
        for node, output in entry["outputs"].items()
        for image in output["images"]
    ]
    return {
        "id": name,
        "status": _ENDS[end],
        "priority": number,
        "create_time": extra.get("create_time"),
        "execution_start_time": told["execution_start"]["timestamp"],
        "execution_end_time": told[end]["timestamp"],
        **({"execution_error": told[end]} if end == "execution_error" else {}),
        "outputs_count": len(images),
        "previewable_outputs_count": len(images),
        **({"preview_output": images[0]} if images else {}),
        **_workflow_id(extra),
    }


def _workflow_id(extra: dict[str, Any]) -> dict[str, str]:
    name = extra.get("extra_pnginfo", {}).get("workflow", {}).get("id")
    return {"workflow_id": name} if name else {}
