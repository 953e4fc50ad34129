"""The last steps of a picture: lettering it from its own file, and keeping the result beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studio.lettering.records import LetteringRecord, Look, to_json

if TYPE_CHECKING:
    from library.records import Lettering
    from library.store import Library
    from studio.settings import LetteringSettings
    from studio.showing import Pixels


def usual_look(chosen: LetteringSettings) -> Look:
    """The look that the settings name. Raises FontUnknown for a font file that cannot be used."""
    font = chosen.font
    if font:
        from studio.lettering.fonts import chosen as chosen_font

        font = chosen_font(font)
    return Look(case=chosen.case, ink=chosen.ink, font=font)


def letter_picture(
    library: Library, picture_id: int, texts: Sequence[str], look: Look, pose_model: Path | None
) -> Lettering:
    """Find where the words belong, set them, and keep the new version. Blocks: belongs in a thread.

    Raises PictureUnreadable, LibraryError, and the errors of lettering.
    """
    from library.pictures import read_picture, write_png
    from studio.lettering.place import letter

    pixels = read_picture(Path(library.picture(picture_id).path))
    lettered, record = letter(pixels, texts, look, pose_model=pose_model)
    return library.save_lettering(picture_id, write_png(lettered), texts, to_json(_read_back(lettered, record)))


def keep_lettering(library: Library, picture_id: int, record: LetteringRecord) -> Lettering:
    """Set the words of a record that a person has arranged, and keep the new version. Blocks: belongs in a thread."""
    from library.pictures import read_picture, write_png
    from studio.lettering.ink import set_words

    pixels = read_picture(Path(library.picture(picture_id).path))
    texts = [setting.text for setting in record.settings]
    lettered = set_words(pixels, record)
    return library.save_lettering(picture_id, write_png(lettered), texts, to_json(_read_back(lettered, record)))


def _read_back(lettered: Pixels, record: LetteringRecord) -> LetteringRecord:
    """The record with what is read on the lettered picture, where the person has installed the reader for that."""
    from studio.lettering import verify

    return verify.verified(lettered, record) if verify.installed() else record
