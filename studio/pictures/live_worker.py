"""What the process of the live draft does: paint a scene and set its words, or a portrait, nothing of it kept.

NumPy, OpenCV and the painter are imported in that process only.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backends.base import ReferencePicture
from library.files.processes import behind
from studio.errors import StudioError
from studio.lettering.records import LetteringRecord, Look, Placement, Setting

if TYPE_CHECKING:
    from backends.base import DrawnPlace, DrawRequest, Figure
    from studio.pictures.screen_pixels import Pixels
    from studio.scenes.stock import Plate

BACKDROP_SIDE = 640
"""Pixels of the longer side of a plate's picture, from which live drafts take theirs."""
BEHIND = 3
"""How far behind the studio's own work it stands (nice): where there are fewer cores than work, keys come first."""


def begin() -> None:
    """Begin the process, and be ready for the first scene."""
    behind(BEHIND)
    import cv2

    import backends.draft.painter  # noqa: F401
    import studio.lettering.setting.ink  # noqa: F401

    # A second thread gains nothing on so small a picture.
    cv2.setNumThreads(1)


def painted(
    request: DrawRequest, words: tuple[tuple[str, str], ...], look: Look, plate: Plate | None, plate_picture: str
) -> tuple[Pixels, str, str]:
    """The picture (height, width, 3) uint8 RGB of a request with `words`, (name of a figure, text), on the shirts.

    With it comes a digest of its pixels, in hex; and why it has no words, or not the plate's own picture, where that
    cannot be.
    """
    from backends.draft.painter import chests, paint

    remark = ""
    if plate is not None:
        try:
            changed = (Path(plate.folder) / plate_picture).stat().st_mtime_ns
            request = msgspec.structs.replace(request, backdrop=_small(plate, plate_picture, changed))
        except (StudioError, OSError):
            remark = f"The picture {plate_picture} of the plate {plate.label} cannot be read"
    picture = paint(request)
    if words:
        from studio.lettering.setting.ink import set_words

        try:
            picture = set_words(picture, _placed(chests(request), words, look))
        except StudioError as error:
            remark = error.notice.title
    return picture, sha256(picture.tobytes()).hexdigest(), remark


@lru_cache(maxsize=4)
def _small(plate: Plate, file: str, changed: int) -> ReferencePicture:
    """A plate's picture, as its file was when it `changed` (ns), as small as live drafts are.

    Raises PlatePictureMissing.
    """
    from library.formats.pictures import read_picture, write_png
    from studio.pictures.plates.reading import plate_bytes, shrunk

    return ReferencePicture(file, "", write_png(shrunk(read_picture(plate_bytes(plate, file)), BACKDROP_SIDE)))


def portrayed(figure: Figure, side: int) -> tuple[Pixels, str, str]:
    """The portrait (side, side, 3) uint8 RGB of a figure, a digest of its pixels, and what of it is not painted."""
    from backends.draft.painter import model_sheet
    from studio.pictures.portrait import not_painted

    picture = model_sheet(figure, side)
    return picture, sha256(picture.tobytes()).hexdigest(), not_painted(figure)


def _placed(places: tuple[DrawnPlace, ...], words: tuple[tuple[str, str], ...], look: Look) -> LetteringRecord:
    panels = {place.who: place.quad for place in places if place.kind == "panel"}
    settings = tuple(Setting(text, Placement("panel", panels[name])) for name, text in words if name in panels)
    return LetteringRecord(settings=settings, look=look)
