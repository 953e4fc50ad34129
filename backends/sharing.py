"""Work that several wait for: whoever no longer waits stops it for nobody else."""

from __future__ import annotations

import asyncio
from typing import TypeVar

Given = TypeVar("Given")


async def shared(work: asyncio.Future[Given]) -> Given:
    """What work gives, which goes on when the waiting ends; how it fails then is nobody's mistake any more."""
    work.add_done_callback(_heard)
    return await asyncio.shield(work)


def _heard(work: asyncio.Future[Given]) -> None:
    # Else asyncio takes a failure that nobody waited for to its end for one that was forgotten.
    if not work.cancelled():
        work.exception()
