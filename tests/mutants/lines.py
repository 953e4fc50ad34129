"""Where it is seen that a mistake was come to: the lines of its statement, or those that use what it is part of.

What stands in no function is executed once, when its module is imported, by whichever test comes first. So a constant
is come to where its name stands in a function, a default where its function runs, and a field where its name stands or
its class does anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Delete)


class Reached(NamedTuple):
    """Lines of the module that are executed where a mistake is come to, and names by which others come to it."""

    lines: frozenset[int]
    names: frozenset[str]
    """Names that stand for it, in its module and in those that import it; none where `lines` say it."""
    around: frozenset[int]
    """Lines of the functions around it, for where nothing is known by the others."""


def reached(source: bytes, at: int) -> Reached:
    """Where a mistake at byte `at` is seen to be come to."""
    before = source[:at]
    place = (before.count(b"\n") + 1, at - before.rfind(b"\n") - 1)
    tree = ast.parse(source)
    outer = [*_statements(tree, place)]
    for statement in reversed(outer):
        if isinstance(statement, _Function):
            is_in_head = place < _start(statement.body[0])
            lines = _span(statement.body) if is_in_head else _own_lines(outer[-1], place[0])
            return Reached(lines, frozenset(), frozenset())
    names = frozenset(name for statement in outer for name in _defined(statement))
    classes = [statement for statement in outer if isinstance(statement, ast.ClassDef)]
    return Reached(frozenset(), names, frozenset(_of_functions(classes[-1] if classes else tree)))


def using(source: bytes, names: Iterable[str]) -> frozenset[int]:
    """Lines within functions that name one of these, or another that is made of them outside functions."""
    tree = ast.parse(source)
    known = {*names}
    while True:
        more = {name for statement in _outside(tree) if _mentioned(statement) & known for name in _defined(statement)}
        if more <= known:
            break
        known |= more
    inside = [node for function in _functions(tree) for node in ast.walk(function)]
    return frozenset(
        node.lineno for node in inside if isinstance(node, ast.expr | ast.keyword) and _said(node) in known
    )


def _statements(node: ast.AST, place: tuple[int, int]) -> Iterator[ast.stmt]:
    """The statements around a place, the outermost first."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            if _start(child) <= place < _end(child):
                yield child
                yield from _statements(child, place)
        elif isinstance(child, ast.excepthandler | ast.match_case):
            yield from _statements(child, place)


def _start(statement: ast.stmt) -> tuple[int, int]:
    decorators = statement.decorator_list if isinstance(statement, _Function | ast.ClassDef) else []
    return min([(statement.lineno, statement.col_offset), *((one.lineno, one.col_offset) for one in decorators)])


def _end(statement: ast.stmt) -> tuple[int, int]:
    return (statement.end_lineno or 0, statement.end_col_offset or 0)


def _own_lines(statement: ast.stmt, line: int) -> frozenset[int]:
    """The lines of a statement; of one that others stand in, those of its head that a mistake in this line is in."""
    within = [child.lineno for child in ast.walk(statement) if isinstance(child, ast.stmt) and child is not statement]
    if not within:
        return frozenset(range(statement.lineno, (statement.end_lineno or line) + 1))
    return frozenset({line, *range(statement.lineno, min(within))} if line < min(within) else {line})


def _span(statements: Sequence[ast.stmt]) -> frozenset[int]:
    return frozenset(range(statements[0].lineno, (statements[-1].end_lineno or 0) + 1))


def _defined(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement outside functions gives to what it says."""
    match statement:
        case ast.Assign(targets=targets):
            yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.ClassDef(name=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name


def _mentioned(statement: ast.stmt) -> set[str]:
    return {_said(node) for node in ast.walk(statement) if isinstance(node, ast.expr | ast.keyword)}


def _said(node: ast.expr | ast.keyword) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
            return name
    return ""


def _outside(tree: ast.AST) -> Iterator[ast.stmt]:
    """Statements in no function, those within classes too."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.ClassDef | ast.If | ast.Try | ast.With):
            yield from _outside(child)
        elif isinstance(child, _SIMPLE):
            yield child


def _functions(tree: ast.AST) -> Iterator[_Function]:
    """The outermost functions, methods too."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, _Function):
            yield child
        elif isinstance(child, ast.stmt):
            yield from _functions(child)


def _of_functions(tree: ast.AST) -> Iterator[int]:
    for function in _functions(tree):
        yield from _span(function.body)
