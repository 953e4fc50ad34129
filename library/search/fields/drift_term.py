"""The term `drift:`, how it is read and written: `drift:<0.2`, `drift:milo<0.2`, `drift:milo:0.1..0.3`, `drift:milo`.

    value = [ [ member ] sign ] number | [ [ member ] sign ] number ".." number | member
    sign  = ":" | "=" | ">=" | "<=" | ">" | "<"

Without a member it is the drift of whoever in a picture is farthest off; without a number, that one was measured.
"""

from __future__ import annotations

import re
from math import inf, isfinite, nextafter

import msgspec

from library.errors import QueryWrong

EXAMPLE = "drift:<0.2, drift:milo>0.5, drift:milo:0.1..0.3 or drift:milo"
HALF = 0.005
"""A number by itself is meant as it is shown, with two digits: this is how far off it may be."""


class Drift(msgspec.Struct, frozen=True):
    """A drift from `low` to `high`, both included, from a member, or (empty) of whoever is farthest off.

    A member's name may go on unless it is exact.
    """

    member: str
    low: float
    high: float
    exact: bool


_NUMBER = r"(?:\d{1,20}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,3})?"
_VALUE = re.compile(
    rf"(?:(?P<member>.*?)\s*(?P<sign>>=|<=|>|<|=|:)\s*)?(?:(?P<one>{_NUMBER})|(?P<low>{_NUMBER})\.\.(?P<high>{_NUMBER}))"
)


def read(value: str, exact: bool, at: int) -> Drift:
    """The term of a value, which begins at `at`. Raises QueryWrong."""
    found = _VALUE.fullmatch(value)
    if found is None:
        if not any(letter.isalpha() for letter in value) or any(sign in value for sign in "<>="):
            raise QueryWrong(f"“{value}” is no number for “drift:”", f"Write {EXAMPLE}", at)
        return Drift(value, 0.0, inf, exact)
    sign = found["sign"] or ""
    if found["low"] and sign not in ("", ":", "="):
        raise QueryWrong(f"“{value}” is both a bound and a span", f"Write {EXAMPLE}", at)
    one, low, high = (float(found[name] or 0) for name in ("one", "low", "high"))
    if not found["low"]:
        low, high = {
            ">=": (one, inf),
            ">": (nextafter(one, inf), inf),
            "<=": (0.0, one),
            "<": (0.0, nextafter(one, -inf)),
        }.get(sign, (max(0.0, one - HALF), one + HALF))
    elif low > high:
        raise QueryWrong(f"“{value}” goes from more to less", f"Write it the other way: {high:g}..{low:g}", at)
    if low > high or not isfinite(low):
        raise QueryWrong(f"No drift is {value}", f"Write {EXAMPLE}", at)
    return Drift(found["member"] or "", low, high, exact)


def write(term: Drift) -> str:
    """A value that is read as `term`."""
    if term.high == inf:
        return term.member if term.member and not term.low else f"{term.member}>={term.low!r}"
    return f"{term.member}{':' if term.member else ''}{term.low!r}..{term.high!r}"
