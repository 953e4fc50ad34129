"""What a batch of eight jobs with two references costs on the wire: requests and bytes, at servers of both versions.

    python -m tests.benchmarks.wire [--client FOLDER]

`--client` names a checkout whose engine draws instead of this one's, to compare with what was before. The engine runs
in a process of its own, through a proxy that counts; pictures and previews that are drawn count too.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from tests.standin.recorded import VERSIONS
from tests.standin.server import StandIn

CLIENT: Final = """
import asyncio, hashlib, random, sys, uuid
from backends.base import DrawRequest, Finished, LoraUse, ReferencePicture
from backends.comfyui.engine import ComfyUIEngine
from backends.comfyui.wire.server import Server

def reference(seed):
    data = b"\\x89PNG\\r\\n\\x1a\\n" + random.Random(seed).randbytes(2**20)
    return ReferencePicture(f"{seed}.png", hashlib.sha256(data).hexdigest(), data)

async def main():
    engine = ComfyUIEngine(Server(name="lab", url=sys.argv[1]))
    pictures, free = [reference(1), reference(2)], asyncio.Semaphore(2)
    client, turn = str(uuid.uuid4()), asyncio.Lock()
    async def draw(seed):
        request = DrawRequest(job_id=str(uuid.uuid4()), client_id=client, prompt="Milo the raccoon at 2 AM", seed=seed,
            width=512, height=512, steps=8, family="kontext", references=tuple(pictures),
            loras=(LoraUse("milo_painterly.safetensors", 0.9),))
        async with free:
            async with turn:
                ticket = await engine.submit(request, await engine.prepare(request))
            last = [event async for event in engine.follow(ticket)][-1]
            assert isinstance(last, Finished), last
    await asyncio.gather(*map(draw, range(8)))
    await engine.close()

asyncio.run(main())
"""


class Counting:
    """A proxy on loopback that counts the bytes of each direction."""

    def __init__(self, port: int) -> None:
        self.up = self.down = 0
        self._port = port
        self._server: asyncio.Server | None = None

    async def open(self) -> str:
        """Begin to listen; the address."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(self._pump(reader, here, "up"), self._pump(there, writer, "down"))

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(2**16):
                setattr(self, way, getattr(self, way) + len(data))
                target.write(data)
                await target.drain()
        target.close()


async def measured(version: str, client: Path) -> str:
    """A line for one version, and one for each route."""
    async with StandIn(version=version, seconds_per_step=0.02) as server:
        counting = Counting(int(server.url.rpartition(":")[2]))
        url = await counting.open()
        environment = {**os.environ, "PYTHONPATH": str(client), "NO_PROXY": "*"}
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", CLIENT, url, cwd=client, env=environment)
        status = await process.wait()
        await counting.close()
    assert (status, len(server.ran)) == (0, 8), status
    routes = Counter(
        f"{method} {re.sub(r'/object_info/.*|/history/.*', lambda found: found[0].split('/')[1], path)}"
        for method, path in server.requests
    )
    lines = [
        f"ComfyUI {version}: {len(server.requests)} requests, {counting.up / 1024:,.0f} KiB up, "
        f"{counting.down / 1024:,.0f} KiB down"
    ]
    return "\n".join([*lines, *(f"  {count:>5}  {route}" for route, count in routes.most_common())])


async def main() -> None:
    """Measure both versions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--client", type=Path, default=Path.cwd())
    client = parser.parse_args().client
    for version in VERSIONS:
        print(await measured(version, client), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
