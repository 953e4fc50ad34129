"""Graphs of names: what stands in a circle, and rows in which every arrow points down.

A graph says for each name which others it points to, with a weight. Names are taken in the order of the graph, so that
the same graph gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Graph = Mapping[str, Mapping[str, int]]


def circles(graph: Graph) -> list[frozenset[str]]:
    """The groups of two or more names of which each can be reached from each other."""
    return [group for group in components(graph) if len(group) > 1]


def components(graph: Graph) -> list[frozenset[str]]:
    """All names in their strongly connected groups, what is pointed to first."""
    reached = {name: _reached(graph, name) for name in graph}
    groups = {frozenset({name} | {other for other in reached[name] if name in reached[other]}) for name in graph}
    # A group reaches all that those below it reach, and themselves.
    return sorted(groups, key=lambda group: (min(len(reached[name] | group) for name in group), sorted(group)))


def without_circles(graph: Graph) -> tuple[dict[str, dict[str, int]], list[tuple[str, str]]]:
    """The graph with the lightest arrows of its circles taken out until there is none, and the arrows taken out."""
    left = {name: dict(targets) for name, targets in graph.items()}
    taken = []
    while found := circles(left):
        group = found[0]
        inside = [(left[a][b], a, b) for a in sorted(group) for b in sorted(left[a]) if b in group]
        _, source, target = min(inside)
        del left[source][target]
        taken.append((source, target))
    return left, taken


def rows(graph: Graph, columns: int) -> list[list[str]]:
    """The names of a graph without circles in rows, from the top: each above all that it points to.

    A row is the longest way from a name to the end, or one further up where `columns` names stand there already.
    """
    row_of: dict[str, int] = {}
    filled: dict[int, int] = {}
    for (name,) in components(graph):
        row = max((row_of[target] + 1 for target in graph[name]), default=0)
        while filled.get(row, 0) == columns:
            row += 1
        row_of[name] = row
        filled[row] = filled.get(row, 0) + 1
    top = max(row_of.values(), default=-1)
    return [[name for name in graph if row_of[name] == row] for row in range(top, -1, -1)]


def _reached(graph: Graph, start: str) -> set[str]:
    """All names that can be reached from a name by one arrow or more."""
    seen: set[str] = set()
    ahead: Iterable[str] = graph[start]
    while ahead:
        seen.update(ahead)
        ahead = sorted({target for name in ahead for target in graph[name]} - seen)
    return seen
