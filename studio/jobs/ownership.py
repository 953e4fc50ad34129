"""Which jobs are this studio's to run: its own, and those of studios that are no longer there."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path

from library.files.owners import Claim, claim
from library.records import JobRecord


class Owning:
    """The claims of one studio on the library in `folder`; `name` is its own, and its client id at servers."""

    def __init__(self, folder: Path) -> None:
        self.name = str(uuid.uuid4())
        self._folder = folder
        self._claims: dict[str, Claim] = {}

    def mine(self, job: JobRecord) -> bool:
        """Whether a job is this studio's to run."""
        return job.client_id in self._claims

    async def take(self, owner: str) -> bool:
        """Take the jobs of an owner, unless a studio that lives has them; whether they are this one's now.

        Raises LibraryUnwritable.
        """
        if owner not in self._claims:
            held = await asyncio.to_thread(claim, self._folder, owner)
            if not held.mine:
                return False
            self._claims[owner] = held
        return True

    def leave(self, owner: str) -> None:
        """Leave the jobs of one owner to whoever can go on with them."""
        if owner != self.name and owner in self._claims:
            self._claims.pop(owner).release()

    async def is_gone(self, owner: str) -> bool:
        """Whether no studio that lives has the jobs of an owner. Raises LibraryUnwritable."""
        held = await asyncio.to_thread(claim, self._folder, owner) if owner not in self._claims else None
        if held is None:
            return owner != self.name
        gone = held.mine
        held.release()
        return gone

    def release(self) -> None:
        """Leave all jobs to the next studio."""
        for held in self._claims.values():
            held.release()
        self._claims.clear()
