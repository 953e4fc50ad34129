"""The modules of a tree and what each of them imports, read without running any of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Module(NamedTuple):
    """One file of Python. `imports` says for each imported module of the tree whether only functions import it."""

    name: str
    lines: int
    summary: str
    """The first sentence of its docstring, without the full stop; empty where there is none."""
    holds_code: bool
    """Whether it is more than the docstring of a package."""
    imports: dict[str, bool]


class _Import(NamedTuple):
    node: ast.Import | ast.ImportFrom
    late: bool


def read_tree(root: Path, packages: list[str]) -> list[Module]:
    """All modules of the packages that lie in a folder, in the order of their names. Raises SyntaxError, OSError."""
    files = {_name(root, path): path for package in packages for path in sorted((root / package).rglob("*.py"))}
    return [read_module(name, files[name].read_text(encoding="utf-8"), files) for name in sorted(files)]


def read_module(name: str, text: str, known: dict[str, Path]) -> Module:
    """What a module of this name is, which may import those that are known (name → file)."""
    tree = ast.parse(text)
    path = known.get(name)
    package = name if path is not None and path.name == "__init__.py" else name.rpartition(".")[0]
    imports: dict[str, bool] = {}
    for found in _imports(tree.body, late=False):
        for target in _targets(found.node, package, known):
            if target != name:
                imports[target] = imports.get(target, True) and found.late
    docstring = ast.get_docstring(tree) or ""
    holds_code = package != name or len(tree.body) > (1 if docstring else 0)
    return Module(name, text.count("\n"), first_sentence(docstring), holds_code, imports)


def first_sentence(docstring: str) -> str:
    """The first sentence of a docstring on one line, without its full stop and its marks of code."""
    paragraph = " ".join(docstring.strip().partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].removesuffix(".").replace("`", "")


def _name(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(body: list[ast.stmt], late: bool) -> Iterator[_Import]:
    """All imports under some statements. Expressions hold none: not walking them takes a tenth of the time."""
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield _Import(statement, late)
        elif isinstance(statement, ast.If) and _asks_for_types(statement.test):
            yield from _imports(statement.orelse, late)
        else:
            inside = late or isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
            for block in _blocks(statement):
                yield from _imports(block, inside)


def _blocks(statement: ast.stmt | ast.ExceptHandler | ast.match_case) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        yield getattr(statement, field, [])
    for field in ("handlers", "cases"):
        for inner in getattr(statement, field, []):
            yield from _blocks(inner)


def _asks_for_types(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _targets(node: ast.Import | ast.ImportFrom, package: str, known: dict[str, Path]) -> Iterator[str]:
    """The modules of the tree that an import names. `from a import b` names `a.b` where that is a module, else `a`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in known)
        return
    base = node.module or ""
    if node.level:
        above = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*above, base] if base else above)
    for alias in node.names:
        inner = f"{base}.{alias.name}"
        if inner in known:
            yield inner
        elif base in known:
            yield base
