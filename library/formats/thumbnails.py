"""Small pictures for lists: JPEG, at most THUMBNAIL_SIDE px on the longer side, over dark where transparent."""

from __future__ import annotations

import io

from PIL import Image

from library.formats.pictures import flat, opened

THUMBNAIL_SIDE = 384
DARK = (24, 24, 28)
"""What shows through a transparent picture: a terminal is mostly dark."""


def thumbnail(data: bytes, name: str = "The picture") -> bytes:
    """Picture bytes as a thumbnail's JPEG bytes; smaller pictures are not made larger. Raises PictureUnreadable.

    Every pixel of the picture is decoded, so this also shows that the picture is whole.
    """
    with opened(data, name) as image:
        image.draft("RGB", (THUMBNAIL_SIDE * 2, THUMBNAIL_SIDE * 2))
        small = flat(image, DARK, (THUMBNAIL_SIDE * 2, THUMBNAIL_SIDE * 2))
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=85)
        return out.getvalue()
