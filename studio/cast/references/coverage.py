"""The coverage table: what references of a member can show, what its own do, and what is worth drawing next.

A cell is a view, a framing, an expression and an outfit. Left and right are the picture's: `side left` looks to the
left edge. There are none that say nothing new: a face from behind, a mood of the back of a head, somebody who sleeps
standing.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from studio.cast.members import Character, Reference

VIEWS = ("front", "three-quarter left", "three-quarter right", "side left", "side right", "back")
FRAMINGS = ("full body", "bust", "face")
EXPRESSIONS = ("neutral", "happy", "sad", "angry", "surprised", "tired", "asleep")
USUAL_COUNT = 15
"""How many pictures a set has where nobody says."""

MOST_COUNT = 60
"""Pictures of one set: more are drawn as another one."""

_WORTH: Mapping[str, float] = {
    "front": 1.15, "back": 1.1, "three-quarter left": 1.05, "side right": 1.0, "three-quarter right": 0.95,
    "side left": 0.9, "full body": 1.3, "bust": 1.0, "face": 0.9, "neutral": 1.3, "happy": 0.9, "angry": 0.8,
    "sad": 0.75, "surprised": 0.7, "tired": 0.6, "asleep": 0.5,
}  # fmt: skip
_FROM_THE_FRONT = frozenset({"front", "three-quarter left", "three-quarter right"})


class Cell(NamedTuple):
    """One kind of reference picture; `outfit` is the name of an outfit, empty for the usual one."""

    view: str
    framing: str
    expression: str
    outfit: str = ""

    @property
    def label(self) -> str:
        """It in a few words: "back, full body", "front, face, angry, party suit"."""
        mood = self.expression if self.expression != "neutral" else ""
        return ", ".join(filter(None, (self.view, self.framing, mood, self.outfit)))


class Row(NamedTuple):
    """What there is of one outfit in one view: how many references by framing, and by expression."""

    outfit: str
    view: str
    framings: dict[str, int]
    expressions: dict[str, int]


class Coverage(NamedTuple):
    """What a member's references show. `untagged` are files of which nobody has said from where they are seen."""

    rows: tuple[Row, ...]
    counts: dict[Cell, int]
    untagged: tuple[str, ...]
    share: float
    """How much of the table is covered, by worth: 0 to 1."""


def cells(outfits: Sequence[str] = ("",)) -> tuple[Cell, ...]:
    """All cells of the table, in its order."""
    every = itertools.product(outfits, VIEWS, FRAMINGS, EXPRESSIONS)
    return tuple(cell for outfit, *rest in every if _is_worth_having(cell := Cell(rest[0], rest[1], rest[2], outfit)))


def _is_worth_having(cell: Cell) -> bool:
    if cell.expression == "asleep" and cell.framing == "full body":
        return False
    if cell.view == "back":
        return cell.framing != "face" and cell.expression == "neutral"
    if cell.view not in _FROM_THE_FRONT and cell.framing == "face":
        return cell.expression in ("neutral", "happy", "angry")
    return True


def outfits_of(member: Character) -> tuple[str, ...]:
    """The names of a member's outfits, the usual one first: that is the empty name."""
    return ("", *(outfit.name for outfit in member.outfits))


def cell_of(reference: Reference) -> Cell | None:
    """What a reference shows; None where nobody says from where it is seen.

    Where the view is said, what is not said of the rest is the usual: the full body, neutral.
    """
    if reference.view not in VIEWS:
        return None
    framing = reference.framing if reference.framing in FRAMINGS else "full body"
    expression = reference.expression if reference.expression in EXPRESSIONS else "neutral"
    return Cell(reference.view, framing, expression, reference.outfit)


def coverage(member: Character) -> Coverage:
    """What the references of a member show, and of which nobody knows."""
    shown = [(reference, cell_of(reference)) for reference in member.pictures]
    counts = Counter(cell for _, cell in shown if cell is not None)
    rows = tuple(_row(outfit, view, counts) for outfit in outfits_of(member) for view in VIEWS)
    untagged = tuple(reference.file for reference, cell in shown if cell is None)
    return Coverage(rows, dict(counts), untagged, _share(counts, outfits_of(member)))


def _row(outfit: str, view: str, counts: Mapping[Cell, int]) -> Row:
    here = {cell: number for cell, number in counts.items() if (cell.outfit, cell.view) == (outfit, view)}

    def each(field: str, words: Sequence[str]) -> dict[str, int]:
        return {word: sum(n for cell, n in here.items() if getattr(cell, field) == word) for word in words}

    return Row(outfit, view, each("framing", FRAMINGS), each("expression", EXPRESSIONS))


def holes(member: Character, most: int = USUAL_COUNT) -> tuple[Cell, ...]:
    """What the references of a member do not show, the most worth first, at most `most`.

    Each is chosen as if those before it were drawn already: no two say the same.
    """
    counts = coverage(member).counts
    return tuple(itertools.islice(_by_worth(cells(outfits_of(member)), counts), max(0, most)))


def chosen(
    member: Character,
    count: int = USUAL_COUNT,
    views: Sequence[str] = VIEWS,
    outfits: Sequence[str] | None = None,
) -> tuple[Cell, ...]:
    """The `count` cells that cover most beside what a member's references show; fewer where the table has no more.

    Only those of `views` and `outfits` are chosen. The same member gives the same cells in the same order, and the
    first N of more are the cells of a set of N.
    """
    every = cells(outfits_of(member) if outfits is None else tuple(outfits))
    wanted = [cell for cell in every if cell.view in views]
    return tuple(itertools.islice(_by_worth(wanted, coverage(member).counts), max(0, count)))


def _by_worth(wanted: Iterable[Cell], counts: Mapping[Cell, int]) -> Iterator[Cell]:
    """Cells that nobody has yet, each the one that adds most to those before it; at a tie the first of the table.

    What a picture adds falls with each that shows the same part of it (its view, its framing, two of them together …),
    so that the gain of a cell never grows, and the best of a heap whose gain is still true is the best of all.
    """
    had: Counter[tuple[str, ...]] = Counter()
    for cell, number in counts.items():
        for part, _ in _parts(cell):
            had[part] += number
    heap = [(-_gain(cell, had), order, cell) for order, cell in enumerate(wanted) if not counts.get(cell)]
    heapq.heapify(heap)
    while heap:
        _, order, cell = heapq.heappop(heap)
        gain = -_gain(cell, had)
        if heap and (gain, order) > heap[0][:2]:
            heapq.heappush(heap, (gain, order, cell))
            continue
        for part, _ in _parts(cell):
            had[part] += 1
        yield cell


def _gain(cell: Cell, had: Mapping[tuple[str, ...], int]) -> float:
    return sum(worth / (1 + had.get(part, 0)) ** 2 for part, worth in _parts(cell))


def _parts(cell: Cell) -> tuple[tuple[tuple[str, ...], float], ...]:
    """What a cell says, each with its worth: its words alone, and two of them together as far as a scene needs both."""
    view, framing, mood, outfit = cell
    # Turned once around, whole and neutral: what a stranger would ask for first.
    is_of_the_turn = framing == "full body" and mood == "neutral"
    a, b, c, d = _WORTH[view], _WORTH[framing], _WORTH[mood], 1.0 if not outfit else 0.85
    near = framing != "full body"
    return (
        ((outfit, view), 3.0 * a * d),
        ((outfit,), 1.5 * d),
        ((view, ""), 2.5 * a),
        ((framing, "", ""), 1.2 * b),
        ((mood, "", "", ""), 1.6 * c),
        # A mood is seen from near and from the front; far away it says little.
        ((mood, framing, "", "", ""), (0.9 if near else 0.2) * c),
        ((mood, "front" if view in _FROM_THE_FRONT else view, "", "", "", ""), 0.5 * c),
        ((outfit, view, framing, ""), 1.1 * a * b * d),
        ((outfit, view, "turned"), 4.2 * a * d if is_of_the_turn else 0.0),
        ((*cell, "", ""), 0.2),
    )


def _share(counts: Mapping[Cell, int], outfits: Sequence[str]) -> float:
    """How much of what the table says is said by what there is, by worth."""
    there = {part for cell in counts for part, _ in _parts(cell)}
    every = {part: worth for cell in cells(outfits) for part, worth in _parts(cell)}
    return sum(worth for part, worth in every.items() if part in there) / sum(every.values())
