"""Libraries of any size whose newest and oldest pictures are real files; made once and kept in a folder."""

from __future__ import annotations

import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image

from data import blob
from library.formats.thumbnails import thumbnail
from library.index.segmentation import segmented
from library.places import Places
from library.store import Library
from tests.library.seeding import seed_rows

NEWEST, OLDEST = 3000, 200
"""Pictures at either end that have a file and a thumbnail."""

KINDS = 48
"""Different files; every KINDS-th picture looks the same."""

SIDE = 1024
SIGN = SIDE // 4
"""Pixels: the square at the top left in a colour of its own says which of the KINDS it is."""


def library_of(count: int, folder: Path) -> Path:
    """The library of so many pictures under a folder, made now where it is not there (a million take minutes)."""
    home = folder / str(count)
    index = Places.of(home, None).index
    if not index.exists():
        Library.open(home).close()
        seed_rows(index, count)
    made = home / "pictures-made"
    if not made.exists():
        _give_files(home, count)
        made.touch()
    _take_stars_away(home, count)
    return home


def caption(number: int) -> str:
    """The words under a picture that has a file."""
    return f"Nr {number}."


def colour(number: int) -> tuple[int, int, int]:
    """The colour of the square that says which file a picture has."""
    kind = number % KINDS
    return 40 + 60 * (kind // 12), 30 + 65 * (kind // 3 % 4), 20 + 100 * (kind % 3)


def _take_stars_away(home: Path, count: int) -> None:
    """What runs before have rated has no room for the whole caption that is looked for."""
    with closing(sqlite3.connect(Places.of(home, None).index)) as connection, connection:
        connection.execute("update picture set rating = 0, mark = '' where id > ?", (count - 40,))


def _give_files(home: Path, count: int) -> None:
    """Files and thumbnails are hard links to a few: the disk holds KINDS of them, and the studio sees thousands."""
    places = Places.of(home, None)
    models = [_model(home, kind) for kind in range(KINDS)]
    with closing(sqlite3.connect(places.index)) as connection, connection:
        # The triggers of its full-text tables call it.
        connection.create_function("segmented", 1, segmented, deterministic=True)
        numbers = {*range(max(1, count - NEWEST + 1), count + 1), *range(1, min(OLDEST, count) + 1)}
        for number in sorted(numbers):
            row = connection.execute("select path, sha256 from picture where id = ?", (number,)).fetchone()
            picture, small = models[number % KINDS]
            _link(picture, home / row[0])
            _link(small, places.thumbnail(row[1]))
            connection.execute("update picture set scene = ? where id = ?", (caption(number), number))


def _link(model: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    os.link(model, place)


def _model(home: Path, kind: int) -> tuple[Path, Path]:
    """A picture file of about 1.4 MB, as FLUX makes them, and its thumbnail."""
    folder = home / ".studio" / "models"
    folder.mkdir(exist_ok=True)
    picture, small = folder / f"{kind}.png", folder / f"{kind}.jpg"
    out = io.BytesIO()
    Image.fromarray(_pixels(kind)).save(out, "PNG")
    picture.write_bytes(out.getvalue())
    small.write_bytes(thumbnail(out.getvalue()))
    return picture, small


def _pixels(kind: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A character before rough shapes of many sizes, with the grain of a drawn picture, and the sign."""
    chance = np.random.default_rng(kind)
    scene = np.zeros((SIDE, SIDE, 3))
    for cells in (2, 4, 8, 16, 32, 64, 128, 256):
        rough = Image.fromarray(chance.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        scene += np.asarray(rough.resize((SIDE, SIDE), Image.Resampling.BICUBIC)) * (0.55 / cells**0.3)
    scene = scene / scene.max() * 255
    name = "milo.png" if kind % 2 else "james.png"
    with Image.open(io.BytesIO(blob(f"references/{name}"))) as drawn:
        figure = np.asarray(drawn.convert("RGB").resize((SIDE // 2, SIDE // 2)))
    scene[SIDE // 2 :, SIDE // 4 : SIDE // 4 + SIDE // 2] = figure
    scene += chance.normal(0, 1.6, (SIDE, SIDE, 1))
    scene[:SIGN, :SIGN] = colour(kind)
    return np.asarray(np.clip(scene, 0, 255), np.uint8)
