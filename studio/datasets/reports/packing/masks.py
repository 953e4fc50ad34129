"""Masks of the figures on pictures, made for a pack: white counts in training, black does not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from library.errors import PictureUnreadable
from library.files import disk
from studio.datasets.folder.reading import Opened
from studio.datasets.records import DatasetWrong, Picture

if TYPE_CHECKING:
    from studio.datasets.photographs.networks import Models

OnStep = Callable[[int, int], None]
"""Is told how many pictures of how many are done."""


class Masks(NamedTuple):
    """A mask of each picture that is learned, PNG of its size, by its name; `whole` are those that are white all over,
    for nobody is certain on them.
    """

    by_name: dict[str, bytes]
    whole: tuple[str, ...]


def masks_of(opened: Opened, models: Models, on_step: OnStep) -> Masks:
    """Masks of what is learned of a dataset. Blocks, about half a second a picture.

    Raises DatasetWrong, and what the models raise.
    """
    made: dict[str, bytes] = {}
    whole: list[str] = []
    learned = opened.training()
    for done, picture in enumerate(learned, 1):
        made[picture.name], is_certain = _mask(opened, picture, models)
        if not is_certain:
            whole.append(picture.name)
        on_step(done, len(learned))
    return Masks(made, tuple(whole))


def _mask(opened: Opened, picture: Picture, models: Models) -> tuple[bytes, bool]:
    """The mask of a picture as grey PNG, and whether a figure is certain on it."""
    import numpy as np
    from PIL import Image

    from library.formats import pictures
    from studio.datasets.photographs.masks import figure_mask

    try:
        pixels = pictures.read_with_alpha(disk.read_file(opened.file(picture)), picture.name)
    except PictureUnreadable as error:
        raise DatasetWrong(f"{picture.name} has no mask", error.reason, "Make it again, or set it aside") from error
    found = figure_mask(pixels, models)
    mask = np.full(pixels.shape[:2], 255, np.uint8) if found is None else found
    file = io.BytesIO()
    Image.fromarray(mask).save(file, "PNG")
    return file.getvalue(), found is not None
