"""The table of what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tests.terminals.home import How
from tests.terminals.steps import Figures

HEADINGS = (
    "terminal",
    "how",
    "tiles",
    "large",
    "again",
    "lettering",
    "resized",
    "seconds",
    "bytes",
    "old tiles",
    "under window",
    "after resize",
    "after leaving",
)

NOTES = """\
tiles: the correlation of the worst picture in the Gallery; large, again: of the large view, and of it after a window;
lettering, resized: of Lettering, and of it in a smaller terminal. 1 is the picture, .6 to .8 cells, .2 another picture.
seconds: from the studio's start to the first picture in the Gallery. bytes: all that the studio wrote in one run.
old tiles, under window, after resize, after leaving: how much of a picture still stood there, where none of it should:
a tile in the large view, the large view under a window, Lettering's in a smaller terminal, and that after the end."""


class Row(NamedTuple):
    """One run: the terminal with its version, and its figures, or why there are none."""

    terminal: str
    how: How
    figures: Figures | str


def table(rows: Sequence[Row]) -> str:
    """Terminal × figures, the columns as wide as they must be."""
    filled = [HEADINGS, *(_cells(row) for row in rows if not isinstance(row.figures, str))]
    widths = [max(len(line[column]) for line in filled) for column in range(len(HEADINGS))]
    lines = ["  ".join(_aligned(cell, widths, column) for column, cell in enumerate(line)).rstrip() for line in filled]
    lines.insert(1, "  ".join("─" * width for width in widths))
    lines += [f"{row.terminal}, {row.how}: {row.figures}" for row in rows if isinstance(row.figures, str)]
    lines += [
        f"{row.terminal}, {row.how}: the studio asked which of some is a picture, and heard: the plainest"
        for row in rows
        if not isinstance(row.figures, str) and row.figures.asked
    ]
    lines += [
        f"{row.terminal}, {row.how}: the studio ended with {_ending(row.figures.ended)}"
        for row in rows
        if not isinstance(row.figures, str) and row.figures.ended != 0
    ]
    return "\n".join([*lines, "", NOTES])


def _ending(status: int | None) -> str:
    return "no status: it did not end" if status is None else f"status {status}"


def _aligned(cell: str, widths: Sequence[int], column: int) -> str:
    """Words to the left, figures to the right."""
    return cell.ljust(widths[column]) if column < 2 else cell.rjust(widths[column])


def _cells(row: Row) -> tuple[str, ...]:
    seen = row.figures
    assert not isinstance(seen, str)
    scores = (seen.tiles, seen.large, seen.again, seen.lettering, seen.resized)
    return (
        row.terminal,
        row.how,
        *(f"{score:.2f}" for score in scores),
        "never" if seen.seconds is None else f"{seen.seconds:.1f}",
        f"{seen.written:,}",
        *map(_share, seen.stale),
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
