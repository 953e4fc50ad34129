"""The library: pictures and letterings, and the doors to all else that is kept.

Every method may be called from any thread. The files are the truth; the index can be made again from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import cached_property
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from library.files import disk
from library.index import rows, stacks
from library.index.database import Index
from library.keeping import saving
from library.keeping.sidecar_writer import Sidecars
from library.places import Places
from library.records import Lettering, Page, Picture, PictureFacts, Progress, RebuildReport
from library.search.pages import found_ids, page_rows

if TYPE_CHECKING:
    from library.annotations import Annotations
    from library.drift import Drifts
    from library.importing.imports import Imports
    from library.index.jobs import Jobs
    from library.keeping.reference_sets import ReferenceSets
    from library.keeping.references import References
    from library.search.ordering.order import Order
    from library.searches import Searches
    from library.spending import Spending
    from library.trash import Trash
    from library.upkeep.upkeep import Upkeep

OnProgress = Callable[[Progress], None]


class Library:
    """An open library; made by `Library.open`. Each of its doors is imported when it is first gone through."""

    def __init__(self, places: Places, index: Index) -> None:
        self._places = places
        self._index = index
        self._sidecars = Sidecars(index, places)
        self._sidecars.wake_if_behind()

    @classmethod
    def open(cls, folder: Path, *, index: Path | None = None) -> Library:
        """Open the library in `folder`, making what is not there; the index is in `folder/.studio` unless named.

        Raises LibraryUnwritable, DiskFull, IndexUnusable.
        """
        places = Places.of(folder, index)
        disk.make_folder(places.folder)

        def begin(connection: sqlite3.Connection) -> None:
            from library.keeping import keepsakes

            keepsakes.take_in(connection, places)

        opened = Index(places.index, begin)
        try:
            return cls(places, opened)
        except BaseException:
            opened.close()
            raise

    @staticmethod
    def rebuild_at(folder: Path, *, index: Path | None = None, on_progress: OnProgress | None = None) -> RebuildReport:
        """`Upkeep.rebuild` where the index cannot be opened: the damaged index is put aside, never deleted."""
        from library.upkeep.rebuild import rebuild

        return rebuild(Places.of(folder, index), on_progress)

    @staticmethod
    def restore_at(folder: Path, source: Path, *, index: Path | None = None) -> str:
        """Let a copy that `Upkeep.back_up` made be the index of a library that nobody has open.

        The answer is where the index of before is now; empty where there was none.
        Raises IndexUnusable, LibraryUnwritable, DiskFull.
        """
        from library.upkeep.backup import restore

        return restore(Places.of(folder, index), source)

    @property
    def folder(self) -> Path:
        """The folder that a person browses, absolute."""
        return self._places.folder

    def close(self) -> None:
        """Finish what is under way, and the writes that wait, and let go of the index."""
        self._index.finish()
        self._sidecars.close()
        self._index.close()

    @cached_property
    def annotations(self) -> Annotations:
        """What a person says of pictures: ratings, marks, tags, albums."""
        from library.annotations import Annotations

        return Annotations(self._index, self._sidecars)

    @cached_property
    def searches(self) -> Searches:
        """Saved searches, and what completes one that is being typed."""
        from library.searches import Searches

        return Searches(self._index, self._places)

    @cached_property
    def references(self) -> References:
        """The pictures that characters are drawn after."""
        from library.keeping.references import References

        return References(self._places)

    @cached_property
    def reference_sets(self) -> ReferenceSets:
        """What is kept of sets of reference pictures while they are drawn."""
        from library.keeping.reference_sets import ReferenceSets

        return ReferenceSets(self._places)

    @cached_property
    def jobs(self) -> Jobs:
        """The studio's jobs, and what those of before took."""
        from library.index.jobs import Jobs

        return Jobs(self._index)

    @cached_property
    def imports(self) -> Imports:
        """Other programs' pictures: folders, thumbnails in bulk, and pictures that look alike."""
        from library.importing.imports import Imports

        return Imports(self._index, self._places)

    @cached_property
    def drift(self) -> Drifts:
        """How far figures in pictures are from the references of their members."""
        from library.drift import Drifts

        return Drifts(self._index)

    @cached_property
    def spending(self) -> Spending:
        """What was spent on services."""
        from library.spending import Spending

        return Spending(self._index, self._places)

    @cached_property
    def trash(self) -> Trash:
        """Pictures that were thrown away and can come back."""
        from library.trash import Trash

        return Trash(self._index, self._places)

    @cached_property
    def upkeep(self) -> Upkeep:
        """Check, mend, rebuild, back up."""
        from library.upkeep.upkeep import Upkeep

        return Upkeep(self._index, self._places)

    def picture(self, picture_id: int) -> Picture:
        """The picture with this id. Raises NotInLibrary."""
        with self._index.reading() as connection:
            return self._picture(rows.one(connection, "picture", picture_id, "picture"))

    def version(self) -> int:
        """A number that is another one when anybody, in any process, has changed anything. Raises IndexUnusable."""
        return self._index.version()

    def pictures(self, ids: Sequence[int], order: Order | None = None) -> tuple[Picture, ...]:
        """The pictures with these ids that are in the library, newest first; with the drift by which they stand in an
        `order`. Raises OrderUnknown."""
        with self._index.reading() as connection:
            found = rows.many(connection, "picture", ids)
            drifts: dict[int, float] = {}
            if order is not None:
                from library.search.ordering.ranked import drifts_of

                drifts = drifts_of(connection, order, ids)
        return tuple(self._picture(row, drifts.get(row["id"])) for row in found)

    def picture_by_key(self, key: str) -> Picture | None:
        """The picture that was saved with this key, None where there is none."""
        with self._index.reading() as connection:
            row = connection.execute("select * from picture where key = ?", (key,)).fetchone()
            return None if row is None else self._picture(row)

    def original_of(self, picture: Picture) -> Path | None:
        """The file of which a picture was made, where it is kept for its Content Credentials (C2PA); else None."""
        from library.keeping import originals

        return originals.original_of(self._places, picture.sha256)

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
        order: Order | None = None,
    ) -> Page:
        """Pictures that a search finds (written as `library.search.language` tells), newest first, at most `limit`.

        `before` takes those just older than an id, `after` those just newer: `after=0` is the oldest end. `stacked`
        shows one of each stack, the newest that is found. After `patience` seconds the page may have fewer pictures, or
        none, and a `before` (or `after`) to go on from. In an `order`, `before` and `after` are ranks
        (`Order.rank`), each picture has its drift, and stacks lie open. Raises QueryWrong, OrderUnknown, ValueError
        for both ends at once.
        """
        if before is not None and after is not None:
            raise ValueError("a page is before an id or after one")
        limit = max(1, limit)
        if order is not None:
            return self._ranked(query, order, before, after, limit, trashed, patience)
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
        order: Order | None = None,
    ) -> tuple[int, ...]:
        """The ids that a search finds from `newest` down to `oldest`, both included, newest first, at most `limit`.

        None is the end; in an `order` they are ranks. Raises QueryWrong, OrderUnknown.
        """
        with self._index.reading() as connection:
            if order is not None:
                from library.search.ordering.ranked import ranked_ids

                return tuple(ranked_ids(connection, query, order, newest, oldest, trashed, limit, self._alike))
            return tuple(found_ids(connection, query, newest, oldest, trashed, stacked, limit, self._alike))

    def save_picture(self, data: bytes, facts: PictureFacts, *, created: float | None = None, key: str = "") -> Picture:
        """Keep an encoded picture, with its facts and recipe inside the file, and make its thumbnail.

        A PNG keeps all its chunks as they came; another format becomes PNG. `created` is in Unix seconds, now if None.
        `key` is unique for a job and the number of its picture: a second save with a key gives the first picture and
        writes nothing, also when the first was killed half-way.
        Raises PictureUnreadable, DiskFull, LibraryUnwritable, ValueError for a time before 1970 or after 3000.
        """
        with self._index.whole():
            return self.picture(saving.save_picture(self._index, self._places, data, facts, created, key))

    def save_lettering(
        self, picture_id: int, png: bytes, sayings: Sequence[str], record: str, *, misread: bool = False
    ) -> Lettering:
        """Keep a lettered version beside its picture, as `<picture>--<saying>.png`, with `record` inside the file.

        That of an imported picture that lies elsewhere goes into the library, under today's year and month. `misread`
        (a reader was asked to read the words back and could not) is kept in the file too.

        Raises NotInLibrary, PictureUnreadable, DiskFull, LibraryUnwritable.
        """
        with self._index.whole():
            return self.lettering(
                saving.save_lettering(self._index, self._places, picture_id, png, sayings, record, misread)
            )

    def thumbnail(self, picture_id: int) -> Path:
        """A JPEG of at most 384 px a side, made now if it is not there. Raises NotInLibrary, PictureUnreadable."""
        picture = self.picture(picture_id)
        if not picture.sha256:
            return self.imports.thumbnail(picture_id)
        return self._thumbnail(picture.sha256, Path(picture.path))

    def lettering_thumbnail(self, lettering_id: int) -> Path:
        """The same of a lettering."""
        lettering = self.lettering(lettering_id)
        with self._index.reading() as connection:
            sha256 = rows.one(connection, "lettering", lettering_id, "lettering")["sha256"]
        return self._thumbnail(sha256, Path(lettering.path))

    def _alike(self, picture_id: int) -> tuple[int, ...]:
        return self.imports.alike(picture_id)

    def _ranked(
        self,
        query: str,
        order: Order,
        before: int | None,
        after: int | None,
        limit: int,
        trashed: bool,
        patience: float,
    ) -> Page:
        from library.search.ordering.ranked import ranked_page

        with self._index.reading() as connection:
            found = ranked_page(connection, query, order, before, after, limit, trashed, patience, self._alike)
        places = map(order.place, found.places) if order.by == "drift" else ()
        drifts = {identity: drift for drift, identity in places}
        pictures = tuple(self._picture(row, drifts.get(row["id"])) for row in found.rows)
        return Page(pictures, found.before, found.total, found.at_least, found.after)

    def _picture(self, row: sqlite3.Row, drift: float | None = None) -> Picture:
        made = rows.picture_record(row, self._places.root(bool(row["trashed"])))
        return made if drift is None else msgspec.structs.replace(made, drift=drift)

    def _thumbnail(self, sha256: str, source: Path) -> Path:
        path = self._places.thumbnail(sha256)
        if not path.exists():
            from library.formats.thumbnails import thumbnail

            disk.write_over(path, thumbnail(disk.read_file(source), str(source)))
        return path
