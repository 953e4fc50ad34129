"""The library's door for looking at pictures: one, some, and pages of what a search finds. Part of `Library`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING

from library.index import rows, stacks
from library.judging import Verdicts
from library.records import Lettering, Page, Picture
from library.search.pages import found_ids, page_rows

if TYPE_CHECKING:
    from library.importing.imports import Imports


class Looking(Verdicts):
    """Reads; any thread may."""

    def picture(self, picture_id: int) -> Picture:
        """The picture with this id. Raises NotInLibrary."""
        with self._index.reading() as connection:
            return self._picture(rows.one(connection, "picture", picture_id, "picture"))

    def seems_lost(self) -> bool:
        """Whether the index has no picture though pictures lie in the library, or where it imported some.

        Then the index before this one is gone, and `rebuild` makes it again. Raises IndexUnusable.
        """
        from library.importing.walking import Seen, Walk

        with self._index.reading() as connection:
            if connection.execute("select exists (select 1 from picture)").fetchone()[0]:
                return False
            roots = connection.execute("select path, recursive from import_root where scanned is null").fetchall()
        places = [(str(self._places.folder), True), *((row["path"], bool(row["recursive"])) for row in roots)]
        return any(isinstance(one, Seen) for path, is_deep in places for one in Walk(path, is_deep))

    def version(self) -> int:
        """A number that is another one when anybody, in any process, has changed anything. Raises IndexUnusable."""
        return self._index.version()

    def pictures(self, ids: Sequence[int]) -> tuple[Picture, ...]:
        """The pictures with these ids that are in the library, newest first."""
        with self._index.reading() as connection:
            found = rows.many(connection, "picture", ids)
            return tuple(self._picture(row) for row in found)

    def picture_by_key(self, key: str) -> Picture | None:
        """The picture that was saved with this key, None where there is none."""
        with self._index.reading() as connection:
            row = connection.execute("select * from picture where key = ?", (key,)).fetchone()
            return None if row is None else self._picture(row)

    def lettering(self, lettering_id: int) -> Lettering:
        """The lettering with this id. Raises NotInLibrary."""
        with self._index.reading() as connection:
            row = rows.one(connection, "lettering", lettering_id, "lettering")
            picture = rows.one(connection, "picture", row["picture_id"], "picture")
            return rows.lettering_record(row, self._places.root(bool(picture["trashed"])))

    def letterings(self, picture_id: int) -> tuple[Lettering, ...]:
        """All letterings of a picture, oldest first. Raises NotInLibrary."""
        with self._index.reading() as connection:
            picture = rows.one(connection, "picture", picture_id, "picture")
            found = connection.execute("select * from lettering where picture_id = ? order by id", (picture_id,))
            root = self._places.root(bool(picture["trashed"]))
            return tuple(rows.lettering_record(row, root) for row in found)

    def page(
        self,
        query: str = "",
        *,
        before: int | None = None,
        after: int | None = None,
        limit: int = 60,
        trashed: bool = False,
        stacked: bool = False,
        patience: float = inf,
    ) -> Page:
        """Pictures that a search finds (written as `library.search.language` tells), newest first, at most `limit`.

        `before` takes those just older than an id, `after` those just newer: `after=0` is the oldest end. `stacked`
        shows one of each stack, the newest that is found. After `patience` seconds the page may have fewer pictures, or
        none, and a `before` (or `after`) to go on from. Raises QueryWrong, ValueError for both ends at once.
        """
        if before is not None and after is not None:
            raise ValueError("a page is before an id or after one")
        limit = max(1, limit)
        with self._index.reading() as connection:
            found = page_rows(
                connection, query, before, limit, trashed, stacked, patience, after=after, alike=self._alike
            )
            pictures = tuple(self._picture(row) for row in found.rows)
            if stacked:
                pictures = stacks.counted(connection, pictures, [row["stack"] for row in found.rows], trashed)
        return Page(pictures, found.before, found.total, found.at_least, found.after)

    def ids(
        self,
        query: str = "",
        *,
        newest: int | None = None,
        oldest: int | None = None,
        stacked: bool = False,
        trashed: bool = False,
        limit: int = 10_000,
    ) -> tuple[int, ...]:
        """The ids that a search finds from `newest` down to `oldest`, both included, newest first, at most `limit`.

        None is the end. Raises QueryWrong.
        """
        with self._index.reading() as connection:
            return tuple(found_ids(connection, query, newest, oldest, trashed, stacked, limit, self._alike))

    def stack(self, picture_id: int, *, before: int | None = None, limit: int = 60) -> Page:
        """The pictures of this one's stack on its shelf, itself among them, newest first. Raises NotInLibrary."""
        trashed = self.picture(picture_id).trashed
        return self.page(f"stack:{picture_id}", before=before, limit=limit, trashed=trashed)

    @property
    def imports(self) -> Imports:
        """The door for pictures that look alike."""
        raise NotImplementedError

    def _alike(self, picture_id: int) -> tuple[int, ...]:
        return self.imports.alike(picture_id)

    def _picture(self, row: sqlite3.Row) -> Picture:
        return rows.picture_record(row, self._places.root(bool(row["trashed"])))
