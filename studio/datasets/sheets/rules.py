"""Rules of a sheet: straight thin lines between its cells, edges of panels among them, whole or dashed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_THICK: Final = 0.0085
"""Of the longer side: thicker lines are no rules."""
_LONG: Final = 0.5
"""Of the height or width between banners, that a line is long which is taken for a rule or an edge of panels."""
_WHOLE: Final = 0.85
"""The same, of one that parts cells from each other: no ruler beside a figure is as long."""
_GAP: Final = 0.045
"""The same, of the gaps in a line, between dashes or panels."""

_SEEN: Final = 0.15
"""The same, of what is seen of a rule that figures stand over."""


class Rules(NamedTuple):
    """`marked` (H, W) bool: the pixels of rules; `xs`, `ys`: where those stand that go right through."""

    marked: Array
    xs: tuple[int, ...]
    ys: tuple[int, ...]


def rules_in(ink: Array) -> Rules:
    """The rules of a straight sheet; `ink` (H, W) bool is what is not its ground, without banners."""
    rows = np.flatnonzero(ink.any(axis=1))
    if len(rows) < 10:
        return Rules(np.zeros_like(ink), (), ())
    body = np.s_[rows[0] : rows[-1] + 1]
    upright, xs = _upright(ink[body])
    level, ys = _upright(np.ascontiguousarray(ink[body].T))
    marked = np.zeros_like(ink)
    marked[body] = upright | level.T
    return Rules(marked, xs, tuple(int(y + rows[0]) for y in ys))


def thickest(ink: Array) -> int:
    """Pixels that a rule is thick at most."""
    return max(3, round(float(max(ink.shape)) * _THICK))


def _upright(ink: Array) -> tuple[Array, tuple[int, ...]]:
    """The pixels of upright rules, and where whole ones stand."""
    height = ink.shape[0]
    thick = thickest(ink)
    # Only what is thin across can be a rule: where a figure stands over one, its pixels stay the figure's.
    wide = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, thick + 1), np.uint8))
    thin = ink & (wide == 0)
    tall = max(3, round(height * _LONG))
    near = cv2.dilate(thin.astype(np.uint8), np.ones((1, 3), np.uint8))
    # Ends are laid open by as much as gaps are bridged, or what lies near an end would be drawn on to the edge.
    gap = max(3, round(height * _GAP))
    framed = cv2.copyMakeBorder(near, gap, gap, 0, 0, cv2.BORDER_CONSTANT, value=0)
    bridged = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))[gap:-gap]
    lines = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
    marked, found = np.zeros_like(ink), []
    for x, y, w, h, _ in stats[1:count]:
        part = np.s_[y : y + h, max(0, x - 1) : x + w + 1]
        covered = thin[part].any(axis=1).mean()
        if w > 3 * thick or covered < 0.4:
            continue
        marked[part] |= thin[part]
        if h >= _WHOLE * height:
            found.append(int(x + w // 2))
    behind = _behind(thin, np.maximum(bridged, wide), gap)
    for start, end in behind:
        if end - start <= 3 * thick:
            marked[:, start:end] |= thin[:, start:end]
            found.append((start + end) // 2)
    return marked, once(found, 3 * thick)


def _behind(thin: Array, covered: Array, gap: int) -> list[tuple[int, int]]:
    """From where to where upright rules lie that figures stand over: `covered` is what is line, gap, or figure."""
    height = covered.shape[0]
    framed = cv2.copyMakeBorder(covered, gap, gap, 0, 0, cv2.BORDER_CONSTANT, value=0)
    bridged = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))[gap:-gap]
    through = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((round(_WHOLE * height), 1), np.uint8)).any(axis=0)
    seen = cv2.dilate(thin.astype(np.uint8), np.ones((1, 3), np.uint8)).mean(axis=0) >= _SEEN
    turns = np.flatnonzero(np.diff(np.concatenate([[False], through & seen, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in turns.reshape(-1, 2)]


def once(places: Sequence[int], apart: int) -> tuple[int, ...]:
    """The places in order; those beside each other, as of double rules, as one."""
    groups: list[list[int]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= apart:
            groups[-1].append(place)
        else:
            groups.append([place])
    return tuple(round(sum(group) / len(group)) for group in groups)
