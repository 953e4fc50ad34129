"""What is known of a sheet that was made."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from studio.datasets.records import Box, Quad

Array = npt.NDArray[Any]

JUDGING: Final = 1000
"""The first seed of the kinds for judging."""

Colour = tuple[int, int, int]


class TrueLabel(NamedTuple):
    """Something printed on a sheet; `figure` counts from 0, and is None for what is said of the whole sheet."""

    kind: str
    """text, arrow, ruler or swatch."""
    quad: Quad
    """As the sheet was made, before it was turned."""
    text: str = ""
    colour: str = ""
    figure: int | None = None
    over: bool = False
    """Whether it covers some of a figure."""
    in_banner: bool = False


class TrueSheet(NamedTuple):
    """A sheet and its truth. Pictures are (H, W, 3) uint8 RGB as they were given away: turned by `-degrees`."""

    seed: int
    pixels: Array
    clean: Array
    """Without labels and what stands in banners, not pressed by JPEG."""
    owners: Array
    """(H, W) uint8: 0 where no figure is, else its number from 1, in the order of `cells`."""
    cells: tuple[tuple[int, int], ...]
    """Row and column of each figure."""
    labels: tuple[TrueLabel, ...]
    banners: tuple[Box, ...]
    degrees: float
    """Turned by this, clockwise, it is straight."""
    rows: int
    columns: int
    ground: str
    figures: str
    rules: str
    crowded: bool

    def boxes(self, degrees: float = 0.0) -> list[Box]:
        """The box around each figure in the sheet as given, turned clockwise by so many degrees."""
        owners = turned(self.owners, degrees, nearest=True)
        found = []
        for number in range(1, len(self.cells) + 1):
            ys, xs = np.nonzero(owners == number)
            found.append(
                Box(int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1)
                if len(xs)
                else Box(0, 0, 0, 0)
            )
        return found


def turned(picture: Array, degrees: float, nearest: bool = False, beyond: Colour = (0, 0, 0)) -> Array:
    """The picture turned clockwise about its middle, as large as it was; `beyond` fills its corners."""
    import cv2

    if not degrees:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    how = cv2.INTER_NEAREST if nearest else cv2.INTER_CUBIC
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), flags=how, borderValue=beyond))


def turned_quad(quad: Quad, degrees: float, width: int, height: int) -> Quad:
    """A quad of a picture of that size, where it lies when the picture is turned."""
    angle = np.deg2rad(degrees)
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    a, b, c, d = ((float(x), float(y)) for x, y in (np.asarray(quad) - middle) @ turn.T + middle)
    return (a, b, c, d)


def quad_of(x: float, y: float, width: float, height: float) -> Quad:
    """An upright quad."""
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
