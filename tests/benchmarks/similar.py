"""How fast pictures that look alike are found: `python -m tests.benchmarks.similar [PICTURES]`.

Makes an index of PICTURES rows with hashes and looks by chance, one in fifty of them nearly the one before, and one in
twenty a few strokes on white, whose hash tells little. Then prints how long the first search takes, which loads the
hashes, the ones after it, and all groups of near-duplicates; up to LOOSE_UP_TO also those that are turned or cropped.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from library.formats.looks import SIDE
from library.index.database import connect, transaction
from library.index.maps import fill_all
from library.index.rows import NewPicture, picture_values
from library.places import Places
from library.records import PictureFacts
from library.store import Library
from tests.benchmarks.studio_terminal import p95

SEARCHES = 200
ALIKE_EVERY, WHITE_EVERY = 50, 20
LOOSE_UP_TO = 200_000
TARGET_MS = 20.0


def look(made: np.random.Generator) -> bytes:
    """The fields of a picture that has light and dark places."""
    coarse = made.integers(0, 256, (SIDE // 4, SIDE // 4)).astype(float)
    fine = np.kron(coarse, np.ones((4, 4))) + made.normal(0, 20, (SIDE, SIDE))
    return np.clip(fine, 0, 255).astype(np.uint8).tobytes()


def strokes(made: np.random.Generator) -> bytes:
    """The fields of a drawing on white."""
    fields = np.full((SIDE, SIDE), 255, np.uint8)
    row, column = made.integers(0, SIDE, 2)
    for step in made.integers(-1, 2, (20, 2)):
        row, column = (row + step[0]) % SIDE, (column + step[1]) % SIDE
        fields[row, column] = made.integers(180, 250)
    return fields.tobytes()


def looks(count: int) -> Iterator[tuple[int, bytes]]:
    """Ids and looks of the rows."""
    made = np.random.default_rng(3)
    last = look(made)
    for number in range(count):
        if number % ALIKE_EVERY != 1:
            last = strokes(made) if number % WHITE_EVERY == 0 else look(made)
        yield number + 1, last


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Rows that differ in their hashes."""
    made = random.Random(1)
    new = NewPicture(key="", path="", sha256="", bytes=1, created=0.0, width=64, height=48, facts=PictureFacts())
    values = picture_values(new)
    dhash = 0
    for number in range(count):
        flipped = (1 << made.randrange(64)) ^ (1 << made.randrange(64))
        dhash = dhash ^ flipped if number % ALIKE_EVERY == 1 else made.getrandbits(64)
        if number % WHITE_EVERY == 0:
            dhash &= made.getrandbits(64) & made.getrandbits(64) & made.getrandbits(64)
        signed = dhash - 2**64 if dhash >= 2**63 else dhash
        yield {**values, "key": f"k{number}", "path": f"{number}.png", "sha256": f"{number:064x}", "dhash": signed}


def make(index: Path, count: int) -> None:
    """Fill an index without its triggers, which look at more than hashes; its maps are made at the end."""
    with closing(connect(index)) as connection, transaction(connection):
        for (name,) in connection.execute(
            "select name from sqlite_schema where type = 'trigger' and tbl_name = 'picture'"
        ).fetchall():
            connection.execute(f"drop trigger {name}")
        columns = list(next(rows(1)))
        marks = ", ".join(f":{column}" for column in columns)
        connection.executemany(f"insert into picture ({', '.join(columns)}) values ({marks})", rows(count))
        connection.executemany("insert into look values (?, ?)", looks(count))
        fill_all(connection)


def main(count: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        Library.open(home).close()
        make(Places.of(home, None).index, count)
        library = Library.open(home)
        print(f"{count:,} pictures")
        chosen = random.Random(2).choices(range(1, count + 1), k=SEARCHES + 1)
        taken, found = [], 0
        for identity in chosen:
            began = time.perf_counter()
            found += len(library.imports.similar(identity))
            taken.append(1000 * (time.perf_counter() - began))
        print(f"  the first search, which loads the hashes   {taken[0]:8.1f} ms")
        spread = f"{statistics.median(taken[1:]):8.1f} ms, p95 {p95(taken[1:]):.1f}"
        print(f"  similar to one, median                     {spread} (at most {TARGET_MS:g}); {found} found")
        began = time.perf_counter()
        groups = library.imports.near_duplicates()
        spread = f"{1000 * (time.perf_counter() - began):8.1f} ms; {len(groups):,} of them"
        print(f"  all groups of near-duplicates              {spread}")
        if count <= LOOSE_UP_TO:
            began = time.perf_counter()
            groups = library.imports.near_duplicates(loose=True)
            print(f"  turned and cropped ones too                {time.perf_counter() - began:8.1f} s; {len(groups):,}")
        library.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
