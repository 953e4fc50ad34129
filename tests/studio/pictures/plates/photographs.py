"""Photographs as tests need them, made of numbers."""

from __future__ import annotations

import cv2
import numpy as np

from backends.draft.canvas import Pixels


def photo(width: int = 320, height: int = 256) -> Pixels:
    """A room in the sun: a wall that shades off, a floor, a table, a small lamp, and the noise of a camera."""
    across = np.linspace(0.6, 1, width, dtype=np.float32)[None, :, None]
    picture = np.full((height, width, 3), (170, 160, 140), dtype=np.float32) * across
    picture[height * 2 // 3 :] = (120, 90, 60) * across[0]
    picture[height // 2 : height * 3 // 4, width // 4 : width // 2] = (60, 110, 70)
    cv2.circle(picture, (width * 3 // 4, height // 4), max(4, width // 40), (255, 240, 170), -1)
    noise = np.random.RandomState(1).normal(0, 5, picture.shape)
    return np.asarray(np.clip(picture + noise, 0, 255), dtype=np.uint8)


def street() -> Pixels:
    """A street in the evening: a sky that shades off, houses with windows that are lit, a lamp, and thin lines."""
    down = np.linspace(1, 0.35, 256, dtype=np.float32)[:, None, None]
    picture = np.broadcast_to(np.array([110, 150, 215], np.float32) * down, (256, 320, 3)).copy()
    for left, top, colour in ((0, 90, (150, 90, 70)), (90, 40, (90, 95, 105)), (200, 110, (60, 105, 75))):
        picture[top:200, left : left + 85] = colour
        picture[top + 20 : top + 32, left + 15 : left + 27] = (255, 214, 120)
        picture[top + 20 : top + 32, left + 45 : left + 57] = (250, 250, 252)
    picture[200:] = (84, 80, 78)
    cv2.line(picture, (300, 60), (300, 210), (20, 20, 24), 3)
    cv2.circle(picture, (300, 58), 6, (255, 250, 225), -1)
    picture[150:180, 20:60] = (190, 30, 120)
    noise = np.random.RandomState(2).normal(0, 3, picture.shape)
    return np.asarray(np.clip(picture + noise, 0, 255), dtype=np.uint8)
