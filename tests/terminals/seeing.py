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


def _scaled(picture: Image, width: int, height: int) -> Image:
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

    All sizes are tried on a quarter of the screenshot's width, the best of them more closely on half of it, and the
    best of those in full. There it may be wider or higher than it is by a fifteenth, as where it fills whole cells.
    """
    quarter, half = _shrunk(screen, 4), _shrunk(screen, 2)
    shape = picture.shape[0] / picture.shape[1]
    sizes = [(width, max(1, round(width * shape))) for width in _widths(quarter.shape[1])]
    guesses = sorted((_best_place(quarter, _scaled(picture, *size)) for size in sizes), reverse=True)
    found = max(_both(half, picture, _doubled(guess.box)) for guess in guesses[:CANDIDATES])
    found = _each(half, picture, found.box, found.box.width // 15)
    return _each(screen, picture, _doubled(found.box), 2)


def _widths(width: int) -> list[int]:
    """Widths on a quarter, each a twentieth larger than the one before."""
    widths = [SMALLEST / 4]
    while widths[-1] * 1.05 <= width:
        widths.append(widths[-1] * 1.05)
    return sorted({round(width) for width in widths})


def _changes(reach: int) -> range:
    """Steps from -reach to reach; 0 is one of them, and there are no more than ten or so."""
    step = max(1, reach // 5)
    return range(-(reach // step) * step, reach + 1, step)


def _both(screen: Image, picture: Image, around: Box) -> Found:
    """The best place near a box, a 25th and at least 2 px smaller to larger."""
    changes = _changes(max(2, around.width // 25))
    sizes = [(around.width + change, round(around.height * (1 + change / around.width))) for change in changes]
    return max(_looked_at(screen, picture, around, *size) for size in sizes)


def _each(screen: Image, picture: Image, around: Box, reach: int) -> Found:
    """The best place near a box, at heights, then widths, then heights again, up to `reach` px less or more."""
    found = _looked_at(screen, picture, around, around.width, around.height)
    for narrower, across in ((1, False), (1, True), (2, False)):
        _, _, width, height = found.box
        near = [
            _looked_at(screen, picture, found.box, width + change * across, height + change * (not across))
            for change in _changes(reach // narrower)
        ]
        found = max(found, *near)
    return found


def _looked_at(screen: Image, picture: Image, around: Box, width: int, height: int) -> Found:
    """The best place for the picture in one size, no farther from `around` than its corners may be."""
    small = _scaled(picture, width, height)
    across, down = 6 + abs(width - around.width), 6 + abs(height - around.height)
    left, top = max(0, around.left - across), max(0, around.top - down)
    score, box = _best_place(screen[top : top + height + 2 * down, left : left + width + 2 * across], small)
    return Found(score, box._replace(left=box.left + left, top=box.top + top))


def _shrunk(screen: Image, times: int) -> Image:
    return _bytes(cv2.resize(screen, None, fx=1 / times, fy=1 / times, interpolation=cv2.INTER_AREA))


def _doubled(box: Box) -> Box:
    return Box(*(side * 2 for side in box))


def score_at(screen: Image, picture: Image, box: Box) -> float:
    """The correlation of the picture with what stands in `box`."""
    return correlation(box.of(screen), _scaled(picture, box.width, box.height))


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
