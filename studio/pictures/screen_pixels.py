"""A picture's pixels for a screen: decoded no larger than they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Pixels = NDArray[np.uint8]


def import_decoders() -> None:
    """Import what the other functions need, so that the first picture does not wait for it."""
    import numpy  # noqa: F401
    from PIL import Image

    import library.formats.thumbnails  # noqa: F401

    Image.preinit()


def image_for(source: Path | bytes, width: int, height: int) -> Image.Image:
    """The picture as RGB, at least `width` × `height` px where it has them, and not much more.

    Blocks: belongs in a thread. Raises PictureUnreadable, and LibraryError for a file that is not there.
    """
    from library.files.disk import read_file
    from library.formats.pictures import flat, opened
    from library.formats.thumbnails import DARK

    data, name = (source, "The picture") if isinstance(source, bytes) else (read_file(source), str(source))
    with opened(data, name) as image:
        image.draft("RGB", (width, height))
        shown = flat(image, DARK, (width, height))
    # A profile or a comment would go to the terminal with the pixels.
    shown.info.clear()
    return shown


def pixels_for(source: Path | bytes, width: int, height: int) -> Pixels:
    """The same as uint8 RGB (h, w, 3)."""
    import numpy as np

    return np.asarray(image_for(source, width, height))


def closely(
    pixels: Pixels, box: tuple[float, float, float, float], size: tuple[int, int], ground: tuple[int, int, int]
) -> Pixels:
    """The part of a picture (H, W, 3) in `box` (left, top, right, bottom, px) at `size` (width, height) px.

    What of the box lies beyond the picture is `ground`, RGB. Pixels that are larger than the screen's stay squares.
    """
    import numpy as np
    from PIL import Image

    height, width, _ = pixels.shape
    left, top, right, bottom = box
    across, down = size[0] / (right - left), size[1] / (bottom - top)
    inner = max(0.0, left), max(0.0, top), min(float(width), right), min(float(height), bottom)
    place = [round(edge) for edge in ((inner[0] - left) * across, (inner[1] - top) * down)]
    end = [round(edge) for edge in ((inner[2] - left) * across, (inner[3] - top) * down)]
    wide, high = max(1, end[0] - place[0]), max(1, end[1] - place[1])
    way = Image.Resampling.NEAREST if across >= 1 else Image.Resampling.BOX
    # Only what is seen becomes a picture: the whole one may be a hundred times as large.
    from_x, from_y = int(inner[0]), int(inner[1])
    cut = pixels[from_y : int(-(-inner[3] // 1)), from_x : int(-(-inner[2] // 1))]
    moved = (inner[0] - from_x, inner[1] - from_y, inner[2] - from_x, inner[3] - from_y)
    part = Image.fromarray(cut).resize((wide, high), way, box=moved)
    canvas = Image.new("RGB", size, ground)
    canvas.paste(part, (place[0], place[1]))
    return np.asarray(canvas)
