"""Files of a dataset as they were last looked at, so that those that nobody touched are not read again.

`.milo/seen.json` is a help and no truth: without it everything is read once more, and only what other tools did to
captions since the studio last wrote is not told.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from library.digest import sha256_of
from library.errors import LibraryError, PictureUnreadable
from library.files import disk
from library.files.untrusted import untrusted
from library.formats.pictures import opened
from studio.datasets.folder import layout
from studio.plain_text import plain


class Look(msgspec.Struct, frozen=True, array_like=True):
    """A picture's file: what the disk says of it, its hash, its size in px as it is upright, or why it is unreadable.

    A file of the same size, time of change and time of any change to it is the same.
    """

    bytes: int
    mtime_ns: int
    ctime_ns: int
    sha256: str = ""
    width: int = 0
    height: int = 0
    trouble: str = ""


class Seen(msgspec.Struct, frozen=True):
    """`files` by their paths from the folder on; `captions`: the hashes that the studio last wrote, or took in."""

    files: dict[str, Look] = {}
    captions: dict[str, str] = {}


def read(folder: Path) -> Seen:
    """What was seen; nothing where that cannot be read."""
    try:
        return msgspec.json.decode(disk.read_file(folder / layout.SEEN), type=Seen)
    except (PictureUnreadable, msgspec.DecodeError):
        return Seen()


def write(folder: Path, seen: Seen) -> None:
    """Keep what was seen, where the folder can be written."""
    with suppress(LibraryError):
        disk.write_over(folder / layout.SEEN, msgspec.json.encode(seen))


def look(path: Path, before: Look | None) -> Look:
    """How a picture's file is now; what is known of the same is not read again. Raises OSError where it is gone."""
    status = path.stat()
    now = Look(status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    if before is not None and (before.bytes, before.mtime_ns, before.ctime_ns) == (
        now.bytes,
        now.mtime_ns,
        now.ctime_ns,
    ):
        return before
    try:
        data = disk.read_file(path)
    except PictureUnreadable as error:
        return msgspec.structs.replace(now, trouble=plain(error.reason.replace(str(path), path.name)))
    sha256 = sha256_of(data)
    try:
        width, height = size_of(data, path.name)
    except PictureUnreadable as error:
        return msgspec.structs.replace(now, sha256=sha256, trouble=plain(error.reason))
    return msgspec.structs.replace(now, sha256=sha256, width=width, height=height)


def size_of(data: bytes, name: str) -> tuple[int, int]:
    """Width and height in px of a picture file, turned as its EXIF says; no pixel is decoded.

    Raises PictureUnreadable: no picture, too large, or cut off.
    """
    with untrusted(name), opened(data, name) as image:
        if _is_cut_off(data, image.format or ""):
            raise PictureUnreadable(f"{name} is broken: it ends too early", "Choose another file, or make it again")
        width, height = image.size
        try:
            is_on_its_side = image.getexif().get(0x0112) in (5, 6, 7, 8)
        except (ValueError, SyntaxError, TypeError, KeyError, OSError):
            # Broken EXIF says nothing of how a picture lies.
            is_on_its_side = False
    return (height, width) if is_on_its_side else (width, height)


def _is_cut_off(data: bytes, kind: str) -> bool:
    """Whether the end of a file is missing, as after a copy that was ended."""
    match kind:
        case "PNG":
            return b"IEND" not in data[-4096:]
        case "JPEG":
            return b"\xff\xd9" not in data[-4096:]
        case "WEBP":
            return len(data) < 8 + int.from_bytes(data[4:8], "little")
        case _:
            return False
