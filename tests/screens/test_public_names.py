"""Names of other people's libraries that begin with an underscore stand in `screens/textual_workarounds.py` alone."""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parents[2]
ROOMS = ("screens", "studio", "backends", "library", "data", "tests")
THE_ONE = HOUSE / "screens" / "textual_workarounds.py"
DOCUMENTED = {"_asdict", "_exit", "_fields", "_make", "_replace"}
"""Of `collections.namedtuple` and of `os`: public, for all their underscore."""

Found = Iterator[tuple[int, str]]


def is_inner(name: str) -> bool:
    """Whether a name tells others to keep off."""
    return name.startswith("_") and not name.endswith("__") and name not in DOCUMENTED


@cache
def sources() -> dict[Path, ast.Module]:
    """What is written in the rooms."""
    files = [path for room in ROOMS for path in sorted((HOUSE / room).rglob("*.py"))]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def given(tree: ast.AST) -> Iterator[str]:
    """The names that code gives to what it makes: functions, classes, attributes, variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


@cache
def ours() -> frozenset[str]:
    """The inner names that somebody in the house gives to what is his own."""
    found: set[str] = set()
    for tree in sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.Module):
                found.update(filter(is_inner, given(node)))
    return frozenset(found)


def imported(tree: ast.Module) -> Found:
    """Inner modules, and inner names of modules, that are imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import) and not is_of_the_house(node):
            names = [*((node.module or "").split(".") if isinstance(node, ast.ImportFrom) else ())]
            names += [part for alias in node.names for part in alias.name.split(".")]
            yield from ((node.lineno, name) for name in names if is_inner(name))


def asked_of_others(path: Path, tree: ast.Module) -> Found:
    """Inner names that are asked of what the module does not make; tests may ask what anybody in the house makes."""
    known = ours() if path.is_relative_to(HOUSE / "tests") else frozenset(given(tree))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and is_inner(node.attr)
            and not is_own(node.value)
            and node.attr not in known
        ):
            yield node.lineno, node.attr


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
    return ast.unparse(value) in ("self", "super()")


def test_inner_names_of_others_stand_in_one_module() -> None:
    found = []
    for path, tree in sources().items():
        if path == THE_ONE:
            continue
        faults = {*imported(tree), *asked_of_others(path, tree)}
        if path.is_relative_to(HOUSE / "screens"):
            faults.update(inherited(path, tree))
        found += [f"{path.relative_to(HOUSE)}:{line}: {name}" for line, name in sorted(faults)]
    assert not found, "\n".join(found)


def test_the_one_module_is_small() -> None:
    assert len(THE_ONE.read_text(encoding="utf-8").splitlines()) <= 150
