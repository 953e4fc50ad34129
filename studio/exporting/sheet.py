"""A contact sheet: many pictures on one, with what they are under each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from library.errors import LibraryError
from library.files import read_file
from library.pictures import flat, opened
from studio.lettering import fonts

MOST = 200
"""Pictures of one sheet."""

CELL, GAP, CAPTION = 320, 16, 44
"""Px: the side of a picture, what is between two, and the height of the words under one."""

GROUND, INK, FAINT = (20, 24, 33), (232, 236, 242), (140, 150, 165)


def columns_for(count: int) -> int:
    """Columns that make a sheet of so many pictures a little wider than high."""
    columns = 1
    while columns < 10 and columns * columns < count:
        columns += 1
    return columns


def contact_sheet(
    entries: Sequence[tuple[Path, str, str]], failed: Callable[[int, LibraryError], object], done: Callable[[], bool]
) -> Image.Image:
    """Files with two captions each as one RGB picture. `failed` hears of those that cannot be read, whose cells stay
    empty; `done` is called after each, and stops the rest by True."""
    columns = columns_for(len(entries))
    rows = -(-len(entries) // columns)
    size = (columns * (CELL + GAP) + GAP, rows * (CELL + CAPTION + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    drawing = ImageDraw.Draw(sheet)
    for number, (file, title, detail) in enumerate(entries):
        row, column = divmod(number, columns)
        left, top = GAP + column * (CELL + GAP), GAP + row * (CELL + CAPTION + GAP)
        try:
            with opened(read_file(file), str(file)) as image:
                image.draft("RGB", (CELL * 2, CELL * 2))
                small = flat(image, GROUND)
            small.thumbnail((CELL, CELL), Image.Resampling.LANCZOS)
            sheet.paste(small, (left + (CELL - small.width) // 2, top + (CELL - small.height) // 2))
        except LibraryError as error:
            failed(number, error)
        for line, (words, colour, height) in enumerate(((title, INK, 17), (detail, FAINT, 14))):
            face = fonts.face("", height)
            drawing.text((left, top + CELL + 4 + line * 20), _cut(words, face), fill=colour, font=face)
        if done():
            break
    return sheet


def _cut(words: str, face: ImageFont.FreeTypeFont) -> str:
    """What fits under a picture."""
    length = face.getlength
    if length(words) <= CELL:
        return words
    while words and length(words + "…") > CELL:
        words = words[:-1]
    return words + "…"
