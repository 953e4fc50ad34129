"""Why there is nothing on a shelf, and what leads on: in words, each offer with the key that takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from library.records import TOTAL_CAP, Missing
from screens.gallery.model.captions import cut, one_line, wrapped
from screens.gallery.model.shelf import Search
from studio.plain_text import short_path

if TYPE_CHECKING:
    from library.search.suggestions import Suggestion

WIDEST = 68
"""Cells that are written on, where there is room."""
MOST_FOLDERS, MOST_LINES = 3, 3

Keys = Callable[[str], str]
"""The key of a binding, by its id, as a person reads it."""
Inks = Callable[[str], str]
"""The colour of one of the theme's inks, by its name."""


class Facts(NamedTuple):
    """What the library says of an empty shelf: other searches, whether its index was lost, pictures that are missing.

    `trashed` are the pictures in the trash, TOTAL_CAP for so many and more. Before it was asked nothing is known.
    """

    suggestions: tuple[Suggestion, ...] = ()
    is_lost: bool = False
    missing: Missing = Missing()
    trashed: int = 0


class Offer(NamedTuple):
    """A key, what it does, and at the end of the line what is known of that."""

    key: str
    words: str
    detail: str = ""


class Emptiness(NamedTuple):
    """A line in large, a sentence or two, and the offers."""

    title: str
    words: str
    offers: tuple[Offer, ...]


def emptiness(search: Search, facts: Facts, key: Keys, *, is_demo: bool) -> Emptiness:
    """Why a shelf is empty, and what leads on."""
    if search.query.strip():
        return _nothing_found(search, facts.suggestions, key)
    if search.order is not None and search.order.by == "cost":
        words = "Only pictures that were paid for have a place in this order."
        return Emptiness("Nothing was paid for", words, (Offer(key("gallery.order"), "another order"),))
    if search.order is not None:
        words = "Only pictures that were measured have a place in this order. An open studio measures them beside."
        offers = (Offer(key("gallery.order"), "another order"), Offer("$", "studio cast measure", "does it at once"))
        return Emptiness("Nothing is measured", words, offers)
    if search.trashed:
        words = f"What {key('gallery.trash')} takes away comes here, and can be put back by the same key."
        return Emptiness("The trash is empty", words, (Offer(key("gallery.no-search"), "back to the pictures"),))
    if search.is_inner:
        return Emptiness("Nothing is left here", "", (Offer(key("gallery.no-search"), "back to the pictures"),))
    if facts.is_lost:
        words = "There are pictures, and the index knows none: it was lost. It is made again from them by"
        return Emptiness("The index was lost", words, (Offer("$", "studio library rebuild"),))
    if facts.missing.pictures:
        return _missing(facts.missing, key)
    if is_demo:
        words = "Forty drafts of the cast, lettered, rated and tagged. They come here as they are done."
        return Emptiness("The first drafts are being painted", words, ())
    return _first(facts.trashed, key)


def _first(trashed: int, key: Keys) -> Emptiness:
    words = "What you draw comes here by itself, with its scene, seed and words."
    to_trash = Offer(key("gallery.trash-shelf"), "the trash, from which pictures can be put back", _many(trashed))
    offers = (
        *((to_trash,) if trashed else ()),
        Offer(key("studio.compose"), "write a scene, and have it drawn"),
        Offer(key("gallery.import"), "import pictures that you have, where they lie", "or drop them here"),
        Offer(key("studio.demo"), "look at a demo library", "it touches nothing of yours"),
    )
    return Emptiness("No pictures are left" if trashed else "No pictures yet", words, offers)


def _nothing_found(search: Search, near: Sequence[Suggestion], key: Keys) -> Emptiness:
    where = "in the trash" if search.trashed else "here"
    by = search.order.by if search.order is not None else ""
    measured = {"drift": ", and was measured", "cost": ", and was paid for"}.get(by, "")
    words = f"No picture {where} has all of  {one_line(search.query)}{measured}"
    offers = [Offer(str(number), one_line(one.query), _many(one.found)) for number, one in enumerate(near, 1)]
    offers.append(Offer(key("gallery.search"), "change the search"))
    offers.append(Offer(key("gallery.no-search"), "the whole trash" if search.trashed else "all pictures"))
    return Emptiness("Nothing is found", words, tuple(offers))


def _many(found: int) -> str:
    many = f"{TOTAL_CAP - 1:,}+" if found >= TOTAL_CAP else f"{found:,}"
    return f"{many} {'picture' if found == 1 else 'pictures'}"


def _missing(missing: Missing, key: Keys) -> Emptiness:
    many, are = _many(missing.pictures), "is" if missing.pictures == 1 else "are"
    words = f"{many} {are} known, and the files were gone when the studio looked: a disk away, or a folder moved?"
    offers = [
        Offer(str(number), f"look again in {short_path(one_line(folder))}", _many(count))
        for number, (folder, count) in enumerate(missing.folders[:MOST_FOLDERS], 1)
    ]
    offers.append(Offer(key("gallery.import"), "import the folder where they are now", "ratings and tags come along"))
    offers.append(Offer("$", "studio library forget FOLDER", "lets go of them"))
    return Emptiness("The files are missing", words, tuple(offers))


def written(shown: Emptiness, width: int, ink: Inks) -> Text:
    """What is shown, on lines of at most `width` cells: offers in columns."""
    width = max(20, min(WIDEST, width))
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(f"◢◤  {shown.title}\n", f"bold {ink('primary')}")
    if shown.words:
        text.append("\n")
        text.append(f"{wrapped(shown.words, width, MOST_LINES)}\n", ink("muted"))
    if shown.offers:
        text.append("\n")
    keys = max((len(offer.key) for offer in shown.offers), default=0)
    for offer in shown.offers:
        text.append(offer.key.rjust(keys), f"bold {ink('primary')}")
        detail = f"  {offer.detail}" if offer.detail else ""
        room = width - keys - 2
        words = cut(offer.words, max(12, room - cell_len(detail)))
        text.append(f"  {words}")
        if cell_len(words) + cell_len(detail) <= room:
            text.append(detail, ink("muted"))
        text.append("\n")
    text.right_crop(1)
    return text
