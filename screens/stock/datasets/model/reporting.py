"""A dataset looked at before it is trained, as rows of a list. `seen` blocks, and belongs in a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.datasets.reports.coverage import Covered
    from studio.datasets.reports.reporting import Report
    from studio.workspace import Workspace

SIGNS = {"fails": ("✗", "error"), "likely": ("!", "warning"), "slight": ("·", "muted")}
"""Of findings, by their weight, with their colours."""


class Row(NamedTuple):
    """A line of the report, with its sign and its colour. `pictures` are those that it is about.

    `scene` is what could be drawn; empty where the line is about something else.
    """

    sign: str
    text: str
    more: str = ""
    colour: str = "foreground"
    pictures: tuple[str, ...] = ()
    scene: str = ""


class Seen(NamedTuple):
    """What will come of training, in a sentence, and all of it."""

    verdict: str
    fails: bool
    rows: tuple[Row, ...]


def seen(folder: Path, workspace: Workspace, tell: Callable[[int, int], None]) -> Seen:
    """Look at a dataset. Raises StudioError, LibraryError."""
    from studio.cast.members import by_name
    from studio.datasets.folder.reading import opened
    from studio.datasets.reports.reporting import report

    one = opened(folder)
    member = by_name(one.dataset.member, workspace.stock.cast) if one.dataset.member else None
    made = report(one, member=member, on_step=tell)
    return Seen(made.verdict.words, made.verdict.fails, tuple(_rows(made)))


def _rows(made: Report) -> Iterator[Row]:
    counts = [
        f"{len(made.training):,} to learn from",
        f"{len(made.held_out):,} held out" if made.held_out else "",
        f"{len(made.aside):,} set aside" if made.aside else "",
    ]
    yield Row(" ", " · ".join(filter(None, counts)), made.exposure.line() if made.exposure else "")
    for one in made.verdict.findings:
        sign, colour = SIGNS[one.weight]
        yield Row(sign, plain(one.text), plain(one.remedy), colour, one.pictures)
    for buckets in made.buckets:
        sizes = ", ".join(f"{width}×{height}: {len(names)}" for (width, height), names in buckets.filled.items())
        yield Row(" ", f"{buckets.trainer} learns {sizes}", colour="muted")
    yield from _coverage(made.covered)
    for hole in made.covered.holes:
        if hole.scene:
            yield Row("+", f"Draw this: {plain(hole.scene)}", plain(hole.label), "accent", scene=hole.scene)


def _coverage(covered: Covered) -> Iterator[Row]:
    if not covered.rows:
        return
    yield Row(" ", f"It shows {covered.share:.0%} of what is worth showing")
    for row in covered.rows:
        shown = [f"{name} {count}" for name, count in (*row.framings.items(), *row.expressions.items()) if count]
        yield Row(" ", f"  {plain(row.outfit) or 'usual'}, {row.view}: {', '.join(shown) or 'nothing'}", colour="muted")
