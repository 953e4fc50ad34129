"""The event loop only waits: in tests, what reads the index, a kept file or pixels on it fails.

What a test itself asks, of the library or of a plain function, on whatever thread, is the test's business.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from pathlib import Path
from types import ModuleType

from library.files import disk
from library.formats import decoding
from library.index.database import Index

ROOT = Path(__file__).parents[2]
WAITING: tuple[tuple[type | ModuleType, tuple[str, ...]], ...] = (
    (Index, ("reading", "write", "version", "copy_to")),
    (disk, ("make_folder", "write_new", "write_over", "move_new", "read_file", "reading")),
    (decoding, ("decode",)),
)
"""What must not be called where an event loop runs."""
BELOW = (f"{ROOT / 'library'}/", f"{ROOT / 'backends'}/", __file__)
ABOVE = tuple(f"{ROOT / floor}/" for floor in ("studio", "screens"))


def hold() -> None:
    """From now on, hold the house to it."""
    for owner, names in WAITING:
        for name in names:
            _hold(owner, name)


def _hold(owner: type | ModuleType, name: str) -> None:
    waiting = getattr(owner, name)

    @functools.wraps(waiting)
    def held(*given: object, **named: object) -> object:
        if place := on_the_loop():
            raise AssertionError(f"{place} waits for {waiting.__qualname__} on the event loop: asyncio.to_thread")
        return waiting(*given, **named)

    setattr(owner, name, held)


def on_the_loop() -> str:
    """Where the studio or a screen called into the floors below, if an event loop called it in this thread; else empty.

    The frames of a coroutine that is awaited stand over those of who awaits it: what is come to first, a test or
    something that runs on the loop, says whose call it is.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return ""
    place = ""
    frame = inspect.currentframe()
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(ABOVE):
            place = place or f"{Path(file).relative_to(ROOT)}:{frame.f_lineno}"
        elif file.startswith(str(ROOT)) and not file.startswith(BELOW):
            return ""
        module = str(frame.f_globals.get("__name__"))
        if frame.f_code.co_flags & inspect.CO_COROUTINE or module.startswith("asyncio."):
            return place
        frame = frame.f_back
    return place
