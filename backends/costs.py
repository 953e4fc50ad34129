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
    """An amount as a person reads it: to the cent, and under ten cents to a tenth of one where that is no zero."""
    if 0 < dollars < 0.0005:
        return "under $0.001"
    return f"${dollars:,.2f}" if dollars >= 0.0995 else f"${dollars:.3f}".removesuffix("0")
