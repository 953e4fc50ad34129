"""Requests that the tests of the draft painter share, and what they look at in pictures."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np

from backends.base import DrawRequest, Figure
from backends.draft.canvas import Pixels

MILO = Figure("Milo", "raccoon", {"fur": "#8a8178", "suit": "#2a3240", "accent": "#21e6f0"})
JAMES = Figure("James", "person", {"skin": "#e6b48e", "hair": "#8c8a88"}, ("glasses", "beard"))


CINDY = Figure("Cindy", look="a woman in her fifties with curly red hair", wearing="a green ski jacket")
TIM = Figure("Tim", look="a boy of seven with blond hair", wearing="a yellow t-shirt and blue shorts")

STYLES = ("flat cartoon", "painterly", "figurine")


def lettered(figure: Figure) -> Figure:
    """The figure with its chest panel."""
    return msgspec.structs.replace(figure, lettered=True)


def request(
    scene: str = "",
    plate: str = "north",
    figures: tuple[Figure, ...] = (MILO,),
    seed: int = 1,
    size: tuple[int, int] = (256, 256),
    job_id: str = "job",
    style: str = "",
) -> DrawRequest:
    """A small request."""
    return DrawRequest(
        job_id, "client", "", seed, size[0], size[1], 4, 1.0, scene=scene, plate=plate, style=style, figures=figures
    )


def far(first: Pixels, second: Pixels) -> float:
    """The mean difference of two pictures, 0 to 255."""
    return float(np.abs(first.astype(np.int16) - second.astype(np.int16)).mean())


def panels(picture: Pixels) -> list[tuple[int, int, int, int, int]]:
    """White areas (S ≤ 35, V ≥ 215), largest first: x, y, width, height, pixels."""
    hue = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV)
    white = ((hue[..., 1] <= 35) & (hue[..., 2] >= 215)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(white)
    found = [(int(x), int(y), int(w), int(h), int(n)) for x, y, w, h, n in stats[1:]]
    return sorted(found, key=lambda one: -one[4])
