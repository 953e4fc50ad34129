"""The modules of the house, and for each the tests that should see a mistake in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

ROOMS: Final = ("studio", "screens", "backends", "library")


class Module(NamedTuple):
    """A module by its dotted name, and its file below the root."""

    name: str
    path: Path


class NearTests(NamedTuple):
    """Files of tests below the root. No file is in two of them."""

    named: tuple[Path, ...]
    """Named as the module is: `tests/library/test_store.py`, and what is in `tests/library/store/`."""
    importing: tuple[Path, ...]
    """Those that import it."""
    room: tuple[Path, ...]
    """All others in the folder that mirrors the module's, and below."""


def modules(root: Path, rooms: Iterable[str] = ROOMS) -> list[Module]:
    """All modules of the rooms, sorted by name."""
    paths = [path.relative_to(root) for room in rooms for path in (root / room).rglob("*.py")]
    return sorted(Module(_dotted(path), path) for path in paths)


def nearest_tests(root: Path, every: Iterable[Module]) -> dict[Module, NearTests]:
    """For each module its tests; for one that nothing tests, none."""
    every = list(every)
    folder = root / "tests"
    files = sorted(path.relative_to(root) for path in folder.rglob("test_*.py"))
    imported = {path: _imported((root / path).read_bytes()) for path in files}
    return {module: _tests(root, module, imported) for module in every}


def _tests(root: Path, module: Module, imported: Mapping[Path, frozenset[str]]) -> NearTests:
    is_package = module.path.name == "__init__.py"
    mirrored = Path("tests") / (module.path.parent if is_package else module.path.with_suffix(""))
    stem = f"test_{mirrored.name.strip('_')}"
    room = mirrored if is_package else mirrored.parent
    while not (root / room).is_dir():
        room = room.parent
    named, importing, others = [], [], []
    for path, names in imported.items():
        is_named = path.parent == mirrored.parent and (path.stem == stem or path.stem.startswith(f"{stem}_"))
        if is_named or (path.is_relative_to(mirrored) and not is_package):
            named.append(path)
        elif module.name in names:
            importing.append(path)
        elif path.is_relative_to(room) and room != Path("tests"):
            others.append(path)
    return NearTests(tuple(named), tuple(importing), tuple(others))


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


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
