"""Whether there is a head above the cloth that is around a quadrilateral.

A head is neither cloth nor what is beside it. Where cloth runs into a wall of its colour, a head is what does not.
"""

from __future__ import annotations

import numpy as np

from studio.lettering.geometry.quads import Array
from studio.lettering.seeing.likeness import common_share
from studio.lettering.seeing.surroundings import Copy

_UNTOLD = 0.3
"""What a head counts for which there is no room to look."""


def crown_of(copy: Copy, body: Array, start: float, end: float) -> int:
    """The row in which the cloth above a quad begins."""
    filled = body[: max(int(copy.box[1]), 1), int(start) : int(end) + 1].mean(1) >= 0.3
    gaps = np.flatnonzero(~filled)
    return int(gaps[-1]) + 1 if len(gaps) else 0


def head(copy: Copy, body: Array, start: float, end: float, crown: int) -> float:
    """How much what is above the body differs from what is beside it there and from cloth, 0 to 1.

    The cloth begins in the row `crown` and goes from column `start` to `end`.
    """
    # Arms make a body wider; its head does not grow with them.
    across = min(end - start + 1, 2.2 * (copy.box[2] - copy.box[0]))
    rows = slice(max(crown - max(3, int(0.5 * across)), 0), crown)
    if rows.stop - rows.start < 3:
        return _UNTOLD
    wide = body.shape[1]
    middle = _axis(copy, start, end)
    half, out, least, far = (int(share * across) for share in (0.14, 0.7, 0.3, 0.4))
    # Near the copy's edge what is beside a head begins nearer to it.
    first = middle - out if middle - out >= 3 else min(middle - least, 3)
    last = middle + out if middle + out <= wide - 3 else max(middle + least, wide - 3)
    seen, bare = copy.colours[rows], ~body[rows]
    above = slice(max(middle - max(half, 1), 0), middle + max(half, 1) + 1)
    beside = [slice(max(first - far, 0), max(first, 0)), slice(last, last + far)]
    own, others = seen[:, above][bare[:, above]], [seen[:, part][bare[:, part]] for part in beside]
    shares = [common_share(own, other) for other in others if len(other) >= 6]
    if not shares or bare[:, above].size < 6:
        return _UNTOLD
    strange = (1 - max(shares)) * len(own) / bare[:, above].size
    return float(np.clip((strange - 0.25) / 0.45, 0, 1))


def _axis(copy: Copy, start: float, end: float) -> int:
    """The column in which a head is to be looked for: the picture's edge where that cuts the quad, and so the body."""
    left, _, right, _ = copy.box
    wide = copy.colours.shape[1]
    if copy.edges[0] and left < 1:
        return 0
    return wide - 1 if copy.edges[2] and right > wide - 2 else int((start + end) / 2)


def silhouette(copy: Copy, body: Array) -> float:
    """How much what is above a quad differs from what runs into its cloth, and what is beside that does not, 0 to 1."""
    left, top, right, _ = copy.box
    broad, middle, wide = right - left, (left + right) / 2, body.shape[1]
    rows = slice(max(int(top - 2.2 * broad), 0), max(int(top), 0))
    bare = ~body[rows]
    near, out, far = int(0.27 * broad), int(1.25 * broad), int(2 * broad)
    centre = bare[:, max(int(middle) - near, 0) : int(middle) + near + 1].mean(1)
    beside = [
        bare[:, max(int(middle) - far, 0) : max(int(middle) - out, 0)],
        bare[:, int(middle) + out : int(middle) + far],
    ]
    beside = [part.mean(1) for part in beside if part.shape[1] >= 3]
    tall = int(0.8 * broad)
    if not beside or len(centre) < tall or wide < 3:
        return 0.0
    differs = np.convolve(centre - np.maximum.reduce(beside), np.full(tall, 1 / tall), "valid")
    return float(np.clip((differs.max() - 0.3) / 0.5, 0, 1))
