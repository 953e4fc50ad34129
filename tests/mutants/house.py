"""The modules of the house, and for each the tests that should see a mistake in it."""

from __future__ import annotations

import ast
import math
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

ROOMS: Final = ("studio", "screens", "backends", "library")
_OUTER: Final = 3
"""Parts of the path of a room's tests: `tests/studio/lettering` is that of the rooms within lettering too."""


class Module(NamedTuple):
    """A module by its dotted name, and its file below the root."""

    name: str
    path: Path


class NearTests(NamedTuple):
    """Files of tests below the root, for one module. No file is in two of them."""

    named: tuple[Path, ...]
    """Named as the module is: `tests/library/test_store.py`, and what is in `tests/library/store/`."""
    importing: tuple[Path, ...]
    """Those that import it."""
    room: tuple[tuple[Path, ...], ...]
    """All others of the room that the module is in, with the rooms within it: those first that come to it by fewest
    imports."""


def modules(root: Path, rooms: Iterable[str] = ROOMS) -> list[Module]:
    """All modules of the rooms, sorted by name."""
    return sorted(Module(_dotted(path), path) for room in rooms for path in _below(root, room))


def nearest_tests(root: Path, every: Iterable[Module]) -> dict[Module, NearTests]:
    """For each module its tests; for one that nothing tests, none."""
    every = list(every)
    of_tests = [Module(_dotted(path), path) for path in sorted(_below(root, "tests"))]
    who = importers(root, [*every, *of_tests])
    files = {module.path: module.name for module in of_tests if module.path.name.startswith("test_")}
    return {module: _tests(root, module, files, _distances(module.name, who)) for module in every}


def files_of_tests(root: Path) -> list[Path]:
    """All files of tests below the root, sorted."""
    return sorted(path for path in _below(root, "tests") if path.name.startswith("test_"))


def importers(root: Path, every: Iterable[Module]) -> dict[str, set[str]]:
    """For each name that these modules import (a module's, or one in a module) the names of those that do."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in every:
        for name in _imported((root / module.path).read_bytes()):
            found[name].add(module.name)
    return found


def _tests(root: Path, module: Module, files: Mapping[Path, str], distances: Mapping[str, int]) -> NearTests:
    """`files`: all files of tests, each with its dotted name; `distances`: over how many imports who comes to it."""
    is_package = module.path.name == "__init__.py"
    mirrored = Path("tests") / (module.path.parent if is_package else module.path.with_suffix(""))
    stem = f"test_{mirrored.name.strip('_')}"
    room = mirrored if is_package else mirrored.parent
    while not (root / room).is_dir() or len(room.parts) > _OUTER:
        room = room.parent
    named, importing = [], []
    others: dict[float, list[Path]] = defaultdict(list)
    for path, name in files.items():
        distance = distances.get(name, math.inf)
        is_named = path.parent == mirrored.parent and (path.stem == stem or path.stem.startswith(f"{stem}_"))
        if is_named or (path.is_relative_to(mirrored) and not is_package):
            named.append(path)
        elif distance == 1:
            importing.append(path)
        elif path.is_relative_to(room) and room != Path("tests"):
            others[distance].append(path)
    return NearTests(tuple(named), tuple(importing), tuple(tuple(others[distance]) for distance in sorted(others)))


def _distances(name: str, importers: Mapping[str, set[str]]) -> dict[str, int]:
    """Over how many imports each module comes to one: 1 for those that import it, 2 for those that import these."""
    distances = {name: 0}
    waiting = deque([name])
    while waiting:
        one = waiting.popleft()
        for importer in importers.get(one, ()):
            if importer not in distances:
                distances[importer] = distances[one] + 1
                waiting.append(importer)
    return distances


def _imported(source: bytes) -> frozenset[str]:
    """The dotted names that a module imports: of `from a import b` both `a` and `a.b`, for `b` may be a module."""
    return frozenset(name for node in ast.walk(ast.parse(source)) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            yield module
            yield from (f"{module}.{alias.name}" for alias in names)


def _below(root: Path, folder: str) -> Iterator[Path]:
    yield from (path.relative_to(root) for path in (root / folder).rglob("*.py"))


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
