"""What an engine says that takes no more jobs for a while, as hosted ones do."""

from __future__ import annotations

from typing import Literal

from backends.base import EngineRefused


class RateLimited(EngineRefused):
    """A quota is used up: `seconds` until the engine takes jobs again as it says itself, None where it does not say.

    `quota` is "minute" for one that is soon full again, and "day" for one that nobody waits for.
    """

    def __init__(self, reason: str, remedy: str, seconds: float | None, quota: Literal["minute", "day"]) -> None:
        super().__init__(reason, remedy)
        self.seconds = seconds
        self.quota = quota
