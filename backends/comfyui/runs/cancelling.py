"""Stopping jobs on a server that can stop many at once, whatever they are doing: `POST /api/jobs/cancel`."""

from __future__ import annotations

import asyncio
from typing import Final

from backends.base import EngineRefused
from backends.comfyui.wire.http import Http, NoAnswer, NotFound
from backends.sharing import shared

CANCEL: Final = "/api/jobs/cancel"
"""Takes `{job_ids: […]}`: what waits is taken out of the queue, what runs is stopped, all else is left alone."""


class Cancelling:
    """Jobs of one server that are to be stopped: what is asked for in one breath goes out as one request."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._sending: asyncio.Task[bool] | None = None

    async def cancel(self, http: Http, job_id: str) -> bool:
        """Stop a job; False where the server does not say that it did, so that it is to be stopped otherwise.

        Raises EngineUnreachable where nothing was sent.
        """
        self._asked.add(job_id)
        if self._sending is None:
            self._sending = asyncio.create_task(self._send(http), name="cancel jobs")
        return await shared(self._sending)

    async def _send(self, http: Http) -> bool:
        # Whoever else is about to ask gets a turn.
        await asyncio.sleep(0)
        ids, self._asked, self._sending = sorted(self._asked), set(), None
        if CANCEL in http.lacking:
            return False
        try:
            await http.patiently(lambda: http.post(CANCEL, {"job_ids": ids}))
        except NotFound:
            http.lacking.add(CANCEL)
            return False
        except (EngineRefused, NoAnswer):
            return False
        return True
