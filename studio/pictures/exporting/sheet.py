"""A contact sheet: many pictures on one, with what they are under each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from library.errors import LibraryError
from library.files.disk import read_file
from library.formats.pictures import flat, opened
from studio.lettering.setting import fonts

MOST = 200
"""Pictures of one sheet."""

CELL, GAP, CAPTION = 320, 16, 44
"""Px: the side of a picture, what is between two, and the height of the words under one."""

STAR = 12
"""Px of a star that stands for a rating."""

GROUND, INK, FAINT, GOLD = (20, 24, 33), (232, 236, 242), (140, 150, 165), (240, 190, 70)


def columns_for(count: int) -> int:
    """Columns that make a sheet of so many pictures a little wider than high."""
    columns = 1
    while columns < 10 and columns * columns < count:
        columns += 1
    return columns


class Tile(NamedTuple):
    """A picture of the sheet: its file, and what stands under it: a title, stars (0 to 5), and a line of details."""

    file: Path
    title: str
    stars: int
    detail: str


def contact_sheet(
    tiles: Sequence[Tile], failed: Callable[[int, LibraryError], object], done: Callable[[], bool]
) -> Image.Image:
    """Pictures as one, in RGB. `failed` hears of those that cannot be read, whose places say why; `done` is called
    after each, and stops the rest by True."""
    columns = columns_for(len(tiles))
    rows = -(-len(tiles) // columns)
    size = (columns * (CELL + GAP) + GAP, rows * (CELL + CAPTION + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    drawing = ImageDraw.Draw(sheet)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, columns)
        left, top = GAP + column * (CELL + GAP), GAP + row * (CELL + CAPTION + GAP)
        try:
            with opened(read_file(tile.file), str(tile.file)) as image:
                image.draft("RGB", (CELL * 2, CELL * 2))
                small = flat(image, GROUND)
            small.thumbnail((CELL, CELL), Image.Resampling.LANCZOS)
            sheet.paste(small, (left + (CELL - small.width) // 2, top + (CELL - small.height) // 2))
        except LibraryError as error:
            failed(number, error)
            _explain(drawing, left, top, error.reason.removeprefix(f"{tile.file} "))
        _caption(drawing, left, top + CELL + 4, tile)
        if done():
            break
    return sheet


def _caption(drawing: ImageDraw.ImageDraw, left: int, top: int, tile: Tile) -> None:
    title, detail = fonts.face("", 17), fonts.face("", 14)
    drawing.text((left, top), _cut(tile.title, title, CELL), fill=INK, font=title)
    for number in range(tile.stars):
        _star(drawing, left + STAR // 2 + number * (STAR + 2), top + 28)
    begin = tile.stars * (STAR + 2) + (6 if tile.stars else 0)
    drawing.text((left + begin, top + 20), _cut(tile.detail, detail, CELL - begin), fill=FAINT, font=detail)


def _star(drawing: ImageDraw.ImageDraw, x: float, y: float) -> None:
    """A star of five points around a place, drawn for the faces have none."""
    points = []
    for corner in range(10):
        radius = STAR / 2 * (1.0 if corner % 2 == 0 else 0.4)
        angle = math.pi * (corner / 5 - 0.5)
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    drawing.polygon(points, fill=GOLD)


def _explain(drawing: ImageDraw.ImageDraw, left: int, top: int, reason: str) -> None:
    """Why there is no picture, in its place."""
    face = fonts.face("", 16)
    drawing.rectangle((left, top, left + CELL - 1, top + CELL - 1), outline=FAINT)
    lines: list[str] = [""]
    for word in reason.split():
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if face.getlength(longer) <= CELL - 40 else [*lines, word]
    shown = [_cut(line, face, CELL - 40) for line in lines if line][:8]
    for number, line in enumerate(shown):
        drawing.text((left + 20, top + CELL // 2 - 10 * len(shown) + number * 20), line, fill=INK, font=face)


def _cut(words: str, face: ImageFont.FreeTypeFont, width: float) -> str:
    """What of a line fits into a width."""
    length = face.getlength
    if length(words) <= width:
        return words
    while words and length(words + "…") > width:
        words = words[:-1]
    return words + "…"
