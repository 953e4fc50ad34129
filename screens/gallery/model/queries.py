"""What the Gallery reads of the library. All of it blocks, and belongs in a thread. Raises QueryWrong, LibraryError."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from library.records import Lettering, Measured, Page, Picture
from screens.gallery.model.emptiness import Facts
from screens.gallery.model.shelf import End, Match, Search, Window

if TYPE_CHECKING:
    from library.store import Library
    from studio.errors import Notice

FIRST_PAGE = 60
"""Pictures that the first look at a search asks for."""

PAGE = 300
"""Pictures that each further page has."""

MOST_PLACED = 100
"""Pictures that come back, or are new, and are put where they belong one by one; more fill the shelf anew."""

PATIENCE = 0.25
"""Seconds that a page may take before it comes with what there is."""


class Standing(NamedTuple):
    """How a picture stands on a shelf: the one that is shown for it (None: it is not found), and its stack's others."""

    shown: Picture | None
    others: tuple[int, ...]


def newest(library: Library, search: Search) -> Window:
    """The newest end."""
    return _window(search, _page(library, search, FIRST_PAGE))


def oldest(library: Library, search: Search) -> Window:
    """The oldest end."""
    return _window(search, _page(library, search, PAGE, after=0))._replace(at=0)


def around(library: Library, search: Search, picture_id: int) -> Window:
    """What stands around a picture, or around the one that is shown for its stack, whether that is found or not."""
    shown = standing(library, search, picture_id).shown if search.is_stacked else None
    at = picture_id if shown is None else shown.id
    if search.order is not None:
        here = next(iter(library.pictures((picture_id,), search.order)), None)
        if here is None or search.order.value(here) is None:
            return newest(library, search)
        at = search.rank(here)
    older = _page(library, search, FIRST_PAGE, before=at + 1)
    newer = beyond(library, search, "newer", at, FIRST_PAGE)
    counted = None
    if newer.after is not None and not older.at_least:
        # All of them could be counted at once, so these can.
        above = library.ids(
            search.terms,
            oldest=newer.after + 1,
            trashed=search.trashed,
            stacked=search.is_stacked,
            order=search.order,
        )
        counted = len(above)
    pictures = newer.pictures + older.pictures
    return Window(search, pictures, older.before, newer.after, older.total, older.at_least, counted, at)


def whereabouts(library: Library, search: Search, picture_id: int) -> Window:
    """What stands around a picture, in its stack where another one stands for that."""
    shown = standing(library, search, picture_id).shown
    is_hidden = shown is not None and shown.id != picture_id
    return around(library, search._replace(stack=picture_id) if is_hidden else search, picture_id)


def next_match(library: Library, search: Search, place: int, steps: int, shown: int) -> Match | None:
    """What a search finds next after a rank, older or (`steps` < 0) newer; None where there is nothing.

    Takes of the stack that is `shown` are passed over. `search` finds; what stands for a stack is as without its words.
    """
    is_older = steps > 0
    while True:
        page = beyond(library, search, "older" if is_older else "newer", place, 1)
        if page.pictures:
            place = search.rank(page.pictures[0])
            stands = standing(library, search._replace(query=""), page.pictures[0].id).shown
            if stands is not None and stands.id != shown:
                return Match(place, stands.id)
            continue
        onward = page.before if is_older else page.after
        if onward is None:
            return None
        place = onward


def beyond(library: Library, search: Search, end: End, place: int, limit: int | None = None) -> Page:
    """The next page beyond an end."""
    if end == "older":
        return _page(library, search, limit or PAGE, before=place)
    return _page(library, search, limit or PAGE, after=place)


def standing(library: Library, search: Search, picture_id: int) -> Standing:
    """How a picture stands on a shelf now, whether it was there before or not."""
    if not search.is_stacked:
        found = library.ids(search.terms, newest=picture_id, oldest=picture_id, trashed=search.trashed)
        here = next(iter(library.pictures(found, search.order)), None)
        is_out = here is None or (search.order is not None and search.order.value(here) is None)
        return Standing(None if is_out else here, ())
    stack = f"stack:{picture_id}"
    terms = f"{stack} ({search.query})" if search.query.strip() else stack
    shown = next(iter(library.page(terms, limit=1, stacked=True).pictures), None)
    others = set(library.ids(stack)) | {picture_id}
    return Standing(shown, tuple(others - {shown.id} if shown else others))


def differences(
    library: Library, search: Search, shown: Sequence[Picture], *, is_newest: bool
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids of those `shown` that a search finds otherwise or no more, and of those that it finds among them besides.

    With `is_newest` what is newer than all of them is among them.
    """
    ids = [picture.id for picture in shown]
    found = library.ids(
        search.terms,
        newest=None if is_newest else search.rank(shown[0]),
        oldest=search.rank(shown[-1]),
        trashed=search.trashed,
        stacked=search.is_stacked,
        limit=len(ids) + MOST_PLACED + 1,
        order=search.order,
    )
    now = {picture.id: picture for picture in library.pictures(tuple(set(ids) & set(found)), search.order)}
    changed = []
    for picture in shown:
        kept = now.get(picture.id)
        if kept is None or msgspec.structs.replace(kept, stacked=picture.stacked) != picture:
            changed.append(picture.id)
    return tuple(changed), tuple(sorted(set(found) - set(ids), reverse=True))


def told_of(library: Library, picture: Picture) -> tuple[tuple[Lettering, ...], tuple[Measured, ...], Notice | None]:
    """What the record of a picture does not have: its letterings, what was measured of drift, its job's notice."""
    from studio.ended_jobs import notice_of_job

    letterings = library.letterings(picture.id) if picture.letterings else ()
    return letterings, library.drift.of(picture.id), notice_of_job(library, picture)


def why_empty(library: Library, search: Search) -> Facts:
    """What the library says of a shelf that is empty."""
    if search.query.strip():

        def count(query: str) -> int:
            other = search._replace(query=query)
            return _page(library, other, 1).total

        return Facts(suggestions=library.searches.suggestions(search.query, count))
    if search.trashed or search.is_inner or search.order is not None:
        return Facts()
    if library.upkeep.seems_lost():
        return Facts(is_lost=True)
    trashed = library.page(limit=1, trashed=True, stacked=False, patience=PATIENCE).total
    return Facts(missing=library.imports.missing(), trashed=trashed)


def _page(library: Library, search: Search, limit: int, *, before: int | None = None, after: int | None = None) -> Page:
    return library.page(
        search.terms,
        before=before,
        after=after,
        limit=limit,
        trashed=search.trashed,
        stacked=search.is_stacked,
        patience=PATIENCE,
        order=search.order,
    )


def _window(search: Search, page: Page) -> Window:
    return Window(search, page.pictures, page.before, page.after, page.total, page.at_least)
