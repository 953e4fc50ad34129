"""`drift:`, read and written."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import QueryWrong
from library.search.fields.drift_term import EXAMPLE, HALF, Drift, read, write

NUMBERS = st.floats(0, 1e15).map(abs)
NAMES = st.text(st.characters(categories=("L", "Nd"), include_characters="-_.: "), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("0.2", Drift("", 0.2 - HALF, 0.2 + HALF, False)),
        ("milo=0", Drift("milo", 0.0, HALF, False)),
        ("<=.5", Drift("", 0.0, 0.5, False)),
        (">=1.", Drift("", 1.0, inf, False)),
        ("milo:0.1..0.3", Drift("milo", 0.1, 0.3, False)),
        ("0.1..0.3", Drift("", 0.1, 0.3, False)),
        ("r2d2", Drift("r2d2", 0.0, inf, False)),
        ("r2d2>=2", Drift("r2d2", 2.0, inf, False)),
        ("orange cat >= 1e-2", Drift("orange cat", 0.01, inf, False)),
    ],
)
def test_what_is_written_so_is_meant_so(value: str, meant: Drift) -> None:
    assert read(value, False, 0) == meant


@pytest.mark.parametrize("number", [0.2, 0.0, 1.5])
def test_less_and_more_leave_the_number_out(number: float) -> None:
    assert read(f">{number}", False, 0).low > number
    if number:
        assert read(f"milo<{number}", False, 0).high < number


@given(st.one_of(st.just(""), NAMES.map(str.strip)), NUMBERS, st.one_of(NUMBERS, st.just(inf)), st.booleans())
def test_what_is_written_is_read_as_the_same(member: str, low: float, high: float, exact: bool) -> None:
    if any(letter.isalpha() for letter in member) or not member:
        term = Drift(member, min(low, high), max(low, high), exact)
        again = read(write(term), exact, 0)
        assert read(write(again), exact, 0) == again
        if not member or member[-1] not in ": ":
            assert again == term


@given(st.text(st.sampled_from("milo 0123456789.:=<>e-+"), max_size=14), st.integers(0, 9))
def test_any_value_is_read_or_refused_where_it_stands(value: str, at: int) -> None:
    wrong: list[QueryWrong] = []
    try:
        term = read(value, False, at)
        assert 0 <= term.low <= term.high
    except QueryWrong as error:
        wrong.append(error)
    assert all(error.position == at and (EXAMPLE in error.remedy or ".." in error.remedy) for error in wrong)
