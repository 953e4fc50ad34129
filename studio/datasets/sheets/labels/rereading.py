"""Words that are read a second time, now that lines are known: those that lines run through, and rulers' measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from studio.datasets.records import Box, Label, Quad
from studio.datasets.sheets.labels.plates import with_plate
from studio.datasets.sheets.labels.quads import distance, middle, shared
from studio.datasets.sheets.labels.views import is_measure
from studio.datasets.sheets.labels.words import Words, read_again, words_in
from studio.datasets.steps.erasing import erased
from studio.lettering.seeing.ocr import Reader

Array: TypeAlias = npt.NDArray[Any]

_BESIDE = 0.2
"""Share of a ruler's length to each side of it within which its measure stands."""

_WINDOW = 420
"""Px of a window's side, at most: it is seen three times as large."""


def without_lines(
    pixels: Array, seen: Sequence[Words], texts: Sequence[Label], lines: Sequence[Label], reader: Reader
) -> tuple[Label, ...]:
    """The texts, in order, with those that lines run through read where the lines are taken out.

    `texts` are the labels of what was `seen`; a ruler's tick is read as a T, and a leader joins letters.
    """
    crossed = [any(_meet(label.quad, line.quad) for line in lines) for label in texts]
    if not any(crossed):
        return tuple(texts)
    bare = erased(pixels, [line.quad for line in lines])
    found = []
    for one, label, is_crossed in zip(seen, texts, crossed, strict=True):
        text = read_again(bare, one, reader) if is_crossed else one.text
        found.append(msgspec.structs.replace(label, text=text))
    return tuple(found)


def with_measures(pixels: Array, lines: Sequence[Label], texts: Sequence[Label], reader: Reader) -> tuple[Label, ...]:
    """The texts, and the measures beside rulers that were not seen: they are small, and often lie over an outline.

    A measure takes the place of what was read there amiss.
    """
    kept = list(texts)
    for ruler in lines:
        reach = _BESIDE * _longer(ruler.quad)
        near = [text for text in kept if is_measure(text.text)]
        if ruler.kind != "ruler" or any(distance(ruler.quad, middle(text.quad)) <= 1.5 * reach for text in near):
            continue
        for box in _windows(ruler.quad, reach):
            for one in words_in(pixels, box, reader):
                over = [text for text in kept if shared(one.quad, text.quad) > 0.2]
                if is_measure(one.text) and not any(is_measure(text.text) or _is_longer(text, one) for text in over):
                    kept = [text for text in kept if text not in over]
                    kept.append(Label("text", with_plate(pixels, one.quad), one.text))
    return tuple(kept)


def _is_longer(text: Label, one: Words) -> bool:
    return len(text.text) > len(one.text) + 2


def _windows(quad: Quad, reach: float) -> Iterator[Box]:
    """Windows along a ruler that overlap by a third or more, `reach` px to each side of it."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    left, top = min(xs) - reach, min(ys) - reach
    wide, high = max(xs) + reach - left, max(ys) + reach - top
    side = min(_WINDOW, max(min(wide, high), 120))
    for y in _starts(high, side):
        for x in _starts(wide, side):
            yield Box(round(left + x), round(top + y), round(min(side, wide)), round(min(side, high)))


def _starts(length: float, side: float) -> Array:
    return np.linspace(0, max(0.0, length - side), max(1, int(np.ceil(1.5 * length / side)) - 1))


def _longer(quad: Quad) -> float:
    (ax, ay), (bx, by), _, (dx, dy) = quad
    return max(float(np.hypot(bx - ax, by - ay)), float(np.hypot(dx - ax, dy - ay)))


def _meet(one: Quad, other: Quad) -> bool:
    common, _ = cv2.intersectConvexConvex(np.asarray(one, np.float32), np.asarray(other, np.float32))
    return common > 0
