"""How the Gallery was left, and how it opens so again."""

from __future__ import annotations

from library.search.ordering.order import Order
from screens.gallery.model.shelf import Search, Shelf
from studio.settings.window import GalleryLeft


def left_by(shelf: Shelf, is_grid: bool | None, tile_width: int) -> GalleryLeft:
    """What a Gallery shows that is left; `is_grid` as the person wanted it, None: as there was room; `tile_width` in
    cells, 0: as there was room."""
    search, here = shelf.search, shelf.current
    is_newest = shelf.cursor == 0 and shelf.after is None and not search.is_inner
    picture = search.alike or search.stack or (here.id if here is not None else 0)
    return GalleryLeft(
        query="" if search.trashed else search.query,
        is_stacked=search.stacked,
        picture=0 if is_newest or search.trashed else picture,
        layout="" if is_grid is None else "tiles" if is_grid else "list",
        tile_width=tile_width,
        drift_of=search.order.member if search.order is not None and search.order.by == "drift" else None,
        by_cost=search.order is not None and search.order.by == "cost",
        is_farthest_first=search.order is not None and search.order.is_farthest_first,
    )


def search_of(left: GalleryLeft) -> Search:
    """The search with which it opens again."""
    order = None if left.drift_of is None else Order(left.drift_of, left.is_farthest_first)
    order = Order(is_farthest_first=left.is_farthest_first, by="cost") if left.by_cost else order
    return Search(query=left.query, stacked=left.is_stacked, order=order)
