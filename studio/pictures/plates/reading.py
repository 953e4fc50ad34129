"""Files as pictures of plates: upright, of a bounded size, in a format that every engine reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import data
from library.errors import LibraryError, PictureUnreadable
from library.files.disk import read_file
from studio.errors import Notice, StudioError
from studio.scenes.stock import PLATES, Plate

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

MOST_SIDE, LEAST_SIDE = 2048, 256
"""Pixels of a plate's longer side, what is larger is made so small; and those that a picture needs on its shorter."""

_ORIENTATION = 0x0112
"""EXIF 2.32, §4.6.5.1; 1 is upright."""


class PlatePictureMissing(StudioError):
    """A plate's picture is not there, or is no picture."""


def plate_bytes(plate: Plate, file: str) -> bytes:
    """One of a plate's pictures as PNG or JPEG, RGB, upright, of at most MOST_SIDE pixels. Blocks.

    Raises PlatePictureMissing.
    """
    try:
        return _for_every_engine(read_file(Path(plate.folder) / file) if plate.folder else data.blob(file))
    except (LibraryError, OSError) as error:
        reason = error.reason if isinstance(error, LibraryError) else error.strerror or str(error)
        title = f"The picture {file} of the plate {plate.label} cannot be read"
        raise PlatePictureMissing(
            title, reason, f"Put it beside {PLATES}, or make it again on the Plates screen"
        ) from error


def missing_pictures(plates: Iterable[Plate]) -> Iterator[Notice]:
    """What is wrong with the pictures of plates: each that is not there, or is no picture. Blocks."""
    for plate in plates:
        for file in filter(None, (plate.day, plate.night)):
            try:
                plate_bytes(plate, file)
            except PlatePictureMissing as error:
                yield error.notice


def _for_every_engine(found: bytes) -> bytes:
    """The bytes as they are where every engine can read them, else a PNG of the same. Raises PictureUnreadable."""
    from library.formats.pictures import opened, read_picture, write_png

    with opened(found, "it") as image:
        is_plain = image.format in ("PNG", "JPEG") and image.mode == "RGB" and max(image.size) <= MOST_SIDE
        if is_plain and image.getexif().get(_ORIENTATION, 1) == 1:
            image.load()
            return found
    return write_png(shrunk(read_picture(found, "it")))


def read_source(source: Path | bytes, shape: tuple[int, int] | None = None) -> Pixels:
    """A photograph, or any picture, as RGB: upright, cut to the `shape` (width to height) where one is given, of at
    most MOST_SIDE pixels. Blocks.

    Raises PictureUnreadable: not there, no picture, too large to decode, or smaller than LEAST_SIDE.
    """
    from library.formats.pictures import read_picture

    pixels = read_picture(source)
    if min(pixels.shape[:2]) < LEAST_SIDE:
        rows, columns = pixels.shape[:2]
        name = source if isinstance(source, Path) else "The picture"
        remedy = f"A background needs {LEAST_SIDE} pixels on its shorter side"
        raise PictureUnreadable(f"{name} is too small: {columns} × {rows} pixels", remedy)
    return shrunk(cut(pixels, shape) if shape else pixels)


def cut(pixels: Pixels, shape: tuple[int, int]) -> Pixels:
    """The middle of a picture (height, width, 3), as much of it as has the proportions of `shape` (width, height)."""
    rows, columns = pixels.shape[:2]
    wide, tall = shape
    width, height = min(columns, max(1, round(rows * wide / tall))), min(rows, max(1, round(columns * tall / wide)))
    left, top = (columns - width) // 2, (rows - height) // 2
    return pixels[top : top + height, left : left + width]


def shrunk(pixels: Pixels, most: int = MOST_SIDE) -> Pixels:
    """The picture with at most so many pixels on its longer side."""
    import cv2
    import numpy as np

    rows, columns = pixels.shape[:2]
    share = most / max(rows, columns)
    if share >= 1:
        return np.ascontiguousarray(pixels)
    size = (max(1, round(columns * share)), max(1, round(rows * share)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
