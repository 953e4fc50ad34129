"""The settings file as it is read and written while the studio is open, and where each setting stands in it."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from library.files.disk import rewrite
from studio.settings import settings, tables
from studio.settings.editing import Change, SettingNotKept, changed, is_entry, place_of, standing
from studio.settings.settings import Settings

OWN_FILE_MODE = 0o600
CREDENTIALS = "credentials"
"""The folder beside the settings file for credentials that the studio was told, each in a file of its own."""
TRIES = 3


class Read(NamedTuple):
    """The settings file: its path, what it says, its plain table, and its text; empty where there is no such file."""

    file: Path
    chosen: Settings
    table: dict[str, Any]
    text: str

    def standing(self, steps: tuple[str, ...]) -> Any:
        """What the file says at a place (see `Change`); None where it says nothing."""
        return standing(self.table, steps)

    def line(self, steps: tuple[str, ...]) -> int | None:
        """The line, from 1 on, in which a setting stands; None where it does not."""
        if self.standing(steps) is None:
            return None
        named = list(steps)
        if is_entry(steps):
            named[1] = str(place_of(self.table, steps))
        return tables.line_of(self.text, named)


def read(folder: Path) -> Read:
    """The settings file of a folder. Raises TableUnreadable, SettingsWrong."""
    file = folder / settings.FILE
    if not file.exists():
        return Read(file, Settings(), {}, "")
    text = tables.text_of(file)
    return Read(file, settings.decode(text, str(file)), tables.table_of(text, str(file)), text)


def keep(folder: Path, change: Change) -> Read:
    """Write one change into the settings file, and what was changed there meanwhile stays. Gives the file as it is now.

    Raises TableUnreadable, SettingsWrong where the file would say what cannot be, SettingNotKept, LibraryError.
    """
    for _ in range(TRIES):
        now = read(folder)
        text = changed(now.text, change, str(now.file))
        chosen = settings.decode(text, str(now.file))
        if text == now.text:
            return now
        # Between this look and the writing stands no more than the flush of a small file.
        if _text(now.file) == now.text:
            rewrite(now.file, text.encode())
            return Read(now.file, chosen, tables.table_of(text, str(now.file)), text)
    raise SettingNotKept(f"{now.file} changes all the time", "", "Try again when nothing else writes it")


def _text(file: Path) -> str:
    return tables.text_of(file) if file.exists() else ""


def keep_credential(folder: Path, engine: str, header: str, value: str) -> str:
    """Put a credential into a new file that only its owner can read; gives what stands for it in the settings.

    A file that is there may be another engine's, or this one's until the new one is kept. Raises LibraryError.
    """
    name = re.sub(r"[^\w.-]+", "-", f"{engine}.{header}".casefold()).strip(".-") or "credential"
    place = folder.absolute() / CREDENTIALS / name
    for number in count(2):
        if not place.exists():
            break
        place = place.with_name(f"{name}-{number}")
    rewrite(place, f"{value}\n".encode(), OWN_FILE_MODE)
    return f"file:{place}"
