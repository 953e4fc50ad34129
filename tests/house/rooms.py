"""Modules → the floors of the house, the rooms on each, and what imports what.

A floor is a top-level package, a room one of the packages in it. Modules that lie in no room stand in the floor's hall.
Rooms stand on some of these (records, errors), and others are doors to the rooms (a store): so a floor has as many
halls, one above the other, as it takes for no circle to come from putting them together. `__main__`, the way in, is a
floor of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tests.house.graphs import circles, components
from tests.house.imports import Module

HALL = "hall"


class Arrow(NamedTuple):
    """What one room (or floor) imports of another."""

    source: str
    target: str
    imports: int
    """Pairs of modules of which one imports the other."""
    late: bool
    """Whether all of these are inside functions."""


class Room(NamedTuple):
    key: str
    name: str
    modules: int
    lines: int
    sentence: str
    inner: tuple[str, ...] = ()
    """The names of the packages in it."""
    uses: tuple[str, ...] = ()
    """The other floors of which it imports something."""
    is_hall: bool = False


class Floor(NamedTuple):
    name: str
    modules: int
    lines: int
    sentence: str
    rooms: tuple[Room, ...]
    arrows: tuple[Arrow, ...]


class House(NamedTuple):
    floors: tuple[Floor, ...]
    arrows: tuple[Arrow, ...]


class Circle(NamedTuple):
    """Rooms, or floors, that import each other, and the imports that make it so: (module, module)."""

    names: tuple[str, ...]
    imports: tuple[tuple[str, str], ...]


def house_of(modules: list[Module]) -> House:
    """The house that these modules make. Floors and rooms stand in the order of their names."""
    floor_of = {module.name: _floor(module.name) for module in modules}
    room_of = _rooms_of(modules)
    inside = [arrow for arrow in _arrows(modules, room_of) if _floor(arrow.source) == _floor(arrow.target)]
    floors = []
    for name, there in _grouped(modules, floor_of).items():
        rooms = tuple(_room(name, key, own) for key, own in _grouped(there, room_of).items())
        within = tuple(arrow for arrow in inside if _floor(arrow.source) == name)
        floors.append(Floor(name, *_size(there), _summary(name, there), rooms, within))
    return House(tuple(floors), tuple(_arrows(modules, floor_of)))


def circles_of(modules: list[Module]) -> list[Circle]:
    """The circles between floors, and between the rooms of each floor."""
    floor_of = {module.name: _floor(module.name) for module in modules}
    room_of = _rooms_of(modules)
    found = [_circle(modules, floor_of, names) for names in circles(_graph(modules, floor_of))]
    for there in _grouped(modules, floor_of).values():
        found += [_circle(there, room_of, names) for names in circles(_graph(there, room_of))]
    return found


def _floor(name: str) -> str:
    """The floor of a module, or of a room by its key."""
    top, _, rest = name.partition(":")[0].partition(".")
    return name if rest == "__main__" else top


def _rooms_of(modules: list[Module]) -> dict[str, str]:
    """The room of each module, by its key: `library.formats`, or `library:0` for the lowest hall of a floor."""
    packages = {".".join(module.name.split(".")[:2]) for module in modules if module.name.count(".") > 1}
    room_of = {module.name: module.name for module in modules}
    for name in room_of:
        room = ".".join(name.split(".")[:2])
        room_of[name] = room if room in packages else name
    for floor, there in _grouped(modules, {module.name: _floor(module.name) for module in modules}).items():
        if floor.endswith(".__main__"):
            continue
        for name, level in _hall_levels(there, room_of, packages).items():
            room_of[name] = f"{floor}:{level}"
    return room_of


def _hall_levels(modules: list[Module], room_of: Mapping[str, str], packages: set[str]) -> dict[str, int]:
    """How often a way down from each module in a floor's hall goes from the hall into a room."""
    graph = _graph(modules, room_of)
    level: dict[str, int] = {}
    for group in components(graph):
        below = [(name, target) for name in sorted(group) for target in graph[name] if target not in group]
        into = (level[target] + (name not in packages and target in packages) for name, target in below)
        level |= dict.fromkeys(group, max(into, default=0))
    return {name: level[name] for name in graph if name not in packages}


def _grouped(modules: Iterable[Module], place_of: Mapping[str, str]) -> dict[str, list[Module]]:
    grouped: dict[str, list[Module]] = defaultdict(list)
    for module in modules:
        grouped[place_of[module.name]].append(module)
    return {name: grouped[name] for name in sorted(grouped)}


def _arrows(modules: list[Module], place_of: Mapping[str, str]) -> list[Arrow]:
    """The imports between places, in the order of their names."""
    counted: Counter[tuple[str, str]] = Counter()
    late: dict[tuple[str, str], bool] = {}
    for module in modules:
        for target, is_late in module.imports.items():
            if target in place_of and place_of[module.name] != place_of[target]:
                between = place_of[module.name], place_of[target]
                counted[between] += 1
                late[between] = late.get(between, True) and is_late
    return [Arrow(*between, counted[between], late[between]) for between in sorted(counted)]


def _graph(modules: list[Module], place_of: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """The imports between the places of these modules."""
    graph: dict[str, dict[str, int]] = {place: {} for place in sorted({place_of[module.name] for module in modules})}
    for arrow in _arrows(modules, {module.name: place_of[module.name] for module in modules}):
        graph[arrow.source][arrow.target] = arrow.imports
    return graph


def _circle(modules: list[Module], place_of: Mapping[str, str], names: frozenset[str]) -> Circle:
    made = []
    for module in modules:
        for target in sorted(module.imports):
            here, there = place_of[module.name], place_of.get(target)
            if here != there and {here, there} <= names:
                made.append((module.name, target))
    return Circle(tuple(sorted(names)), tuple(made))


def _room(floor: str, key: str, modules: list[Module]) -> Room:
    there = {module.name: module for module in modules}
    uses = sorted({_floor(target) for module in modules for target in module.imports} - {floor})
    is_hall = ":" in key
    names = [name.removeprefix(f"{floor}.") for name in there if name != floor]
    if is_hall and len(names) > 1:
        name, sentence = HALL, "\u00a0· ".join(names)
    elif is_hall:
        name, sentence = (names or [floor])[0], modules[-1].summary
    else:
        name, sentence = key.removeprefix(f"{floor}."), _summary(key, modules)
    return Room(key, name, *_size(modules), sentence, _inner(key, there), tuple(uses), is_hall)


def _inner(key: str, names: Iterable[str]) -> tuple[str, ...]:
    depth = key.count(".") + 1
    deeper = (name.split(".") for name in names if name.count(".") > depth)
    return tuple(sorted({parts[depth] for parts in deeper}))


def _summary(package: str, modules: list[Module]) -> str:
    return next((module.summary for module in modules if module.name == package), "")


def _size(modules: list[Module]) -> tuple[int, int]:
    return sum(module.holds_code for module in modules), sum(module.lines for module in modules)
