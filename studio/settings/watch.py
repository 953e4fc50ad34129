"""Settings that a person edits while the studio is open: seen within seconds, used where they can be, and told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from library.errors import LibraryError
from studio.errors import Notice, StudioError
from studio.notices import notice_of
from studio.settings import keeping, settings
from studio.settings.catalog import settings_of
from studio.settings.editing import Change
from studio.settings.settings import Settings

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks at the file."""

LIVE = tuple(setting.steps[0] for setting in settings_of(Settings) if setting.is_live)
"""What is used at once; everything else holds from the next start."""

Signature = tuple[int, int, int] | None


class SettingsWatch:
    """For one studio on one settings folder; `begin` and `end` belong to its event loop.

    `take` is called with settings that changed in what is LIVE, `tell` with what a person should know.
    """

    def __init__(
        self,
        folder: Path,
        known: Settings,
        take: Callable[[Settings], Awaitable[None]],
        tell: Callable[[Notice], None],
    ) -> None:
        self._folder = folder
        self._known = known
        self._take = take
        self._tell = tell
        self._signature = signature(folder)
        self._task: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    def begin(self) -> None:
        """Look at the file from now on."""
        self._task = asyncio.create_task(self._keep(), name="watch settings")

    async def end(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    async def look(self) -> None:
        """Read the file if it is another than before; a file that cannot be used is told once, and changes nothing."""
        async with self._turn:
            seen = await asyncio.to_thread(signature, self._folder)
            if seen == self._signature:
                return
            self._signature = seen
            try:
                chosen = await asyncio.to_thread(settings.load, self._folder)
            except (StudioError, OSError) as error:
                self._tell(unusable(error))
                return
            if changed := await self._learn(chosen):
                self._tell(told(changed, chosen))

    async def keep(self, change: Change) -> keeping.Read:
        """Write one change into the file, and use it at once where that can be; gives the file as it is now.

        Whoever waits may be cancelled: it is written to its end all the same, and nothing else meanwhile; where it
        cannot be written then, that is told. Raises as `keeping.keep`.
        """
        writing = asyncio.create_task(self._write(change), name="write a setting")
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            writing.add_done_callback(self._left_alone)
            raise

    def _left_alone(self, writing: asyncio.Task[keeping.Read]) -> None:
        """Tell why a change was not written for which nobody waits."""
        error = None if writing.cancelled() else writing.exception()
        if isinstance(error, (StudioError, LibraryError, OSError)):
            self._tell(unkept(error))
        elif error is not None:
            log.error("a setting was not written", exc_info=error)

    async def _write(self, change: Change) -> keeping.Read:
        async with self._turn:
            kept = await asyncio.to_thread(keeping.keep, self._folder, change)
            self._signature = await asyncio.to_thread(signature, self._folder)
            await self._learn(kept.chosen)
            return kept

    async def _learn(self, chosen: Settings) -> tuple[str, ...]:
        changed = differences(self._known, chosen)
        self._known = chosen
        if set(changed) & set(LIVE):
            await self._take(chosen)
        return changed


def signature(folder: Path) -> Signature:
    """What tells one state of the file from another: inode, size in bytes, time of change in ns; None where it is not.

    Editors write in place or put another file there: the one changes the time, the other the inode.
    """
    try:
        state = (folder / settings.FILE).stat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def differences(earlier: Settings, later: Settings) -> tuple[str, ...]:
    """The names of the settings in which two differ, in the order of the file's description."""
    return tuple(name for name in Settings.__struct_fields__ if getattr(earlier, name) != getattr(later, name))


def told(changed: tuple[str, ...], chosen: Settings) -> Notice:
    """What a person is told of changed settings."""
    now = "; ".join(_told_of(name, chosen) for name in LIVE if name in changed)
    later = ", ".join(name for name in changed if name not in LIVE)
    return Notice("The settings changed", now, f"{later}: from the next start" if later else "")


def _told_of(name: str, chosen: Settings) -> str:
    if name == "hosted":
        return f"the hosted engines are {', '.join(account.name for account in chosen.hosted) or 'none'}"
    if name == "servers":
        return f"the servers are {', '.join(server.name for server in chosen.servers) or 'none'}"
    if name == "spending":
        day, month = (f"${cap:,.2f}" if cap else "no cap" for cap in (chosen.spending.day, chosen.spending.month))
        return f"spending is asked about after {day} a day, {month} a month"
    value = getattr(chosen, name)
    if isinstance(value, bool):
        return f"{name} is {'on' if value else 'off'}"
    verb = "are" if name.endswith("s") else "is"
    return f"the {name} {verb} {value if isinstance(value, str) else 'others'}"


def unkept(error: StudioError | LibraryError | OSError) -> Notice:
    """What a person is told of a change that was not written."""
    return _reasoned(error, "The setting was not kept, and the file is as it was")


def unusable(error: StudioError | OSError) -> Notice:
    """What a person is told of a settings file that cannot be used."""
    return _reasoned(error, "The settings changed and cannot be used, so the earlier ones stand")


def _reasoned(error: StudioError | LibraryError | OSError, title: str) -> Notice:
    notice = Notice(str(error)) if isinstance(error, OSError) else notice_of(error)
    reason = f"{notice.title}: {notice.reason}" if notice.reason else notice.title
    return msgspec.structs.replace(notice, title=title, reason=reason)
