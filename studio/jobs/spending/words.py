"""What is said of money: amounts, what jobs cost, caps that would be passed."""

from __future__ import annotations

from collections.abc import Sequence

from backends.costs import in_dollars
from library.charges import Charge, Spent, Total
from studio.errors import Notice
from studio.jobs.spending.caps import Caps, Passed

_SPANS = {"day": "today", "month": "this month"}


def cost_words(charges: Sequence[Charge], *, ended: bool) -> str:
    """What a job costs, or cost when it has `ended`: "$0.04", "about $0.05", "may have cost $0.05"; empty: nothing."""
    counted = [charge for charge in charges if charge.how != "nothing"]
    total = in_dollars(sum(charge.dollars for charge in counted))
    if not counted:
        return ""
    if ended and any(charge.how == "maybe" for charge in counted):
        return f"may have cost {total}"
    return total if all(charge.how == "measured" for charge in counted) else f"about {total}"


def total_words(total: Total) -> str:
    """What some charges come to: "about $0.13" where an estimate is among them."""
    return f"{'about ' if total.estimated else ''}{in_dollars(total.dollars)}"


def doubt_words(total: Total) -> str:
    """What of it is in doubt: "$0.05 of it may not have been charged (1 picture)"; empty for nothing."""
    if not total.doubtful:
        return ""
    count = f"{total.doubtful:,} {'picture' if total.doubtful == 1 else 'pictures'}"
    return f"{in_dollars(total.maybe)} of it may not have been charged ({count})"


def spent_words(spent: Spent, caps: Caps) -> str:
    """What was spent lately: "$0.42 today of $2.00, $3.10 this month, $0.05 of it in doubt"."""
    parts = []
    for amount, cap, span in ((spent.day, caps.day, "day"), (spent.month, caps.month, "month")):
        of = f" of {in_dollars(cap)}" if cap else ""
        parts.append(f"{in_dollars(amount)} {_SPANS[span]}{of}")
    maybe = f", {in_dollars(spent.maybe)} of it in doubt" if spent.maybe else ""
    return f"{', '.join(parts)}{maybe}"


def cancelled(engine: str) -> Notice:
    """What is said of a job that was stopped when its request had left, or may have."""
    return Notice(
        f"Cancelled; it may have been charged ({engine})",
        "it had been sent, or may have been",
        "Look at the service's own list of what it drew before you draw it again",
        may_be_charged=True,
    )


def over_cap(passed: Sequence[Passed], engine: str, estimate: float | None) -> Notice:
    """Why a job is held that would pass a cap."""
    price = f"costs about {in_dollars(estimate)}" if estimate else "costs nobody knows how much"
    sums = " and ".join(f"{in_dollars(one.spent)} of {in_dollars(one.cap)} {_SPANS[one.span]}" for one in passed)
    return Notice(
        "Held: it would pass what you allow to be spent",
        f"{engine} {price}, and {sums} is spent",
        "Release it (h in Progress, `studio jobs release`), draw with --over-cap, or allow more under spending in the"
        " settings",
        over_cap=True,
    )
