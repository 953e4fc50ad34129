"""The scene that is being written, kept beside the settings: leaving the studio, however that comes, loses no words."""

from __future__ import annotations

from pathlib import Path

import msgspec

from library.files.disk import write_over
from studio.scenes.scene import Scene

FILE = "sketch.json"


class Sketch(msgspec.Struct, frozen=True):
    """A scene that is being written. `brought` is what came into fields, by their names, with another picture that was
    taken up, and `own` what stood there before: a new scene takes it back."""

    scene: Scene
    brought: dict[str, str] = {}
    own: dict[str, str] = {}


def keep(folder: Path, sketch: Sketch) -> None:
    """Write the scene into the settings folder, over the one before. Raises LibraryUnwritable, DiskFull."""
    write_over(folder / FILE, msgspec.json.encode(sketch))


def kept(folder: Path) -> Sketch | None:
    """The scene that was kept, also by a version that kept it alone; None where this studio can read none."""
    try:
        data = (folder / FILE).read_bytes()
    except OSError:
        return None
    try:
        return msgspec.json.decode(data, type=Sketch)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    try:
        return Sketch(msgspec.json.decode(data, type=Scene))
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
