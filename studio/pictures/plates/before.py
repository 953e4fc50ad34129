"""A drawn picture whose ground is transparent, put before the plate that its recipe names."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from library.errors import LibraryError
from studio.scenes.recipe import Recipe

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPE = 25
"""Where a PNG says which colours it has; 4 and 6 are those with alpha (PNG, third edition, §11.2.1)."""


def before_its_plate(drawn: bytes, recipe: Recipe, kept: Callable[[str], bytes]) -> bytes | None:
    """The figures of a PNG before the plate's own picture, as PNG with the same texts; None where nothing is to be put
    anywhere: no such plate, no alpha, or nothing that shows through. `kept` gives kept pictures by their hash. Blocks.
    """
    plate = next((use for use in recipe.references if not use.character), None)
    if plate is None or drawn[:8] != _SIGNATURE or drawn[_COLOUR_TYPE : _COLOUR_TYPE + 1] not in (b"\4", b"\6"):
        return None
    # What cannot be read of either is drawn all the same, and kept as it is.
    with suppress(LibraryError):
        return _composed(drawn, kept(plate.sha256))
    return None


def _composed(drawn: bytes, plate: bytes) -> bytes | None:
    import numpy as np

    from library.formats.pictures import opened, read_picture, write_png
    from library.formats.png_text import parse_header, with_texts
    from studio.pictures.plates.compositing import before_plate, is_transparent

    with opened(drawn, "The drawn picture") as image:
        figures = np.asarray(image.convert("RGBA"), dtype=np.uint8)
    if not is_transparent(figures[..., 3]):
        return None
    composed = write_png(before_plate(figures, read_picture(plate)))
    return with_texts(composed, parse_header(drawn).texts)
