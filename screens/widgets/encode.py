"""Pixels → what a terminal draws: cells of styled text, Sixel, or Kitty graphics. Runs in threads.

Kitty: https://sw.kovidgoyal.net/kitty/graphics-protocol/ (unicode placeholders). Sixel: by textual-image.
"""

from __future__ import annotations

import io
from base64 import b64encode
from typing import TYPE_CHECKING

import msgspec
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.widgets import cells
from screens.widgets.diacritics import MARKS
from screens.widgets.placed import placeholders
from studio.terminal.records import CellSize, PictureChoice

if TYPE_CHECKING:
    from PIL import Image

KITTY_SIDE = 640
"""Pixels sent to a Kitty terminal on the longer side; it scales them to the cells."""

KITTY_FLEETING_SIDE = 288
"""The same for a picture that is shown until the next key, or until a better one comes: some 45 KB and not 170."""

_CHUNK = 4096


class Encoded(msgspec.Struct, frozen=True):
    """A picture made ready for `columns` × `rows` cells. `rows` strips stand for it in the layout.

    `sixel` is drawn over the strips. `transmit` must reach the terminal once before the strips do; `image_id` is the
    Kitty id in it, 0 for the other protocols. `weight` is roughly its size in memory, in bytes.
    """

    columns: int
    rows: int
    strips: tuple[Strip, ...]
    weight: int
    sixel: str = ""
    transmit: str = ""
    image_id: int = 0


def fit(width: int, height: int, columns: int, rows: int, cell: CellSize) -> tuple[int, int]:
    """The cells that a picture of `width` × `height` px fills within `columns` × `rows`, its proportions kept."""
    scale = min(columns * cell.width / width, rows * cell.height / height)
    across, down = round(width * scale / cell.width), round(height * scale / cell.height)
    return max(1, min(columns, across)), max(1, min(rows, down))


def pixels_needed(columns: int, rows: int, cell: CellSize, choice: PictureChoice) -> tuple[int, int]:
    """How many pixels a picture shown in so many cells can use: a decoder need not give more."""
    if (grid := cells.GRIDS.get(choice.protocol)) is not None:
        return columns * grid.columns * 2, rows * grid.rows * 2
    if choice.protocol == "kitty":
        return min(KITTY_SIDE, columns * cell.width), min(KITTY_SIDE, rows * cell.height)
    return columns * cell.width, rows * cell.height


def enough(image: Image.Image, encoded: Encoded, cell: CellSize, choice: PictureChoice) -> bool:
    """Whether the picture had about as many pixels as are shown of it."""
    if (grid := cells.GRIDS.get(choice.protocol)) is not None:
        shown = max(encoded.columns * grid.columns, encoded.rows * grid.rows)
    else:
        shown = max(encoded.columns * cell.width, encoded.rows * cell.height)
    if choice.protocol == "kitty":
        shown = min(KITTY_SIDE, shown)
    return max(image.size) >= 0.9 * shown


def encode(
    image: Image.Image,
    columns: int,
    rows: int,
    cell: CellSize,
    choice: PictureChoice,
    *,
    image_id: int,
    ground: Style,
    fleeting: bool = False,
) -> Encoded:
    """The picture, RGB, within `columns` × `rows` cells. `image_id`: a free Kitty id, 1 to 2²⁴ − 1.

    `fleeting`: it will be shown once and not for long.
    """
    across, down = fit(image.width, image.height, columns, rows, cell)
    if choice.protocol == "kitty":
        return _kitty(image, across, down, cell, image_id, choice.passthrough, fleeting)
    if choice.protocol == "sixel":
        return _sixel(image, across, down, cell, ground)
    strips = cells.drawn(image, across, down, choice.protocol, choice.colours)
    return Encoded(across, down, strips, sum(strip.weight for strip in strips))


def _sixel(image: Image.Image, columns: int, rows: int, cell: CellSize, ground: Style) -> Encoded:
    from PIL import Image
    from textual_image._sixel import image_to_sixels

    size = (columns * cell.width, rows * cell.height)
    data = image_to_sixels(image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0))
    blank = Strip([Segment(" " * columns, ground)], columns)
    return Encoded(columns, rows, (blank,) * rows, len(data), sixel=data)


def _kitty(
    image: Image.Image, columns: int, rows: int, cell: CellSize, image_id: int, passthrough: bool, fleeting: bool
) -> Encoded:
    from PIL import Image

    columns, rows = min(columns, len(MARKS)), min(rows, len(MARKS))
    most = min(KITTY_FLEETING_SIDE if fleeting else KITTY_SIDE, max(columns * cell.width, rows * cell.height))
    small = image.copy()
    small.thumbnail((most, most), Image.Resampling.BICUBIC, reducing_gap=3.0)
    file = io.BytesIO()
    small.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG", compress_level=4)
    style = Style(color=Color.from_rgb(image_id >> 16, image_id >> 8 & 255, image_id & 255))
    # tmux repeats nothing but ASCII.
    strips = tuple(placeholders(row, columns, style, not passthrough) for row in range(rows))
    sequences = [*_sent(b64encode(file.getvalue()).decode(), image_id), _placed(image_id, columns, rows)]
    transmit = "".join(map(_through_tmux, sequences) if passthrough else sequences)
    return Encoded(columns, rows, strips, len(transmit) + rows * columns * 16, transmit=transmit, image_id=image_id)


def _sent(payload: str, image_id: int) -> list[str]:
    chunks = [payload[at : at + _CHUNK] for at in range(0, len(payload), _CHUNK)]
    first = f"a=t,f=100,i={image_id},q=2,"
    return [
        f"\x1b_G{first if not at else ''}m={int(at < len(chunks) - 1)};{chunk}\x1b\\" for at, chunk in enumerate(chunks)
    ]


def _placed(image_id: int, columns: int, rows: int) -> str:
    return f"\x1b_Ga=p,U=1,i={image_id},c={columns},r={rows},q=2\x1b\\"


def forgotten(image_id: int, passthrough: bool) -> str:
    """The sequence that frees a picture in a Kitty terminal."""
    sequence = f"\x1b_Ga=d,d=I,i={image_id},q=2\x1b\\"
    return _through_tmux(sequence) if passthrough else sequence


def _through_tmux(sequence: str) -> str:
    """The sequence as tmux passes it on: its ESC doubled (tmux(1), allow-passthrough)."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
