"""A sheet whose cuts a person looks at: one that is in the dataset, or one that waits to be added. All of it blocks."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from studio.datasets.records import Box, Sheet, Turn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studio.datasets.making.adding import Proposal

    Pixels = NDArray[np.uint8]

SMALLER = 4
"""How many times as small that is which is shown while keys are pressed."""
LONGEST_SIDE = 1600
"""Px of what is shown of a sheet."""


class OpenSheet(NamedTuple):
    """A sheet as it is cut, its size when it lies straight in px, and its pixels (H, W, 3) uint8 RGB, `scale` of it."""

    sheet: Sheet
    size: tuple[int, int]
    pixels: Pixels
    scale: float


class Cutting(Protocol):
    """Whose cuts are corrected."""

    @property
    def is_new(self) -> bool:
        """Whether nothing was made of the sheet yet."""

    def read(self) -> OpenSheet:
        """Open the sheet. Raises StudioError, LibraryError."""

    def make(self, folder: Path, sheet: Sheet) -> str:
        """Make its pictures by these cuts, as one change of the dataset; what was done, in words. Raises the same."""


class InDataset:
    """A sheet that pictures were made of already."""

    is_new = False

    def __init__(self, folder: Path, source: str) -> None:
        """`source` is its hash."""
        self._folder, self._source = folder, source

    def read(self) -> OpenSheet:
        """As its pictures were cut."""
        from studio.datasets.folder.reading import opened
        from studio.datasets.making.recutting import cuts_of

        return _open(*cuts_of(opened(self._folder), self._source))

    def make(self, folder: Path, sheet: Sheet) -> str:
        """Make its pictures anew."""
        from studio.datasets.folder.reading import opened
        from studio.datasets.making.recutting import recut

        done = recut(opened(folder), self._source, sheet)
        parts = [
            f"{len(done.changed):,} made anew" if done.changed else "",
            f"{len(done.added):,} new" if done.added else "",
            f"{len(done.gone):,} taken out" if done.gone else "",
        ]
        return f"{', '.join(filter(None, parts))}. Ctrl+Z takes it back"


class Waiting:
    """A sheet that was to be added, and is in doubt."""

    is_new = True

    def __init__(self, proposal: Proposal) -> None:
        self._proposal = proposal

    def read(self) -> OpenSheet:
        """As it was understood."""
        from studio.datasets.making.recutting import cuts_proposed

        return _open(*cuts_proposed(self._proposal))

    def make(self, folder: Path, sheet: Sheet) -> str:
        """Add its pictures."""
        from studio.datasets.folder.reading import opened
        from studio.datasets.making.adding import add_proposed, with_sheet

        before = opened(folder)
        added = add_proposed(before, (with_sheet(before, self._proposal, sheet),))
        if added.refused:
            return added.refused[0][1].line()
        return f"{len(added.added):,} added. Ctrl+Z takes it back"


def _open(sheet: Sheet, pixels: Pixels) -> OpenSheet:
    import cv2
    import numpy as np

    from studio.datasets.steps.applying import applied

    straight = applied(pixels, (Turn(sheet.degrees),)) if sheet.degrees else pixels
    height, width = straight.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    if scale < 1.0:
        small = (max(1, round(width * scale)), max(1, round(height * scale)))
        straight = np.asarray(cv2.resize(straight, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return OpenSheet(sheet, (width, height), straight, scale)


def drawn(
    opened: OpenSheet, sheet: Sheet, chosen: int, side: str, closer: Box | None = None
) -> tuple[Pixels, Pixels, str]:
    """The sheet with its boxes: a small copy for while keys are pressed, the whole, and what names that for good.

    With `closer` only what is around that box is given.
    """
    import numpy as np

    from studio.datasets.sheets.outlined import outlined

    whole = outlined(opened.pixels, opened.scale, sheet, chosen, side)
    if closer is not None:
        whole = np.ascontiguousarray(_around(whole, closer, opened.scale))
    return np.ascontiguousarray(whole[::SMALLER, ::SMALLER]), whole, sha256(whole.tobytes()).hexdigest()


def _around(pixels: Pixels, box: Box, scale: float) -> Pixels:
    """The part of a picture around a box of the sheet, with room on each side."""
    room = 0.4 * max(box.width, box.height)
    left, top = (max(0, round((at - room) * scale)) for at in (box.x, box.y))
    right, bottom = round((box.x + box.width + room) * scale), round((box.y + box.height + room) * scale)
    return pixels[top:bottom, left:right]
