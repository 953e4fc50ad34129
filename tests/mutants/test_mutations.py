"""Mutants of small sources: one mistake each, where a mistake would be one."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mutants.mutations import mutants


def changed(source: str) -> list[str]:
    """What becomes of a source of one line."""
    return [mutant.of(source.encode()).decode() for mutant in mutants(source.encode())]


@pytest.mark.parametrize(
    ("source", "mistakes"),
    [
        ("a < b", ["a >= b"]),
        ("a <= b != c", ["a > b != c", "a <= b == c"]),
        ("(a) not in (b)", ["(a) in (b)"]),
        ("a is not b", ["a is b"]),
        ("x = not a", ["x =  a"]),
        ("x = a and b", ["x = a or b"]),
        ("x = a if f(b) else c", ["x = a if not (f(b)) else c"]),
        ("x = [a for a in b if a.c]", ["x = [a for a in b if not (a.c)]"]),
        ("x = a // b", ["x = a * b"]),
        ("x += a", ["x -= a"]),
        ("x = 7", ["x = 8"]),
        ("x = True", ["x = False"]),
        ("x = 'étude' + y", ["x = '~tude' + y", "x = 'étude' - y"]),
        ("x = b'~IHDR'", ["x = b'^IHDR'"]),
        ("f(a)", ["(...)"]),
        ("async def g(): await f(a)", ["async def g(): (...)"]),
    ],
)
def test_each_kind_of_mistake(source: str, mistakes: list[str]) -> None:
    assert changed(source) == mistakes


@pytest.mark.parametrize(
    "source",
    [
        '"""It says what it is for."""',
        "class A(Struct, frozen=True):\n    '''A thing.'''\n    b: Literal['one'] | None",
        "if TYPE_CHECKING:\n    f(1 + 2)",
        "if sys.version_info >= (3, 12):\n    f(1 + 2)",
        "__all__ = ['one', 'two']",
        "class A:\n    __slots__ = ('one', 'two')",
        "_LOG.info('drawn', 3)",
        "_LOG = logging.getLogger('studio')",
        "Value = int | Sequence[str] | None",
        "x = isinstance(y, int | str)",
        "T = TypeVar('T', bound='Value')",
        "raise Refused('no', status + 1)",
        "assert x is not None",
        "x = f'{a + 1} of {b:>3}'",
        "x = 'What is said to a person'",
        "x = 'Leave'",
        "x = Task(name='reader')",
        "@dataclass(frozen=True)\nclass A: pass",
    ],
)
def test_what_no_test_could_see_stays_as_it_is(source: str) -> None:
    assert changed(source) == []


def test_what_stands_in_several_lines_stays_in_as_many() -> None:
    source = b"f(\n    a,\n)  # why\nx = (\n    a  # not a < b, but more\n    is not\n    b\n)\n"
    found = mutants(source)
    assert [mutant.kind for mutant in found] == ["call dropped", "comparison turned"]
    assert [mutant.line for mutant in found] == [1, 6]
    for mutant in found:
        assert mutant.of(source).count(b"\n") == source.count(b"\n")


_NAMES = st.sampled_from(["a", "b.c", "f(a)", "é", "x[0]"])
_LEAVES = _NAMES | st.integers(0, 99).map(repr) | st.sampled_from(["True", "None", "'word'", "b'word'", "1.5"])
_OPERATORS = ["<", "<=", "==", "is not", "not in", "and", "or", "+", "-", "*", "//", "%", "<<", "|", "^", "\n+ # a <\n"]


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, st.sampled_from(_OPERATORS), inner).map(lambda parts: f"({' '.join(parts)})")
    return (
        two
        | inner.map(lambda one: f"(not {one})")
        | st.tuples(inner, inner).map(lambda ab: f"({ab[0]} if {ab[1]} else y)")
    )


_EXPRESSIONS = st.recursive(_LEAVES, _grown, max_leaves=8)
_STATEMENTS = st.tuples(
    st.sampled_from(
        ["x = ({})", "x: int = ({})", "f(\n{}\n)", "if {}:\n    g()", "while {}:\n    x += 1", "assert {}"]
    ),
    _EXPRESSIONS,
).map(lambda parts: parts[0].format(parts[1]))


@given(st.lists(_STATEMENTS, min_size=1, max_size=4).map("\n".join))
def test_each_mutant_is_python_that_differs_in_one_place(text: str) -> None:
    source = text.encode()
    before = ast.dump(ast.parse(source))
    found = mutants(source)
    assert len({mutant.of(source) for mutant in found}) == len(found)
    for mutant in found:
        after = mutant.of(source)
        assert ast.dump(ast.parse(after)) != before
        assert after.count(b"\n") == source.count(b"\n")
        assert after.startswith(source[: mutant.start])
        assert after.endswith(source[mutant.end :])
        assert source[: mutant.start].count(b"\n") + 1 == mutant.line
