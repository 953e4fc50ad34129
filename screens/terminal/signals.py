"""Signals that are not lost: asyncio's own way drops one when its pipe is full, as it is after a few hundred keys."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import ParamSpec

P = ParamSpec("P")


def heed(number: signal.Signals, call: Callable[P, object], *args: P.args, **named: P.kwargs) -> None:
    """Have the running loop make a call at each such signal; once the loop is closed the signal does what is usual.

    For the main thread. Not within the signal: there the program may hold any lock. `loop.add_signal_handler` hears of
    signals by its pipe alone, which `call_soon_threadsafe` writes to as well; Python's own flag is always set.
    """
    loop = asyncio.get_running_loop()

    def at_signal(came: int, _frame: FrameType | None) -> None:
        if loop.is_closed():
            signal.signal(came, signal.SIG_DFL)
            os.kill(os.getpid(), came)
        else:
            loop.call_soon_threadsafe(lambda: call(*args, **named))

    signal.signal(number, at_signal)
