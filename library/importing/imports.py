"""The library's door for pictures of other programs: their folders, what was refused, thumbnails, and looking alike."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from library.errors import NotInLibrary, PictureUnreadable
from library.importing.importer import Importer
from library.importing.missing import end_of
from library.importing.preparing import looks_of_thumbnails, prepare_all, prepare_one
from library.importing.watching import watch
from library.index import rows
from library.index.database import Index
from library.keeping import keepsakes
from library.places import Places
from library.records import Forgettable, ImportReport, ImportRoot, Missing, Progress, Refused, Similar, Survey
from library.search.similar import Likeness

NEAR = 3
"""Bits that two pictures' hashes may differ in and still be called near-duplicates."""
ALIKE = 14
"""Bits that a picture's hash may differ in and still be listed as similar."""
_ASKED_AT_ONCE = 10_000
MOST_ALIKE = 500
"""Pictures that a search for similar ones finds at most."""


class Imports:
    """What `Library` gives as its `imports`; any thread may use it."""

    def __init__(self, index: Index, places: Places) -> None:
        self._index = index
        self._places = places
        self._likeness = Likeness(index)

    def folder(
        self,
        folder: Path,
        *,
        recursive: bool = True,
        watched: bool | None = None,
        excluded: Iterable[str] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Take the pictures of a folder into the index where they lie; what was taken before is not read again.

        `watched` says whether open studios are to watch it from now on, `excluded` which files and folders in it are
        left out (shell patterns, as `library.importing.walking.Walk` has them), None: as before.
        May be stopped or killed at any time, and goes on from there when it is asked again. `stopped` is asked between
        batches. Raises FolderMissing, IndexUnusable, DiskFull, LibraryUnwritable.
        """
        return Importer(self._index, self._places, on_progress, stopped).folder(
            folder, recursive=recursive, watched=watched, excluded=excluded
        )

    def files(
        self,
        paths: Iterable[Path],
        *,
        on_progress: Callable[[Progress], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> ImportReport:
        """Take single files into the index where they lie; no folder is remembered for them. Raises as `folder`."""
        from library.importing.named_files import import_files

        return import_files(Importer(self._index, self._places, on_progress, stopped), paths)

    def survey(self, paths: Iterable[Path], *, stopped: Callable[[], bool] | None = None) -> Survey:
        """What an import of these folders and files would look at, as far as that is counted until it is `stopped`."""
        from library.importing.named_files import survey

        return survey(self._places, paths, stopped or (lambda: False))

    def watch(self, folder: Path, stop: threading.Event, on_report: Callable[[ImportReport], None]) -> None:
        """Look at an imported folder again, then at what is added, changed or removed in it, with a report for each.

        Until `stop` is set, or the folder is forgotten. Raises as `folder`.
        """
        watch(self._index, self._places, folder, stop, on_report)

    def roots(self) -> tuple[ImportRoot, ...]:
        """The folders that were imported, in the order of their paths."""
        query = "select path, recursive, watched, added, coalesce(scanned, 0) from import_root order by path"
        excluded = keepsakes.all_excluded(self._places)
        with self._index.reading() as connection:
            found = connection.execute(query)
            return tuple(
                ImportRoot(row[0], bool(row[1]), bool(row[2]), row[3], row[4], excluded.get(row[0], ()))
                for row in found
            )

    def missing(self) -> Missing:
        """The imported pictures that are not shown, for their files were gone when somebody looked."""
        from library.importing.missing import all_missing

        return all_missing(self._index, self._places)

    def forgettable(self, folder: Path) -> Forgettable:
        """What the index has of a folder, which need not be there any more. Raises FolderMissing for the library's."""
        from library.importing.forgetting import forgettable

        return forgettable(self._index, self._places, folder)

    def forget(self, folder: Path) -> int:
        """Take the pictures that were imported from under a folder out of the index; how many there were.

        No file of theirs is touched; what was said of them is in their sidecars. Raises FolderMissing, IndexUnusable,
        DiskFull, LibraryUnwritable.
        """
        from library.importing.forgetting import forget

        return forget(self._index, self._places, folder)

    def refused(self, *, under: Path | None = None, after: str = "", limit: int = 1000) -> tuple[Refused, ...]:
        """Files that were not taken, or taken with a remark, by path; `after` is the last path of the page before.

        With `under` those below a folder, all of the folders that were imported without.
        """
        begin = "" if under is None else f"{Importer(self._index, self._places).rooted(under)}/"
        with self._index.reading() as connection:
            found = connection.execute(
                "select path, reason from refused where path > ? and path < ? order by path limit ?",
                (max(after, begin), end_of(begin), limit),
            )
            return tuple(Refused(row["path"], row["reason"], self._is_taken(connection, row["path"])) for row in found)

    def _is_taken(self, connection: sqlite3.Connection, path: str) -> bool:
        known = connection.execute("select exists (select 1 from picture where path = ?)", (self._places.stored(path),))
        return bool(known.fetchone()[0])

    def prepare(
        self,
        *,
        on_progress: Callable[[Progress], None] | None = None,
        stopped: Callable[[], bool] | None = None,
        processes: int | None = None,
        newer_than: int = 0,
    ) -> int:
        """Make the thumbnails and hashes that imported pictures lack; how many got theirs. For a thread of its own.

        Pictures with an id up to `newer_than` are left as they are.
        Raises IndexUnusable, DiskFull, LibraryUnwritable.
        """
        return prepare_all(self._index, self._places, on_progress, stopped, self._likeness.put, processes, newer_than)

    def prepare_looks(
        self,
        *,
        on_progress: Callable[[Progress], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> int:
        """Make the looks, which near-duplicates are told by, of pictures that an older studio hashed; how many.

        Some thousand a second, of their thumbnails. Raises IndexUnusable, DiskFull, LibraryUnwritable.
        """
        return looks_of_thumbnails(self._index, self._places, on_progress, stopped)

    def thumbnail(self, picture_id: int) -> Path:
        """The thumbnail of a picture that has no hash yet, made now. Raises NotInLibrary, PictureUnreadable."""
        return prepare_one(self._index, self._places, picture_id, self._likeness.put)

    def similar(self, picture_id: int, *, limit: int = 50, distance: int = ALIKE) -> tuple[Similar, ...]:
        """Pictures that look like one, the likest first, itself not among them, nor trashed or missing ones.

        `distance` is how many of the 64 bits of their hashes may differ. Pictures that were never decoded have no hash:
        `prepare` gives them one. Raises NotInLibrary, PictureUnreadable.
        """
        found: list[Similar] = []
        near = self._likeness.nearest(self._hash(picture_id), 2 * limit + 64, distance)
        with self._index.reading() as connection:
            for identity, apart in near:
                row = connection.execute(
                    "select * from picture where id = ? and trashed = 0 and missing = 0", (identity,)
                ).fetchone()
                if row is not None and identity != picture_id and len(found) < limit:
                    found.append(Similar(rows.picture_record(row, self._places.root(False)), apart))
        return tuple(found)

    def alike(self, picture_id: int) -> tuple[int, ...]:
        """The ids of at most MOST_ALIKE pictures that look like one, itself first; none where there is no such picture.

        One that cannot be decoded is like itself alone.
        """
        try:
            near = self._likeness.nearest(self._hash(picture_id), MOST_ALIKE, ALIKE)
        except NotInLibrary:
            return ()
        except PictureUnreadable:
            return (picture_id,)
        return (picture_id, *(identity for identity, _ in near if identity != picture_id))

    def _hash(self, picture_id: int) -> int:
        """The hash of a picture, made now where it has none. Raises NotInLibrary, PictureUnreadable."""
        for is_made in (False, True):
            with self._index.reading() as connection:
                own = rows.one(connection, "picture", picture_id, "picture")["dhash"]
            if own is not None:
                return int(own)
            if not is_made:
                self.thumbnail(picture_id)
        raise PictureUnreadable(f"Picture {picture_id} cannot be decoded", "Choose another picture")

    def near_duplicates(
        self, *, distance: int = NEAR, loose: bool = False, on_progress: Callable[[Progress], None] | None = None
    ) -> tuple[tuple[int, ...], ...]:
        """Groups of pictures that are nearly the same, by their ids, newest first in a group, the largest group first.

        Each of a group is within `distance` (0 to 4) bits of another, and any two look the same closely too where they
        have looks, which `prepare_looks` gives them. With `loose` also those that are one of their group turned,
        mirrored, or cropped by about a twentieth. Flat pictures, which have nothing to be alike in, are in none.
        Seconds at a million pictures; with `loose` half a minute at a hundred thousand.
        Raises ValueError.
        """
        from library.search.duplicates import groups

        def tell(done: int, total: int) -> None:
            if on_progress is not None:
                on_progress(Progress(done, total))

        ids, hashes = self._likeness.everything()
        with self._index.reading() as connection:
            # Of a file that changed, its hash of before is still known here.
            gone = (
                "select id from picture where trashed or missing union all select id from picture where dhash is null"
            )
            hidden = [row[0] for row in connection.execute(gone)]
            shown = np.isin(ids, hidden, invert=True)
            looks_of = partial(_looks, connection)
            found = groups(ids[shown], hashes[shown], looks_of, distance, is_loose=loose, on_step=tell)
        return tuple(map(tuple, found))


def _looks(connection: sqlite3.Connection, ids: list[int]) -> dict[int, bytes]:
    """The looks of the pictures with these ids that have one."""
    found: dict[int, bytes] = {}
    for first in range(0, len(ids), _ASKED_AT_ONCE):
        listed = msgspec.json.encode(ids[first : first + _ASKED_AT_ONCE]).decode()
        cursor = connection.cursor()
        cursor.row_factory = None
        found |= cursor.execute(
            "select l.picture_id, l.fields from json_each(?) as j cross join look as l on l.picture_id = j.value"
            " where length(l.fields) > 0",
            (listed,),
        ).fetchall()
    return found
