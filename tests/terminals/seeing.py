"""How much of a picture is seen on a screenshot. Pure: arrays in, figures out.

Images are height × width × 3 bytes, blue, green, red. A figure of 1 is the picture itself; the same in cells of text
gets .6 to .8, and another picture about .2.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

SMALLEST = 96
"""The least width in px at which a picture is looked for."""

CANDIDATES = 3
"""How many of the sizes that fit best on a quarter are looked at more closely."""

BLOCK = 16
"""The side in px of the pieces that are compared one by one."""

TEXTURE = 6.0
"""The standard deviation above which a piece says whether it is the same; plain ground says nothing."""

SAME = 0.9
"""The correlation from which on a piece is the same."""


class Box(NamedTuple):
    """A rectangle on a screenshot, in px."""

    left: int
    top: int
    width: int
    height: int

    def of(self, image: Image) -> Image:
        """What stands in it."""
        return image[self.top : self.top + self.height, self.left : self.left + self.width]

    def shared(self, other: Box) -> Box:
        """What both cover; of no width or height where they do not meet."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right = min(self.left + self.width, other.left + other.width)
        bottom = min(self.top + self.height, other.top + other.height)
        return Box(left, top, max(0, right - left), max(0, bottom - top))


class Found(NamedTuple):
    """Where a picture is most likely to stand, and the correlation of it with what does."""

    score: float
    box: Box


NOWHERE = Found(0.0, Box(0, 0, 0, 0))


def correlation(one: Image, other: Image) -> float:
    """The normalised correlation of two images of one size, from -1 to 1; 0 where one of them is plain."""
    ours = (one.astype(np.float32) - one.mean(axis=(0, 1), dtype=np.float32)).ravel()
    theirs = (other.astype(np.float32) - other.mean(axis=(0, 1), dtype=np.float32)).ravel()
    strength = float(np.sqrt(float(ours @ ours) * float(theirs @ theirs)))
    return float(ours @ theirs) / strength if strength > 1.0 else 0.0


def _scaled(picture: Image, width: int) -> Image:
    height = max(1, round(width * picture.shape[0] / picture.shape[1]))
    return _bytes(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA))


def _bytes(image: object) -> Image:
    return np.asarray(image, np.uint8)


def _best_place(screen: Image, small: Image) -> Found:
    """Where `small` fits best, in its own size."""
    height, width = small.shape[:2]
    if height > screen.shape[0] or width > screen.shape[1]:
        return NOWHERE
    _, _, _, (left, top) = cv2.minMaxLoc(cv2.matchTemplate(screen, small, cv2.TM_CCOEFF_NORMED))
    box = Box(int(left), int(top), width, height)
    return Found(correlation(box.of(screen), small), box)


def find(screen: Image, picture: Image) -> Found:
    """The place and size at which the picture correlates best with the screenshot.

    All sizes are tried on a quarter of the screenshot's width, the best of them on half of it, the best of those in
    full.
    """
    quarter = _shrunk(screen, 4)
    guesses = sorted(
        (_best_place(quarter, _scaled(picture, width)) for width in _sizes(quarter.shape[1])), reverse=True
    )
    half = _shrunk(screen, 2)
    closer = max(_nearby(half, picture, _doubled(guess.box), step=3) for guess in guesses[:CANDIDATES])
    return _nearby(screen, picture, _doubled(closer.box), step=1)


def _sizes(width: int) -> list[int]:
    """Widths on a quarter, each a twentieth larger than the one before."""
    sizes = [float(SMALLEST / 4)]
    while sizes[-1] * 1.05 <= width:
        sizes.append(sizes[-1] * 1.05)
    return sorted({round(size) for size in sizes})


def _nearby(screen: Image, picture: Image, around: Box, step: int) -> Found:
    """The best place near a box, at its width and at two or more on each side, up to a 25th away."""
    reach = max(2, around.width // 25 // step if step > 1 else 0) * step
    widths = range(max(8, around.width - reach), around.width + reach + 1, step)
    return max(_looked_at(screen, picture, around, width) for width in widths)


def _looked_at(screen: Image, picture: Image, around: Box, width: int) -> Found:
    """The best place for the picture at one width, no farther from `around` than its corners may be."""
    small = _scaled(picture, width)
    slack = 6 + abs(width - around.width)
    left, top = max(0, around.left - slack), max(0, around.top - slack)
    part = screen[top : top + small.shape[0] + 2 * slack, left : left + small.shape[1] + 2 * slack]
    score, box = _best_place(part, small)
    return Found(score, box._replace(left=box.left + left, top=box.top + top))


def _shrunk(screen: Image, times: int) -> Image:
    return _bytes(cv2.resize(screen, None, fx=1 / times, fy=1 / times, interpolation=cv2.INTER_AREA))


def _doubled(box: Box) -> Box:
    return Box(*(side * 2 for side in box))


def score_at(screen: Image, picture: Image, box: Box) -> float:
    """The correlation of the picture with what stands in `box`."""
    return correlation(
        box.of(screen), _bytes(cv2.resize(picture, (box.width, box.height), interpolation=cv2.INTER_AREA))
    )


def standing(before: Image, after: Image, box: Box) -> float:
    """The share of what stood in `box` that stands there still, by pieces that have a texture; 0 where none has."""
    same = [
        correlation(one, other) > SAME
        for one, other in zip(_pieces(box.of(before)), _pieces(box.of(after)), strict=True)
        if one.std(axis=(0, 1)).max() > TEXTURE
    ]
    return sum(same) / len(same) if same else 0.0


def _pieces(image: Image) -> list[Image]:
    height, width = image.shape[:2]
    tops, lefts = range(0, height - BLOCK + 1, BLOCK), range(0, width - BLOCK + 1, BLOCK)
    return [image[top : top + BLOCK, left : left + BLOCK] for top in tops for left in lefts]
