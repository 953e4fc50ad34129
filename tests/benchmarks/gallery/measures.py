"""What is measured of one studio on one library; all times in milliseconds, from pressing a key to bytes seen."""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from library.places import Places
from library.store import Library
from screens.shell.shell import LOOKED_EVERY
from tests.benchmarks.gallery.libraries import SIDE, SIGN, caption, colour
from tests.benchmarks.studio_terminal import StudioTerminal, p95
from tests.screens.glass import Glass

COLUMNS, ROWS = 120, 40
NARROW = (80, 24)
TO_GALLERY, ENTER, ESCAPE = b"\x1bOS", b"\r", b"\x1b"
PAINTED = b"Scene"
STACK = 4
"""Takes in each of the seeded stacks."""
CALM = 0.12
"""Seconds without a byte after which a move is over."""
REST = 0.7
"""Seconds after which everything has been made ready that will be."""
GAP = 0.003
"""Seconds without a byte after which what comes is another update."""
BEAT = 1 / 30
"""Seconds between two presses of a key that is held."""


class Spread(NamedTuple):
    """The median of some values and the value that 95 of 100 do not pass."""

    median: float
    p95: float

    @classmethod
    def of(cls, values: list[float]) -> Spread:
        return cls(statistics.median(values), p95(values))


class Start(NamedTuple):
    """First paint from the process's start; the first page's words and its pictures from the first paint."""

    painted: float
    words: float
    pictures: float


class Moves(NamedTuple):
    """Milliseconds to the last byte of what came first and of all, bytes until all was calm, and until long after.

    What comes first is the cursor's own; a picture that was not seen before follows it.
    """

    first: Spread
    ms: Spread
    bytes: Spread
    rested: Spread


class Held(NamedTuple):
    """What became of a held key: how many presses, how many moves, and the memory before and after in MB."""

    presses: int
    moves: int
    before: float
    after: float
    right: bool
    longest: float


def warm(settings: Path, newest: int) -> None:
    """A start that is not counted: in the very first one bytecode is written."""
    with open_gallery(settings, newest):
        time.sleep(2 * LOOKED_EVERY)


def start(settings: Path, newest: int, round_trip: float = 0.0) -> Start:
    """One start, F4 pressed at the first paint."""
    with StudioTerminal(settings, COLUMNS, ROWS, round_trip=round_trip) as studio:
        painted = studio.until(lambda seen: PAINTED in seen)
        studio.press(TO_GALLERY)
        wanted = [caption(newest - STACK * at).encode() for at in range(4)]
        words = studio.until(lambda seen: all(one in seen for one in wanted))
        pictures = studio.quiet(0.4)
        return Start(1000 * (painted - studio.began), 1000 * (words - painted), 1000 * (pictures - painted))


def bare(settings: Path, round_trip: float = 0.0) -> float:
    """The first paint of an app that does nothing, from the process's start."""
    with StudioTerminal(settings, COLUMNS, ROWS, module="tests.benchmarks.gallery.bare", round_trip=round_trip) as app:
        return 1000 * (app.until(lambda seen: PAINTED in seen) - app.began)


def open_gallery(
    settings: Path, newest: int, size: tuple[int, int] = (COLUMNS, ROWS), round_trip: float = 0.0
) -> StudioTerminal:
    """A studio in its Gallery with every take by itself, at rest, at the end of a line of `round_trip` seconds."""
    studio = StudioTerminal(settings, *size, round_trip=round_trip)
    studio.until(lambda seen: PAINTED in seen)
    studio.press(TO_GALLERY)
    studio.until(lambda seen: caption(newest).encode() in seen)
    studio.quiet(REST)
    studio.press(b"s")
    studio.until(lambda seen: caption(newest - 1).encode() in seen)
    studio.quiet(REST)
    return studio


def moves(studio: StudioTerminal, key: bytes, times: int) -> Moves:
    """Press a key many times, each when all is at rest."""
    first: list[float] = []
    taken: list[float] = []
    sizes: list[float] = []
    rested: list[float] = []
    for _ in range(times):
        mark = studio.mark()
        pressed = studio.press(key)
        last = studio.quiet(CALM, mark)
        first.append(1000 * (_first_over(studio, mark) - pressed) if last else 1000 * CALM)
        taken.append(1000 * (last - pressed) if last else 1000 * CALM)
        sizes.append(len(studio.since(mark)))
        studio.quiet(REST, mark)
        rested.append(len(studio.since(mark)))
    return Moves(Spread.of(first), Spread.of(taken), Spread.of(sizes), Spread.of(rested))


def _first_over(studio: StudioTerminal, mark: int) -> float:
    """When the last byte of the first update came."""
    over, _ = studio.written[mark]
    for when, _ in studio.written[mark + 1 :]:
        if when - over > GAP:
            break
        over = when
    return over


def hold(studio: StudioTerminal, seconds: float, newest: int, protocol: str) -> Held:
    """Hold `j` in the single view of the newest picture; every press is one picture, and the last one must stand."""
    before, mark, began = studio.memory(), studio.mark(), time.perf_counter()
    presses = round(seconds / BEAT)
    for number in range(presses):
        time.sleep(max(0.0, began + number * BEAT - time.perf_counter()))
        studio.press(b"j")
    pressed = time.perf_counter()
    studio.quiet(REST, mark)
    # What is written behind the last press comes when the cursor has rested, and so after a pause.
    pieces = [when for when, _ in studio.written[mark:]]
    longest = max((after - one for one, after in itertools.pairwise(pieces) if after < pressed), default=0.0)
    glass = Glass(COLUMNS, ROWS).feed(studio.since(0))
    place = next((number for number in range(presses * 2 + 2) if f" {number + 1:,} of " in glass.page), 0)
    last = newest - presses
    right = f"{caption(last)}" in glass.page and looks_right(glass, last, protocol)
    return Held(presses, place, before, studio.memory(), right, 1000 * longest)


def looks_right(glass: Glass, number: int, protocol: str) -> bool:
    """Whether the picture that stands on the screen has the sign of this one."""
    wanted = colour(number)
    if protocol == "kitty":
        ids = Counter(glass.kitty_at(column, row) for row in range(ROWS) for column in range(COLUMNS))
        del ids[0]
        if not ids:
            return False
        # The largest: the others are in the filmstrip.
        pixels = glass.kitty_picture(ids.most_common(1)[0][0])
        seen = pixels[pixels.shape[0] * SIGN // SIDE // 2, pixels.shape[1] * SIGN // SIDE // 2]
        return max(abs(int(a) - b) for a, b in zip(seen, wanted, strict=True)) < 24
    found = sum(
        cell.back is not None and max(abs(a - b) for a, b in zip(cell.back, wanted, strict=True)) < 12
        for row in glass.cells
        for cell in row
    )
    return found >= 20


class Rating(NamedTuple):
    """A rating: from the key to the index, to the screen's last byte, and the library's call."""

    indexed: Spread
    shown: Spread
    call: Spread


def rating(studio: StudioTerminal, home: Path, newest: int, times: int) -> Rating:
    """Rate the newest picture again and again, the cursor on it."""
    indexed, shown = [], []
    with closing(sqlite3.connect(Places.of(home, None).index, isolation_level=None)) as connection:
        stars = connection.execute("select rating from picture where id = ?", (newest,)).fetchone()[0]
        for _ in range(times):
            stars = 1 + stars % 5
            mark = studio.mark()
            pressed = studio.press(str(stars).encode())
            while connection.execute("select rating from picture where id = ?", (newest,)).fetchone()[0] != stars:
                if time.perf_counter() - pressed > 5:
                    raise SystemExit(f"the rating never came: {studio.since(0)[-500:]!r}")
            indexed.append(1000 * (time.perf_counter() - pressed))
            shown.append(1000 * (studio.quiet(CALM, mark) - pressed))
    return Rating(Spread.of(indexed), Spread.of(shown), Spread.of(calls(home, newest, 5 * times)))


def calls(home: Path, newest: int, times: int) -> list[float]:
    """How long the library's own call takes."""
    library, taken = Library.open(home), []
    for number in range(times):
        began = time.perf_counter()
        library.annotations.set_ratings({newest: number % 5 + 1})
        taken.append(1000 * (time.perf_counter() - began))
    library.close()
    return taken
