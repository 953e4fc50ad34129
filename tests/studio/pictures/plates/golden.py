"""Photographs as plates, by day and by night, and figures before them, as a sheet of small pictures.

`python -m tests.studio.pictures.plates.golden` writes it anew. Look at what changed before it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from backends.draft.canvas import Pixels
from studio.pictures.plates.compositing import before_plate
from studio.pictures.plates.night import by_day, by_night
from studio.pictures.plates.stylising import stylised
from tests.sheets import write
from tests.studio.pictures.plates.photographs import photo, street

SHEET: Final = Path(__file__).with_name("golden.webp")
SIDE: Final = 80
"""Pixels of a picture's side on the sheet."""


def cases() -> Mapping[str, Callable[[], Pixels]]:
    """What is on the sheet, by name."""
    made: dict[str, Callable[[], Pixels]] = {}
    for name, picture in (("room", photo()), ("street", street())):
        for style in ("flat cartoon", "painterly", "figurine"):
            made[f"{name}, {style}"] = partial(stylised, picture, style)
        made |= {
            f"{name} at night": partial(by_night, picture),
            f"{name} by day": partial(by_day, picture),
            f"{name} by day, from the dark": partial(by_day, (picture // 5 * np.array([0.6, 0.8, 1])).astype(np.uint8)),
            f"somebody in the {name}": partial(before_plate, somebody(), picture),
            f"somebody in the dark {name}": partial(before_plate, somebody(), (picture // 6).astype(np.uint8)),
        }
    return made


def somebody() -> np.ndarray:
    """A figure with a white panel and soft edges, (200, 200, 4) uint8 RGBA."""
    figure = np.zeros((200, 200, 4), np.uint8)
    cv2.ellipse(figure, (100, 70), (40, 45), 0, 0, 360, (236, 190, 160, 255), -1)
    cv2.rectangle(figure, (50, 115), (150, 199), (40, 90, 180, 255), -1)
    cv2.rectangle(figure, (70, 130), (130, 170), (250, 251, 252, 255), -1)
    cv2.rectangle(figure, (70, 174), (130, 190), (205, 206, 204, 255), -1)
    cv2.rectangle(figure, (132, 130), (145, 170), (255, 244, 214, 255), -1)
    return np.asarray(cv2.GaussianBlur(figure, (0, 0), 1.2))


if __name__ == "__main__":
    write(SHEET, SIDE, cases())
