"""The term `cost:`, how it is read and written: `cost:>0.1`, `cost:<=0.05`, `cost:0.01..0.1`, `cost:none`.

    value = [ sign ] amount | amount ".." amount | "none"
    sign  = "=" | ">=" | "<=" | ">" | "<"

Amounts are US dollars, with a dollar sign before them or without. `none` is what cost nothing, as far as anybody knows.
"""

from __future__ import annotations

import re
from math import inf, isfinite, nextafter

import msgspec

from library.errors import QueryWrong

EXAMPLE = "cost:>0.1, cost:0.01..0.1 or cost:none"
HALF_A_CENT = 0.005
"""An amount by itself is meant as it is written: this is how far off it may be, or half of its last digit if less."""


class Costing(msgspec.Struct, frozen=True):
    """A cost from `low` to `high` in dollars, both included; `none`: no cost at all, whatever they are."""

    low: float = 0.0
    high: float = inf
    none: bool = False


_NUMBER = r"(?:\d{1,20}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,3})?"
_VALUE = re.compile(rf"(?P<sign>>=|<=|>|<|=)?\s*\$?(?:(?P<one>{_NUMBER})|(?P<low>{_NUMBER})\.\.\$?(?P<high>{_NUMBER}))")


def read(value: str, at: int) -> Costing:
    """The term of a value, which begins at `at`. Raises QueryWrong."""
    if value.casefold() == "none":
        return Costing(none=True)
    found = _VALUE.fullmatch(value)
    if found is None:
        raise QueryWrong(f"“{value}” is no amount for “cost:”", f"Write {EXAMPLE}", at)
    sign = found["sign"] or "="
    if found["low"] and sign != "=":
        raise QueryWrong(f"“{value}” is both a bound and a span", f"Write {EXAMPLE}", at)
    one, low, high = (float(found[name] or 0) for name in ("one", "low", "high"))
    if not found["low"]:
        half = min(HALF_A_CENT, 0.5 * 10 ** -_decimals(found["one"]))
        low, high = {
            ">=": (one, inf),
            ">": (nextafter(one, inf), inf),
            "<=": (0.0, one),
            "<": (0.0, nextafter(one, -inf)),
            "=": (max(0.0, one - half), one + half),
        }[sign]
    elif low > high:
        raise QueryWrong(f"“{value}” goes from more to less", f"Write it the other way: {high:g}..{low:g}", at)
    if low > high or not isfinite(low):
        raise QueryWrong(f"No cost is {value}", f"Write {EXAMPLE}", at)
    return Costing(low, high)


def write(term: Costing) -> str:
    """A value that is read as `term`."""
    if term.none:
        return "none"
    return f">={term.low!r}" if term.high == inf else f"{term.low!r}..{term.high!r}"


def _decimals(number: str) -> int:
    """How many digits a number has behind its point."""
    digits, _, exponent = number.lower().partition("e")
    return max(0, len(digits.partition(".")[2]) - int(exponent or 0))
