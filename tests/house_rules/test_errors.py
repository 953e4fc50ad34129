"""The trees of errors that docstrings draw are those of the classes."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

import pytest

from tests.house_rules.source import house, inside

TREES = {"EngineError": "backends/errors.py", "LibraryError": "library/errors.py", "StudioError": "studio/errors.py"}
"""The root of each tree, and the module that draws it."""
ELSEWHERE = "studio/errors.py"
"""The docstring that names the exceptions of no tree."""
_LINE = re.compile(r"(?P<bars>(?:│   |    )*)(?:├── |└── )?(?P<name>[A-Z]\w+) {2,}(?:(?P<home>[\w/]+\.py): )?\S")


class Drawn(NamedTuple):
    """An error: what it is a kind of (empty for a root), and the module that it stands in."""

    parent: str
    home: str


def docstring_of(path: str) -> str:
    return next(ast.get_docstring(source.tree) or "" for source in house() if source.path == path)


def drawn(path: str) -> dict[str, Drawn]:
    """The tree in a module's docstring."""
    floor = PurePosixPath(path).parts[0]
    known = {source.path for source in house()}
    found: dict[str, Drawn] = {}
    above: list[str] = []
    for line in docstring_of(path).splitlines():
        match = _LINE.match(line)
        if match is None or (not above and match["name"] not in TREES):
            continue
        is_root = line.startswith(match["name"])
        depth = 0 if is_root else 1 + len(match["bars"]) // 4
        del above[depth:]
        home = next((one for one in (f"{floor}/{match['home']}", match["home"]) if one in known), match["home"])
        found[match["name"]] = Drawn(above[-1] if above else "", home or path)
        above.append(match["name"])
    return found


@cache
def classes() -> dict[str, Drawn]:
    """Every exception of the house, with the first of its bases that is one."""
    every = {
        node.name: (source.path, [base.id for base in node.bases if isinstance(base, ast.Name)])
        for source in house()
        for node in inside(source.tree, ast.ClassDef)
    }

    def is_exception(name: str) -> bool:
        if name in every:
            return any(is_exception(base) for base in every[name][1])
        return name.endswith(("Error", "Exception")) or name == "BaseException"

    return {
        name: Drawn(next(base for base in bases if is_exception(base)), path)
        for name, (path, bases) in every.items()
        if is_exception(name)
    }


def in_a_tree(name: str, found: dict[str, Drawn]) -> str:
    """The root of the tree that an exception is in; empty of one that is in none."""
    while name not in TREES:
        if name not in found:
            return ""
        name = found[name].parent
    return name


@pytest.mark.parametrize("root", TREES)
def test_the_tree_of_errors_is_drawn_as_it_is(root: str) -> None:
    found = classes()
    real = {name: one for name, one in found.items() if in_a_tree(name, found) == root}
    real[root] = Drawn("", TREES[root])
    assert drawn(TREES[root]) == real


def test_exceptions_of_no_tree_are_named_where_the_trees_are() -> None:
    found = classes()
    told = docstring_of(ELSEWHERE)
    assert {name for name in found if not in_a_tree(name, found) and name not in told} == set()
