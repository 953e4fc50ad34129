"""The Gallery on a pseudo-terminal, as a person has it.

    python -m tests.benchmarks.gallery [1000 100000 1000000] [--libraries FOLDER] [--protocols kitty half-cells]
                                       [--round-trip 0.1]

Over a line of `--round-trip` seconds a key is seen to be heeded so much later, and so much later it may be.
Makes the libraries that are not in the folder yet (a million pictures take minutes, and 4 GB), and prints what each
costs beside its target. The exit status is 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from studio.terminal.records import Protocol
from tests.benchmarks.gallery import measures
from tests.benchmarks.gallery.libraries import library_of
from tests.benchmarks.gallery.two import together

SIZES = (1_000, 100_000, 1_000_000)
PROTOCOLS = ("kitty", "half-cells")
STARTS, PRESSES = 5, 15


class Table:
    """Lines of a name, a figure, and whether it is within its target, over a line of `round_trip` seconds."""

    def __init__(self, round_trip: float) -> None:
        self.missed = 0
        self.round_trip = round_trip

    def head(self, words: str) -> None:
        """A heading."""
        print(f"\n{words}", flush=True)

    def line(self, name: str, value: float, unit: str, target: float | None = None, more: str = "") -> None:
        """A figure that may be as large as its target."""
        if target is not None and unit == "ms":
            target += 1000 * self.round_trip
        verdict = "" if target is None else f"<= {target:<7g}" + ("ok" if value <= target else "MISS")
        self.missed += verdict.endswith("MISS")
        print(f"  {name:<38}{value:>11,.1f} {unit:<4}{verdict:<16}{more}", flush=True)

    def fact(self, name: str, is_so: bool, words: str) -> None:
        """Something that must be so."""
        self.missed += not is_so
        print(f"  {name:<38}{words:>16} {'ok' if is_so else 'MISS'}", flush=True)


def measure(table: Table, home: Path, newest: int, protocol: str, seconds: float) -> float:
    """Print everything for one library and one way of drawing pictures; gives the first page's milliseconds."""
    table.head(f"{newest:,} pictures, {protocol}")
    with tempfile.TemporaryDirectory() as folder:
        settings = write_settings(Path(folder), home, protocol)
        measures.warm(settings, newest)
        both = [
            (measures.start(settings, newest, table.round_trip), measures.bare(settings, table.round_trip))
            for _ in range(STARTS)
        ]
        starts = [one for one, _ in both]
        yardstick = statistics.median(bare for _, bare in both)
        painted = statistics.median(one.painted for one in starts)
        table.line("a bare Textual app, first paint", yardstick, "ms")
        table.line("first paint", painted, "ms", 400, f"{painted / yardstick:.2f} times the bare app's")
        page = statistics.median(one.words for one in starts)
        table.line(
            "first page, after that", page, "ms", 150, f"{page / yardstick:.2f} times the bare app's first paint"
        )
        table.line("its pictures, after that", statistics.median(one.pictures for one in starts), "ms")
        with measures.open_gallery(settings, newest, round_trip=table.round_trip) as studio:
            table.line("memory at rest", studio.memory(), "MB", 200)
            cursor(table, "cursor in the grid", lambda key: measures.moves(studio, key, PRESSES))
        with measures.open_gallery(settings, newest, measures.NARROW, table.round_trip) as studio:
            cursor(table, "cursor in the list", lambda key: measures.moves(studio, key, PRESSES))
        with measures.open_gallery(settings, newest, round_trip=table.round_trip) as studio:
            studio.press(measures.ENTER)
            studio.quiet(measures.REST)
            for name, key, most in (("unseen", b"j", 60), ("seen", b"k", 1)):
                found = measures.moves(studio, key, PRESSES)
                table.line(f"picture {name}, p95", found.ms.p95, "ms", 50, f"median {found.ms.median:.1f}")
                kitty = most if protocol == "kitty" else None
                rested = (
                    f"median {found.bytes.median / 1000:.1f}, with what comes at rest {found.rested.median / 1000:.1f}"
                )
                table.line(f"picture {name}, bytes p95", found.bytes.p95 / 1000, "KB", kitty, rested)
            given = measures.rating(studio, home, newest, PRESSES)
        table.line("a rating: the library's call, p95", given.call.p95, "ms", 1, f"median {given.call.median:.2f}")
        table.line("a rating: key to index, p95", given.indexed.p95, "ms", None, f"median {given.indexed.median:.1f}")
        table.line("a rating: key to last byte, p95", given.shown.p95, "ms", None, f"median {given.shown.median:.1f}")
        held(table, settings, newest, protocol, seconds)
    return page


def cursor(table: Table, name: str, press: Callable[[bytes], measures.Moves]) -> None:
    """There, and back again."""
    for words, key in (("", b"l" if "grid" in name else b"j"), (" back", b"h" if "grid" in name else b"k")):
        found = press(key)
        table.line(f"{name}{words}, median", found.first.median, "ms", 16, f"p95 {found.first.p95:.1f}")
        more = f"p95 {found.ms.p95:.1f}, {found.bytes.median / 1000:.1f} KB, at rest {found.rested.median / 1000:.1f}"
        table.line("  with its picture, median", found.ms.median, "ms", 50, more)


def held(table: Table, settings: Path, newest: int, protocol: str, seconds: float) -> None:
    """A key that is held."""
    with measures.open_gallery(settings, newest, round_trip=table.round_trip) as studio:
        studio.press(measures.ENTER)
        studio.quiet(measures.REST)
        found = measures.hold(studio, seconds, newest, protocol)
    table.fact(
        f"j held for {seconds:g} s: presses, moves", found.moves == found.presses, f"{found.presses}, {found.moves}"
    )
    table.fact("the last picture is right", found.right, "yes" if found.right else "no")
    grown = f"{found.before:.0f} MB before"
    table.line("memory after it", found.after, "MB", 200, grown)
    table.line("longest pause in what is written", found.longest, "ms")


def write_settings(folder: Path, home: Path, protocol: str) -> Path:
    """A settings folder of its own."""
    folder.mkdir(exist_ok=True)
    (folder / "settings.toml").write_text(f'library = "{home}"\npictures = "{protocol}"\n', encoding="utf-8")
    return folder


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--libraries", type=Path, default=Path(tempfile.gettempdir()) / "milo-studio-libraries")
    parser.add_argument("--protocols", nargs="+", choices=get_args(Protocol), default=PROTOCOLS)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long a key is held")
    parser.add_argument("--round-trip", type=float, default=0.0, help="seconds of the line to the terminal")
    chosen = parser.parse_args()
    table = Table(chosen.round_trip)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    pages: dict[str, list[float]] = {protocol: [] for protocol in chosen.protocols}
    for size in chosen.sizes:
        home = library_of(size, chosen.libraries)
        for protocol in chosen.protocols:
            pages[protocol].append(measure(table, home, size, protocol, chosen.seconds))
        with tempfile.TemporaryDirectory() as folder:
            one, two = (write_settings(Path(folder) / name, home, "half-cells") for name in ("one", "two"))
            both = together(one, two, home, size)
        table.head(f"{size:,} pictures, two studios at once")
        table.fact("ratings given, kept", both.given == both.kept, f"{both.given}, {both.kept}")
        table.line("longest that a rating took", both.longest, "ms")
    if len(chosen.sizes) > 1:
        table.head("over all sizes")
        for protocol, found in pages.items():
            table.line(f"first page, {protocol}: largest / smallest", max(found) / min(found), "×", 1.2)
    return 1 if table.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
