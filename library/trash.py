"""The trash: pictures are moved to it with their letterings, and back, and it is emptied."""

from __future__ import annotations

from collections.abc import Iterable

from library.errors import LibraryError
from library.importing import forgetting
from library.index import rows
from library.index.database import Index
from library.keeping.trash import set_trashed
from library.places import Places
from library.records import Trashed


class Trash:
    """What `Library` gives as its `trash`; any thread may use it."""

    def __init__(self, index: Index, places: Places) -> None:
        self._index = index
        self._places = places

    def put(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Move pictures and their letterings to the trash, all of them or none; the ids of those that were not there.

        An imported picture that lies elsewhere is only hidden. Ids that the library does not have are passed over.
        Raises NotInLibrary for a picture whose file is gone, LibraryUnwritable, DiskFull.
        """
        with self._index.whole():
            return self._move(ids, trashed=True)

    def restore(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Move pictures back, all of them or none; the ids of those that were in the trash. Raises as `put`."""
        with self._index.whole():
            return self._move(ids, trashed=False)

    def content(self) -> Trashed:
        """What `empty` would delete."""
        return forgetting.trashed(self._index, self._places)

    def empty(self) -> Trashed:
        """Delete what lies in the trash for good; imported pictures that lie elsewhere stay hidden, and stay.

        Raises LibraryUnwritable, DiskFull; what was deleted before is gone, and the same again goes on.
        """
        with self._index.whole():
            return forgetting.empty_trash(self._index, self._places)

    def _move(self, ids: Iterable[int], *, trashed: bool) -> tuple[int, ...]:
        with self._index.reading() as connection:
            found = rows.many(connection, "picture", list(ids))
            there = [row["id"] for row in found if bool(row["trashed"]) is not trashed]
        for number, picture_id in enumerate(there):
            try:
                set_trashed(self._index, self._places, picture_id, trashed=trashed)
            except LibraryError:
                for moved in there[:number]:
                    set_trashed(self._index, self._places, moved, trashed=not trashed)
                raise
        return tuple(there)
