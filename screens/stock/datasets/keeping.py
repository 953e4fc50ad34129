"""What reads and changes an open dataset: each change in a thread, one after another; then it is read again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.stock.datasets.model import reading
from screens.stock.datasets.model.bench import DatasetBench
from screens.stock.datasets.model.reading import Warned
from studio.datasets.folder.told import OTHERS

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Opened

T = TypeVar("T")
Progress = Callable[[int, int, str], bool]
"""How many are done, of how many, and the name of the next; False ends the work before it."""
LOOKED = 2.0
"""Seconds between two looks whether another program changed the folder."""


class DatasetKeeper:
    """Keeps what the bench shows as the folder is."""

    def __init__(self, folder: Path, bench: DatasetBench, calls: Calls) -> None:
        self.folder = folder
        self._bench, self._calls = bench, calls
        self._turn = asyncio.Lock()
        self._stamp: object = None
        self.opened: Opened | None = None
        self.wrong = ""
        """Why the dataset cannot be read, in words; empty where it can."""
        self.warnings: tuple[Warned, ...] = ()
        """What is wrong with captions as they were read."""
        self._waiting = 0
        self.doing = ""
        """What goes on and can be stopped, in words; empty where nothing does."""
        self._stops: list[threading.Event] = []

    @property
    def is_busy(self) -> bool:
        """Whether something is being written."""
        return self._waiting > 0

    def read(self) -> None:
        """Read the dataset, and look now and then whether another program changed it."""
        self._calls.begin(self._read, group="read", is_exclusive=True)

    def look(self) -> None:
        """Read it again where the folder is not as it was."""
        if not self.is_busy:
            self._calls.begin(self._look, group="look", is_exclusive=True)

    async def _look(self) -> None:
        stamp = await in_thread(self._calls, reading.stamp, self.folder)
        if stamp != self._stamp and not self.is_busy:
            async with self._turn:
                await self._see()
            others = [one.words for one in self.opened.told if one.sort in OTHERS] if self.opened is not None else []
            if others and self._calls.is_there:
                more = f"and {len(others) - 1:,} changes more" if len(others) > 1 else ""
                self._calls.say(others[0], more)

    async def _read(self) -> None:
        async with self._turn:
            await self._see()

    async def _see(self, *, is_last: bool = False) -> None:
        """Show the dataset as the folder is; where it cannot be read, say why and show what was read last."""
        outcome = await asyncio.to_thread(reading.attempted, self.folder)
        if not self._calls.is_there or self._waiting > is_last:
            # What is written next is seen when it is written.
            return
        self._stamp, self.wrong, self.warnings = outcome.stamp, outcome.wrong, outcome.warnings
        if outcome.opened is not None:
            self.opened = outcome.opened
            self._bench.take(outcome.opened.dataset, outcome.opened.captions)
        else:
            self._bench.tell()

    def change(
        self,
        act: Callable[[Path], T],
        done: str | Callable[[T], str] = "",
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """Change the folder, after all changes that were asked for before, also where the screen is left meanwhile.

        `act` blocks, and is given the folder. `done` says in passing what came of it, `otherwise` is called where
        nothing did.
        """
        self._waiting += 1
        self._calls.begin_for_good(partial(self._change, act, done, otherwise), group="changes")

    def change_slowly(self, act: Callable[[Path, Progress], str], doing: str) -> None:
        """Change the folder by work that is told of while it goes on, and that can be stopped.

        `act` blocks, is given the folder and what it tells its progress, and gives what came of it in words.
        """
        loop = asyncio.get_running_loop()
        stop = threading.Event()

        def progress(done: int, total: int, name: str) -> bool:
            # Where the studio has ended meanwhile, nobody wants to know.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._tell, f"{doing}: {name}, {done + 1:,} of {total:,}")
            return not stop.is_set()

        def work(folder: Path) -> str:
            try:
                return act(folder, progress)
            finally:
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(self._end, stop)

        self._stops.append(stop)
        self._tell(f"{doing}…")
        self.change(work, str)

    def _end(self, stop: threading.Event) -> None:
        if stop in self._stops:
            self._stops.remove(stop)
        self._tell("")

    def _tell(self, words: str) -> None:
        self.doing = words
        if self._calls.is_there:
            self._bench.tell()

    def stop(self) -> None:
        """End what goes on; what is done by then is kept."""
        while self._stops:
            self._stops.pop().set()

    async def _change(
        self, act: Callable[[Path], T], done: str | Callable[[T], str], otherwise: Callable[[], object] | None
    ) -> None:
        is_done = False
        try:
            with self._calls.reporting():
                async with self._turn:
                    try:
                        result = await asyncio.to_thread(act, self.folder)
                        is_done = True
                    finally:
                        if self._waiting == 1 and self._calls.is_there:
                            await self._see(is_last=True)
                words = done(result) if callable(done) else done
                if words:
                    self._calls.say(words)
            if otherwise is not None and not is_done and self._calls.is_there:
                otherwise()
        finally:
            self._waiting -= 1
