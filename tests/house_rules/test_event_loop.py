"""What waits on the event loop is found, and what waits in a thread is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from library.store import Library
from tests.house_rules.event_loop import ROOT

PLACE = "screens/gallery/screen.py"
ASK = """
def ask():
    return library.page()

async def ask_at_once():
    return ask()

async def ask_in_a_thread():
    return await asyncio.to_thread(ask)
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "pictures")


@pytest.fixture
def asking(library: Library) -> dict[str, Callable[[], Any]]:
    """Functions that ask the library, and stand in a screen as far as anybody can see."""
    found: dict[str, Any] = {"library": library, "asyncio": asyncio}
    exec(compile(ASK, str(ROOT / PLACE), "exec"), found)
    return found


async def test_a_coroutine_may_not_wait(library: Library, asking: dict[str, Callable[[], Any]]) -> None:
    with pytest.raises(AssertionError, match=f"{PLACE}:3 waits for Index.reading on the event loop"):
        await asking["ask_at_once"]()
    assert await asking["ask_in_a_thread"]() == library.page()
    library.close()


async def test_neither_may_what_the_loop_calls(library: Library, asking: dict[str, Callable[[], Any]]) -> None:
    loop = asyncio.get_running_loop()
    told: asyncio.Future[BaseException | None] = loop.create_future()
    loop.set_exception_handler(lambda _, context: told.set_result(context.get("exception")))
    loop.call_soon(asking["ask"])
    assert "on the event loop" in str(await told)
    library.close()


async def test_a_test_may(library: Library, asking: dict[str, Callable[[], Any]]) -> None:
    assert asking["ask"]() == library.page()
    library.close()


def test_without_an_event_loop_anybody_may(library: Library, asking: dict[str, Callable[[], Any]]) -> None:
    assert asking["ask"]() == library.page()
    library.close()
