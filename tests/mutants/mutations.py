"""Mutants of a module: its source with one small mistake in it, at a place that the syntax tree tells."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from tests.mutants.leaving_out import is_identifying, is_log, is_type, knows_here, looked_at

_TURNED: Final[dict[type[ast.cmpop], tuple[bytes, bytes]]] = {
    ast.Lt: (rb"<", b">="),
    ast.LtE: (rb"<=", b">"),
    ast.Gt: (rb">", b"<="),
    ast.GtE: (rb">=", b"<"),
    ast.Eq: (rb"==", b"!="),
    ast.NotEq: (rb"!=", b"=="),
    ast.In: (rb"\bin\b", b"not in"),
    ast.NotIn: (rb"\bnot\s+in\b", b"in"),
    ast.Is: (rb"\bis\b", b"is not"),
    ast.IsNot: (rb"\bis\s+not\b", b"is"),
}
_SUMS: Final[dict[type[ast.operator], tuple[bytes, bytes]]] = {
    ast.Add: (rb"\+", b"-"),
    ast.Sub: (rb"-", b"+"),
    ast.Mult: (rb"\*", b"/"),
    ast.Div: (rb"/", b"*"),
    ast.FloorDiv: (rb"//", b"*"),
    ast.Mod: (rb"%", b"*"),
    ast.LShift: (rb"<<", b">>"),
    ast.RShift: (rb">>", b"<<"),
    ast.BitAnd: (rb"&", b"|"),
    ast.BitOr: (rb"\|", b"&"),
    ast.BitXor: (rb"\^", b"&"),
}
_ASKED: Final = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.NamedExpr, ast.Await)
"""Conditions that are turned by a `not`; in others there is something else to turn."""


class Mutant(NamedTuple):
    """A piece of a source, from byte `start` to byte `end`, that becomes `new`; as many lines as before."""

    kind: str
    line: int
    start: int
    end: int
    new: bytes

    def of(self, source: bytes) -> bytes:
        """The source with the mistake."""
        return source[: self.start] + self.new + source[self.end :]


def mutants(source: bytes) -> list[Mutant]:
    """All mutants of a module, in the order of their places. SyntaxError where it is no Python."""
    text = _Text(source)
    found = {mutant for node in looked_at(ast.parse(source)) for make in _KINDS for mutant in make(text, node)}
    return sorted(found, key=lambda mutant: mutant[1:])


class _Text:
    """A source, and where in its bytes the nodes of its tree are."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self._lines = [0]
        for line in source.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self._lines[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._lines[node.end_lineno - 1] + node.end_col_offset

    def whole(self, node: ast.expr | ast.stmt) -> bytes:
        return self.source[self.start(node) : self.end(node)]

    def mutant(self, kind: str, start: int, end: int, new: bytes) -> Mutant:
        return Mutant(kind, self.source.count(b"\n", 0, start) + 1, start, end, new)

    def between(
        self, kind: str, left: ast.expr, right: ast.expr, change: tuple[bytes, bytes] | None
    ) -> Iterator[Mutant]:
        """The operator between two operands changed; but for it there are only brackets, white space and comments."""
        if change is None:
            return
        begin = self.end(left)
        gap = re.sub(rb"#[^\n]*", lambda comment: b" " * len(comment[0]), self.source[begin : self.start(right)])
        pattern, new = change
        found = re.search(pattern, gap)
        if found is not None:
            new += b"\n" * found[0].count(b"\n")
            yield self.mutant(kind, begin + found.start(), begin + found.end(), new)


def _comparisons(text: _Text, node: ast.AST) -> Iterator[Mutant]:
    if isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
        for left, operator, right in zip(operands, node.ops, node.comparators, strict=False):
            yield from text.between("comparison turned", left, right, _TURNED[type(operator)])


def _conditions(text: _Text, node: ast.AST) -> Iterator[Mutant]:
    kind = "condition negated"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield text.mutant(kind, text.start(node), text.start(node) + len(b"not"), b"")
    asked: list[ast.expr] = []
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        asked = [node.test]
    elif isinstance(node, ast.comprehension):
        asked = node.ifs
    elif isinstance(node, ast.match_case) and node.guard is not None:
        asked = [node.guard]
    for one in asked:
        if isinstance(one, _ASKED) and not knows_here(one):
            yield text.mutant(kind, text.start(one), text.end(one), b"not (%b)" % text.whole(one))


def _connections(text: _Text, node: ast.AST) -> Iterator[Mutant]:
    if isinstance(node, ast.BoolOp):
        change = (rb"\band\b", b"or") if isinstance(node.op, ast.And) else (rb"\bor\b", b"and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield from text.between("and/or exchanged", left, right, change)


def _sums(text: _Text, node: ast.AST) -> Iterator[Mutant]:
    kind = "operator exchanged"
    if isinstance(node, ast.BinOp) and not is_type(node):
        yield from text.between(kind, node.left, node.right, _SUMS.get(type(node.op)))
    elif isinstance(node, ast.AugAssign):
        yield from text.between(kind, node.target, node.value, _SUMS.get(type(node.op)))


def _constants(text: _Text, node: ast.AST) -> Iterator[Mutant]:
    if not isinstance(node, ast.Constant) or node.lineno != node.end_lineno:
        return
    value, new = node.value, node.value
    if isinstance(value, bool):
        new = not value
    elif isinstance(value, int | float):
        new = value + 1
    elif isinstance(value, str) and is_identifying(value):
        # One character less, where it is a set of them, and another word, where it is one.
        new = ("^" if value[0] == "~" else "~") + value[1:]
    elif isinstance(value, bytes) and value:
        new = (b"^" if value[:1] == b"~" else b"~") + value[1:]
    if new != value:
        yield text.mutant("constant changed", text.start(node), text.end(node), ascii(new).encode())


def _calls(text: _Text, node: ast.AST) -> Iterator[Mutant]:
    if isinstance(node, ast.Expr):
        called = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(called, ast.Call) and not is_log(called):
            new = b"(...%b)" % (b"\n" * text.whole(node).count(b"\n"))
            yield text.mutant("call dropped", text.start(node), text.end(node), new)


_KINDS: Final[tuple[Callable[[_Text, ast.AST], Iterator[Mutant]], ...]] = (
    *(_comparisons, _conditions, _connections),
    *(_sums, _constants, _calls),
)
