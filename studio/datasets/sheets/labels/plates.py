"""What is laid below words to make them readable is a part of them: plates, frames, halos."""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Quad
from studio.datasets.sheets.labels.quads import as_tuple_quad, grown
from studio.lettering.geometry.quads import lengths, through, to_plane

Array: TypeAlias = npt.NDArray[Any]

_HIGH = 48
"""Px that words are looked at high, at most."""

_SAME = 8.0
"""ΔE up to which pixels are of one plate."""

_BOX = 0.9
"""Share of its box that a plate fills, at least: a belly or a badge is round, and drawn."""

_ROOM = 0.9
"""Shares of the words' height around them in which a plate ends."""


def with_plate(pixels: Array, quad: Quad) -> Quad:
    """The quad of words on a sheet (H, W, 3) uint8 RGB, grown over their halo, and over their plate where one is."""
    corners = np.asarray(quad, np.float64)
    wide, high = lengths(corners)
    scale = min(1.0, _HIGH / max(high, 1.0))
    size = (max(4, round(wide * scale)), max(4, round(high * scale)))
    room = round(_ROOM * size[1]) + 6
    place = np.array([[1.0, 0, room], [0, 1, room], [0, 0, 1]]) @ to_plane(corners, *size)
    window = (size[0] + 2 * room, size[1] + 2 * room)
    flat = cv2.warpPerspective(pixels, place, window, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    plate = _plate(flat, room)
    usual = grown(quad, max(3.0, 0.2 * high))
    if plate is None:
        return usual
    left, top, right, bottom = plate
    more = max(3.0, 0.08 * size[1])
    box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    box += more * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return as_tuple_quad(through(np.linalg.inv(place), box))


def _plate(flat: Array, room: int) -> tuple[int, int, int, int] | None:
    """The box of the plate in a window with words in its middle; None where the words stand on no plate."""
    colours = cv2.cvtColor(cv2.medianBlur(flat, 3).astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    inner = colours[room:-room, room:-room].reshape(-1, 3)
    keys = np.floor(inner / 6).astype(np.int64) @ np.array([1 << 20, 1 << 10, 1])
    values, counts = np.unique(keys, return_counts=True)
    colour = np.median(inner[keys == values[np.argmax(counts)]], axis=0)
    alike = np.linalg.norm(colours - colour, axis=2) < _SAME
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(alike.astype(np.uint8), connectivity=4)
    inside = np.bincount(numbers[room:-room, room:-room].reshape(-1), minlength=len(stats))
    inside[0] = 0
    number = int(np.argmax(inside))
    if inside[number] == 0:
        return None
    left, top, wide, high, area = (int(v) for v in stats[number])
    high_window, wide_window = alike.shape
    ends_here = left > 0 and top > 0 and left + wide < wide_window and top + high < high_window
    covers = left <= room + 2 and top <= room + 2 and left + wide >= wide_window - room - 2
    covers = covers and top + high >= high_window - room - 2
    if not (ends_here and covers and area > 0.4 * wide * high):
        return None
    outlines, _ = cv2.findContours((numbers == number).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    is_box = max(cv2.contourArea(outline) for outline in outlines) > _BOX * wide * high
    return (left, top, left + wide, top + high) if is_box else None
