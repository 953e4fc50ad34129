"""Rows of boxes → a grid: which columns each box takes, and by which lane each arrow passes the rows between.

A grid of N columns has N + 1 gutters, one at either side and one between each two columns. All arrows into a box that
come from further up than the row above it run together down one lane of a gutter: they pass no box, and there are never
more lanes than boxes.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from math import log2
from typing import NamedTuple


class Link(NamedTuple):
    """An arrow, by the two boxes that it joins: it points from the upper to the lower, or up, against the order."""

    upper: str
    lower: str
    imports: int
    late: bool = False
    warns: bool = False
    upward: bool = False


class Cell(NamedTuple):
    """The place of a box: the columns from `first` to before `end` of a row."""

    row: int
    first: int
    end: int


class Net(NamedTuple):
    """Arrows that run together: all that point into one box from above, or a single one that points up."""

    lower: str
    links: tuple[Link, ...]
    gutter: int = -1
    lane: int = -1
    passes: range = range(0)
    """The rows that it passes, by its lane."""


class Grid(NamedTuple):
    columns: int
    rows: tuple[tuple[str, ...], ...]
    cells: dict[str, Cell]
    nets: tuple[Net, ...]
    lanes: tuple[int, ...]
    """How many lanes each gutter has."""


def grid_of(rows: list[list[str]], columns: int, links: list[Link], weights: Mapping[str, float]) -> Grid:
    """The grid of rows of at most `columns` boxes. Where a row has columns to spare, heavy boxes get more of them."""
    ordered = _ordered(rows, columns, links, weights)
    cells = {key: cell for number, row in enumerate(ordered) for key, cell in _cells(row, number, columns, weights)}
    nets: list[Net] = []
    busy: dict[tuple[int, int], list[range]] = {}
    for net in sorted(_nets(links, list(cells)), key=lambda net: _rank(net, cells)):
        nets.append(_laned(net, cells, columns, busy))
    lanes = tuple(1 + max((lane for at, lane in busy if at == gutter), default=-1) for gutter in range(columns + 1))
    return Grid(columns, tuple(map(tuple, ordered)), cells, tuple(nets), lanes)


def _cells(row: list[str], number: int, columns: int, weights: Mapping[str, float]) -> list[tuple[str, Cell]]:
    spans = dict.fromkeys(row, 1)
    for _ in range(columns - len(row)):
        spans[max(row, key=lambda key: (weights[key] / spans[key], key))] += 1
    cells, first = [], 0
    for key in row:
        cells.append((key, Cell(number, first, first + spans[key])))
        first += spans[key]
    return cells


def _ordered(rows: list[list[str]], columns: int, links: list[Link], weights: Mapping[str, float]) -> list[list[str]]:
    """The rows, each in the order that brings what is linked above each other."""
    ordered = [sorted(row) for row in rows]
    cells = {key: cell for number, row in enumerate(ordered) for key, cell in _cells(row, number, columns, weights)}
    downwards = list(range(len(rows)))
    for number in [*downwards, *reversed(downwards), *downwards]:
        touching = [link for link in links if number in (cells[link.upper].row, cells[link.lower].row)]
        tried = []
        for row in permutations(sorted(ordered[number])):
            places = dict(_cells(list(row), number, columns, weights))
            tried.append((_cost(touching, cells | places), row, places))
        _, row, places = min(tried, key=lambda trial: trial[0])
        ordered[number] = list(row)
        cells |= places
    return ordered


def _cost(links: list[Link], cells: Mapping[str, Cell]) -> float:
    return sum(_distance(cells[link.upper], cells[link.lower]) * log2(1 + link.imports) for link in links)


def _distance(one: Cell, other: Cell) -> float:
    """How far apart two boxes are sideways, in columns."""
    between = max(one.first - other.end, other.first - one.end, 0)
    return between + abs((one.first + one.end) - (other.first + other.end)) / 8


def _nets(links: list[Link], keys: list[str]) -> list[Net]:
    nets = []
    for key in keys:
        into = [link for link in links if link.lower == key and not link.upward]
        nets += [Net(key, tuple(into))] if into else []
        nets += [Net(key, (link,)) for link in links if link.lower == key and link.upward]
    return nets


def _rank(net: Net, cells: Mapping[str, Cell]) -> tuple[int, int, str]:
    """Short ways choose their lane first, so that long ones run outside of them."""
    top = min(cells[link.upper].row for link in net.links)
    return cells[net.lower].row - top, cells[net.lower].row, net.lower


def _laned(net: Net, cells: Mapping[str, Cell], columns: int, busy: dict[tuple[int, int], list[range]]) -> Net:
    """The net with the lane that is nearest to the boxes that it joins."""
    lower = cells[net.lower]
    passes = range(min(cells[link.upper].row for link in net.links) + 1, lower.row)
    if not passes:
        return net
    gaps = range(passes.start - 1, passes.stop)
    far = [cells[link.upper] for link in net.links if cells[link.upper].row < lower.row - 1]

    def free(gutter: int) -> bool:
        return not any(cell.first < gutter < cell.end for cell in cells.values() if cell.row in passes)

    def cost(choice: tuple[int, int]) -> tuple[float, int]:
        gutter, lane = choice
        way = sum(max(cell.first - gutter, gutter - cell.end, 0) for cell in [*far, lower])
        return way + lane / 8, gutter

    choices = [
        (gutter, next(lane for lane in range(99) if not _meets(gaps, busy.get((gutter, lane), []))))
        for gutter in range(columns + 1)
        if free(gutter)
    ]
    gutter, lane = min(choices, key=cost)
    busy.setdefault((gutter, lane), []).append(gaps)
    return net._replace(gutter=gutter, lane=lane, passes=passes)


def _meets(gaps: range, others: list[range]) -> bool:
    return any(gaps.start < other.stop and other.start < gaps.stop for other in others)
