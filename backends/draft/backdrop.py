"""A plate's own picture as the room: it fills the canvas, and the camera moves over it as over a painted one."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import cv2
import numpy as np

from backends.base import DrawRequest, EngineBroke
from backends.draft.canvas import Canvas, Pixels

MOST_PIXELS = 64_000_000
"""Of a backdrop; one that is larger is refused."""


def paint_backdrop(request: DrawRequest, canvas: Canvas) -> None:
    """Fill the canvas with the middle of the request's backdrop, a little nearer or farther by the seed.

    It is never mirrored: what is written on a wall stays readable. Raises EngineBroke where it is no picture.
    """
    assert request.backdrop is not None
    plate = _decoded(request.backdrop.data)
    rows, columns = canvas.pixels.shape[:2]
    camera = Random(f"{request.seed}:camera")
    zoom = camera.uniform(1.0, 1.07)
    share = max(columns / plate.shape[1], rows / plate.shape[0]) * zoom
    # Pixels are areas: the middle of the plate lies on the middle of the canvas, but for the camera's sway.
    slack_x, slack_y = (columns * (zoom - 1) / 2, rows * (zoom - 1) / 2)
    x = columns / 2 - share * plate.shape[1] / 2 + camera.uniform(-1, 1) * slack_x
    y = rows / 2 - share * plate.shape[0] / 2 + camera.uniform(-1, 1) * slack_y
    way = np.array([[share, 0, x + (share - 1) / 2], [0, share, y + (share - 1) / 2]], dtype=np.float64)
    if share < 0.75:
        small = (max(1, round(plate.shape[1] * share)), max(1, round(plate.shape[0] * share)))
        plate = np.asarray(cv2.resize(plate, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        way = np.array([[1, 0, x], [0, 1, y]], dtype=np.float64)
    cv2.warpAffine(plate, way, (columns, rows), canvas.pixels, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


@lru_cache(maxsize=1)
def _decoded(data: bytes) -> Pixels:
    """The picture (height, width, 3) RGB; kept, for the next scene most often stands before the same plate."""
    found = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    if found is None or found.shape[0] * found.shape[1] > MOST_PIXELS:
        raise EngineBroke("the plate's picture cannot be read", "Make it again on the Plates screen")
    return np.asarray(cv2.cvtColor(found, cv2.COLOR_BGR2RGB), dtype=np.uint8)
