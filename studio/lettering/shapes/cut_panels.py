"""Panels that the picture's edge cuts: where they would end outside it.

What is seen are three sides, or parts of them. The fourth is set where the panel would have the usual proportion, never
nearer than the edge: no more than a guess, though nearer to the panel than the edge is. Words stay in the picture in
any case.
"""

from __future__ import annotations

import numpy as np

from studio.lettering.geometry.quads import Array, lengths, turns_right

PROPORTION = 1.42
"""The usual width of a panel over its height."""

_NARROWEST = 0.6
"""The far side over the near side, where the sides between them would meet too soon."""


def completed(quad: Array, wide: int, high: int, near: float) -> Array:
    """The quad (4, 2), clockwise from the top left, with a side that lies within `near` px of the edge of a picture
    `wide` × `high` px moved outwards; the same quad where no side, or more than one, does, or it cannot end there."""
    x, y = quad[:, 0], quad[:, 1]
    ends = [(y, 0.0), (x, wide - 1.0), (y, high - 1.0), (x, 0.0)]
    cut = [
        n for n, (along, edge) in enumerate(ends) if max(abs(along[n] - edge), abs(along[(n + 1) % 4] - edge)) <= near
    ]
    if len(cut) != 1:
        return quad
    # Corners of the cut side, and those behind them.
    one, other = cut[0], (cut[0] + 1) % 4
    ways = np.array([quad[one] - quad[one - 1], quad[other] - quad[(other + 1) % 4]])
    seen = np.linalg.norm(ways, axis=1)
    if seen.min() < 2:
        return quad
    width, height = lengths(quad)
    whole = PROPORTION * height if cut[0] in (1, 3) else width / PROPORTION
    more = whole - float(seen.mean())
    if more <= near:
        return quad
    moved = quad.copy()
    for corner, way, length in zip((one, other), ways, seen, strict=True):
        moved[corner] = quad[corner] + way / length * more
    near_side = float(np.linalg.norm(quad[one - 1] - quad[(other + 1) % 4]))
    far_side = float(np.linalg.norm(moved[one] - moved[other]))
    if far_side < _NARROWEST * near_side or far_side > near_side / _NARROWEST:
        way = (ways / seen[:, None]).mean(0)
        moved[one], moved[other] = quad[one] + way * more, quad[other] + way * more
    return np.asarray(moved) if turns_right(moved) else quad
