"""`python -m tests.standin.hosted openai`: a stand-in by hand, to try the studio against without paying."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable

from tests.standin.hosted.bfl import FluxStandIn
from tests.standin.hosted.gemini import GeminiStandIn
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.replicate import ReplicateStandIn
from tests.standin.hosted.server import KEY, Hosted

SERVICES: dict[str, Callable[[], Hosted]] = {
    "openai": OpenAIStandIn,
    "gemini": GeminiStandIn,
    "replicate": ReplicateStandIn,
    "bfl": FluxStandIn,
}


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service", choices=SERVICES)
    service = SERVICES[parser.parse_args().service]()
    async with service:
        print(f"{service.url}{service.prefix}   key: {KEY}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
