"""Two studios on one library: both rate as fast as keys come, and neither may block or lose a write."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from library.places import Places
from tests.benchmarks.gallery.libraries import caption
from tests.benchmarks.gallery.measures import ENTER, REST, open_gallery
from tests.benchmarks.studio_terminal import StudioTerminal

PICTURES = 60
"""What each of the two rates."""
APART = 200
"""Pictures between where the one begins and the other."""
BEAT = 0.08
"""Seconds between one key and the next, in each studio."""


class Together(NamedTuple):
    """Ratings given and ratings kept by both, and the longest that a rating took to be in the index (ms)."""

    given: int
    kept: int
    longest: float


def together(first_settings: Path, second_settings: Path, home: Path, newest: int) -> Together:
    """Rate PICTURES pictures in each of two studios, at the same time, one key after the other in turn."""
    wanted = {}
    with (
        open_gallery(first_settings, newest) as one,
        open_gallery(second_settings, newest) as two,
        closing(sqlite3.connect(Places.of(home, None).index, isolation_level=None)) as index,
    ):
        given: dict[int, float] = {}
        found: dict[int, float] = {}
        starts = [(one, newest), (two, newest - APART)]
        index.execute(f"update picture set rating = 0 where id > {newest - 2 * APART}")
        for studio, first in starts:
            _go_to(studio, newest, first)
        for number in range(PICTURES):
            stars = 1 + number % 5
            for studio, first in starts:
                wanted[first - number] = stars
                given[first - number] = studio.press(str(stars).encode())
            _look(index, given, found, BEAT)
            for studio, _ in starts:
                studio.press(b"j")
            _look(index, given, found, BEAT)
        _look(index, given, found, 3.0)
        kept = dict(index.execute(f"select id, rating from picture where id in ({','.join(map(str, wanted))})"))
    longest = max((found.get(number, float("inf")) - moment for number, moment in given.items()), default=0.0)
    return Together(len(wanted), sum(kept[number] == stars for number, stars in wanted.items()), 1000 * longest)


def _go_to(studio: StudioTerminal, newest: int, wanted: int) -> None:
    """The single view of a picture."""
    studio.press(ENTER)
    studio.quiet(REST)
    mark = studio.mark()
    for _ in range(newest - wanted):
        studio.press(b"j")
        time.sleep(0.02)
    if wanted != newest:
        studio.until(lambda seen: caption(wanted).encode() in seen, mark)
    studio.quiet(REST)


def _look(index: sqlite3.Connection, given: dict[int, float], found: dict[int, float], seconds: float) -> None:
    """Note for so long which of the ratings are in the index by now."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        waiting = given.keys() - found.keys()
        if waiting:
            among = ",".join(map(str, waiting))
            for (number,) in index.execute(f"select id from picture where id in ({among}) and rating > 0"):
                found[number] = time.perf_counter()
        time.sleep(0.001)
