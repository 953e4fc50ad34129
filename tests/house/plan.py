"""A house → the places of all that is drawn, in pixels from the upper left corner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tests.house.graphs import circles, rows, without_circles
from tests.house.grid import Grid, Link, grid_of
from tests.house.laying import Area, Head, Line, laid_out
from tests.house.rooms import Arrow, Floor, House, Room
from tests.house.texts import amount, cut, wrapped
from tests.house.texts import width as text_width

WIDTH = 1200.0
MARGIN = 20.0
COLUMNS = 7
"""Into how many columns floors go that stand side by side."""
ROOM = 250.0
"""How wide a room is at least, where its floor is not narrower."""
BETWEEN = 14.0
"""Pixels between two boxes side by side where no arrow goes through."""
NAME, SMALL = 15.0, 12.0
"""The sizes of names, and of all other text."""
LEADING = 17.0
PADDING = 12.0
DOT = 11.0
"""Pixels from dot to dot."""
BESIDE = 120.0
"""Pixels from the beginning of a name to what is said beside it, where the name is not longer."""
HEADER = 34.0
"""The height of the line with the name of a floor."""


class Words(NamedTuple):
    """What is written in a box: its name, what it is for beside that or below, and to the right how large it is."""

    name: str
    beside: str
    size: str
    below: tuple[str, ...]


class RoomPlan(NamedTuple):
    room: Room
    area: Area
    words: Words


class FloorPlan(NamedTuple):
    floor: Floor
    area: Area
    rooms: tuple[RoomPlan, ...]
    words: Words
    lines: tuple[Line, ...]
    heads: tuple[Head, ...]


class Plan(NamedTuple):
    height: float
    floors: tuple[FloorPlan, ...]
    lines: tuple[Line, ...]
    heads: tuple[Head, ...]


def plan_of(house: House) -> Plan:
    """Where everything of a house goes, in a picture that is WIDTH wide."""
    floors = {floor.name: floor for floor in house.floors}
    # Rooms stand above each other more than side by side: a floor with four times the rooms needs twice the width.
    weights = {name: len(floor.rooms) ** 0.5 for name, floor in floors.items()}
    grid = _grid(list(floors), house.arrows, COLUMNS, weights)

    def height(name: str, width: float) -> float:
        return _floor_plan(floors[name], Area(0, 0, width, 0)).area.height

    laid = laid_out(grid, Area(MARGIN, MARGIN, WIDTH - 2 * MARGIN, 0), height, 2 * BETWEEN)
    plans = tuple(_floor_plan(floors[name], laid.areas[name]) for name in laid.areas)
    return Plan(laid.bottom, plans, laid.lines, laid.heads)


def _floor_plan(floor: Floor, area: Area) -> FloorPlan:
    """A floor at the place and with the width of an area; its height comes of what is in it."""
    words = _words(floor.name, NAME + 2, floor, area.width - 2 * PADDING, 9)
    header = HEADER + LEADING * len(words.below) + 4 * bool(words.below)
    if len(floor.rooms) == 1:
        return FloorPlan(floor, area._replace(height=header), (), words, (), ())
    inside = Area(area.x + PADDING, area.y + header, area.width - 2 * PADDING, 0)
    rooms = {room.key: room for room in floor.rooms}
    weights = {key: len(room.sentence) for key, room in rooms.items()}
    columns = max(int(inside.width / ROOM), 1)
    grid = _grid(list(rooms), floor.arrows, columns, weights)
    laid = laid_out(grid, inside, lambda key, width: _room_height(rooms[key], width), BETWEEN)
    plans = tuple(RoomPlan(rooms[key], at, _room_words(rooms[key], at.width)) for key, at in laid.areas.items())
    height = laid.bottom - area.y + PADDING
    return FloorPlan(floor, area._replace(height=height), plans, words, laid.lines, laid.heads)


def _room_words(room: Room, width: float) -> Words:
    return _words(room.name, NAME, room, width - 2 * PADDING - DOT * (len(room.uses) + 1), 4, width - 2 * PADDING)


def _room_height(room: Room, width: float) -> float:
    return 33 + LEADING * (len(_room_words(room, width).below) + bool(room.inner))


def _words(name: str, size: float, of: Room | Floor, beside: float, lines: int, below: float = 0) -> Words:
    """What stands in a box with so much room beside its name, and below it; what is too wide for there goes below."""
    shown = cut(name, size, beside)
    said = tuple(wrapped(of.sentence, SMALL, below or beside, lines))
    number = amount(of.modules, of.lines, SMALL, below or beside)
    left = beside - text_width(number, SMALL) - 2 * SMALL
    if said and left >= sentence_at(shown, size) + text_width(of.sentence, SMALL):
        return Words(shown, of.sentence, number, ())
    if left >= text_width(shown, size):
        return Words(shown, "", number, said)
    return Words(shown, "", "", (number, *said))


def sentence_at(name: str, size: float) -> float:
    """Where a sentence beside a name begins, in pixels from the beginning of the name: mostly below each other."""
    return max(BESIDE, text_width(name, size) + SMALL)


def _grid(keys: list[str], arrows: tuple[Arrow, ...], columns: int, weights: Mapping[str, float]) -> Grid:
    graph: dict[str, dict[str, int]] = {key: {} for key in keys}
    for arrow in arrows:
        graph[arrow.source][arrow.target] = arrow.imports
    ringed = circles(graph)
    downward, _ = without_circles(graph)
    links = []
    for source, target, imports, late in arrows:
        warns = any({source, target} <= group for group in ringed)
        upward = target not in downward[source]
        upper, lower = (target, source) if upward else (source, target)
        links.append(Link(upper, lower, imports, late, warns, upward))
    return grid_of(rows(downward, columns), columns, links, weights)
