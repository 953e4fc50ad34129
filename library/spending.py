"""What was spent on services: charges before and after their requests, and totals."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import msgspec

from library.charges import Charge, Key, Spent, Total
from library.errors import DiskFull, LibraryUnwritable
from library.index import charge_rows
from library.index.database import Index
from library.keeping import charge_files
from library.names import clean
from library.places import Places
from library.records import MOST_DOLLARS


class Spending:
    """What `Library` gives as its `spending`; any thread, and any studio on the library, may use it at once."""

    def __init__(self, index: Index, places: Places) -> None:
        self._index = index
        self._places = places

    def reserve(self, charge: Charge, allows: Callable[[Spent], bool] = lambda spent: True) -> Charge | None:
        """Write that a request is about to be sent, and may be charged, unless what was spent does not allow it.

        `allows` is asked while nobody else can reserve, with what was spent or may have been, this charge not counted.
        It is not asked of a request whose charge stands already. The charge is on the disk, even after a power cut,
        when this returns it; None: it is not allowed. Raises IndexUnusable, DiskFull, LibraryUnwritable.
        """
        made = self._index.write(partial(charge_rows.reserve, charge=_cleaned(charge), allows=allows), durable=True)
        self._keep()
        return made

    def settle(self, charge: Charge) -> Charge:
        """Write what became of the latest charge of a request; what is known for surer of it stays. Raises as above.

        The charge that stands then; it keeps its day. Settled twice it is one charge.
        """
        made = self._index.write(partial(charge_rows.settle, charge=_cleaned(charge)), durable=True)
        self._keep()
        return made

    def spent(self, day: str) -> Spent:
        """What was spent, or may have been, on a local day (2026-11-28) and in its month."""
        with self._index.reading() as connection:
            return charge_rows.spent(connection, day)

    def of_jobs(self, *jobs: str) -> dict[str, tuple[Charge, ...]]:
        """The charges of jobs by their ids, also those that may have been made, the oldest first; who has none is left
        out."""
        with self._index.reading() as connection:
            return charge_rows.of_jobs(connection, jobs)

    def totals(self, by: Key = "all", *, first: str = "0000-00-00", last: str = "9999-99-99") -> tuple[Total, ...]:
        """Totals of the local days from `first` to `last`, the dearest first; days and months the newest first."""
        with self._index.reading() as connection:
            return charge_rows.totals(connection, by, first, last)

    def any(self) -> bool:
        """Whether anything was ever charged, or may have been."""
        with self._index.reading() as connection:
            return charge_rows.is_any(connection)

    def _keep(self) -> None:
        # What the index has is safe; the next charge writes the file that this one could not.
        with suppress(DiskFull, LibraryUnwritable):
            charge_files.write(self._index, self._places)


def _cleaned(charge: Charge) -> Charge:
    return msgspec.structs.replace(
        charge,
        **{name: clean(getattr(charge, name)) for name in ("request", "job", "engine", "model")},
        members=tuple(map(clean, charge.members)),
        dollars=charge.dollars if 0 <= charge.dollars <= MOST_DOLLARS else 0.0,
        changed=charge.changed or time.time(),
    )
