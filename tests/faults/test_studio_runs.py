"""A sample of `make faults` at the studio: kills at the worst moments, a spoilt wire, a server that crashes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from tests.faults import crashing, kills, wire

pytestmark = pytest.mark.long

EVERY = 67
"""One of so many faults: a prime, so that all kinds and all messages have their turn."""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The stand-in logs every request that a fault has spoilt; a proxy of the environment has no part in this."""
    monkeypatch.setenv("NO_PROXY", "*")
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


async def test_a_studio_that_is_killed_is_finished_by_the_next_and_nothing_is_there_twice() -> None:
    killed = await asyncio.gather(
        kills.at_point("after POST"),
        kills.at_point("before lettering's row"),
        kills.at_point("after picture's file", restarted=True),
        kills.while_held("sampling"),
    )
    assert [each for each in killed if each.wrong] == []
    assert [each.ran for each in killed] == [1, 1, 2, 1]


async def test_whatever_befalls_a_message_there_is_one_picture_or_a_reason() -> None:
    assert [each for each in await wire.whole(EVERY) if each.wrong] == []


async def test_200_jobs_over_three_servers_of_which_one_crashes_are_200_pictures() -> None:
    report = await crashing.run(200)
    assert report.wrong == ""
    assert report.ends == {"done": 200}
    assert report.crashes > 0
