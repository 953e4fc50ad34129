"""A picture's pixels for a screen: decoded no larger than they are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


def pixels_for(source: Path | bytes, width: int, height: int) -> Pixels:
    """The picture as uint8 RGB (h, w, 3), at least `width` × `height` px where it has them, and not much more.

    Blocks: belongs in a thread. Raises PictureUnreadable, and LibraryError for a file that is not there.
    """
    import numpy as np

    from library.files import read_file
    from library.pictures import flat, opened
    from library.thumbnails import DARK

    data, name = (source, "The picture") if isinstance(source, bytes) else (read_file(source), str(source))
    with opened(data, name) as image:
        image.draft("RGB", (width, height))
        return np.asarray(flat(image, DARK))
