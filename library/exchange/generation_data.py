"""What a picture file says of how it was drawn, wherever it does: in its texts, its pixels, or a text file beside it.

A text file is looked for, and pixels are decoded, only where the texts tell nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from library.errors import PictureUnreadable
from library.exchange.foreign.facts import ForeignFacts, ForeignUnreadable
from library.exchange.foreign.reading import read_texts
from library.files import disk
from library.formats.heads.comments import decoded
from library.formats.heads.exif import COMMENT
from library.formats.heads.parts import Head

BESIDE = (".txt", ".json", ".metadata.json")
"""Ends of files beside with a picture's settings: `.txt` of A1111, that and `.json` of Easy Diffusion, the last two of
mflux, whose `picture.json` may be a prompt alone.
"""
LARGEST_BESIDE = 1 << 20
"""Bytes; a larger file is not read."""
_LARGEST_PICTURE = 256 << 20
"""Bytes; in the pixels of a larger file nothing is looked for."""


def read(path: str, head: Head, size: int) -> ForeignFacts | None:
    """What is known of the drawing of the file at `path`, of `size` bytes, whose head was read; None where nothing is.

    Raises ForeignUnreadable where something of a tool's is there, and nothing of it can be read.
    """
    refused: ForeignUnreadable | None = None
    for place in _PLACES:
        try:
            if (texts := place(path, head, size)) and (facts := read_texts(texts, (head.width, head.height))):
                return facts
        except ForeignUnreadable as error:
            refused = refused or error
    if refused is not None:
        raise refused
    return None


def _inside(path: str, head: Head, size: int) -> Mapping[str, str]:
    return head.texts


def _hidden(path: str, head: Head, size: int) -> Mapping[str, str]:
    if not head.hides_text or size > _LARGEST_PICTURE:
        return {}
    from library.exchange import stealth

    try:
        return {COMMENT: stealth.read(disk.read_file(Path(path)))}
    except PictureUnreadable:
        return {}


def _beside(path: str, head: Head, size: int, suffix: str) -> Mapping[str, str]:
    """The text of the file of the same name with another ending; nothing where there is none, or none to read."""
    try:
        handle = os.open(os.path.splitext(path)[0] + suffix, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # noqa: PTH122
    except (OSError, ValueError):
        return {}
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_BESIDE:
            return {}
        return {COMMENT: decoded(os.read(handle, LARGEST_BESIDE))}
    except OSError:
        return {}
    finally:
        os.close(handle)


_PLACES: tuple[Callable[[str, Head, int], Mapping[str, str]], ...] = (
    _inside,
    _hidden,
    *(partial(_beside, suffix=suffix) for suffix in BESIDE),
)
"""What is near the picture first."""
