"""Reference sets that are being drawn: a small file for each character, beside the index and not in it.

What stands in them is the studio's. A file is named by the hash of the character's name, so that no name becomes a
path.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.files import disk
from library.places import OWN_FOLDER, Places


class ReferenceSets:
    """What `Library` gives as its `reference_sets`; any thread may use it."""

    def __init__(self, places: Places) -> None:
        self._folder = places.folder / OWN_FOLDER / "reference_sets"

    def read(self, name: str) -> bytes:
        """What was kept for a character; nothing where there is no such thing. Raises PictureUnreadable."""
        path = self._path(name)
        return disk.read_file(path) if path.exists() else b""

    def keep(self, name: str, data: bytes) -> None:
        """Keep this for a character, whole, instead of what was there. Raises DiskFull, LibraryUnwritable."""
        disk.write_over(self._path(name), data)

    def all(self) -> tuple[bytes, ...]:
        """What is kept for any character, in the order of the file names; what cannot be read is left out."""
        found = []
        for path in sorted(self._folder.glob("*.json")):
            with suppress(PictureUnreadable):
                found.append(disk.read_file(path))
        return tuple(found)

    def _path(self, name: str) -> Path:
        return self._folder / f"{sha256_of(name.casefold().encode())[:24]}.json"
