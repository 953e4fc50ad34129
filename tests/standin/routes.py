"""The stand-in's routes, each also under /api, with ComfyUI's answers; and the faults that strike on the way."""

from __future__ import annotations

import asyncio
import copy
import heapq
import re
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.standin.drawing import as_webp
from tests.standin.jobs import Job
from tests.standin.jobs_api import JobRoutes, is_job_id
from tests.standin.recorded import answer
from tests.standin.validation import refusal

if TYPE_CHECKING:
    from tests.standin.server import StandIn

FOLDERS = {
    "diffusion_models": ("UNETLoader", "unet_name"),
    "text_encoders": ("DualCLIPLoader", "clip_name1"),
    "vae": ("VAELoader", "vae_name"),
    "loras": ("LoraLoaderModelOnly", "lora_name"),
    "checkpoints": ("CheckpointLoaderSimple", "ckpt_name"),
}

INVALID_ID = {
    "error": {
        "type": "invalid_prompt_id",
        "message": "prompt_id must be a valid UUID",
        "details": "prompt_id must be a UUID string in canonical lowercase hyphenated form; "
        "omit it to let the server generate one",
        "extra_info": {},
    },
    "node_errors": {},
}
"""What 0.33.0 answers to an id of another form."""


class Routes:
    """What the server answers. All state is the server's."""

    def __init__(self, server: StandIn) -> None:
        self._server = server
        self._prefix = ""

    def application(self, prefix: str) -> web.Application:
        """The application, with every route also under /api."""
        server = self._server
        self._prefix = prefix
        application = web.Application(client_max_size=2**30, middlewares=[self._misbehave])
        routes: dict[tuple[str, str], Callable[[web.Request], Any]] = {
            ("GET", "/"): self._page,
            ("GET", "/ws"): server.wire.answer,
            ("GET", "/prompt"): self._prompt_info,
            ("POST", "/prompt"): self._prompt,
            ("GET", "/queue"): self._queue,
            ("POST", "/queue"): self._change_queue,
            ("POST", "/interrupt"): self._interrupt,
            ("GET", "/history"): self._whole_history,
            ("GET", "/history/{id}"): self._one_history,
            ("POST", "/history"): self._change_history,
            ("GET", "/view"): self._view,
            ("POST", "/upload/image"): self._upload,
            ("GET", "/object_info"): self._object_info,
            ("GET", "/object_info/{node}"): self._object_info,
            ("GET", "/system_stats"): self._system_stats,
            ("GET", "/features"): self._features,
            ("GET", "/embeddings"): self._embeddings,
            ("GET", "/models"): self._model_folders,
            ("GET", "/models/{folder}"): self._models,
            ("GET", "/view_metadata/{folder}"): self._metadata,
            ("GET", "/internal/folder_paths"): self._folder_paths,
            ("POST", "/free"): self._free,
        }
        for (method, path), handler in routes.items():
            for start in ("", "/api"):
                application.router.add_route(method, prefix + start + path, handler)
                if method == "GET" and path != "/ws":
                    application.router.add_route("HEAD", prefix + start + path, handler)
        if server.newer:
            for method, path, jobs_handler in JobRoutes(server).routes():
                application.router.add_route(method, prefix + path, jobs_handler)
        return application

    @web.middleware
    async def _misbehave(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        server = self._server
        route = request.path.removeprefix(self._prefix).removeprefix("/api") or "/"
        route = re.sub(r"^/jobs/[0-9a-f-]{36}", "/jobs/{id}", route)
        server.requests.append((request.method, route))
        server.headers_seen.append(dict(request.headers))
        server.note()
        faults = server.faults
        if faults.away:
            return _cut(request)
        if any(request.headers.get(name) != value for name, value in faults.required_headers.items()):
            return web.Response(status=401)
        if route in faults.redirect:
            return web.Response(status=307, headers={"Location": faults.redirect[route]})
        if faults.bad_gateway.get(route, 0) > 0:
            faults.bad_gateway[route] -= 1
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        faults.cut_request -= 1
        faults.cut_answer -= 1
        if faults.cut_request == 0:
            return _cut(request)
        lost = faults.cut_answer == 0
        response: web.StreamResponse = await handler(request)
        server.note()
        return _cut(request) if lost else response

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>ComfyUI stand-in</title>", content_type="text/html")

    async def _prompt_info(self, request: web.Request) -> web.Response:
        server = self._server
        return web.json_response(server.status())

    async def _prompt(self, request: web.Request) -> web.StreamResponse:
        server = self._server
        body = await request.json()
        server.bodies.append(copy.deepcopy(body))
        if server.faults.swallow_prompts > 0:
            server.faults.swallow_prompts -= 1
            return _cut(request)
        if server.newer and body.get("prompt_id") is not None and not is_job_id(body["prompt_id"]):
            return web.json_response(INVALID_ID, status=400)
        refused = refusal(body, server.object_info, uploaded(server.files), newer=server.newer)
        if refused is not None:
            return web.json_response(refused, status=400)
        server.number += 1
        own = uuid.uuid4().hex if server.faults.own_ids else str(body.get("prompt_id") or uuid.uuid4())
        graph = body["prompt"]
        outputs = [name for name, node in graph.items() if server.object_info[node["class_type"]]["output_node"]]
        number = -server.number if body.get("front") else float(body.get("number", server.number))
        number = int(number) if number == int(number) else number
        extra = {**body.get("extra_data", {}), **({"create_time": int(time.time() * 1000)} if server.newer else {})}
        job = Job(number, own, graph, extra, outputs, body.get("client_id"))
        heapq.heappush(server.pending, (number, server.number, job))
        server.work.set()
        await server.broadcast_status()
        if server.faults.swallow_answers > 0:
            server.faults.swallow_answers -= 1
            return _cut(request)
        return web.json_response({"prompt_id": own, "number": number, "node_errors": {}})

    async def _queue(self, request: web.Request) -> web.Response:
        server = self._server
        running = [server.job.listed()] if server.job else []
        return web.json_response(
            {"queue_running": running, "queue_pending": [job.listed() for _, _, job in server.pending]}
        )

    async def _change_queue(self, request: web.Request) -> web.Response:
        server = self._server
        body = await request.json()
        await server.drop(
            {job.id for _, _, job in server.pending} if body.get("clear") else set(body.get("delete", []))
        )
        return web.Response()

    async def _interrupt(self, request: web.Request) -> web.Response:
        server = self._server
        body = await request.json() if request.can_read_body else {}
        wanted = body.get("prompt_id")
        if wanted is None:
            server.global_interrupts += 1
            wanted = server.running
        server.stop(wanted)
        return web.Response()

    async def _whole_history(self, request: web.Request) -> web.Response:
        server = self._server
        return web.json_response(server.history)

    async def _one_history(self, request: web.Request) -> web.Response:
        server = self._server
        name = request.match_info["id"]
        return web.json_response({name: server.history[name]} if name in server.history else {})

    async def _change_history(self, request: web.Request) -> web.Response:
        server = self._server
        body = await request.json()
        for name in list(server.history) if body.get("clear") else body.get("delete", []):
            server.history.pop(name, None)
        return web.Response()

    async def _view(self, request: web.Request) -> web.StreamResponse:
        server = self._server
        name, folder = request.query.get("filename", ""), request.query.get("subfolder", "")
        known = server.files.get((request.query.get("type", "output"), folder, name))
        if known is None:
            return web.Response(status=400 if name.startswith("/") or ".." in name or not name else 404)
        if "preview" in request.query:
            quality = int(request.query["preview"].partition(";")[2] or 90)
            return web.Response(body=as_webp(known, quality), content_type="image/webp")
        if server.faults.short_downloads > 0:
            server.faults.short_downloads -= 1
            return web.Response(body=known[: len(known) // 2], content_type="image/png")
        if server.faults.cut_downloads > 0:
            server.faults.cut_downloads -= 1
            return await _half(request, known)
        return web.Response(body=known, content_type="image/png")

    async def _upload(self, request: web.Request) -> web.Response:
        server = self._server
        form = await request.post()
        image, folder = form["image"], str(form.get("subfolder", ""))
        if not isinstance(image, web.FileField) or ".." in folder or folder.startswith("/") or ".." in image.filename:
            return web.Response(status=400)
        data, name = image.file.read(), image.filename
        kind = str(form.get("type", "input"))
        if form.get("overwrite") not in ("true", "1"):
            stem, dot, ending = name.rpartition(".")
            count = 1
            while server.files.get((kind, folder, name), data) != data:
                name = f"{stem} ({count}){dot}{ending}"
                count += 1
        server.files[(kind, folder, name)] = data
        return web.json_response({"name": name, "subfolder": folder, "type": kind})

    async def _object_info(self, request: web.Request) -> web.Response:
        server = self._server
        node = request.match_info.get("node")
        if node is None:
            return web.json_response(server.object_info)
        return web.json_response({node: server.object_info[node]} if node in server.object_info else {})

    async def _system_stats(self, request: web.Request) -> web.Response:
        return web.json_response(answer("01-handshake-and-upload", "/system_stats", self._server.version))

    async def _features(self, request: web.Request) -> web.Response:
        return web.json_response(self._server.features)

    async def _embeddings(self, request: web.Request) -> web.Response:
        return web.json_response([])

    async def _model_folders(self, request: web.Request) -> web.Response:
        return web.json_response(answer("01-handshake-and-upload", "/models", self._server.version))

    async def _models(self, request: web.Request) -> web.Response:
        server = self._server
        place = FOLDERS.get(request.match_info["folder"])
        if place is None:
            return web.Response(status=404)
        return web.json_response(server.object_info[place[0]]["input"]["required"][place[1]][0])

    async def _metadata(self, request: web.Request) -> web.Response:
        """404 for a file that is not there and for one that says nothing, as ComfyUI answers."""
        known = self._server.metadata.get(request.query.get("filename", ""))
        return web.Response(status=404) if known is None else web.json_response(known)

    async def _folder_paths(self, request: web.Request) -> web.Response:
        """Where the models lie; a stand-in has none, unless a test gives it some."""
        return web.json_response(self._server.folders)

    async def _free(self, request: web.Request) -> web.Response:
        self._server.freed.append(await request.json())
        return web.Response()


def uploaded(files: dict[tuple[str, str, str], bytes]) -> set[str]:
    """The names that LoadImage finds."""
    return {f"{folder}/{name}" if folder else name for kind, folder, name in files if kind == "input"}


def _cut(request: web.Request) -> web.Response:
    """Cut the connection; the response that is given back goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _half(request: web.Request, data: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": str(len(data)), "Content-Type": "image/png"})
    await response.prepare(request)
    await response.write(data[: len(data) // 2])
    await asyncio.sleep(0)
    if request.transport is not None:
        request.transport.close()
    return response
