"""How much may be spent before a person is asked; all amounts are US dollars."""

from __future__ import annotations

from typing import Literal, NamedTuple

from library.charges import Spent
from studio.settings.settings import SpendingSettings

_CENT_FRACTION = 1e-6
"""Sums of amounts are off by less; a cap is passed by more."""


class Caps(NamedTuple):
    """The most of a day and of a calendar month; 0: none."""

    day: float = 0.0
    month: float = 0.0


NO_CAPS = Caps()


def caps_of(chosen: SpendingSettings) -> Caps:
    """The caps that the settings say."""
    return Caps(chosen.day, chosen.month)


class Passed(NamedTuple):
    """A cap that a job would pass: that of the `day` or the `month`, how much it is, and what was spent before it."""

    span: Literal["day", "month"]
    cap: float
    spent: float


def passed(caps: Caps, spent: Spent, estimate: float | None) -> tuple[Passed, ...]:
    """The caps that a job would pass which costs about so much; what is out, or may have been charged, is spent.

    What a job costs that nobody can say (None) is something: it passes a cap that is reached.
    """
    spans: tuple[tuple[Literal["day", "month"], float, float], ...] = (
        ("day", caps.day, spent.day),
        ("month", caps.month, spent.month),
    )
    more = 2 * _CENT_FRACTION if estimate is None else estimate
    return tuple(
        Passed(span, cap, before) for span, cap, before in spans if cap and before + more > cap + _CENT_FRACTION
    )
