"""How many tiles stand side by side: as shows most of the pictures, or as large as a person wants them. Pure."""

from __future__ import annotations

from typing import NamedTuple

MOST_NARROW, MOST_WIDE = 18, 30
"""Cells that a tile is wide where nobody wants it otherwise; only a terminal too small for that has others."""

SMALLEST = 12
"""Cells that the smallest tile is wide that a person can have."""

FRAME = 2
"""Cells that a tile's frame takes of its width, and of its height."""


class Arrangement(NamedTuple):
    """So many tiles side by side and one over the other."""

    columns: int
    rows: int


class TileSize:
    """How wide a person wants tiles: at least `width` cells; 0: as shows most of the pictures. `grid` is the last."""

    def __init__(self) -> None:
        self.width = 0
        self.grid = Arrangement(1, 1)

    def arrange(self, width: int, height: int) -> Arrangement:
        """The grid on `width` × `height` cells."""
        self.grid = arrange(width, height, self.width)
        return self.grid

    def step(self, width: int, height: int, step: int) -> bool:
        """Want the next larger tiles that there are on so many cells, or with -1 the next smaller ones.

        False where there are none, and nothing changes.
        """
        found = another(width, height, self.width, step)
        self.width = self.width if found is None else found
        return found is not None


def arrange(width: int, height: int, wanted: int = 0) -> Arrangement:
    """The grid of square pictures on `width` × `height` cells, a cell twice as high as wide.

    Tiles are at least `wanted` cells wide, and SMALLEST; 0: so that most of the pictures is seen.
    """
    if wanted:
        return _grid(width, height, max(1, width // max(wanted, SMALLEST)))
    best, best_seen = Arrangement(1, 1), 0
    for columns in range(max(1, -(-width // MOST_WIDE)), max(1, width // MOST_NARROW) + 1):
        grid = _grid(width, height, columns)
        seen = columns * grid.rows * side(width, height, grid) ** 2
        if seen > best_seen:
            best, best_seen = grid, seen
    return best


def _grid(width: int, height: int, columns: int) -> Arrangement:
    across = max(1, width // columns - FRAME)
    return Arrangement(columns, max(1, round(height / (across / 2 + FRAME) - 0.2)))


def side(width: int, height: int, grid: Arrangement) -> int:
    """Cells that a square picture is wide in a tile of a grid; negative where there is no room for one."""
    return min(width // grid.columns - FRAME, (height // grid.rows - FRAME) * 2)


def another(width: int, height: int, wanted: int, step: int) -> int | None:
    """What is to be wanted for the next larger tiles (step 1), or the next smaller ones (-1); None: there are none.

    Tiles are larger only where their pictures are: a low browser has room for no more than its height. Of grids with
    pictures of one size, that which fits best is taken, or else the one with most of them.
    """
    columns = arrange(width, height, wanted).columns
    counts = range(columns - 1, 0, -1) if step > 0 else range(columns + 1, width // SMALLEST + 1)
    sides = {width // count: side(width, height, arrange(width, height, width // count)) for count in counts}
    now = side(width, height, arrange(width, height, wanted))
    next_side = next((seen for seen in sides.values() if (seen - now) * step > 0), None)
    if next_side is None:
        return None
    if next_side == side(width, height, arrange(width, height)):
        return 0
    return min(cells for cells, seen in sides.items() if seen == next_side)
