"""The tables of a new index, whole; `--snapshot-update` keeps them.

A migration that was shipped stays as it is: what a new index has is what older ones become.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from syrupy.assertion import SnapshotAssertion

from library.index.database import connect
from library.store import Library


def test_a_new_index_has_the_tables_that_it_had(folder: Path, snapshot: SnapshotAssertion) -> None:
    Library.open(folder).close()
    with closing(connect(folder / ".studio" / "index.sqlite")) as connection:
        # What SQLite makes for its own search is its own.
        rows = connection.execute(
            "select type, name, sql from sqlite_master where sql != '' and name not like '%\\_fts\\_%' escape '\\'"
            " order by type, name"
        )
        lines = [" ".join(f"{row[0]} {row[1]}: {row[2]}".split()) for row in rows]
        version = connection.execute("pragma user_version").fetchone()[0]
    assert snapshot == "\n".join([*lines, f"version {version}"])
