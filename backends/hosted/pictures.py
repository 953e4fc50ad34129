"""Pictures as a service takes them: of a kind that it reads, small enough, a mask as transparency. These work for tens
of milliseconds, in a thread; numpy and OpenCV are imported by the first."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import msgspec

from backends.base import ReferencePicture
from backends.errors import EngineRefused
from backends.picture_files import FileKind, kind_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDES: Final = (2048, 1536, 1024, 768, 512)
"""Longer sides in pixels that are tried one after another where a picture is too large."""
QUALITY: Final = 90


def sendable(
    picture: ReferencePicture, title: str, kinds: Collection[FileKind] = ("png", "jpeg", "webp"), largest: int = 0
) -> tuple[FileKind, bytes]:
    """A picture as it is where the service reads its kind and it has at most `largest` bytes (0: any number), else as
    PNG, or as a JPEG that is small enough. Raises EngineRefused where that cannot be."""
    kind = kind_of(picture.data)
    if kind in kinds and kind is not None and (not largest or len(picture.data) <= largest):
        return kind, picture.data
    import cv2

    pixels = _decoded(picture, title)
    if not largest:
        return "png", cv2.imencode(".png", pixels)[1].tobytes()
    opaque = _on_white(pixels)
    for side in SIDES:
        share = min(1.0, side / max(opaque.shape[:2]))
        size = max(1, round(opaque.shape[1] * share)), max(1, round(opaque.shape[0] * share))
        small = cv2.resize(opaque, size, interpolation=cv2.INTER_AREA)
        data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
        if len(data) <= largest:
            return "jpeg", data
    raise EngineRefused(f"The pictures are too large for {title}", "Take fewer references, or smaller ones")


def brought_to(
    picture: ReferencePicture, title: str, size: tuple[int, int], *, stretched: bool = False
) -> ReferencePicture:
    """A picture in a size (width, height) as PNG: cropped evenly at two sides, or `stretched`, as one is on which a
    mask must lie. One that has the size already stays as it is. Raises EngineRefused."""
    import cv2

    pixels = _decoded(picture, title)
    high, wide = pixels.shape[:2]
    if (wide, high) == size:
        return picture
    if not stretched:
        share = min(wide / size[0], high / size[1])
        across, down = max(1, round(size[0] * share)), max(1, round(size[1] * share))
        left, top = (wide - across) // 2, (high - down) // 2
        pixels = pixels[top : top + down, left : left + across]
    smaller = pixels.shape[0] > size[1]
    fitted = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    data = cv2.imencode(".png", fitted)[1].tobytes()
    return msgspec.structs.replace(picture, data=data, sha256=hashlib.sha256(data).hexdigest())


def as_transparency(mask: ReferencePicture, title: str) -> bytes:
    """A mask in which white is drawn anew as a PNG in which what is transparent is. Raises EngineRefused."""
    import cv2
    import numpy as np

    pixels = _on_white(_decoded(mask, title))
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    out = np.zeros((*grey.shape, 4), dtype=np.uint8)
    out[:, :, 3] = 255 - grey
    return cv2.imencode(".png", out)[1].tobytes()


def _decoded(picture: ReferencePicture, title: str) -> NDArray[np.uint8]:
    """Pixels (height, width, 1, 3 or 4) BGR of a picture that the studio keeps, and has looked at."""
    import cv2
    import numpy as np

    pixels = cv2.imdecode(np.frombuffer(picture.data, dtype=np.uint8), cv2.IMREAD_UNCHANGED) if picture.data else None
    if pixels is None or pixels.ndim not in (2, 3):
        raise EngineRefused(f"{title} cannot be shown {picture.name}: it cannot be read as a picture", "Take another")
    pixels = pixels if pixels.dtype == np.uint8 else (pixels // 257).astype(np.uint8)
    return np.asarray(pixels if pixels.ndim == 3 else pixels[:, :, None], dtype=np.uint8)


def _on_white(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pixels (height, width, 3) BGR with what is transparent on white."""
    import cv2
    import numpy as np

    if pixels.shape[2] == 1:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    if pixels.shape[2] == 3:
        return pixels
    share = pixels[:, :, 3:].astype(np.float32) / 255
    return np.asarray(np.rint(pixels[:, :, :3] * share + 255 * (1 - share)), dtype=np.uint8)
