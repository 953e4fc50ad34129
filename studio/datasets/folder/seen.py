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
from library.formats.heads import reading as heads
from library.formats.heads.png import plain_size
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
    """Keep what was seen, where the folder can be written, and a studio has written in it before."""
    if not (folder / layout.OWN).is_dir():
        return
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
        head = heads.read(str(path)).head
        sha256 = sha256_of(disk.read_file(path))
    except PictureUnreadable as error:
        return msgspec.structs.replace(now, sha256=_hash(path), trouble=plain(error.reason))
    return msgspec.structs.replace(now, sha256=sha256, width=head.width, height=head.height)


def of_png(data: bytes) -> Look:
    """How the file of a PNG of ours will be, but for its times."""
    width, height = plain_size(data) or (0, 0)
    return Look(len(data), 0, 0, sha256_of(data), width, height)


def _hash(path: Path) -> str:
    try:
        return sha256_of(disk.read_file(path))
    except PictureUnreadable:
        return ""
