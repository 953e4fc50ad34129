"""An engine that is asked how it is, and draws nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

from backends.base import DrawRequest, Event, Health, Ticket


class Asked:
    """An engine that only says how it is."""

    kind = "comfyui"
    sends_once = False

    def __init__(self, name: str, ready: bool) -> None:
        self.name = name
        self.ready = ready
        self.closed = False

    async def health(self) -> Health:
        return Health(self.ready, "ready" if self.ready else "model missing")

    async def prepare(self, request: DrawRequest) -> str:
        raise NotImplementedError

    async def free_memory(self) -> None:
        raise NotImplementedError

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        raise NotImplementedError

    def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        raise NotImplementedError

    async def cancel(self, ticket: Ticket) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        self.closed = True
