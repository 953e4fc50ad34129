"""Servers that the settings of a test's studio name `lab`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.conftest import Home
from tests.standin.server import StandIn


@pytest.fixture
async def lab(home: Home) -> AsyncIterator[StandIn]:
    """A stand-in for ComfyUI."""
    async with StandIn() as server:
        home.write_settings(f'[[servers]]\nname = "lab"\nurl = "{server.url}"\n')
        yield server


@pytest.fixture
def lab_away(home: Home) -> str:
    """A server that is not there; its address."""
    home.write_settings('[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n')
    return "127.0.0.1:9"
