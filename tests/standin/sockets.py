"""The sockets of the stand-in: who hears what is said, and how they are cut and forgotten."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from tests.standin.server import StandIn


class Sockets:
    """The sockets of one stand-in, by the names of their clients."""

    def __init__(self, server: StandIn) -> None:
        self.opened = 0
        """How many were opened so far."""
        self._server = server
        self._sockets: dict[str, web.WebSocketResponse] = {}
        self._open: list[tuple[web.Request, web.WebSocketResponse]] = []
        self._described: set[str] = set()

    @property
    def count(self) -> int:
        """How many hear what is said."""
        return len(self._sockets)

    def deafen(self) -> None:
        """Forget the sockets and leave them open, as ComfyUI does when an older socket closes late."""
        self._sockets.clear()

    def cut(self) -> None:
        """Cut every socket without a word."""
        for request, _ in self._open:
            if request.transport is not None:
                request.transport.abort()

    def describes(self, client_id: str | None) -> bool:
        """Whether the client asked for previews with metadata."""
        return client_id in self._described

    async def send(self, client_id: str | None, frame: str | bytes) -> None:
        """Send a frame to one client, or to all."""
        chosen = list(self._sockets.values()) if client_id is None else [self._sockets.get(client_id)]
        for socket in chosen:
            if socket is None or socket.closed:
                continue
            with contextlib.suppress(ConnectionError):
                await (socket.send_str(frame) if isinstance(frame, str) else socket.send_bytes(frame))
            if self._server.faults.drop_socket_after >= 0:
                self._server.faults.drop_socket_after -= 1
                if self._server.faults.drop_socket_after < 0:
                    self.cut()
        self._server.note()
        # The event loop gets its turn, as ComfyUI's does while its worker thread computes.
        await asyncio.sleep(0)

    async def answer(self, request: web.Request) -> web.WebSocketResponse:
        """The route /ws."""
        socket = web.WebSocketResponse(max_msg_size=2**20)
        await socket.prepare(request)
        client = request.query.get("clientId", "") or uuid.uuid4().hex
        self._sockets[client] = socket
        self._described.discard(client)
        self._open.append((request, socket))
        self.opened += 1
        self._server.note()
        try:
            await self._server.tell(client, "status", {"status": self._server.status(), "sid": client})
            if self._server.job is not None and self._server.job.client_id == client and self._server.current_node:
                await self._server.tell(client, "executing", {"node": self._server.current_node})
            first = True
            async for message in socket:
                if first and message.type.name == "TEXT":
                    await self._first_words(client, message.data)
                    first = False
        finally:
            # As in ComfyUI: the name goes, whoever has it by now.
            self._sockets.pop(client, None)
            self._open.remove((request, socket))
            self._server.note()
        return socket

    async def _first_words(self, client: str, words: str) -> None:
        with contextlib.suppress(ValueError):
            message = json.loads(words)
            if message.get("type") == "feature_flags":
                if message["data"].get("supports_preview_metadata"):
                    self._described.add(client)
                await self._server.tell(client, "feature_flags", self._server.features)
