"""`cost:`, read and written."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import QueryWrong
from library.search.fields.cost_term import Costing, read, write

AMOUNTS = st.floats(0, 1e15).map(abs)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("<=.05", 0.0, 0.05),
        (">= $1.", 1.0, inf),
        ("$0.01..$0.1", 0.01, 0.1),
        ("0.04", 0.035, 0.045),
        ("=0.0336", 0.03355, 0.03365),
        ("1", 0.995, 1.005),
        ("2e-3", 0.0015, 0.0025),
    ],
)
def test_what_is_written_so_is_meant_so(value: str, low: float, high: float) -> None:
    found = read(value, 0)
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_none_is_no_cost_and_less_and_more_leave_the_amount_out() -> None:
    assert read("None", 0).none
    assert read(">0.1", 0).low > 0.1
    assert read("<0.1", 0).high < 0.1


@given(low=AMOUNTS, high=AMOUNTS | st.just(inf), none=st.booleans())
def test_what_is_written_is_read_again(low: float, high: float, none: bool) -> None:
    term = Costing(none=True) if none else Costing(min(low, high), max(low, high))
    assert read(write(term), 0) == term


@given(st.text(max_size=12) | st.text("0123456789.<>=$e-", max_size=12))
def test_anything_else_is_told_with_an_example(value: str) -> None:
    wrong = None
    try:
        assert read(value, 3).low >= 0
    except QueryWrong as error:
        wrong = error
    assert wrong is None or (wrong.position == 3 and ("cost:" in wrong.remedy or "other way" in wrong.remedy))
