"""What is kept of drift: how far figures in pictures are from the references of their members."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from library.index import drift_rows
from library.index.database import Index
from library.records import Measured


class Drifts:
    """What `Library` gives as its `drift`; any thread may use it. It is derived: what is lost is measured again."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def put(self, picture_id: int, measured: Sequence[Measured]) -> None:
        """Keep what was measured of some members in a picture, in place of what was kept of these."""
        self._index.write(partial(drift_rows.put, picture_id=picture_id, measured=tuple(measured)))

    def of(self, picture_id: int) -> tuple[Measured, ...]:
        """What was measured of a picture, by the members' names."""
        with self._index.reading() as connection:
            return drift_rows.of_picture(connection, picture_id)

    def up_to_date(self, member: str, against: str) -> frozenset[int]:
        """The pictures in which a member was measured `against` these references, or could not be."""
        with self._index.reading() as connection:
            return frozenset(drift_rows.up_to_date(connection, member, against))
