"""How the window was left: the room, folds and draft of Compose, what the Gallery showed; a small file beside the
settings.

It is worth no question: a file that cannot be read, or that another version wrote, is forgotten, and of two studios the
last to leave has the word.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from library.files.disk import write_over

FILE = "window.json"
VERSION = 1

Live = Literal["auto", "on", "off"]


class GalleryLeft(msgspec.Struct, frozen=True):
    """What the Gallery showed: its search, and the id of the picture under the cursor, 0: the newest.

    `layout` is what the person wanted, empty: as there is room. `tile_width` is in cells, 0: as there is room.
    `drift_of`: in the order of that member's drift, or (empty) of whoever is farthest off; None: the newest first,
    or `by_cost`.
    """

    query: str = ""
    is_stacked: bool = True
    picture: int = 0
    layout: Literal["", "tiles", "list"] = ""
    tile_width: int = 0
    drift_of: str | None = None
    is_farthest_first: bool = False
    by_cost: bool = False


class WindowLeft(msgspec.Struct, frozen=True):
    """All of it. `library` is the folder in which the Gallery's picture is. `live`: whether a scene is painted while it
    is being written: where there is room for that, always, or never.
    """

    version: int = VERSION
    room: str = ""
    is_unfolded: bool = False
    live: Live = "auto"
    library: str = ""
    gallery: GalleryLeft = GalleryLeft()


def keep(folder: Path, left: WindowLeft) -> None:
    """Write it into the settings folder, over what was there. Raises LibraryUnwritable, DiskFull."""
    write_over(folder / FILE, msgspec.json.encode(left))


def kept(folder: Path, library: Path) -> WindowLeft:
    """What was kept; of another library, without what its Gallery showed."""
    try:
        left = msgspec.json.decode((folder / FILE).read_bytes(), type=WindowLeft)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        left = WindowLeft()
    if left.version != VERSION:
        left = WindowLeft()
    gallery = left.gallery if left.library == str(library) else GalleryLeft()
    return msgspec.structs.replace(left, library=str(library), gallery=gallery)
