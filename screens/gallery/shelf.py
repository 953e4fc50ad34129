"""The shelf: the pictures that are loaded so far, newest first, and the cursor on one of them. No screen, no disk."""

from __future__ import annotations

from library.records import TOTAL_CAP, Page, Picture


class Shelf:
    """Grows page by page. `cursor` is an index, 0 where the shelf is empty; `total` counts all matches, capped.

    `marked` are the ids of marked pictures, which need not be loaded.
    """

    def __init__(self) -> None:
        self.pictures: list[Picture] = []
        self.cursor = 0
        self.query = ""
        self.total = 0
        self.before: int | None = None
        self.loaded = False
        self.marked: set[int] = set()

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def current(self) -> Picture | None:
        """The picture under the cursor."""
        return self.pictures[self.cursor] if self.pictures else None

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of what is marked, newest first, or else of the picture under the cursor."""
        if self.marked:
            return tuple(sorted(self.marked, reverse=True))
        return (self.current.id,) if self.current else ()

    @property
    def more(self) -> bool:
        """Whether older pictures wait in the library."""
        return self.before is not None

    @property
    def count(self) -> str:
        """Where the cursor is, in words: "3 of 60", "3 of 1,000+"."""
        if not self.pictures:
            return "nothing found" if self.query.strip() else ""
        total = f"{TOTAL_CAP - 1:,}+" if self.total >= TOTAL_CAP else f"{self.total:,}"
        return f"{self.cursor + 1:,} of {total}" + (" found" if self.query.strip() else "")

    def begin(self, query: str, page: Page) -> None:
        """Fill the shelf anew. The cursor stays on its picture where that is still there."""
        kept = self.current.id if self.current else None
        self.query, self.loaded = query, True
        self.pictures, self.total, self.before = list(page.pictures), page.total, page.before
        self.cursor = self._index(kept) or 0

    def extend(self, page: Page) -> None:
        """Put older pictures at the end."""
        known = {picture.id for picture in self.pictures}
        self.pictures += [picture for picture in page.pictures if picture.id not in known]
        self.before = page.before

    def move(self, steps: int) -> bool:
        """Move the cursor, within bounds. Says whether it moved."""
        return self.go(self.cursor + steps)

    def go(self, index: int) -> bool:
        """Put the cursor on an index, within bounds. Says whether it moved."""
        before, self.cursor = self.cursor, max(0, min(index, len(self.pictures) - 1))
        return self.cursor != before

    def find(self, picture_id: int) -> bool:
        """Put the cursor on a picture. Says whether it is on the shelf."""
        index = self._index(picture_id)
        if index is not None:
            self.cursor = index
        return index is not None

    def put(self, picture: Picture) -> None:
        """Put a new or changed picture where it belongs; the cursor stays on its picture."""
        index = self._index(picture.id)
        if index is not None:
            self.pictures[index] = picture
            return
        place = next((at for at, other in enumerate(self.pictures) if other.id < picture.id), len(self.pictures))
        if place == len(self.pictures) and self.more:
            return
        self.pictures.insert(place, picture)
        self.total = min(self.total + 1, TOTAL_CAP)
        if len(self.pictures) > 1 and place <= self.cursor:
            self.cursor += 1

    def remove(self, picture_id: int) -> None:
        """Take a picture off the shelf; the cursor goes to the next older one."""
        index = self._index(picture_id)
        if index is None:
            return
        del self.pictures[index]
        if self.total < TOTAL_CAP:
            self.total -= 1
        if index < self.cursor:
            self.cursor -= 1
        self.go(self.cursor)

    def _index(self, picture_id: int | None) -> int | None:
        return next((at for at, picture in enumerate(self.pictures) if picture.id == picture_id), None)
