"""Which figure a label is said of: the one that its arrow points to, that it lies on, in whose cell it stands, or else
the nearest, with labels of one kind all above their figures or all below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from studio.datasets.records import Box, Figure, Label
from studio.datasets.sheets.labels.palette import words_at
from studio.datasets.sheets.labels.quads import distance, height_of, middle
from studio.datasets.sheets.labels.views import is_hex, meaning

_FAR = 1.5
"""Shares of a figure's greater side beyond which a label is said of nobody."""

_NONE = -1


def figures_of(
    boxes: Sequence[Box], labels: Sequence[Label], cells: Sequence[Box] = (), banners: Sequence[Box] = ()
) -> tuple[Figure, ...]:
    """The figures in these boxes, in their order, with the labels that are said of each, and what those mean.

    `cells` are the cells of the grid where one is known, in any order. What stands in banners, and what is printed at
    swatches, their colours and what they are of, are said of nobody.
    """
    owners = _owners(boxes, labels, cells, banners)
    return tuple(
        _figure(box, [label for label, owner in zip(labels, owners, strict=True) if owner == number])
        for number, box in enumerate(boxes)
    )


def _figure(box: Box, labels: list[Label]) -> Figure:
    figure = Figure(box, tuple(sorted(labels, key=lambda label: (label.quad[0][1], label.quad[0][0]))))
    said = [meaning(label.text) for label in figure.labels if label.kind == "text"]
    return msgspec.structs.replace(
        figure,
        view=next((one.view for one in said if one.view), ""),
        framing=next((one.framing for one in said if one.framing), ""),
        expression=next((one.expression for one in said if one.expression), ""),
    )


def _owners(boxes: Sequence[Box], labels: Sequence[Label], cells: Sequence[Box], banners: Sequence[Box]) -> list[int]:
    """The number of the figure that each label is said of; −1 for nobody."""
    owners = [_NONE] * len(labels)
    if not boxes:
        return owners
    of_swatches = set(words_at(labels).values())
    free = [
        n
        for n, label in enumerate(labels)
        if not (n in of_swatches or is_hex(label.text) or any(_holds(one, middle(label.quad)) for one in banners))
    ]
    for arrow, words, tip in _pointed(labels, free):
        owner = _nearest(boxes, tip)
        for n in (arrow, words):
            owners[n] = owner
    for n in free:
        if owners[n] == _NONE:
            owners[n] = _on_or_in_cell(boxes, middle(labels[n].quad), cells)
    left = [n for n in free if owners[n] == _NONE]
    for group in _groups(labels, left):
        for n, owner in zip(group, _one_side(boxes, [labels[n] for n in group]), strict=True):
            owners[n] = owner
    return owners


def _pointed(labels: Sequence[Label], free: Sequence[int]) -> list[tuple[int, int, tuple[float, float]]]:
    """Each arrow with the words at its tail, and where its tip is: numbers of both labels, and a point."""
    words = [n for n in free if labels[n].kind == "text"]
    found = []
    for n in free:
        if labels[n].kind != "arrow" or not words:
            continue
        a, b, c, d = labels[n].quad
        ends = (((a[0] + d[0]) / 2, (a[1] + d[1]) / 2), ((b[0] + c[0]) / 2, (b[1] + c[1]) / 2))
        near = [min(words, key=lambda w: distance(labels[w].quad, end)) for end in ends]
        gaps = [distance(labels[w].quad, end) for w, end in zip(near, ends, strict=True)]
        tail = 0 if gaps[0] <= gaps[1] else 1
        if gaps[tail] <= 1.5 * height_of(labels[near[tail]].quad) + 6:
            found.append((n, near[tail], ends[1 - tail]))
    return found


def _on_or_in_cell(boxes: Sequence[Box], point: tuple[float, float], cells: Sequence[Box]) -> int:
    for cell in cells:
        if _holds(cell, point):
            there = [n for n, box in enumerate(boxes) if _holds(cell, (box.x + box.width / 2, box.y + box.height / 2))]
            if len(there) == 1:
                return there[0]
    on = [n for n, box in enumerate(boxes) if _holds(box, point)]
    return min(on, key=lambda n: boxes[n].width * boxes[n].height) if on else _NONE


def _groups(labels: Sequence[Label], numbers: Sequence[int]) -> list[list[int]]:
    """Labels that all stand on the same side of their figures: views and moods, words of one size, all else."""
    groups: list[list[int]] = []
    for n in sorted(numbers, key=lambda n: height_of(labels[n].quad)):
        for group in groups:
            if _are_alike(labels[group[-1]], labels[n]):
                group.append(n)
                break
        else:
            groups.append([n])
    return groups


def _are_alike(one: Label, other: Label) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind != "text":
        return True
    says = [any(meaning(label.text)[:3]) for label in (one, other)]
    return all(says) or (not any(says) and height_of(other.quad) <= 1.6 * height_of(one.quad))


def _one_side(boxes: Sequence[Box], labels: Sequence[Label]) -> list[int]:
    """The owners of labels of one kind: all below, all above, or the nearest at any side, what lies closest in sum."""
    ways: tuple[Callable[[Box, tuple[float, float]], float], ...] = (_below, _above, _away)
    best: list[int] = []
    least = float("inf")
    for way in ways:
        owners, total = [], 0.0
        for label in labels:
            point = middle(label.quad)
            costs = [way(box, point) for box in boxes]
            nearest = min(range(len(boxes)), key=costs.__getitem__)
            far = costs[nearest] > _FAR * max(boxes[nearest][2:])
            owners.append(_NONE if far else nearest)
            total += min(costs[nearest], _FAR * max(boxes[nearest][2:]))
        # Two labels of a kind for one figure, and none for another, is a sign that the side is the wrong one.
        doubled = sum(owners.count(n) - 1 for n in set(owners) - {_NONE})
        total += 0.5 * doubled * max(box.height for box in boxes)
        if total < least:
            best, least = owners, total
    return best


def _below(box: Box, point: tuple[float, float]) -> float:
    """How far a point below the box is from it; much where it is above."""
    return _away(box, point) + (0 if point[1] >= box.y + box.height / 2 else 2.0 * box.height)


def _above(box: Box, point: tuple[float, float]) -> float:
    return _away(box, point) + (0 if point[1] <= box.y + box.height / 2 else 2.0 * box.height)


def _away(box: Box, point: tuple[float, float]) -> float:
    """Px from a point to a box; sideways counts more, as labels stand in their figure's column."""
    across = max(box.x - point[0], 0.0, point[0] - box.x - box.width)
    down = max(box.y - point[1], 0.0, point[1] - box.y - box.height)
    return float(((1.5 * across) ** 2 + down**2) ** 0.5)


def _nearest(boxes: Sequence[Box], point: tuple[float, float]) -> int:
    return min(range(len(boxes)), key=lambda n: (_away(boxes[n], point), boxes[n].width * boxes[n].height))


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.x <= point[0] <= box.x + box.width and box.y <= point[1] <= box.y + box.height
