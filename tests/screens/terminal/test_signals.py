"""Signals to the studio, also when its loop has more to wake for than its pipe holds."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from screens.terminal.signals import heed

CLOSED = """
import asyncio, os, signal
from screens.terminal.signals import heed

async def run():
    heed(signal.SIGUSR1, int)

asyncio.run(run())
os.kill(os.getpid(), signal.SIGUSR1)
"""
WAKES = 5000
"""More than the pipe of a loop holds."""


@pytest.fixture(autouse=True)
def before() -> Iterator[None]:
    """What SIGUSR1 did before is what it does again."""
    kept = signal.getsignal(signal.SIGUSR1)
    yield
    signal.signal(signal.SIGUSR1, kept)


def test_a_signal_is_heard_while_the_pipe_of_the_loop_is_full() -> None:
    async def run() -> str:
        loop = asyncio.get_running_loop()
        heard: asyncio.Future[str] = loop.create_future()
        heed(signal.SIGUSR1, heard.set_result, "heard")
        for _ in range(WAKES):
            loop.call_soon_threadsafe(int)
        os.kill(os.getpid(), signal.SIGUSR1)
        return await asyncio.wait_for(heard, 20)

    assert asyncio.run(run()) == "heard"


def test_the_call_is_made_by_the_loop_and_not_within_the_signal() -> None:
    async def run() -> list[str]:
        order: list[str] = []
        heard = asyncio.Event()
        heed(signal.SIGUSR1, order.append, "call")
        heed(signal.SIGUSR2, heard.set)
        os.kill(os.getpid(), signal.SIGUSR1)
        order.append("on")
        os.kill(os.getpid(), signal.SIGUSR2)
        await heard.wait()
        return order

    kept = signal.getsignal(signal.SIGUSR2)
    try:
        assert asyncio.run(run()) == ["on", "call"]
    finally:
        signal.signal(signal.SIGUSR2, kept)


def test_when_the_loop_is_closed_a_signal_does_what_is_usual() -> None:
    ended = subprocess.run([sys.executable, "-c", CLOSED], check=False, timeout=60)
    assert ended.returncode == -signal.SIGUSR1
