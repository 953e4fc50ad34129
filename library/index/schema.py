"""How an index of any age becomes one of today. Loaded only when an index is behind.

The tables are plain ones that any SQLite tool reads; each module of `library.index.migrations` leads to the version of
its number, and is never changed once it was released.
"""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable
from typing import Final

from sqlite_utils import Database, Migrations

_MODULES: Final = {
    "first": "0001_pictures",
    "second": "0002_imports_tags_albums",
    "third": "0003_what_jobs_send",
    "fourth": "0004_misread",
    "fifth": "0005_maps",
    "sixth": "0006_word_maps",
    "seventh": "0007_sidecar_bases",
    "eighth": "0008_segmented_words",
    "ninth": "0009_misplaced",
    "tenth": "0010_colour_labels",
    "eleventh": "0011_steps",
    "twelfth": "0012_references_and_drift",
    "thirteenth": "0013_costs",
    "fourteenth": "0014_troubles_and_picks",
}
"""The module of each migration, by the name that an index keeps of it."""


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Apply the migrations that this index lacks.

    `connection` is inside a transaction that holds the write lock, with foreign keys off: tables are made anew.
    """
    migrations().apply(Database(connection, execute_plugins=False))


def migrations(version: int = len(_MODULES)) -> Migrations:
    """The migrations that lead to a version of the index; each is imported when it is applied."""
    steps = Migrations("milo_studio")
    for name, module in list(_MODULES.items())[:version]:
        steps(name=name)(_upgrade_by(module))
    return steps


def _upgrade_by(module: str) -> Callable[[Database], None]:
    def upgrade(db: Database) -> None:
        importlib.import_module(f"library.index.migrations.{module}").upgrade(db.conn)

    return upgrade
