"""What is kept of drift: how far figures in pictures are from the references of their members."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from library.index import drift_rows
from library.index.database import Index
from library.records import Measured
from library.search.fields.drift import waiting


class Drifts:
    """What `Library` gives as its `drift`; any thread may use it. It is derived: what is lost is measured again."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def put(self, picture_id: int, measured: Sequence[Measured]) -> None:
        """Keep what was measured of some members in a picture, in place of what was kept of these."""
        self._index.write(partial(drift_rows.put, picture_id=picture_id, measured=tuple(measured)))

    def of(self, picture_id: int) -> tuple[Measured, ...]:
        """What was measured of a picture, figures first, by the members' names."""
        with self._index.reading() as connection:
            return drift_rows.of_picture(connection, picture_id)

    def members(self) -> tuple[str, ...]:
        """Who was measured in any picture, by name."""
        with self._index.reading() as connection:
            return drift_rows.members(connection)

    def waiting(self, member: str, against: str, *, since: int = 0, limit: int | None = None) -> tuple[int, ...]:
        """The pictures with a member in their cast that were not measured `against` these references, newest first.

        `since` leaves out ids up to it; at most `limit`. Pictures in the trash, and those whose file is gone, wait not.
        """
        with self._index.reading() as connection:
            return waiting(connection, member, against, since, limit)
