"""A sample of `make faults` at paid services."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from tests.faults import paid

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A proxy of the environment has no part in this."""
    monkeypatch.setenv("NO_PROXY", "*")
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


async def test_what_is_paid_is_drawn_once_and_told_whatever_befalls_it() -> None:
    found = await asyncio.gather(
        paid.killed("openai", paid.HELD),
        paid.killed("openai", "after save its picture"),
        paid.killed("replicate", paid.HELD),
        paid.spoilt("gemini", "cut before the answer"),
        paid.spoilt("bfl", "sent elsewhere"),
    )
    assert [each for each in found if each.wrong] == []
    assert [(each.end, each.asked) for each in found] == [
        ("failed", 1),
        ("done", 1),
        ("done", 1),
        ("failed", 1),
        ("failed", 1),
    ]
