"""A picture file's hash, thumbnail and perceptual hash at once, in a process of its own.

Every pixel of files from anywhere is decoded here: a decoder that crashes, hangs onto memory or writes to its stderr
does so away from the studio. OpenCV makes 49 thumbnails a second of 1024² PNG where Pillow makes 36, and says less of
what is wrong, so Pillow has the last word on what OpenCV cannot read, and the only one on what is rare.
"""

from __future__ import annotations

import hashlib
import os
import struct
from pathlib import Path
from typing import NamedTuple

from library import files, thumbnails
from library.errors import PictureUnreadable
from library.hashes import dhash
from library.heads.png import SIGNATURE
from library.metadata import MOST_PIXELS
from library.spawning import behind

_PLAIN_PNG = (8, 2)
"""Bits a channel and colour type of the PNG that all tools write: RGB without transparency."""
_NICE = 10


class Decoded(NamedTuple):
    """What a file's bytes gave; `trouble` is why there is no thumbnail, and then `jpeg` is empty."""

    sha256: str
    jpeg: bytes
    dhash: int | None
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


def decode(path: str) -> Decoded:
    """Read and decode one file; nothing is raised for whatever is in it, and an unreadable one has no SHA-256."""
    try:
        data = files.read_file(Path(path))
    except PictureUnreadable as error:
        return Decoded("", b"", None, error.reason)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        jpeg = _fast(data) or thumbnails.thumbnail(data, "it")
        return Decoded(sha256, jpeg, dhash(jpeg), "")
    except PictureUnreadable as error:
        return Decoded(sha256, b"", None, error.reason)


def _fast(data: bytes) -> bytes | None:
    """The thumbnail by OpenCV of a plain PNG; None where it cannot or should not make one."""
    import cv2
    import numpy as np

    if not data.startswith(SIGNATURE) or len(data) < 33 or struct.unpack_from(">BB", data, 24) != _PLAIN_PNG:
        return None
    width, height = struct.unpack_from(">II", data, 16)
    if width * height > MOST_PIXELS or b"tRNS" in data[:4096]:
        return None
    halves = min(width, height) >= 2 * thumbnails.THUMBNAIL_SIDE
    kind = cv2.IMREAD_REDUCED_COLOR_2 if halves else cv2.IMREAD_COLOR
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), kind)
    if pixels is None:
        return None
    height, width = pixels.shape[:2]
    scale = thumbnails.THUMBNAIL_SIDE / max(width, height)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    done, encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return encoded.tobytes() if done else None
