"""Whether pictures wait to be measured: a look that costs next to nothing where nothing has changed since the last."""

from __future__ import annotations

from pathlib import Path

from library.store import Library
from studio.cast import loading
from studio.cast.members import Character
from studio.pictures.measuring.subjects import Subject, subjects


class Waiting:
    """For one library, with the cast of a settings folder. It blocks, and belongs into a thread."""

    def __init__(self, library: Library, settings: Path) -> None:
        self.library = library
        self._settings = settings
        self._version: int | None = None
        self._seen: tuple[tuple[str, int], ...] = ()
        self.cast: tuple[Character, ...] = ()
        self.subjects: tuple[Subject, ...] = ()
        self._newest = 0

    def look(self) -> bool:
        """Whether any picture is to be measured. Raises LibraryError.

        After a look that found none, only what came since is looked at, unless the cast has other references.
        """
        is_other_cast = self._learn_cast()
        version = self.library.version()
        if version == self._version and not is_other_cast:
            return False
        since = 0 if is_other_cast else self._newest
        newest = self.library.ids(limit=1, stacked=False)
        is_any = any(self.library.drift.waiting(one.name, one.against, since=since, limit=1) for one in self.subjects)
        if not is_any:
            self._version, self._newest = version, max((self._newest, *newest))
        return is_any

    def _learn_cast(self) -> bool:
        """Read the cast again if its file, or a reference, is another by now. Says whether it was read."""
        seen = (_stamp(self._settings / loading.FILE), *self._references())
        if seen == self._seen:
            return False
        self.cast = loading.load(self._settings).members
        self.subjects = subjects(self.cast)
        self._seen = (seen[0], *self._references())
        return True

    def _references(self) -> tuple[tuple[str, int], ...]:
        own = [member for member in self.cast if member.folder]
        return tuple(_stamp(Path(one.folder) / picture.file) for one in own for picture in one.pictures)


def _stamp(path: Path) -> tuple[str, int]:
    try:
        return str(path), path.stat().st_mtime_ns
    except OSError:
        return str(path), 0
