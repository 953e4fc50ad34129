"""Which picture some bytes are: what is kept as a reference must be one, whole."""

from __future__ import annotations

_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "GIF": ".gif", "TIFF": ".tif", "BMP": ".bmp"}


def suffix_of(data: bytes, name: str) -> str:
    """The ending of a picture file by its bytes; all of it is decoded. Raises PictureUnreadable."""
    from library.formats.pictures import opened

    with opened(data, name) as image:
        image.load()
        return _SUFFIXES.get(image.format or "", ".picture")
