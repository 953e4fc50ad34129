"""Pictures whose truth is known: drafts of members, and what happens to pictures on their way."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import DrawRequest, Figure
from backends.draft.painter import paint

Pixels = NDArray[np.uint8]

MILO, CINDY, ROLF = "Milo", "Cindy", "Rolf"
CAST = {
    MILO: Figure(
        MILO,
        "raccoon",
        {"fur": "#8a8178", "mask": "#2b282c", "muzzle": "#f1ece2", "eyes": "#f0b23c", "suit": "#2a3240"},
        wearing="a dark tactical suit with utility straps",
    ),
    CINDY: Figure(
        CINDY, "person", {"skin": "#f0c8a8", "hair": "#b5482a", "suit": "#3f8a58"}, ("woman", "curly", "jacket")
    ),
    ROLF: Figure(ROLF, "wolf", {"fur": "#7d8798", "suit": "#8a2f3c", "trousers": "#2c3a62"}, ("sweater",)),
}


@cache
def drafted(name: str, scene: str, seed: int = 1, plate: str = "", side: int = 640, high: int = 0) -> Pixels:
    """A member of the CAST in a scene; nobody may write into it."""
    request = DrawRequest(
        "j", "c", "", seed, side, high or side, scene=f"{name} {scene}", plate=plate, figures=(CAST[name],)
    )
    made = paint(request)
    made.flags.writeable = False
    return made


def blurred(picture: Pixels, sigma: float) -> Pixels:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


def shaken(picture: Pixels, px: int, degrees: float) -> Pixels:
    """By a camera that moved so far while it looked."""
    kernel = np.zeros((px, px), np.float32)
    across, down = (px // 2 * way(np.radians(degrees)) for way in (np.cos, np.sin))
    middle = px // 2
    ends = [(round(middle + sign * across), round(middle + sign * down)) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def as_jpeg(picture: Pixels, quality: int) -> Pixels:
    """Saved as JPEG."""
    _, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    read: Any = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(read[..., ::-1])


def scaled(picture: Pixels, times: float) -> Pixels:
    """In another size."""
    how = cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=times, fy=times, interpolation=how), np.uint8)


def lit(picture: Pixels, times: float, gamma: float = 1.0) -> Pixels:
    """In another light."""
    return np.clip(255 * (picture / 255.0) ** gamma * times, 0, 255).astype(np.uint8)
