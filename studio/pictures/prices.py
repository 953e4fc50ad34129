"""What a picture cost, as it is said of it."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from backends.costs import in_dollars
from library.records import PictureFacts


class _Estimated(msgspec.Struct, frozen=True):
    """The one thing of a recipe that matters here."""

    estimated: bool = False


def is_estimated(facts: PictureFacts) -> bool:
    """Whether what a picture cost is an estimate, for its service did not say it."""
    with suppress(msgspec.DecodeError, UnicodeError, RecursionError):
        return facts.cost is not None and msgspec.json.decode(facts.recipe or "{}", type=_Estimated).estimated
    return False


def price_words(facts: PictureFacts) -> str:
    """What a picture cost: "$0.04", "about $0.05"; empty where it cost nothing, or nobody knows."""
    if facts.cost is None:
        return ""
    return f"about {in_dollars(facts.cost)}" if is_estimated(facts) else in_dollars(facts.cost)
