"""The hour of a scene, and which of a plate's pictures it takes."""

from __future__ import annotations

from studio.scenes.stock import Plate, has_file


def is_night(scene: str) -> bool:
    """Whether a scene says that it is night: "at 2 AM", "after midnight"."""
    from backends.draft.reading.script import hour_of

    return hour_of(scene) == "night"


def picture_for(plate: Plate, scene: str) -> str:
    """The file of a plate's picture at the hour of a scene; empty where the plate has no picture."""
    return plate.picture(by_night=is_night(scene)) if has_file(plate) else ""
