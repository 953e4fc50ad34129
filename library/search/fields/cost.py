"""What pictures cost, as a condition."""

from __future__ import annotations

from library.search.fields.condition import Binder, Condition
from library.search.fields.cost_term import Costing
from library.search.masks import Listed

_PRICED = "cost is not null"
_LISTED = f"select id from picture indexed by picture_cost where {_PRICED}"
_WINDOW = "and id >= :low and id < :high"


def condition(term: Costing, bind: Binder) -> Condition:
    """As dear as is asked for; never where nothing is known. The index has the few that have a cost, by their ids."""
    if term.none:
        return Condition("p.cost is null", Listed(f"{_LISTED} {_WINDOW}", negated=True))
    fits = f"cost between {bind(term.low)} and {bind(term.high)}"
    return Condition(f"(p.{_PRICED} and p.{fits})", Listed(f"{_LISTED} and {fits} {_WINDOW}"))
