"""What the process of the live draft does: paint a scene and set its words, nothing of it kept.

NumPy, OpenCV and the painter are imported in that process only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.files.processes import behind
from studio.errors import StudioError
from studio.lettering.records import LetteringRecord, Look, Placement, Setting

if TYPE_CHECKING:
    from backends.base import DrawnPlace, DrawRequest
    from studio.pictures.screen_pixels import Pixels

BEHIND = 5
"""How far behind the studio's own work it stands (nice): on a machine with one core too, keys come first."""


def begin() -> None:
    """Begin the process, and be ready for the first scene."""
    behind(BEHIND)
    import cv2

    import backends.draft.painter  # noqa: F401
    import studio.lettering.setting.ink  # noqa: F401

    # A second thread gains nothing on so small a picture.
    cv2.setNumThreads(1)


def painted(request: DrawRequest, words: tuple[tuple[str, str], ...], look: Look) -> tuple[Pixels, str]:
    """The picture (height, width, 3) uint8 RGB of a request with `words`, (name of a figure, text), on the shirts.

    Where they cannot be set it is without words, and the second part says why.
    """
    from backends.draft.painter import chests, paint

    picture = paint(request)
    if not words:
        return picture, ""
    from studio.lettering.setting.ink import set_words

    try:
        return set_words(picture, _placed(chests(request), words, look)), ""
    except StudioError as error:
        return picture, error.notice.title


def _placed(places: tuple[DrawnPlace, ...], words: tuple[tuple[str, str], ...], look: Look) -> LetteringRecord:
    panels = {place.who: place.quad for place in places if place.kind == "panel"}
    settings = tuple(Setting(text, Placement("panel", panels[name])) for name, text in words if name in panels)
    return LetteringRecord(settings=settings, look=look)
