"""The source of the house as trees, each file read and parsed once, and what it uses of whom."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

ROOT = Path(__file__).parents[2]
Node = TypeVar("Node", bound=ast.AST)
FLOORS = ("studio", "screens", "backends", "library", "data")


class Source(NamedTuple):
    """One module: its path from the root (`library/store.py`), and its tree."""

    path: str
    tree: ast.Module


class Use(NamedTuple):
    """A name that a module uses, in full (`asyncio.wait_for`, `builtins.open`, `PIL.Image.open`), and where."""

    path: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name}"


@cache
def house() -> tuple[Source, ...]:
    """Every module of the house, in the order of their paths."""
    paths = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
    return tuple(read(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)


def forget() -> None:
    """Keep no trees any more; who asks for them again has them read again."""
    for kept in (house, _all_uses, _nodes, imported):
        kept.cache_clear()


def read(path: str, text: str) -> Source:
    """A module from its text."""
    return Source(path, ast.parse(text))


@cache
def _all_uses() -> tuple[Use, ...]:
    return tuple(use for source in house() for use in uses(source))


def used(*names: str) -> list[Use]:
    """Where the house uses one of these names, or what belongs to it: `cv2` finds `cv2.imdecode`."""
    return [use for use in _all_uses() if any(f"{use.name}.".startswith(f"{name}.") for name in names)]


def outside(found: list[Use], *places: str) -> list[str]:
    """Of uses, those that are in none of these modules or folders, as a failed assertion shows them."""
    return [str(use) for use in found if not use.path.startswith(places)]


def called(*methods: str) -> list[Use]:
    """Where the house names an attribute so, of whatever object; `name` is all of it: `self._loop.call_soon`."""
    return [
        Use(source.path, node.lineno, ast.unparse(node))
        for source in house()
        for node in inside(source.tree, ast.Attribute)
        if node.attr in methods
    ]


def inside(tree: ast.AST, kind: type[Node]) -> Iterator[Node]:
    """Every node of a kind that is in a tree, itself among them."""
    nodes = _nodes(tree) if isinstance(tree, ast.Module) else ast.walk(tree)
    return (node for node in nodes if isinstance(node, kind))


@cache
def _nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


def uses(source: Source) -> Iterator[Use]:
    """The names that a module uses, under the names that they were imported from; imports themselves among them."""
    known = imported(source)
    for node in _nodes(source.tree):
        if isinstance(node, ast.Import):
            yield from (Use(source.path, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (Use(source.path, node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Attribute | ast.Name) and (name := full_name(node, known)):
            yield Use(source.path, node.lineno, name)


@cache
def imported(source: Source) -> dict[str, str]:
    """What a module imports, anywhere in it: the name that it has there → its full name."""
    known: dict[str, str] = {}
    for node in _nodes(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                known[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return known


def full_name(node: ast.expr, known: dict[str, str]) -> str:
    """The name of an expression `a.b.c` whose `a` was imported or is Python's own; empty of any other."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    first = known.get(node.id) or (f"builtins.{node.id}" if hasattr(builtins, node.id) else "")
    return ".".join([first, *reversed(parts)]) if first else ""
