"""`python -m tests.standin --port 8188 --seconds-per-step 0.3`: the stand-in, to try the studio against by hand."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from tests.standin.recorded import NEW, VERSIONS
from tests.standin.server import StandIn


async def serve(host: str, port: int, seconds_per_step: float, version: str) -> None:
    """Serve until the process is stopped."""
    async with StandIn(port, seconds_per_step, host, version=version) as server:
        print(
            f"A stand-in for ComfyUI {version} at {server.url}, {seconds_per_step} s a step; Ctrl+C ends it", flush=True
        )
        await asyncio.Event().wait()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(description="A stand-in for ComfyUI")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8188)
    parser.add_argument("--seconds-per-step", type=float, default=0.3)
    parser.add_argument("--version", choices=VERSIONS, default=NEW)
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.host, options.port, options.seconds_per_step, options.version))


if __name__ == "__main__":
    main()
