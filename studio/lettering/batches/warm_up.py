"""One lettering of a small drawn picture, before the first that counts.

OpenCV, numpy's linear algebra and the font's renderer set themselves up when they are first called, for longer than a
whole lettering takes. Here that is done once, where a process begins.
"""

from __future__ import annotations

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.places.placement import candidates
from studio.lettering.records import LetteringRecord, Look, Setting
from studio.lettering.setting.ink import set_words

_SIDE = 160


def warm() -> None:
    """Call everything that finds and sets once."""
    picture = _somebody()
    place = candidates(picture)[0]
    set_words(picture, LetteringRecord(settings=(Setting("Milo", place),), look=Look(halo="on")))


def _somebody() -> Array:
    """A figure with a panel on the chest (_SIDE, _SIDE, 3) uint8 RGB."""
    picture, unit = np.full((_SIDE, _SIDE, 3), (90, 100, 120), np.uint8), _SIDE // 16
    cv2.circle(picture, (8 * unit, 4 * unit), 2 * unit, (150, 120, 90), -1)
    cv2.rectangle(picture, (4 * unit, 6 * unit), (12 * unit, _SIDE), (40, 50, 80), -1)
    for inset, colour in ((0, (20, 230, 250)), (unit // 4, (250, 250, 250))):
        corner, other = (6 * unit + inset, 9 * unit + inset), (10 * unit - inset, 12 * unit - inset)
        cv2.rectangle(picture, corner, other, colour, -1)
    return picture
