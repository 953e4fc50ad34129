"""Pixels → what a terminal draws: cells of styled text, Sixel, iTerm2's pictures, or Kitty graphics. Runs in threads.

Kitty: https://sw.kovidgoyal.net/kitty/graphics-protocol/ (unicode placeholders; placements). Sixel: by textual-image.
iTerm2: https://iterm2.com/documentation-images.html.
"""

from __future__ import annotations

import io
from base64 import b64encode
from typing import TYPE_CHECKING

import msgspec
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from screens.terminal.frames import cells
from screens.terminal.frames.diacritics import MARKS
from screens.terminal.frames.kitty_placed import placeholders
from screens.textual_workarounds import sixels
from studio.terminal.records import CellSize, PictureChoice, Protocol

if TYPE_CHECKING:
    from PIL import Image

SCALED: tuple[Protocol, ...] = ("kitty", "kitty-placed", "iterm2")
"""The ways in which the terminal scales pictures to the cells, so that SCALED_SIDE pixels will do."""

OVERLAID: tuple[Protocol, ...] = ("kitty-placed", "sixel", "iterm2")
"""The ways in which pictures lie over the cells."""

SCALED_SIDE = 640
"""Pixels sent to a terminal that scales them, on the longer side."""

FLEETING_SIDE = 288
"""The same for a picture that is shown until the next key, or until a better one comes: some 45 KB and not 170."""

JPEG_QUALITY = 88
"""At which flat colours and the edges of letters have no visible fringes."""

_CHUNK = 4096


class Encoded(msgspec.Struct, frozen=True):
    """A picture made ready for `columns` × `rows` cells. `rows` strips stand for it in the layout.

    `overlay` is drawn over the strips. `transmit` must reach the terminal once before the strips do; `image_id` is the
    Kitty id in it, 0 for the other protocols. `pixels` is its size where it is then placed over the strips, else 0 × 0.
    `weight` is roughly its size in memory, in bytes.
    """

    columns: int
    rows: int
    strips: tuple[Strip, ...]
    weight: int
    overlay: str = ""
    transmit: str = ""
    image_id: int = 0
    pixels: Size = Size()

    @property
    def lies_over(self) -> bool:
        """Whether it lies over the cells, and is not made of them."""
        return bool(self.overlay or self.pixels)


def fit(width: int, height: int, columns: int, rows: int, cell: CellSize) -> tuple[int, int]:
    """The cells that a picture of `width` × `height` px fills within `columns` × `rows`, its proportions kept."""
    scale = min(columns * cell.width / width, rows * cell.height / height)
    across, down = round(width * scale / cell.width), round(height * scale / cell.height)
    return max(1, min(columns, across)), max(1, min(rows, down))


def pixels_needed(columns: int, rows: int, cell: CellSize, choice: PictureChoice) -> tuple[int, int]:
    """How many pixels a picture shown in so many cells can use: a decoder need not give more."""
    if (grid := cells.GRIDS.get(choice.protocol)) is not None:
        return columns * grid.columns * 2, rows * grid.rows * 2
    if choice.protocol in SCALED:
        return min(SCALED_SIDE, columns * cell.width), min(SCALED_SIDE, rows * cell.height)
    return columns * cell.width, rows * cell.height


def enough(image: Image.Image, encoded: Encoded, cell: CellSize, choice: PictureChoice) -> bool:
    """Whether the picture had about as many pixels as are shown of it."""
    if (grid := cells.GRIDS.get(choice.protocol)) is not None:
        shown = max(encoded.columns * grid.columns, encoded.rows * grid.rows)
    else:
        shown = max(encoded.columns * cell.width, encoded.rows * cell.height)
    if choice.protocol in SCALED:
        shown = min(SCALED_SIDE, shown)
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
        across, down = min(across, len(MARKS)), min(down, len(MARKS))
        small = _scaled(image, across, down, cell, fleeting)
        return _kitty(small, across, down, image_id, ground, choice.passthrough)
    if choice.protocol == "kitty-placed":
        return _kitty_placed(_scaled(image, across, down, cell, fleeting), across, down, image_id, ground)
    if choice.protocol == "iterm2":
        return _iterm2(_scaled(image, across, down, cell, fleeting), across, down, ground)
    if choice.protocol == "sixel":
        return _sixel(image, across, down, cell, ground)
    strips = cells.drawn(image, across, down, choice.protocol, choice.colours)
    return Encoded(across, down, strips, sum(strip.weight for strip in strips))


def _sixel(image: Image.Image, columns: int, rows: int, cell: CellSize, ground: Style) -> Encoded:
    from PIL import Image

    size = (columns * cell.width, rows * cell.height)
    data = sixels(image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0))
    return Encoded(columns, rows, _blank(columns, rows, ground), len(data), overlay=data)


def _iterm2(image: Image.Image, columns: int, rows: int, ground: Style) -> Encoded:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=JPEG_QUALITY)
    data = min(file.getvalue(), _png(image), key=len)
    keys = f"inline=1;size={len(data)};width={columns};height={rows};preserveAspectRatio=0;doNotMoveCursor=1"
    overlay = f"\x1b]1337;File={keys}:{b64encode(data).decode()}\x07"
    return Encoded(columns, rows, _blank(columns, rows, ground), len(overlay), overlay=overlay)


def _kitty(image: Image.Image, columns: int, rows: int, image_id: int, ground: Style, passthrough: bool) -> Encoded:
    # The terminal keeps the proportions: where whole cells have others, the ground is seen beside the picture.
    number = Color.from_rgb(image_id >> 16, image_id >> 8 & 255, image_id & 255)
    style = Style(color=number, bgcolor=ground.bgcolor)
    # tmux repeats nothing but ASCII.
    strips = tuple(placeholders(row, columns, style, not passthrough) for row in range(rows))
    sequences = [*_sent(image, image_id), f"\x1b_Ga=p,U=1,i={image_id},c={columns},r={rows},q=2\x1b\\"]
    transmit = "".join(map(_through_tmux, sequences) if passthrough else sequences)
    return Encoded(columns, rows, strips, len(transmit) + rows * columns * 16, transmit=transmit, image_id=image_id)


def _kitty_placed(image: Image.Image, columns: int, rows: int, image_id: int, ground: Style) -> Encoded:
    transmit = "".join(_sent(image, image_id))
    strips, pixels = _blank(columns, rows, ground), Size(*image.size)
    return Encoded(columns, rows, strips, len(transmit), transmit=transmit, image_id=image_id, pixels=pixels)


def _blank(columns: int, rows: int, ground: Style) -> tuple[Strip, ...]:
    return (Strip([Segment(" " * columns, ground)], columns),) * rows


def _scaled(image: Image.Image, columns: int, rows: int, cell: CellSize, fleeting: bool) -> Image.Image:
    """No larger than so many cells, nor than what is sent to a terminal that scales."""
    from PIL import Image

    most = min(FLEETING_SIDE if fleeting else SCALED_SIDE, max(columns * cell.width, rows * cell.height))
    small = image.copy()
    small.thumbnail((most, most), Image.Resampling.BICUBIC, reducing_gap=3.0)
    return small


def _png(image: Image.Image) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    image.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG", compress_level=4)
    return file.getvalue()


def _sent(image: Image.Image, image_id: int) -> list[str]:
    payload = b64encode(_png(image)).decode()
    chunks = [payload[at : at + _CHUNK] for at in range(0, len(payload), _CHUNK)]
    first = f"a=t,f=100,i={image_id},q=2,"
    return [
        f"\x1b_G{first if not at else ''}m={int(at < len(chunks) - 1)};{chunk}\x1b\\" for at, chunk in enumerate(chunks)
    ]


def placed(encoded: Encoded, placement: int, part: Region, whole: Size) -> str:
    """The sequence that places `part` of a picture of `whole` cells at the cursor, before all cells.

    Behind them (`z`), where cells that have a background would cover it, kitty 0.26 draws other backgrounds wrongly.
    """
    cut = ""
    if part.size != whole:
        across, down = encoded.pixels.width / whole.width, encoded.pixels.height / whole.height
        x, y = round(part.x * across), round(part.y * down)
        width, height = round(part.right * across) - x, round(part.bottom * down) - y
        cut = f"x={x},y={y},w={max(1, width)},h={max(1, height)},"
    where = f"c={part.width},r={part.height},C=1"
    return f"\x1b_Ga=p,i={encoded.image_id},p={placement},{cut}{where},q=2\x1b\\"


def unplaced(image_id: int, placement: int) -> str:
    """The sequence that takes a picture from a place; the terminal keeps the picture."""
    return f"\x1b_Ga=d,d=i,i={image_id},p={placement},q=2\x1b\\"


def forgotten(image_id: int, passthrough: bool) -> str:
    """The sequence that frees a picture in a Kitty terminal."""
    sequence = f"\x1b_Ga=d,d=I,i={image_id},q=2\x1b\\"
    return _through_tmux(sequence) if passthrough else sequence


def _through_tmux(sequence: str) -> str:
    """The sequence as tmux passes it on: its ESC doubled (tmux(1), allow-passthrough)."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
