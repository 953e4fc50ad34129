"""What a person says of pictures: ratings, marks, tags, albums, and that they have looked at them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from library.index import annotation_rows
from library.index.database import Index
from library.keeping.sidecar_writer import Sidecars
from library.records import Mark, Refused

T = TypeVar("T", bound=Mapping[int, object])


class Annotations:
    """What `Library` gives as its `annotations`; any thread may use it.

    What is said is in the index when a method returns; sidecars follow in the background.

    Methods that change give what was before, by picture, of those that changed: given to the `set_…` method of the
    same name, that undoes them. All raise NotInLibrary for an unknown id, and then nothing is changed.
    """

    def __init__(self, index: Index, sidecars: Sidecars) -> None:
        self._index = index
        self._sidecars = sidecars

    def sidecar_troubles(self) -> tuple[Refused, ...]:
        """Sidecars that could not be read or written since this was asked last; what was said is in the index."""
        return self._sidecars.troubles()

    def rate_many(self, ids: Iterable[int], rating: int) -> dict[int, int]:
        """Rate pictures, 0 (none) to 5. Raises ValueError."""
        return self.set_ratings(dict.fromkeys(ids, rating))

    def set_ratings(self, ratings: Mapping[int, int]) -> dict[int, int]:
        """Rate each picture, 0 to 5. Raises ValueError."""
        for rating in ratings.values():
            if not 0 <= rating <= 5:
                raise ValueError(f"a rating is 0 to 5, not {rating}")
        before = self._judge(lambda connection: annotation_rows.set_values(connection, "rating", ratings))
        return {identity: int(rating) for identity, rating in before.items()}

    def mark_many(self, ids: Iterable[int], mark: Mark) -> dict[int, Mark]:
        """Pick or reject pictures, or neither. Raises ValueError."""
        return self.set_marks(dict.fromkeys(ids, mark))

    def set_marks(self, marks: Mapping[int, Mark]) -> dict[int, Mark]:
        """Pick or reject each picture, or neither. Raises ValueError."""
        for mark in marks.values():
            if mark not in ("", "pick", "reject"):
                raise ValueError(f"a mark is pick, reject or empty, not {mark!r}")
        before = self._judge(lambda connection: annotation_rows.set_values(connection, "mark", marks))
        return {identity: "pick" if was == "pick" else "reject" if was else "" for identity, was in before.items()}

    def tag(
        self, ids: Sequence[int], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> dict[int, tuple[str, ...]]:
        """Add and remove tags. A tag is known by its letters, small or large."""
        return self._judge(lambda connection: annotation_rows.change_names(connection, "tag", ids, add, remove))

    def set_tags(self, tags: Mapping[int, Iterable[str]]) -> dict[int, tuple[str, ...]]:
        """Give each picture exactly these tags."""
        return self._judge(lambda connection: annotation_rows.set_names(connection, "tag", tags))

    def album(
        self, ids: Sequence[int], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> dict[int, tuple[str, ...]]:
        """Put pictures into albums and take them out; an album begins with its first picture."""
        return self._judge(lambda connection: annotation_rows.change_names(connection, "album", ids, add, remove))

    def set_albums(self, albums: Mapping[int, Iterable[str]]) -> dict[int, tuple[str, ...]]:
        """Put each picture into exactly these albums."""
        return self._judge(lambda connection: annotation_rows.set_names(connection, "album", albums))

    def tags(self) -> tuple[tuple[str, int], ...]:
        """All tags in use, by name, with how many pictures have each."""
        with self._index.reading() as connection:
            return annotation_rows.all_names(connection, "tag")

    def albums(self) -> tuple[tuple[str, int], ...]:
        """All albums that are not empty, by name, with how many pictures are in each."""
        with self._index.reading() as connection:
            return annotation_rows.all_names(connection, "album")

    def tags_on(self, ids: Iterable[int]) -> tuple[tuple[str, int], ...]:
        """The tags that some pictures have, by name, with how many of these pictures have each."""
        with self._index.reading() as connection:
            return annotation_rows.shared_names(connection, "tag", ids)

    def albums_on(self, ids: Iterable[int]) -> tuple[tuple[str, int], ...]:
        """The albums that some pictures are in, by name, with how many of these pictures are in each."""
        with self._index.reading() as connection:
            return annotation_rows.shared_names(connection, "album", ids)

    def albums_of(self, picture_id: int) -> tuple[str, ...]:
        """The albums that a picture is in."""
        with self._index.reading() as connection:
            return annotation_rows.names_of(connection, "album", picture_id)

    def seen(self, ids: Sequence[int]) -> None:
        """Note that somebody has looked at pictures: they are not unread any more. Unknown ids are passed over."""

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany("update picture set opened = 1 where id = ? and opened = 0", [(one,) for one in ids])

        self._index.write(work)

    def write_sidecars(self) -> None:
        """Write the sidecars that are behind now, and not in the background. Raises LibraryUnwritable, DiskFull."""
        self._sidecars.write_noted()

    def _judge(self, work: Callable[[sqlite3.Connection], T]) -> T:
        before = self._index.write(work)
        self._sidecars.wake(before)
        return before
