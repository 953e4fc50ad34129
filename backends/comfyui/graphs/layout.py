"""Where the nodes of a graph stand: in columns, each node to the right of all that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

BETWEEN_COLUMNS: Final = 80.0
BETWEEN_NODES: Final = 60.0
"""Pixels, which leave room for the title that stands above a node's place."""


class Size(NamedTuple):
    """Width and height in pixels."""

    width: float
    height: float


def laid_out(needs: Mapping[str, Sequence[str]], sizes: Mapping[str, Size]) -> dict[str, tuple[float, float]]:
    """The upper left corner of each node, in pixels, x to the right and y down, from (0, 0).

    `needs` are the nodes that each takes something from, each node after those. No two nodes overlap. A node that needs
    nothing stands just before the first that needs it; in a column, nodes stand as high as what they need.
    """
    columns = _columns(needs)
    places: dict[str, tuple[float, float]] = {}
    left = 0.0
    for column in sorted(set(columns.values())):
        here = [name for name in needs if columns[name] == column]
        here.sort(key=lambda name: _height_of_needs(needs[name], places))
        top = 0.0
        for name in here:
            places[name] = (left, top)
            top += sizes[name].height + BETWEEN_NODES
        left += max(sizes[name].width for name in here) + BETWEEN_COLUMNS
    return places


def _columns(needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for name, sources in needs.items():
        # What stands in a circle has no column before it.
        columns[name] = 1 + max((columns[source] for source in sources if source in columns), default=-1)
    users: dict[str, list[int]] = {}
    for name, sources in needs.items():
        for source in sources:
            users.setdefault(source, []).append(columns[name])
    for name, sources in needs.items():
        if not sources and name in users:
            columns[name] = max(columns[name], min(users[name]) - 1)
    return columns


def _height_of_needs(sources: Sequence[str], places: Mapping[str, tuple[float, float]]) -> float:
    heights = [places[source][1] for source in sources if source in places]
    return sum(heights) / len(heights) if heights else 0.0
