"""LoRA names from the servers, to complete what is typed; a server that does not answer keeps nobody waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.suggester import Suggester

from studio.errors import StudioError

if TYPE_CHECKING:
    from backends.base import LoraInfo
    from studio.engines.book import EngineBook

PATIENCE = 8.0
"""Seconds that one server is given to name its LoRAs."""


@runtime_checkable
class NamesLoras(Protocol):
    """An engine that knows which LoRAs it has."""

    async def loras(self) -> tuple[LoraInfo, ...]:
        """All of them. Raises EngineError."""


async def known_loras(engines: EngineBook) -> tuple[str, ...]:
    """The LoRA files of all servers that answer, each once, by name."""
    answers = await asyncio.gather(*(_loras_of(engines, name) for name in engines.servers()))
    return tuple(sorted({info.file for infos in answers for info in infos}, key=str.casefold))


async def _loras_of(engines: EngineBook, name: str) -> tuple[LoraInfo, ...]:
    from backends.base import EngineError

    try:
        engine = engines.get(name)
        if not isinstance(engine, NamesLoras):
            return ()
        async with asyncio.timeout(PATIENCE):
            return await engine.loras()
    except (EngineError, StudioError, TimeoutError):
        return ()


class LoraSuggester(Suggester):
    """Completes the last name of a line of `file:strength, file:strength`."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.files: tuple[str, ...] = ()

    def learn(self, files: Iterable[str]) -> None:
        """These are to be had."""
        self.files = tuple(files)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line with its last name complete; None where nothing fits, or where a strength is being typed."""
        before, comma, last = value.rpartition(",")
        typed = last.lstrip()
        if not typed or ":" in typed:
            return None
        found = next((file for file in self.files if file.casefold().startswith(typed.casefold())), None)
        if found is None:
            return None
        return f"{before}{comma}{last[: len(last) - len(typed)]}{typed}{found[len(typed) :]}"
