"""What was typed of members and not saved, kept beside the settings: leaving the Cast loses none of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from library.files.disk import write_over
from studio.cast.members import Character

FILE = "unsaved_members.json"


class Left(msgspec.Struct, frozen=True):
    """A member that was left unsaved: its entry as it was seen, None where it has none, and what is typed.

    `like` is the name of the member of which it was begun as a copy.
    """

    seen: Character | None
    now: Character
    like: str = ""


class UnsavedMembers:
    """Of a settings folder, by keys: a name in small letters, or one that begins with + for a new member."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._kept: dict[str, Left] | None = None
        self._now: dict[str, Left] | None = None

    def of_last_time(self) -> dict[str, Left]:
        """What was kept; nothing where this studio cannot read it. Blocks."""
        if self._kept is None:
            try:
                self._kept = msgspec.json.decode(self._file.read_bytes(), type=dict[str, Left])
            except (OSError, msgspec.DecodeError, UnicodeDecodeError):
                self._kept = {}
        return dict(self._kept)

    def note(self, left: Mapping[str, Left]) -> None:
        """This is unsaved by now; it is written by `keep`."""
        self._now = dict(left)

    def keep(self) -> None:
        """Write what was noted, where that is something else than is kept. Blocks.

        Raises LibraryUnwritable, DiskFull.
        """
        now = self._now
        if now is None or now == self.of_last_time():
            return
        write_over(self._file, msgspec.json.encode(now))
        self._kept = now
