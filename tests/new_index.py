"""A new index, made once by each process that tests: all others are copies of it, byte by byte.

The migrations that lead to it take longer than what most tests do with it, and have tests of their own.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from library.index import database


def keep() -> None:
    """From now on, copy new indices; one that cannot be copied is made, to fail as it does."""
    make = database.make_empty
    made: list[bytes] = []

    def make_or_copy(path: Path) -> None:
        if made:
            with suppress(OSError), path.open("xb") as file:
                file.write(made[0])
                return
        make(path)
        made.append(path.read_bytes())

    database.make_empty = make_or_copy
