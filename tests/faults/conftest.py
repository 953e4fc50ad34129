"""Which of these runs have time of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.quick_time import QuickLoop


def pytest_asyncio_loop_factories(item: pytest.Item) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """An engine's time limits cost no time; a studio has processes beside it, and clocks of its own."""
    return {"loop": QuickLoop if item.path.name == "test_engine_runs.py" else asyncio.new_event_loop}
