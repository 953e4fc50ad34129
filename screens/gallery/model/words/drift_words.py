"""What the Gallery says of drift: figures in parts, and orders by it, always as plain text."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from library.records import Measured
from library.search.ordering.order import Order
from studio.pictures.drift.records import Drift, from_json


def drift_words(measured: Sequence[Measured]) -> list[str]:
    """A text for each member: "Milo 0.62: coat: #2F5DA8, here #6A5D8C, ΔE 19", or why there is no figure."""
    return [_words(one) for one in measured]


def _words(one: Measured) -> str:
    if one.drift is None:
        return f"{one.member}: not measured, {one.reason}" if one.reason else f"{one.member}: not measured"
    said = _record(one.measure)
    parts = said.words if said is not None else ""
    rough = " (few references: roughly)" if said is not None and said.rough else ""
    return f"{one.member} {one.drift:.2f}{rough}: {parts or 'as the references have it'}"


def _record(text: str) -> Drift | None:
    try:
        return from_json(text) if text else None
    except msgspec.DecodeError:
        # A later studio may say more of it; the figure is in the index all the same.
        return None


def order_name(order: Order | None) -> str:
    """An order in a few words."""
    if order is None:
        return "Newest first"
    if order.by == "cost":
        return "Dearest first" if order.is_farthest_first else "Cheapest first"
    if order.member:
        return f"{'Farthest from' if order.is_farthest_first else 'Nearest to'} {order.member} first"
    return "Most drift first" if order.is_farthest_first else "Least drift first"


def orders_of(members: Sequence[str], *, with_costs: bool = False) -> list[Order | None]:
    """The orders that there are, of members who were measured: the newest first, then by drift, then by cost."""
    by_drift = [
        Order(name, is_farthest) for name in (*members, *([""] if members else ())) for is_farthest in (True, False)
    ]
    by_cost = [Order(is_farthest_first=is_dearest, by="cost") for is_dearest in (True, False)] if with_costs else []
    return [None, *by_drift, *by_cost]
