"""A stand-in of each version, and a client that has brought it two references."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.standin.client import Client
from tests.standin.recorded import VERSIONS
from tests.standin.server import StandIn


@pytest.fixture
async def client(standin: StandIn) -> Any:
    async with aiohttp.ClientSession() as session:
        made = Client(session, standin.url)
        await made.upload("milo-ref.png", b"milo", subfolder="studio", overwrite="true")
        await made.upload("james-ref.png", b"james", subfolder="studio", overwrite="true")
        yield made
        await made.stop()


@pytest.fixture(params=VERSIONS)
async def standin(request: pytest.FixtureRequest) -> Any:
    async with StandIn(version=request.param) as server:
        yield server
