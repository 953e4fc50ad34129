"""A house that newcomers find their way in: few modules side by side, and short ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PACKAGES = ["studio", "screens", "backends", "library", "data"]
MOST_SIDE_BY_SIDE, MOST_ROOMS = 14, 12
LONGEST, MEDIAN = 350, 130
"""Lines of a module: at most, and of half of them."""


def sources() -> list[Path]:
    """All modules of the house, rooms' faces left out."""
    return [path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if path.name != "__init__.py"]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_room_has_many_modules_side_by_side() -> None:
    rooms = Counter(path.parent.relative_to(ROOT).as_posix() for path in sources())
    assert {room: count for room, count in rooms.items() if count > MOST_SIDE_BY_SIDE} == {}


def test_no_floor_has_many_rooms() -> None:
    for name in PACKAGES:
        assert len(list((ROOT / name).glob("*/__init__.py"))) <= MOST_ROOMS, name


def test_modules_are_short() -> None:
    long = {path.relative_to(ROOT).as_posix(): lines(path) for path in sources() if lines(path) > LONGEST}
    assert long == {}
    assert median(map(lines, sources())) <= MEDIAN
