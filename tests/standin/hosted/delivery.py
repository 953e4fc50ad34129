"""A host that hands out finished pictures at signed addresses, as the storages of Replicate and Black Forest Labs do:
over TLS, under another name than the service, and without wanting a key."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from aiohttp import web

CERTIFICATE = Path(__file__).parent.parent / "tls" / "server.pem"


class Delivery:
    """`async with Delivery() as delivery:` and then `delivery.put(name, data)` gives the address of a picture."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.headers: list[Mapping[str, str]] = []
        """Headers of every request so far, with small names."""
        self.cut = 0
        """So many answers are cut in their middle."""
        self.short = 0
        """So many answers are half of the file, with a length that fits."""
        self.busy = 0
        """So many answers are a 503."""
        self.is_expired = False
        self.redirect = ""
        """Where it sends the client on to, once."""
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Delivery:
        application = web.Application()
        application.router.add_get("/{name}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=context).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def put(self, name: str, data: bytes) -> str:
        """Keep a file; its address."""
        self.files[name] = data
        return f"https://localhost:{self._port}/{name}"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        if self.redirect:
            where, self.redirect = self.redirect, ""
            return web.Response(status=302, headers={"Location": where})
        if self.is_expired:
            return web.Response(status=403, text="<Error><Code>AuthenticationFailed</Code></Error>")
        if self.busy:
            self.busy -= 1
            return web.Response(status=503)
        data = self.files.get(request.match_info["name"])
        if data is None:
            return web.Response(status=404)
        if self.short:
            self.short -= 1
            data = data[: len(data) // 2]
        response = web.StreamResponse()
        response.content_length = len(data)
        await response.prepare(request)
        if self.cut:
            self.cut -= 1
            await response.write(data[: len(data) // 2])
            if request.transport is not None:
                request.transport.abort()
            return response
        await response.write(data)
        await response.write_eof()
        return response
