"""One job of the draft painter, from request to encoded picture: what runs in the worker thread."""

from __future__ import annotations

from collections.abc import Callable

import cv2

from backends.base import DrawnPicture, DrawRequest, Event, Preview, Stage, Step
from backends.draft.canvas import Canvas, Pixels
from backends.draft.painter import chests, paint

PREVIEW_SIDE = 384
"""The longer side of a preview, in pixels."""

# Level 3 is within a few percent of the smallest file and several times faster than level 9.
_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 3)
_JPEG = (cv2.IMWRITE_JPEG_QUALITY, 80)


class Stopped(Exception):
    """The job was cancelled while it was painted."""


def draw(request: DrawRequest, tell: Callable[[Event], None], stopped: Callable[[], bool]) -> DrawnPicture:
    """Paint the request as a PNG; `tell` hears of each stage. Raises Stopped between two stages."""

    shown = b""

    def on_stage(name: str, index: int, total: int, canvas: Canvas) -> None:
        nonlocal shown
        if stopped():
            raise Stopped
        tell(Stage(name))
        tell(Step(index, total))
        now = preview(canvas.pixels)
        if now != shown and index < total:
            tell(Preview(now))
            shown = now

    picture = paint(request, on_stage)
    if stopped():
        raise Stopped
    return DrawnPicture(png(picture), "draft.png", chests(request))


def png(picture: Pixels) -> bytes:
    """An RGB picture as PNG."""
    return _encoded(".png", picture, _PNG)


def preview(pixels: Pixels) -> bytes:
    """A canvas as a small JPEG."""
    rows, columns = pixels.shape[:2]
    share = min(1.0, PREVIEW_SIDE / max(rows, columns))
    size = (max(1, round(columns * share)), max(1, round(rows * share)))
    return _encoded(".jpg", cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), _JPEG)


def _encoded(kind: str, picture: cv2.typing.MatLike, settings: tuple[int, int]) -> bytes:
    done, data = cv2.imencode(kind, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), list(settings))
    if not done:
        raise OSError(f"the picture could not be encoded as {kind}")
    return data.tobytes()
