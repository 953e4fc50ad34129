"""What a picture costs where an engine is paid."""

from __future__ import annotations

import msgspec


class Cost(msgspec.Struct, frozen=True):
    """An amount in US dollars. `measured`: worked out of what the service says that it used; else an estimate.

    `words` is how it comes about, for a person: "1,320 tokens out", "4 credits"; empty where there is nothing to say.
    """

    dollars: float
    measured: bool = False
    words: str = ""


def in_dollars(dollars: float) -> str:
    """An amount as a person reads it: to the cent, and under ten cents to a tenth of one."""
    return f"${dollars:,.2f}" if dollars >= 0.1 or dollars == 0 else f"${dollars:.3f}"
