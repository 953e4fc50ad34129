"""Names of other people's libraries that begin with an underscore stand in `screens/textual_workarounds.py` alone."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).parents[2]
ROOMS = ("screens", "studio", "backends", "library", "data", "tests")
THE_ONE = HOUSE / "screens" / "textual_workarounds.py"
DOCUMENTED = {"_asdict", "_exit", "_fields", "_make", "_replace"}
"""Of `collections.namedtuple` and of `os`: public, for all their underscore."""

Found = Iterator[tuple[int, str]]


def is_inner(name: str) -> bool:
    """Whether a name tells others to keep off."""
    return name.startswith("_") and not name.endswith("__") and name not in DOCUMENTED


class Read(NamedTuple):
    """What is known of a module when its tree, which is large, is gone."""

    given: frozenset[str]
    """The names that it gives to what it makes: functions, classes, attributes, variables."""
    asked: tuple[tuple[int, str], ...]
    """Inner names that it asks of others than `self`, and in which lines."""
    faults: frozenset[tuple[int, str]]
    """Inner names of others that it imports, and in screens those of ancestors."""


def read(path: Path) -> Read:
    """Read a module of the house."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given: set[str] = set()
    asked: list[tuple[int, str]] = []
    faults: set[tuple[int, str]] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                given.add(name)
            case ast.Attribute(attr=name, ctx=ast.Store()) | ast.Name(id=name, ctx=ast.Store()):
                given.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                given.add(name)
            case ast.ImportFrom() | ast.Import():
                faults.update(imported(node))
        if isinstance(node, ast.Attribute) and is_inner(node.attr) and not is_own(node.value):
            asked.append((node.lineno, node.attr))
    if path.is_relative_to(HOUSE / "screens"):
        faults.update(inherited(path, tree))
    return Read(frozenset(given), tuple(asked), frozenset(faults))


def imported(node: ast.ImportFrom | ast.Import) -> Found:
    """Inner modules, and inner names of modules, that are imported."""
    if not is_of_the_house(node):
        names = [*((node.module or "").split(".") if isinstance(node, ast.ImportFrom) else ())]
        names += [part for alias in node.names for part in alias.name.split(".")]
        yield from ((node.lineno, name) for name in names if is_inner(name))


@cache
def inner_names_of(base: type) -> frozenset[str]:
    """The inner names that a class of others gives itself."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(base)))
    except (OSError, TypeError):
        return frozenset(filter(is_inner, vars(base)))
    stored = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_stored(node)]
    return frozenset(filter(is_inner, (*vars(base), *stored)))


def inherited(path: Path, tree: ast.Module) -> Found:
    """Inner names that a class of ours gives, or asks of itself, and that a class of others gives below it."""
    module = importlib.import_module(".".join(path.relative_to(HOUSE).with_suffix("").parts))
    for node in ast.walk(tree):
        made = getattr(module, node.name, None) if isinstance(node, ast.ClassDef) else None
        if not isinstance(node, ast.ClassDef) or not isinstance(made, type):
            continue
        theirs: set[str] = set()
        for base in made.__mro__:
            if not is_ours(base) and base.__module__ != "builtins":
                theirs |= inner_names_of(base)
        for inside in ast.walk(node):
            if isinstance(inside, ast.FunctionDef | ast.AsyncFunctionDef) and inside.name in theirs:
                yield inside.lineno, inside.name
            elif isinstance(inside, ast.Attribute) and is_own(inside.value) and inside.attr in theirs:
                yield inside.lineno, inside.attr


def is_of_the_house(imports: ast.ImportFrom | ast.Import) -> bool:
    """Whether all of this comes from the rooms."""
    modules = [imports.module or ""] if isinstance(imports, ast.ImportFrom) else [one.name for one in imports.names]
    return all(module.partition(".")[0] in ROOMS for module in modules)


def is_ours(base: type) -> bool:
    """Whether a class stands in one of the rooms."""
    return base.__module__.partition(".")[0] in ROOMS


def is_stored(attribute: ast.Attribute) -> bool:
    """Whether code gives itself this."""
    return isinstance(attribute.ctx, ast.Store) and is_own(attribute.value)


def is_own(value: ast.expr) -> bool:
    """Whether this is `self`, or `super()`."""
    match value:
        case ast.Name(id="self") | ast.Call(func=ast.Name(id="super"), args=[], keywords=[]):
            return True
    return False


def test_inner_names_of_others_stand_in_one_module() -> None:
    files = [path for room in ROOMS for path in sorted((HOUSE / room).rglob("*.py"))]
    every = {path: read(path) for path in files}
    # Tests may ask what anybody in the house makes.
    ours = frozenset[str]().union(*(one.given for one in every.values()))
    found = []
    for path, one in every.items():
        if path == THE_ONE:
            continue
        known = ours if path.is_relative_to(HOUSE / "tests") else one.given
        faults = {*one.faults, *((line, name) for line, name in one.asked if name not in known)}
        found += [f"{path.relative_to(HOUSE)}:{line}: {name}" for line, name in sorted(faults)]
    assert not found, "\n".join(found)


def test_the_one_module_is_small() -> None:
    assert len(THE_ONE.read_text(encoding="utf-8").splitlines()) <= 150
