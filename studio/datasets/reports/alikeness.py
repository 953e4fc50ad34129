"""Which pictures of a dataset are one picture: saved again, in another size, cropped otherwise, or mirrored.

A print is a picture as 48 × 48 fields of colour; two are compared by their correlation, and by the place where they
differ most. Figures on plain ground are compared as they stand on it too, cut out around what is drawn: then it does
not matter how much ground is around them. Saved again as JPEG of quality 40, at half the size, darker or with more
ground, a picture correlates with itself by 0.993 and more; a figure from the front with the same from behind by up to
0.987. Other crops of a scene are not told by their looks, but by the source that they share.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.datasets.reports.records import Ground, Seen, Size

if TYPE_CHECKING:
    from PIL import Image

SIDE = 48
SAME = 0.99
"""Correlation of two prints that are one picture's."""
_MAY_BE = 0.98
"""The same at half as many fields, from which on it is worth looking."""
_PLACES, _LOCAL = 12, 0.42
"""Two prints are compared in so many places a side, none of which may be further off, in standard deviations: pictures
that are one have 0.28, others 0.58.
"""
_SMALL = 256
"""Px of the longer side at which a picture is looked at."""
_EDGE = 0.02
"""How wide its edge is, of the shorter side."""
_PLAIN = 0.85
"""Share of the edge that has the ground's colour where the ground is plain."""
_OFF = 24
"""Levels by which a channel of what is drawn is off the ground's colour, at least."""
_SHAPE = 0.04
"""How far two figures' proportions may be apart, as a share."""
_SHAPE_BYTES = 4
_FLAT = 6
"""Levels between the darkest and the lightest field of a print that has something to be alike in."""
_AT_ONCE = 1024

Pixels = NDArray[np.uint8]
Fields = NDArray[np.uint8]
"""Prints of shape (pictures, SIDE, SIDE, 3)."""


class Pair(NamedTuple):
    """Two pictures that are one; `is_mirrored`: one of them is the other in a mirror."""

    one: str
    other: str
    alike: float
    is_mirrored: bool = False


def seen(name: str, image: Image.Image) -> Seen:
    """What is seen of a picture that is decoded."""
    from PIL import Image as images

    size = Size(*image.size)
    small = image.convert("RGB")
    small.thumbnail((_SMALL, _SMALL), images.Resampling.BOX, reducing_gap=2.0)
    pixels = np.asarray(small)
    colour, is_plain = _ground(pixels)
    whole = _print(small)
    box = _drawn(pixels, colour) if is_plain else None
    figure = _shape(box) + _print(small.crop(box)) if box is not None else b""
    return Seen(name, size, Ground("#{:02x}{:02x}{:02x}".format(*colour), is_plain), (whole, figure))


def _print(image: Image.Image) -> bytes:
    from PIL import Image as images

    return image.resize((SIDE, SIDE), images.Resampling.BOX).tobytes()


def _ground(pixels: Pixels) -> tuple[tuple[int, int, int], bool]:
    """The colour that stands most at the edges, and whether it is all that stands there."""
    wide = max(1, round(min(pixels.shape[:2]) * _EDGE))
    strips = (pixels[:wide], pixels[-wide:], pixels[:, :wide], pixels[:, -wide:])
    edge = np.concatenate([strip.reshape(-1, 3) for strip in strips]).astype(np.int16)
    colour = np.median(edge, axis=0).astype(np.int16)
    is_near = (np.abs(edge - colour) <= _OFF).all(axis=1)
    return (int(colour[0]), int(colour[1]), int(colour[2])), bool(is_near.mean() >= _PLAIN)


def _drawn(pixels: Pixels, ground: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
    """The box (left, top, right, bottom) around what is drawn on plain ground; None where nothing is."""
    off = (np.abs(pixels.astype(np.int16) - ground) > _OFF).any(axis=2)
    rows, columns = np.flatnonzero(off.any(axis=1)), np.flatnonzero(off.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _shape(box: tuple[int, int, int, int]) -> bytes:
    """A box's proportions, as what stands before a figure's print."""
    left, top, right, bottom = box
    return np.float32((right - left) / (bottom - top)).tobytes()


def pairs(pictures: Sequence[Seen]) -> tuple[Pair, ...]:
    """All pairs of pictures that are one, in the order of the pictures."""
    drawn = [place for place, one in enumerate(pictures) if one.prints[1]]
    shapes = [float(np.frombuffer(pictures[place].prints[1][:_SHAPE_BYTES], np.float32)[0]) for place in drawn]
    wholes = _fields([one.prints[0] for one in pictures])
    figures = _fields([pictures[place].prints[1][_SHAPE_BYTES:] for place in drawn])
    found: dict[tuple[int, int], Pair] = {}
    for fields, places, widths in ((wholes, range(len(pictures)), None), (figures, drawn, shapes)):
        for is_mirrored in (False, True):
            for left, right, alike in _alike(fields, is_mirrored, widths):
                one, other = places[left], places[right]
                if (pair := found.get((one, other))) is None or alike > pair.alike:
                    found[one, other] = Pair(pictures[one].name, pictures[other].name, alike, is_mirrored)
    return tuple(found[key] for key in sorted(found))


def _fields(prints: Sequence[bytes]) -> Fields:
    return np.frombuffer(b"".join(prints), np.uint8).reshape(len(prints), SIDE, SIDE, 3)


def _alike(fields: Fields, is_mirrored: bool, shapes: Sequence[float] | None) -> Iterator[tuple[int, int, float]]:
    """Places of pairs whose prints are one picture's, the lower first, each once."""
    if len(fields) < 2:
        return
    coarse = fields.reshape(len(fields), SIDE // 2, 2, SIDE // 2, 2, 3).mean(axis=(2, 4), dtype=np.float32)
    units = _units(coarse)
    others = _units(coarse[:, :, ::-1]) if is_mirrored else units
    for low in range(0, len(units), _AT_ONCE):
        left, right = np.nonzero(units[low : low + _AT_ONCE] @ others.T >= _MAY_BE)
        for one, other in zip((left + low).tolist(), right.tolist(), strict=True):
            if one < other and (shapes is None or abs(shapes[one] / shapes[other] - 1) <= _SHAPE):
                second = fields[other, :, ::-1] if is_mirrored else fields[other]
                if alike := _closely(fields[one], second):
                    yield one, other, alike


def _units(fields: NDArray[np.float32]) -> NDArray[np.float32]:
    """Prints without the mean of each channel and of length 1; one that is flat is all 0, and like nothing."""
    made = (fields - fields.mean(axis=(1, 2), keepdims=True)).reshape(len(fields), -1)
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    lengths[np.ptp(fields, axis=(1, 2)).max(axis=1, initial=0) < _FLAT] = np.inf
    units: NDArray[np.float32] = (made / lengths).astype(np.float32)
    return units


def _closely(one: Pixels, other: Pixels) -> float:
    """The correlation of two prints that are one picture's, 0 for others."""
    first, second = (fields - fields.mean(axis=(0, 1)) for fields in (one.astype(np.float32), other.astype(np.float32)))
    spread, gain = float((first * first).sum()), float((second * second).sum())
    product = float((first * second).sum())
    alike = product / math.sqrt(spread * gain)
    if alike < SAME:
        return 0.0
    # A face where the back of a head was changes little of the whole, and much of one place.
    apart = np.abs(first - product / gain * second).mean(axis=2)
    places = apart.reshape(_PLACES, SIDE // _PLACES, _PLACES, SIDE // _PLACES).mean(axis=(1, 3))
    return alike if places.max() <= _LOCAL * math.sqrt(spread / first.size) else 0.0
