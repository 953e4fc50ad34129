"""What only the screens can do, as the command line is given it from above: it knows no screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from PIL import Image

    from studio.terminal.records import CellSize, PictureChoice

PictureText: TypeAlias = "Callable[[Image.Image, int, int, CellSize, PictureChoice], str]"
"""A picture (RGB), the most columns and rows, a cell's size and the way of pictures → what shows it at the cursor."""


class Doors(NamedTuple):
    """`open_screens` opens them until the person quits, and gives the exit status; `picture_text` is a PictureText."""

    open_screens: Callable[[], int]
    picture_text: PictureText
