"""A picture among the lines of a shell, as the studio draws it on its own screen."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from textual.geometry import Region, Size

from screens.terminal.frames.encode import encode, placed
from studio.terminal.records import CellSize, PictureChoice

if TYPE_CHECKING:
    from PIL import Image

_KEEP, _BACK = "\x1b7", "\x1b8"
"""Keep the cursor's place, and go back there (DECSC, DECRC)."""


def printed(image: Image.Image, columns: int, rows: int, cell: CellSize, choice: PictureChoice) -> str:
    """What shows a picture, RGB, within `columns` × `rows` cells from the cursor at the left on.

    It leaves the cursor at the left of the line below. `rows` are fewer than the window's.
    """
    # Kitty ids are shared with every other program in the terminal.
    number = random.randrange(1, 1 << 24)
    encoded = encode(image, columns, rows, cell, choice, image_id=number, ground=Style.null())
    if not encoded.lies_over:
        console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")
        return encoded.transmit + "".join(f"{strip.render(console)}\n" for strip in encoded.strips)
    size = Size(encoded.columns, encoded.rows)
    shown = encoded.overlay or placed(encoded, 1, Region(0, 0, *size), size)
    # Lines are made first: a picture that reaches the window's end would scroll, in each terminal otherwise.
    lines = "\n" * encoded.rows
    return f"{lines}\x1b[{encoded.rows}A{_KEEP}{encoded.transmit}{shown}{_BACK}\x1b[{encoded.rows}B"
