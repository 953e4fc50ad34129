"""The shelf: a window on what a search finds, in its order, and the cursor on a picture. No screen, no disk.

Where something stands in the order is its rank: the id while the newest come first, else what the order makes of the
drift and the id. What is said here of ids and of newer and older holds for ranks, and for what comes before and after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set
from typing import Literal, NamedTuple

import msgspec

from library.records import Page, Picture
from library.search.ordering.order import Order
from screens.gallery.model.change_queue import Changes
from screens.gallery.model.counted import Counted
from screens.gallery.model.marks import Marks

MOST = 2000
"""Pictures that the window holds; beyond it the end that is farther from the cursor is let go."""

NEAR = 240
"""Pictures between the cursor and an end of the window below which the next page is wanted."""

End = Literal["older", "newer"]
Sign = Literal["", "marked", "range"]
"""How a picture is marked: at all, or by a range that is still open."""


class Search(NamedTuple):
    """What a shelf shows: what `query` finds in the library or its trash, one picture for each stack or all of them.

    `stack` is a picture whose stack is open, `alike` one for which what looks like it is shown: all of that, whatever
    `query` says. 0: none is. In an `order` other than newest first each take stands by itself.
    """

    query: str = ""
    stacked: bool = True
    trashed: bool = False
    stack: int = 0
    alike: int = 0
    order: Order | None = None

    @property
    def terms(self) -> str:
        """The search as the library is asked."""
        return f"similar:{self.alike}" if self.alike else f"stack:{self.stack}" if self.stack else self.query

    @property
    def is_inner(self) -> bool:
        """Whether it is about one picture: Escape leads back from it."""
        return bool(self.stack or self.alike)

    @property
    def is_stacked(self) -> bool:
        """Whether one picture stands for each stack."""
        return self.stacked and not self.trashed and not self.is_inner and self.order is None

    def rank(self, picture: Picture) -> int:
        """Where a picture stands in the order, the first the highest."""
        return picture.id if self.order is None else self.order.rank(self.order.value(picture) or 0.0, picture.id)


class Match(NamedTuple):
    """What a search found next: the picture's rank, and the one that is shown for it, where that is its stack's."""

    found: int
    shown: int


class Window(NamedTuple):
    """Neighbours among what `search` finds, newest first. All ids from `before` to `after` that it finds are here.

    None: nothing is older (newer). `total`, `at_least` are those of the library's page. `newer` counts the pictures
    that are newer than these, None where that is not known. The cursor goes to the rank `at` or the next older one,
    None: to the newest.
    """

    search: Search
    pictures: tuple[Picture, ...]
    before: int | None
    after: int | None
    total: int
    at_least: bool = False
    newer: int | None = None
    at: int | None = None


class Pending:
    """What is under way for a shelf.

    `asked` counts the fillings that were asked for, `marking` the marks that are on their way; `looked` are ids that
    were looked at, and of which the library has not heard yet.
    """

    def __init__(self) -> None:
        self.asked = self.marking = 0
        self.looked: set[int] = set()


class LastSearch:
    """What was searched for last, and what the way to the next match found of it last."""

    def __init__(self) -> None:
        self.query = ""
        self.match: Match | None = None


class Shelf:
    """`cursor` is an index into `pictures`, 0 where there are none.

    `first` is the place of `pictures[0]` in rows of tiles: 0 where that is the newest of all, else it changes so that
    no picture changes its place when others are loaded or let go. `slid` adds up by how much places changed after all,
    where the newest turned out to be elsewhere. `anchor` is the rank at which an open range began. `epoch` counts the
    times the shelf was filled anew; `coming` are the ends for which a page is on its way, with `jumping` another window
    is.
    `changes` is the order in which keys change its pictures.
    """

    def __init__(self) -> None:
        self.search = Search()
        self.pictures: list[Picture] = []
        self.cursor = self.first = self.slid = 0
        self.before: int | None = None
        self.after: int | None = None
        self.loaded = self.jumping = False
        self.marks = Marks()
        self.anchor: int | None = None
        self.epoch = 0
        self.coming: set[End] = set()
        self.pending = Pending()
        self.last = LastSearch()
        self.changes = Changes()
        self._counted = Counted(0)
        self._travel = 1

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def query(self) -> str:
        """What was searched for."""
        return self.search.query

    @property
    def current(self) -> Picture | None:
        """The picture under the cursor."""
        return self.pictures[self.cursor] if self.pictures else None

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of what is marked, newest first, or else of the picture under the cursor."""
        if self.jumping:
            return ()
        if self.marked:
            return tuple(sorted(self.marked, reverse=True))
        return (self.current.id,) if self.current else ()

    def around(self, count: int) -> tuple[Picture, ...]:
        """At most `count` pictures that are likely to be looked at next, the likeliest first."""
        ahead = [self.cursor + self._travel * step for step in range(1, count + 1)]
        places = [*ahead[: max(1, count - 1)], self.cursor - self._travel, *ahead[max(1, count - 1) :]]
        return tuple(self.pictures[at] for at in places if 0 <= at < len(self.pictures))[:count]

    # The window.

    def begin(self, window: Window) -> None:
        """Fill the shelf anew."""
        self.search, self.loaded, self.jumping = window.search, True, False
        self.pictures, self.before, self.after = list(window.pictures), window.before, window.after
        newer = 0 if window.after is None else window.newer
        if newer is None and window.before is None and not window.at_least:
            newer = max(0, window.total - len(window.pictures))
        self._counted = Counted(window.total, window.at_least, newer, 0 if window.before is None else None)
        self.cursor, self.first = 0, newer or 0
        self.epoch += 1
        self.coming = set()
        if window.at is not None:
            self.go(self._place(window.at))
        self._travel = 1

    def wants(self, end: End) -> bool:
        """Whether the cursor is near an end of the window beyond which there is more."""
        if end == "older":
            return self.before is not None and len(self.pictures) - self.cursor <= NEAR
        return self.after is not None and self.cursor < NEAR

    def extend(self, end: End, page: Page) -> None:
        """Add the page beyond an end of the window, and let go of what is too far beyond the other."""
        if end == "older":
            self.pictures += page.pictures
            self.before = page.before
            self._counted.add_older(-len(page.pictures), is_end=page.before is None)
            self._let_go("newer", min(len(self.pictures) - MOST, self.cursor - NEAR))
            return
        self.pictures[:0] = page.pictures
        self.cursor = max(0, min(self.cursor + len(page.pictures), len(self.pictures) - 1))
        self.first -= len(page.pictures)
        self.after = page.after
        self._counted.add_newer(-len(page.pictures), is_end=page.after is None)
        if page.after is None:
            self.slid -= self.first
            self.first = 0
        self._let_go("older", min(len(self.pictures) - MOST, len(self.pictures) - self.cursor - NEAR))

    def _let_go(self, end: End, count: int) -> None:
        """Let go of so many pictures at an end."""
        if count <= 0:
            return
        if end == "newer":
            del self.pictures[:count]
            self.cursor -= count
            self.first += count
            self.after = self.search.rank(self.pictures[0])
            self._counted.add_newer(count)
        else:
            del self.pictures[-count:]
            self.before = self.search.rank(self.pictures[-1])
            self._counted.add_older(count)

    # The cursor.

    def move(self, steps: int) -> bool:
        """Move the cursor, within the window. Says whether it moved."""
        return self.go(self.cursor + steps)

    def go(self, index: int) -> bool:
        """Put the cursor on an index, within the window. Says whether it moved."""
        before, self.cursor = self.cursor, max(0, min(index, len(self.pictures) - 1))
        if self.cursor != before:
            self._travel = 1 if self.cursor > before else -1
        return self.cursor != before

    def find(self, picture_id: int) -> bool:
        """Put the cursor on a picture. Says whether it is in the window."""
        index = self.index_of(picture_id)
        if index is not None:
            self.go(index)
        return index is not None

    # What changes.

    def spans(self, rank: int) -> bool:
        """Whether what has this rank is in the window if the search finds it."""
        return (self.before is None or rank >= self.before) and (self.after is None or rank <= self.after)

    def put(self, picture: Picture, *, is_more: bool = True) -> None:
        """Put a new or changed picture where it belongs; the cursor stays on its picture.

        One that was there keeps the number of its stack where the new record has none. A new one that belongs beyond
        an end of the window is only counted; `is_more` says whether it adds to what the search finds.
        """
        rank = self.search.rank(picture)
        index = self.index_of(picture.id)
        if index is not None and self.search.rank(self.pictures[index]) != rank:
            # It was measured anew: the cursor stays on it, unless it goes beyond an end of the window.
            is_current = index == self.cursor
            self.remove(picture.id, is_gone=False)
            self.put(picture)
            if is_current and self.spans(rank):
                self.find(picture.id)
            return
        place = self._place(rank)
        if index is not None:
            kept = self.pictures[place].stacked if picture.stacked == 1 else picture.stacked
            self.pictures[place] = msgspec.structs.replace(picture, stacked=kept)
            return
        self._counted.add(is_more)
        if self.spans(rank):
            self.pictures.insert(place, picture)
            if len(self.pictures) > 1 and place <= self.cursor:
                self.cursor += 1
        elif self.before is not None and rank < self.before:
            self._counted.add_older(is_more)
        else:
            self._counted.add_newer(is_more)

    def remove(self, picture_id: int, *, is_less: bool = True, is_gone: bool = True) -> None:
        """Take a picture off the shelf; the cursor goes to the next older one.

        `is_less` says whether the search finds one less now, `is_gone` whether its mark goes too.
        """
        if is_gone:
            self.marks.discard(self.search.trashed, picture_id)
        index = self.index_of(picture_id)
        if index is None:
            return
        del self.pictures[index]
        self._counted.take(is_less)
        if index < self.cursor:
            self.cursor -= 1
        self.cursor = max(0, min(self.cursor, len(self.pictures) - 1))

    # Marks.

    @property
    def marked(self) -> Set[int]:
        """The ids of what is marked, in the library or in the trash; they need not be in the window."""
        return self.marks.of(self.search.trashed)

    @property
    def range(self) -> tuple[int, int] | None:
        """The newest and the oldest rank of the open range, None where none is open."""
        if self.anchor is None or self.current is None:
            return None
        here = self.search.rank(self.current)
        return max(self.anchor, here), min(self.anchor, here)

    def sign_of(self, picture: Picture) -> Sign:
        """How a picture is marked."""
        if picture.id in self.marked:
            return "marked"
        span = self.range
        return "range" if span is not None and span[1] <= self.search.rank(picture) <= span[0] else ""

    # In words.

    @property
    def count(self) -> str:
        """Where the cursor is, in words: "3 of 60", "3 of 1,000+", "12 from the oldest of 1,000+"."""
        is_search = bool(self.query.strip()) and not self.search.is_inner
        if not self.pictures:
            return "nothing found" if is_search else ""
        last = "oldest" if self.search.order is None else "last"
        return self._counted.words(self.cursor, len(self.pictures), is_search=is_search, last=last)

    def _place(self, rank: int) -> int:
        """The index of the first picture that is not newer."""
        return bisect_left(self.pictures, -rank, key=lambda picture: -self.search.rank(picture))

    def index_of(self, picture_id: int) -> int | None:
        """Where a picture is in the window; None where it is not there."""
        if self.search.order is not None:
            return next((at for at, picture in enumerate(self.pictures) if picture.id == picture_id), None)
        place = self._place(picture_id)
        return place if place < len(self.pictures) and self.pictures[place].id == picture_id else None
