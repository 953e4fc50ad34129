"""Pages in the order of what pictures cost. Few have a cost: all of those that a search finds are listed at once."""

from __future__ import annotations

from library.search.language import Tree
from library.search.ordering import ranked
from library.search.ordering.order import HIGHEST
from library.search.ordering.ranked import All, RankedSearch


class CostSearch(RankedSearch):
    """A search whose places are ranks of costs."""

    def _walk_between(self, place: int, end: int, wanted: int, most: int, patience: float) -> tuple[list[int], int]:
        if self._all is None:
            self._all = self._listed()
        return super()._walk_between(place, end, wanted, most, patience)

    def _bounds_of(self, tree: Tree) -> tuple[int, int]:
        return 1, HIGHEST

    def _listed(self) -> All:
        cursor = self._connection.cursor()
        cursor.row_factory = None
        costs = cursor.execute("select id, cost from picture indexed by picture_cost where cost is not null").fetchall()
        is_few = len(costs) <= ranked.MOST_ASKED
        found = self._picked([identity for identity, _ in costs]) if is_few else set(self._found())
        return All(sorted(self._order.rank(cost, identity) for identity, cost in costs if identity in found))
