"""A plate in lines, as the command line prints it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from studio.scenes.stock import Plate


class Described(NamedTuple):
    """The lines, and whether one of them says that something is wrong."""

    lines: tuple[str, ...]
    is_wrong: bool


def lines(plate: Plate) -> Described:
    """A plate with its pictures, looked at; an empty line ends it. Blocks."""
    head = plate.name if plate.label == plate.name else f"{plate.name} ({plate.label})"
    head += " · retired" if plate.retired else ""
    rows = [("looks", plate.description)]
    if plate.keywords:
        rows.append(("keywords", ", ".join(plate.keywords)))
    wrong = False
    for hour, file in (("by day", plate.day), ("by night", plate.night)):
        if file:
            size, is_there = _looked_at(plate, file)
            wrong = wrong or not is_there
            rows.append((hour, f"{file}: {size}"))
    if plate.made_from:
        rows.append(("made from", plate.made_from))
    if not (plate.day or plate.night):
        rows.append(("picture", "none: engines draw it by its words, the draft painter in its own way"))
    return Described((head, *(f"  {label:<10} {value}" for label, value in rows), ""), wrong)


def _looked_at(plate: Plate, file: str) -> tuple[str, bool]:
    from library.errors import PictureUnreadable
    from library.files.disk import read_file
    from library.formats.pictures import opened

    try:
        data = read_file(Path(plate.folder) / file)
        with opened(data, file) as image:
            return f"{image.width} × {image.height}, {len(data) / 1024:,.0f} KiB", True
    except PictureUnreadable as error:
        return error.reason, False
