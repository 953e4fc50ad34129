"""Reference pictures: kept once each, under the SHA-256 of their bytes."""

from __future__ import annotations

from pathlib import Path

from library.digest import sha256_of
from library.errors import NotInLibrary
from library.files import disk
from library.places import Places

_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg"}
_OTHER = ".picture"


class References:
    """What `Library` gives as its `references`; any thread may use it."""

    def __init__(self, places: Places) -> None:
        self._folder = places.references

    def add(self, data: bytes) -> str:
        """Keep a reference picture and give its SHA-256 in hex; one that is there stays.

        Raises PictureUnreadable, DiskFull, LibraryUnwritable.
        """
        from library.formats.pictures import opened

        sha256 = sha256_of(data)
        if self._path(sha256) is None:
            with opened(data, "The reference picture") as image:
                image.load()
                suffix = _SUFFIXES.get(image.format or "", _OTHER)
            disk.write_over(self._folder / f"{sha256}{suffix}", data)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a reference picture. Raises NotInLibrary."""
        path = self._path(sha256)
        if path is None:
            raise NotInLibrary(f"The library has no reference picture {sha256[:12]}", "Add the picture again")
        return disk.read_file(path)

    def _path(self, sha256: str) -> Path | None:
        if len(sha256) != 64 or not all(letter in "0123456789abcdef" for letter in sha256):
            return None
        paths = [self._folder / f"{sha256}{suffix}" for suffix in (*_SUFFIXES.values(), _OTHER)]
        return next((path for path in paths if path.exists()), None)
