"""A grid → the places of its boxes, and the lines and heads of its arrows, in pixels.

Every box of a row is as high as the highest, but for the last row. The gap below a row grows with the tracks in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from tests.house.grid import Cell, Grid, Link, Net
from tests.house.wires import APART, INSET, TRACK, Crossing, End, Wire, tracks_of, wires_in

GAP = 22.0
"""Pixels between two rows where no arrow goes sideways."""
CORNER = 6.0
"""The radius of the corners of arrows."""


class Area(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """A part of an arrow, through these points. Those of one net run together."""

    net: str
    points: tuple[tuple[float, float], ...]
    thickness: float
    late: bool
    warns: bool


class Head(NamedTuple):
    """The head of an arrow, its point at (x, y)."""

    x: float
    y: float
    size: float
    down: bool
    warns: bool


class Laid(NamedTuple):
    areas: dict[str, Area]
    lines: tuple[Line, ...]
    heads: tuple[Head, ...]
    bottom: float


def laid_out(grid: Grid, inside: Area, height: Callable[[str, float], float], between: float) -> Laid:
    """The boxes and lines of a grid, from the upper left corner of an area, as wide as that is."""
    spaces = [(lanes + 1) * APART if lanes else 0.0 for lanes in grid.lanes]
    spaces = [max(space, between) if 0 < at < grid.columns else space for at, space in enumerate(spaces)]
    column = (inside.width - sum(spaces)) / grid.columns
    gutters = [inside.x + before + column * at for at, before in enumerate(accumulate(spaces[:-1], initial=0.0))]

    def across(cell: Cell) -> tuple[float, float]:
        left = gutters[cell.first] + spaces[cell.first]
        return left, gutters[cell.end] - left

    def lane(net: Net) -> float:
        slack = spaces[net.gutter] - (grid.lanes[net.gutter] - 1) * APART
        return gutters[net.gutter] + slack / 2 + net.lane * APART

    areas: dict[str, Area] = {}
    lines: list[Line] = []
    heads: list[Head] = []
    y = inside.y
    for number, row in enumerate(grid.rows):
        sizes = {key: (*across(grid.cells[key]), height(key, across(grid.cells[key])[1])) for key in row}
        tallest = max(size[2] for size in sizes.values())
        for key, (left, width, own) in sizes.items():
            areas[key] = Area(left, y, width, own if number == len(grid.rows) - 1 else tallest)
        for at, net in enumerate(grid.nets):
            if number in net.passes:
                above = [link for link in net.links if grid.cells[link.upper].row < number]
                lines.append(_line(f"{at:03}", [(lane(net), y), (lane(net), y + tallest)], above))
        y += tallest
        crossings = _crossings(grid, number, lane, lambda key: across(grid.cells[key]))
        wires = wires_in(crossings)
        if number < len(grid.rows) - 1:
            below = y + GAP + TRACK * tracks_of(wires)
            lines += [line for wire in wires for line in _wire_lines(wire, y, below)]
            lines += _trunks(wires, y, below)
            heads += _heads(grid, number, wires, y, below)
            y = below
    return Laid(areas, tuple(lines), tuple(heads), y)


def _crossings(
    grid: Grid, number: int, lane: Callable[[Net], float], across: Callable[[str], tuple[float, float]]
) -> list[Crossing]:
    """The nets in the gap below a row."""
    found = []
    for at, net in enumerate(grid.nets):
        above = tuple(link for link in net.links if grid.cells[link.upper].row < number)
        ends = [
            End(*_stretch(across(link.upper)), (link,)) for link in net.links if grid.cells[link.upper].row == number
        ]
        lower = grid.cells[net.lower].row
        if number in net.passes and above:
            ends.append(End(lane(net), lane(net), above))
        if ends and number < lower:
            foot = (lane(net), lane(net)) if lower > number + 1 else _stretch(across(net.lower))
            found.append(Crossing(f"{at:03}", tuple(ends), *foot))
    return found


def _stretch(across: tuple[float, float]) -> tuple[float, float]:
    return across[0] + INSET, across[0] + across[1] - INSET


def _wire_lines(wire: Wire, top: float, bottom: float) -> Iterator[Line]:
    points = [(wire.start, top), (wire.foot, bottom)]
    if wire.track >= 0:
        along = _along(wire, top)
        points[1:1] = [(wire.start, along), (wire.foot, along)]
    yield _line(wire.key, points, wire.links)


def _trunks(wires: list[Wire], top: float, bottom: float) -> Iterator[Line]:
    """What is below the place where the wires of a net meet, as thick as all of them."""
    for key in dict.fromkeys(wire.key for wire in wires if wire.track >= 0):
        own = [wire for wire in wires if wire.key == key]
        joint = min(_along(wire, top) for wire in own if wire.track >= 0) + CORNER
        yield _line(key, [(own[0].foot, joint), (own[0].foot, bottom)], [link for wire in own for link in wire.links])


def _along(wire: Wire, top: float) -> float:
    """How far down the track of a wire is."""
    return top + 8 + TRACK * wire.track


def _line(net: str, points: list[tuple[float, float]], links: tuple[Link, ...] | list[Link]) -> Line:
    return Line(
        net,
        tuple(points),
        thickness(sum(link.imports for link in links)),
        all(link.late for link in links),
        any(link.warns for link in links),
    )


def _heads(grid: Grid, number: int, wires: list[Wire], top: float, bottom: float) -> list[Head]:
    """The heads of the arrows that end at the gap below a row."""
    heads = {}
    for wire in wires:
        net = grid.nets[int(wire.key)]
        into = sum(link.imports for link in net.links)
        warns = any(link.warns for link in net.links)
        size = 4.5 + thickness(into) * 0.7
        if any(link.upward for link in wire.links):
            if grid.cells[wire.links[0].upper].row == number:
                heads[wire.key] = Head(wire.start, top, size, False, warns)
        elif grid.cells[net.lower].row == number + 1:
            heads[wire.key] = Head(wire.foot, bottom, size, True, warns)
    return list(heads.values())


def thickness(imports: int) -> float:
    """The thickness of an arrow: a step more each time that the imports have doubled."""
    return 1.2 + 0.6 * (imports.bit_length() - 1)
