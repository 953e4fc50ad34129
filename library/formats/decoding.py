"""A picture file's hash, thumbnail and perceptual hash at once, in a process of its own.

Every pixel of files from anywhere is decoded here: a decoder that crashes, hangs onto memory or writes to its stderr
does so away from the studio. The PNG that all tools write are decoded by Rust's png (kornia-rs): 13 ms for 1024², where
OpenCV takes 32 and Pillow 35. It says less of what is wrong, and holds the GIL, so it is used in these processes only,
and Pillow has the last word on what it cannot read, and the only one on what is rare.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.files import disk
from library.files.processes import behind
from library.files.untrusted import untrusted
from library.formats import thumbnails
from library.formats.hashes import Hashes, hashes
from library.formats.heads.png import plain_size
from library.formats.pictures import bytes_needed, opened
from library.formats.png_text import MOST_PIXELS

_NICE = 10
LARGE = 256 << 20
"""Bytes of memory from which on pictures are decoded one at a time."""


class Decoded(NamedTuple):
    """What a file's bytes gave; `trouble` is why there is no thumbnail, and then `jpeg` is empty."""

    sha256: str
    jpeg: bytes
    hashes: Hashes | None
    trouble: str


def be_quiet() -> None:
    """Begin a process for decoding: behind all others, on one core, with nothing to say to the terminal."""
    import cv2

    behind(_NICE)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    cv2.setNumThreads(1)


@contextmanager
def in_turn(needed: int, lock: Path | None) -> Iterator[Path | None]:
    """Wait, for what takes more than LARGE bytes of memory, until no other process of those with this lock has such.

    Gives the lock that is still to be taken for more: none where it is taken. Raises LibraryUnwritable.
    """
    if lock is None or needed <= LARGE:
        yield lock
        return
    with disk.alone(lock):
        yield None


def decode(path: str, lock: Path | None = None) -> Decoded:
    """Read and decode one file; nothing is raised for whatever is in it, and an unreadable one has no SHA-256.

    `lock` is a file for `in_turn`. Raises LibraryUnwritable where that cannot be locked.
    """
    with in_turn(_size(path), lock) as left:
        try:
            data = disk.read_file(Path(path))
        except PictureUnreadable as error:
            return Decoded("", b"", None, error.reason)
        sha256 = sha256_of(data)
        try:
            with untrusted("it"), in_turn(len(data) + needed_for(data), left):
                jpeg = _fast(data) or thumbnails.thumbnail(data, "it")
                return Decoded(sha256, jpeg, hashes(jpeg), "")
        except PictureUnreadable as error:
            return Decoded(sha256, b"", None, error.reason)


def _size(path: str) -> int:
    with suppress(OSError):
        return Path(path).stat().st_size
    return 0


def needed_for(data: bytes) -> int:
    """Bytes of memory that decoding takes. Raises PictureUnreadable."""
    size = plain_size(data)
    if size is not None:
        return 4 * size[0] * size[1]
    with opened(data, "it") as image:
        return bytes_needed(image)


def _fast(data: bytes) -> bytes | None:
    """The thumbnail of a plain PNG; None where another decoder has to say what this is, or what is wrong with it."""
    import cv2

    size = plain_size(data)
    if size is None or size[0] * size[1] > MOST_PIXELS:
        return None
    width, height = size
    try:
        from kornia_rs.io import decode_image_png_u8

        pixels = decode_image_png_u8(data, (height, width), "rgb")
    except BaseException:  # noqa: BLE001
        # It raises nothing narrower, and a panic of Rust is no Exception; what is wrong, Pillow is asked.
        return None
    scale = min(1.0, thumbnails.THUMBNAIL_SIDE / max(size))
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    # By halves, which is one step of SIMD each, and for the rest, under 2, between neighbours: 1.4 ms in place of 10.
    while pixels.shape[1] >= 2 * small[0] and pixels.shape[0] >= 2 * small[1]:
        pixels = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    if scale < 1:
        pixels = cv2.resize(pixels, small, interpolation=cv2.INTER_LINEAR)
    done, encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return encoded.tobytes() if done else None
