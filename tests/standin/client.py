"""A client of the stand-in, and the shape of what it heard."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import aiohttp

from tests.standin.recorded import OLD, recording
from tests.standin.server import StandIn

FLAGS = {"type": "feature_flags", "data": {"supports_preview_metadata": True}}


class Client:
    """A bare client that keeps what the socket says."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url
        self.heard: list[Any] = []
        self._listening: tuple[aiohttp.ClientWebSocketResponse, asyncio.Task[None]] | None = None

    async def connect(self, client_id: str, flags: bool = True) -> None:
        socket = await self.session.ws_connect(f"{self.url}/ws", params={"clientId": client_id})
        if flags:
            await socket.send_json(FLAGS)
        self._listening = socket, asyncio.create_task(self._listen(socket))

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            self.heard.append(json.loads(message.data) if message.type is aiohttp.WSMsgType.TEXT else message.data)

    async def stop(self) -> None:
        if self._listening is not None:
            socket, listening = self._listening
            await socket.close()
            await listening

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self.session.request(method, self.url + path, json=body) as response:
            data = await response.read()
            return response.status, json.loads(data) if response.content_type == "application/json" else data

    async def upload(self, name: str, data: bytes, **fields: str) -> tuple[int, Any]:
        form = aiohttp.FormData(fields)
        form.add_field("image", data, filename=name, content_type="image/png")
        async with self.session.post(self.url + "/upload/image", data=form) as response:
            return response.status, await response.json() if response.status == 200 else None


def posts(name: str, version: str = OLD) -> list[dict[str, Any]]:
    return [entry for entry in recording(name, version) if entry["kind"] == "http" and entry["method"] == "POST"]


def shape(value: Any) -> Any:
    """The kinds and keys of a message, without names and numbers of this one run."""
    if isinstance(value, bytes):
        head = int.from_bytes(value[4:8], "big") if value[3] == 4 else 0
        return [value[:4], sorted(json.loads(value[8 : 8 + head])) if head else value[4:8]]
    data = value["data"]
    if value["type"] == "progress_state":
        data = {**data, "nodes": [sorted(node) for node in data["nodes"].values()][:1]}
    return [value["type"], sorted(data), data.get("nodes") if value["type"] == "progress_state" else None]


def said(entries: list[dict[str, Any]]) -> list[Any]:
    return [base64.b64decode(entry["binary"]) if "binary" in entry else entry["text"] for entry in entries]


def without_loading(messages: list[Any]) -> list[Any]:
    """What a run says from its sampling on; which nodes are cached before depends on the runs before."""
    shapes = [shape(message) for message in messages]
    start = next(place for place, told in enumerate(shapes) if told[0] == "execution_cached")
    first = next(
        (
            place
            for place, told in enumerate(shapes)
            if told[0] in ("progress", "executed") or isinstance(told[0], bytes)
        ),
        0,
    )
    return shapes[: start + 1] + shapes[first - 1 :]


def ended(client: Client, count: int = 1) -> bool:
    ends = [m for m in client.heard if isinstance(m, dict) and m["type"] == "executing" and m["data"]["node"] is None]
    return len(ends) >= count


async def heard_to_the_end(client: Client, standin: StandIn, count: int = 1) -> list[Any]:
    async with asyncio.timeout(10):
        while not ended(client, count):
            await asyncio.sleep(0)
    return client.heard


def sorted_errors(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with each node's errors in one order: ComfyUI goes through its inputs as a set."""
    for node in answer["node_errors"].values():
        node["errors"].sort(key=lambda error: str(error["details"]))
    return answer


FIRST, SECOND = "a1a1a1a1-0000-4000-8000-000000000001", "a1a1a1a1-0000-4000-8000-000000000002"
