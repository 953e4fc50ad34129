"""Words in a frame: a plate with an edge, or a frame on the bare ground, that stands beside a figure."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_LEAST: Final = 10
"""Pixels that a frame is high at least."""
_HIGHEST: Final = 0.07
"""Of the longer side, that it is high at most."""
_FILLS: Final = 0.88
"""The share of its box that it fills at least: its corners may be round."""
_LINE: Final = 7
"""Pixels of a line that ends at it, at most."""
_EDGES: Final = (0.1, 0.15, 0.2, 0.25)
"""Of its height: how thick its edge may be."""
_SAME: Final = 9.0
"""ΔE up to which pixels are of what the words stand on."""
_ALONG: Final = 0.55
"""The share of the inner edge that shows it at least: the frame's own line is not everywhere as thick."""
_BARE: Final = (0.3, 0.95)
"""The share of the place inside the frame that is seen of it between the letters."""
_STROKES: Final = 4
"""So many strokes of letters lie side by side at least: eyes and a mouth are fewer."""
_LETTERS: Final = (0.25, 0.95)
"""Of the place inside, how high words are."""


def framed_words_in(filled: Array, lab: Array) -> Array:
    """(H, W) bool: frames with words in them, `filled` (H, W) bool being what is drawn, `lab` (H, W, 3) the sheet."""
    # A line that leads from a frame to a figure makes no part of the figure of it.
    parts = cv2.morphologyEx(filled.astype(np.uint8), cv2.MORPH_OPEN, np.ones((_LINE, _LINE), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(parts)
    found = np.zeros(filled.shape, np.uint8)
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if not (_LEAST <= height <= _HIGHEST * max(filled.shape) and width > height and area > _FILLS * width * height):
            continue
        if _has_words(lab[y : y + height, x : x + width]):
            found[y : y + height, x : x + width] = 1
    return cv2.dilate(found, np.ones((5, 5), np.uint8)) > 0


def _has_words(lab: Array) -> bool:
    """Whether there are words in a box, (h, w, 3), inside whatever edge it has."""
    edges = sorted({max(3, round(lab.shape[0] * share)) for share in _EDGES})
    return any(_are_words(lab[edge:-edge, edge:-edge]) for edge in edges)


def _are_words(inner: Array) -> bool:
    """Whether what is seen, (h, w, 3), is words on one colour, which lies along its edge."""
    if min(inner.shape[:2]) < 4:
        return False
    rim = np.concatenate((inner[0], inner[-1], inner[:, 0], inner[:, -1]))
    ground = np.median(rim, axis=0)
    if (np.linalg.norm(rim - ground, axis=1) < _SAME).mean() < _ALONG:
        return False
    letters = np.linalg.norm(inner - ground, axis=2) > 2 * _SAME
    if not _BARE[0] <= 1 - letters.mean() <= _BARE[1]:
        return False
    strokes = (np.diff(letters.astype(np.int8), axis=1) == 1).sum(axis=1)
    rows = np.flatnonzero(strokes > 1)
    if strokes.max() < _STROKES:
        return False
    return bool(_LETTERS[0] <= (rows[-1] - rows[0] + 1) / inner.shape[0] <= _LETTERS[1])
