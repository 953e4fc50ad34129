"""Amounts as a person reads them."""

from __future__ import annotations

import pytest

from backends.costs import in_dollars


@pytest.mark.parametrize(
    ("dollars", "words"),
    [
        *((0.0, "$0.00"), (0.0001, "under $0.001"), (0.006, "$0.006"), (0.0336, "$0.034"), (0.04, "$0.04")),
        *((0.0999, "$0.10"), (0.134, "$0.13"), (1234.5, "$1,234.50")),
    ],
)
def test_an_amount_is_read_to_the_cent_and_a_small_one_to_a_tenth_of_it(dollars: float, words: str) -> None:
    assert in_dollars(dollars) == words
