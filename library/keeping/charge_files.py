"""Charges in files beside the index, one a day, so that what was spent survives the loss of the index.

`spending/2026-11-28.json` in the library's own folder says what the index says of that day. Each is written whole,
under a lock, from what the index says at that moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from library.charges import Charge
from library.errors import PictureUnreadable
from library.files import disk
from library.index import charge_rows
from library.index.database import Index
from library.names import clean
from library.places import OWN_FOLDER, Places

_LATEST = 32_503_680_000.0
"""Unix seconds: the year 3000; a charge from later is not believed."""


def write(index: Index, places: Places) -> None:
    """Write the files of the days that the index says something else of.

    Raises DiskFull, LibraryUnwritable, IndexUnusable.
    """
    with index.reading() as connection:
        days = charge_rows.unkept_days(connection)
    for day in days:
        with disk.alone(places.folder / OWN_FOLDER / "spending.lock"):
            with index.reading() as connection:
                charges = charge_rows.of_day(connection, day)
            data = msgspec.json.format(msgspec.json.encode(charges)) + b"\n"
            disk.write_over(_folder(places) / f"{day}.json", data)
            index.write(partial(charge_rows.mark_kept, charges=charges))


def take_in(connection: sqlite3.Connection, places: Places) -> None:
    """Let an index know the charges of the files, beside those it has; inside a transaction or not."""
    for path in sorted(_folder(places).glob("*.json")):
        charge_rows.take_in(connection, _kept(path))


def _kept(path: Path) -> Iterator[Charge]:
    """The charges of a file; none of one that is not there, or is no such file."""
    with suppress(PictureUnreadable, msgspec.DecodeError, UnicodeError):
        for charge in msgspec.json.decode(disk.read_file(path), type=list[Charge]):
            if 0 <= charge.time <= _LATEST and 0 <= charge.changed <= _LATEST:
                yield msgspec.structs.replace(
                    charge,
                    **{name: clean(getattr(charge, name)) for name in ("request", "job", "engine", "model")},
                    members=tuple(map(clean, charge.members)),
                )


def _folder(places: Places) -> Path:
    return places.folder / OWN_FOLDER / "spending"
