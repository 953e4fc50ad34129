"""One websocket to one server under one client id: kept open, opened again with growing waits, frames handed on.

The first text frame after every opening asks for previews with metadata. A frame that makes no sense is counted and
dropped. Losing the connection is told to the listeners, which then look for themselves in queue and history.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from typing import Final, Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidURI, WebSocketException

from backends.comfyui.wire.frames import LARGEST_PICTURE, Frame, Senseless, decode
from backends.comfyui.wire.server import Server, safe_headers, socket_url
from backends.waits import growing_waits

FEATURE_FLAGS: Final = '{"type": "feature_flags", "data": {"supports_preview_metadata": true}}'


FAILURES_TO_WAIT_FOR: Final = 2


class Listener(Protocol):
    """Who wants to know what the socket says. Both methods are quick and never raise."""

    def hear(self, frame: Frame) -> None:
        """A frame arrived."""

    def connection_changed(self) -> None:
        """The socket was opened or lost; `Socket.opened` and `Socket.open` say which."""


class _Connect(connect):
    """`connect` that follows no redirect: our own headers may be credentials, and would go along."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class Socket:
    """The socket for one client id. Belongs to the event loop that made it."""

    def __init__(self, server: Server, client_id: str, context: ssl.SSLContext) -> None:
        self._server = server
        self._url = socket_url(server, client_id)
        self._context = context if self._url.startswith("wss") else None
        # The library's own log would quote our headers, and what nobody handles would be printed over the screen.
        self._log = logging.Logger("comfyui socket", logging.INFO)
        self._log.addHandler(logging.NullHandler())
        self._listeners: list[Listener] = []
        self._connection: ClientConnection | None = None
        self._changed = asyncio.Event()
        self._at_once = asyncio.Event()
        self._failed = 0
        self.opened = 0
        """How often the socket has been opened; the same number means that nothing was missed in between."""
        self.lost = 0
        """How often it was lost after it had been open: the server may have been started again."""
        self.senseless = 0
        """How many frames were dropped because they made no sense."""
        self.heard = asyncio.get_running_loop().time()
        """When the socket last said anything, or was opened, by the clock of the event loop."""
        self._task = asyncio.create_task(self._keep_open(), name=f"comfyui socket {server.name}")

    @property
    def open(self) -> bool:
        """Whether the socket is open now. An open socket may still be deaf."""
        return self._connection is not None

    def add(self, listener: Listener) -> None:
        """Tell this listener from now on."""
        self._listeners.append(listener)

    def remove(self, listener: Listener) -> None:
        """Tell this listener no more."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    async def wait_open(self, seconds: float) -> bool:
        """Wait until the socket is open, at most this long, and not if it cannot be opened; whether it is."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.open and self._failed < FAILURES_TO_WAIT_FOR:
                    self._changed.clear()
                    await self._changed.wait()
        return self.open

    async def reopen(self) -> None:
        """Close the socket, which seems deaf, and open it again at once under the same client id.

        The closing is waited for: a server that closes the old one late would unregister the new one.
        """
        self._at_once.set()
        self.heard = asyncio.get_running_loop().time()
        if self._connection is not None:
            await self._connection.close()

    async def close(self) -> None:
        """Close the socket for good."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _keep_open(self) -> None:
        waits = growing_waits(self._server.pause)
        while True:
            try:
                async with self._opening() as connection:
                    await connection.send(FEATURE_FLAGS)
                    self._tell_connection(connection)
                    async for frame in connection:
                        self._dispatch(frame)
                        # A server that speaks is well again; one that only accepts and closes is not.
                        waits = growing_waits(self._server.pause)
            except (OSError, WebSocketException, InvalidURI, TimeoutError, EOFError):
                pass
            finally:
                self._tell_connection(None)
            self._failed += 1
            self._changed.set()
            await self._rest(next(waits))

    def _opening(self) -> _Connect:
        return _Connect(
            self._url,
            additional_headers=safe_headers(self._server),
            ssl=self._context,
            compression=None,
            open_timeout=min(10.0, self._server.timeout),
            close_timeout=1.0,
            max_size=LARGEST_PICTURE,
            user_agent_header=None,
            logger=self._log,
        )

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._at_once.wait()
        self._at_once.clear()

    def _tell_connection(self, connection: ClientConnection | None) -> None:
        if connection is self._connection:
            return
        self._connection = connection
        self.heard = asyncio.get_running_loop().time()
        if connection is not None:
            self.opened += 1
            self._failed = 0
        else:
            self.lost += 1
        self._changed.set()
        for listener in tuple(self._listeners):
            listener.connection_changed()

    def _dispatch(self, frame: str | bytes) -> None:
        self.heard = asyncio.get_running_loop().time()
        try:
            decoded = decode(frame)
        except Senseless:
            self.senseless += 1
            return
        for listener in tuple(self._listeners):
            listener.hear(decoded)
