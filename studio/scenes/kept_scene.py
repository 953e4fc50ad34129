"""The scene that is being written, kept beside the settings: leaving the studio, however that comes, loses no words."""

from __future__ import annotations

from pathlib import Path

import msgspec

from library.files.disk import write_over
from studio.scenes.scene import Scene

FILE = "sketch.json"


def keep(folder: Path, scene: Scene) -> None:
    """Write the scene into the settings folder, over the one before. Raises LibraryUnwritable, DiskFull."""
    write_over(folder / FILE, msgspec.json.encode(scene))


def kept(folder: Path) -> Scene | None:
    """The scene that was kept; None where there is none that this studio can read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Scene)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
