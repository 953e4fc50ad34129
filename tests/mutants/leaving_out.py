"""What of a module gets no mistake: what only a type checker, a log or a person reads, or what changes nothing."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Final

_LOGS: Final = frozenset({"log", "logger", "logging"})
_OF_TYPES: Final = frozenset({"NewType", "ParamSpec", "TypeVar", "cast", "getLogger", "isinstance", "issubclass"})
"""Calls that take types and names, beside one value at most."""
_SAME_ANYHOW: Final = frozenset({"cache", "dataclass", "lru_cache", "overload", "total_ordering"})
"""Decorators that change how fast or how strict something is."""
_NAMING: Final = frozenset({"name", "prefix", "thread_name_prefix"})
"""Keywords by which a task, a thread or a temporary file has a name that only a person reads."""
_TESTS_ONLY_HERE: Final = frozenset({"TYPE_CHECKING", "__name__", "version_info", "platform"})
"""What a condition knows that is always so, or always so on this machine."""


def looked_at(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a tree in which a mistake would be one. Nothing in f-strings: Python 3.11 cannot say where."""
    yield tree
    for child in _children(tree):
        if not _is_left_out(child):
            yield from looked_at(child)


def is_identifying(value: str) -> bool:
    """Whether a string is a word that programs read (a key, a format, a sign), and not what is said to a person."""
    is_said = value[:1].isupper() and value[1:].islower()
    return bool(value) and not is_said and not any(character.isspace() for character in value)


def is_log(call: ast.Call) -> bool:
    """Whether a call only writes into the log."""
    return isinstance(call.func, ast.Attribute) and _name(call.func.value).strip("_").lower() in _LOGS


def knows_here(test: ast.expr) -> bool:
    """Whether a condition asks what is always so, or always so on this machine."""
    return any(_name(node) in _TESTS_ONLY_HERE for node in ast.walk(test) if isinstance(node, ast.Name | ast.Attribute))


def is_type(node: ast.expr) -> bool:
    """Whether an expression is a type: `int | None`, `Callable[[], None] | str`."""
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return is_type(left) or is_type(right)
        case ast.Constant(value=None):
            return True
        case ast.Subscript(value=value):
            return isinstance(value, ast.Name | ast.Attribute) and is_type(value)
        case ast.Name() | ast.Attribute():
            name = _name(node)
            is_built_in = isinstance(getattr(builtins, name, None), type)
            return is_built_in or (name[:1].isupper() and not name.isupper())
    return False


def _children(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.AnnAssign(value=value):
            if value is not None:
                yield value
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from (*node.decorator_list, node.args, *node.body)
        case ast.ClassDef():
            yield from (*node.decorator_list, *node.body)
        case ast.If() if knows_here(node.test):
            yield from node.orelse
        case ast.Call() if _name(node.func) in _OF_TYPES:
            yield from (argument for argument in node.args if not is_type(argument) and not _is_text(argument))
        case _:
            yield from ast.iter_child_nodes(node)


def _is_left_out(node: ast.AST) -> bool:
    match node:
        case ast.arg() | ast.JoinedStr() | ast.Raise() | ast.Assert() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call() as call):
            return is_log(call)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name.startswith("__") or (isinstance(value, ast.BinOp | ast.Subscript) and is_type(value))
        case ast.Subscript(value=ast.Name(id="Literal" | "Annotated")):
            return True
        case ast.keyword(arg=name, value=value):
            return name in _NAMING and _is_text(value)
        case ast.Call(func=function):
            return _name(function) in _SAME_ANYHOW
    return type(node).__name__ in ("TypeAlias", "TemplateStr")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.expr) -> str:
    """The last part of a dotted name, or nothing."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
