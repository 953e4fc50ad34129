"""A command on a pseudo-terminal, for xterm.js in a browser.

    python -m tests.terminals.bridge ADDRESS MODULES COMMAND…

Serves a page on loopback and writes its address into the file ADDRESS. MODULES is npm's folder with xterm.js. The page
connects back by a WebSocket: text frames are the size, `columns rows`, of which the first starts COMMAND; binary frames
are keys, and what the command writes. As in VS Code, COMMAND's terminal has no size in px.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import signal
import struct
import sys
import termios
from http import HTTPStatus
from pathlib import Path

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

MUCH = 1 << 16

SERVED = {
    "/": ("text/html; charset=utf-8", None),
    "/xterm.js": ("text/javascript", "@xterm/xterm/lib/xterm.js"),
    "/xterm.css": ("text/css", "@xterm/xterm/css/xterm.css"),
    "/addon-image.js": ("text/javascript", "@xterm/addon-image/lib/addon-image.js"),
}
"""What the page loads: its type, and the file among npm's modules; None: the page itself."""


class Bridge:
    """Serves the page, and gives each page that connects a command of its own."""

    def __init__(self, modules: Path, command: list[str]) -> None:
        self._modules = modules
        self._command = command

    def served(self, connection: ServerConnection, request: Request) -> Response | None:
        """The answer to a request for a file; None for the WebSocket."""
        if request.path == "/terminal":
            return None
        if request.path not in SERVED:
            return connection.respond(HTTPStatus.NOT_FOUND, "")
        kind, module = SERVED[request.path]
        file = self._modules / module if module else Path(__file__).with_name("xtermjs.html")
        body = file.read_bytes()
        return Response(200, "OK", Headers({"Content-Type": kind, "Content-Length": str(len(body))}), body)

    async def carry(self, page: ServerConnection) -> None:
        """Carry bytes both ways until the page or the command is gone."""
        size = _size(await page.recv(decode=True))
        process, terminal = pty.fork()
        if process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.environ["TERM"] = "xterm-256color"
            os.execvp(self._command[0], self._command)
        writing = asyncio.create_task(_to_page(page, terminal))
        try:
            async for said in page:
                if isinstance(said, str):
                    fcntl.ioctl(terminal, termios.TIOCSWINSZ, _size(said))
                else:
                    os.write(terminal, said)
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            await writing
            os.close(terminal)


def _size(said: str) -> bytes:
    columns, rows = map(int, said.split())
    return struct.pack("HHHH", rows, columns, 0, 0)


async def _to_page(page: ServerConnection, terminal: int) -> None:
    """Send what the command writes; its end closes the page's connection."""
    while True:
        try:
            data = await asyncio.to_thread(os.read, terminal, MUCH)
        except OSError:
            data = b""
        if not data:
            await page.close()
            return
        await page.send(data)


async def _serve(address: Path, modules: Path, command: list[str]) -> None:
    bridge = Bridge(modules, command)
    async with serve(bridge.carry, "127.0.0.1", 0, process_request=bridge.served, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        address.write_text(f"http://127.0.0.1:{port}/\n")
        await server.serve_forever()


def main() -> None:
    """Serve until ended."""
    address, modules, *command = sys.argv[1:]
    asyncio.run(_serve(Path(address), Path(modules), command))


if __name__ == "__main__":
    main()
