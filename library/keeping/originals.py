"""Files as their engines gave them, kept to the byte where they have Content Credentials (C2PA).

These are true of their very bytes alone, and a picture of the library is a PNG with its recipe inside: it has none, and
the file that has them lies here, under the hash of the picture that was made of it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from library.errors import PictureUnreadable
from library.files import disk
from library.formats import png_text
from library.places import Places

_SUFFIXES: Final = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "gif": ".gif", "avif": ".avif"}
"""Format of a head → how its files are called."""


def signed_format(data: bytes) -> str:
    """The format of a picture that has Content Credentials; empty of any other."""
    from library.files.untrusted import untrusted
    from library.formats.heads import reading
    from library.formats.heads.parts import InMemory

    with suppress(PictureUnreadable), untrusted("the picture"):
        head = reading.parse(InMemory(data))
        return head.format if head.has_manifest else ""
    return ""


def unsigned(png: bytes) -> bytes:
    """A PNG without Content Credentials, which a change of anything else in it would make false."""
    return png_text.without_chunks(png, b"caBX")


def keep(places: Places, data: bytes, form: str, sha256: str) -> None:
    """Keep a file of that format, of which the picture with that hash was made. Raises DiskFull, LibraryUnwritable."""
    disk.write_over(_path(places, sha256, _SUFFIXES[form]), data)


def original_of(places: Places, sha256: str) -> Path | None:
    """The file of which the picture with that hash was made; None where none was kept."""
    paths = (_path(places, sha256, suffix) for suffix in _SUFFIXES.values())
    return next((path for path in paths if path.exists()), None)


def discard(places: Places, sha256: str) -> None:
    """Let go of the file of which a picture was made that is deleted."""
    if (path := original_of(places, sha256)) is not None:
        disk.discard(path)


def _path(places: Places, sha256: str, suffix: str) -> Path:
    return places.originals / sha256[:2] / f"{sha256}{suffix}"
