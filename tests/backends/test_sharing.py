"""Work that several wait for goes on for the others, and its failure is nobody's mistake when none waits any more."""

from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from backends.sharing import shared


async def test_the_failure_of_work_that_nobody_waits_for_is_no_mistake() -> None:
    mistakes: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: mistakes.append(context))
    begun = asyncio.Event()

    async def fail() -> None:
        await begun.wait()
        raise ValueError("the server is away")

    work = asyncio.create_task(fail())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await shared(work)
    begun.set()
    await asyncio.wait({work})
    del work
    gc.collect()
    assert mistakes == []


async def test_who_still_waits_hears_of_it_when_another_does_no_more() -> None:
    begun = asyncio.Event()

    async def answer() -> str:
        await begun.wait()
        return "an answer"

    work = asyncio.create_task(answer())
    first, second = asyncio.create_task(shared(work)), asyncio.create_task(shared(work))
    await asyncio.sleep(0)
    first.cancel()
    begun.set()
    assert await second == "an answer"
    assert first.cancelled()
