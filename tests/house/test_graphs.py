"""Circles, and rows in which every arrow points down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.house.graphs import circles, rows, without_circles

Edges = set[tuple[int, int]]
edges = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda edge: edge[0] != edge[1]), max_size=40)


def graph(edges: Edges) -> dict[str, dict[str, int]]:
    return {str(a): {str(c): 1 + (a * c) % 5 for b, c in sorted(edges) if b == a} for a in range(10)}


def test_circles_are_found_with_all_that_stands_in_them() -> None:
    assert circles(graph({(0, 1), (1, 2), (2, 0), (2, 3), (4, 5), (5, 4)})) == [{"4", "5"}, {"0", "1", "2"}]
    assert circles(graph({(0, 1), (1, 2), (0, 2)})) == []


@given(edges)
def test_without_circles_there_is_none_and_no_other_arrow_is_gone(edges: Edges) -> None:
    whole = graph(edges)
    left, taken = without_circles(whole)
    assert circles(left) == []
    inside = circles(whole)
    assert all(any({a, b} <= group for group in inside) for a, b in taken)
    assert {(a, b) for a in whole for b in whole[a]} == {(a, b) for a in left for b in left[a]} | set(taken)


def test_the_lightest_arrow_of_a_circle_is_taken_out() -> None:
    assert without_circles({"a": {"b": 9}, "b": {"c": 2}, "c": {"a": 5}})[1] == [("b", "c")]


@given(edges, st.integers(1, 4))
def test_every_arrow_goes_down_and_no_row_is_too_wide(edges: Edges, columns: int) -> None:
    left, _ = without_circles(graph(edges))
    made = rows(left, columns)
    row_of = {name: at for at, row in enumerate(made) for name in row}
    assert sorted(row_of) == sorted(left)
    assert all(len(row) <= columns for row in made)
    assert all(row_of[name] < row_of[target] for name in left for target in left[name])


def test_a_row_is_the_longest_way_to_the_end() -> None:
    assert rows({"a": {"b": 1, "d": 1}, "b": {"c": 1}, "c": {}, "d": {}}, 3) == [["a"], ["b"], ["c", "d"]]
