"""The last steps of a picture: lettering it from its own file, and keeping the result beside it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from library.errors import PictureUnreadable
from studio.lettering.batches.readback import unread
from studio.lettering.records import LetteringRecord, Look, to_json

if TYPE_CHECKING:
    from library.records import Lettering
    from library.store import Library
    from studio.pictures.screen_pixels import Pixels
    from studio.pictures.troubles import Trouble
    from studio.settings.settings import LetteringSettings


def usual_look(chosen: LetteringSettings) -> Look:
    """The look that the settings name. Raises FontUnknown for a font file that cannot be used."""
    font = chosen.font
    if font:
        from studio.lettering.setting.fonts import chosen as chosen_font

        font = chosen_font(font)
    return Look(case=chosen.case, ink=chosen.ink, font=font)


def letter_picture(
    library: Library, picture_id: int, texts: Sequence[str], look: Look, pose_model: Path | None
) -> Lettering:
    """Find where the words belong, set them, and keep the new version. Blocks: belongs in a thread.

    Raises PictureUnreadable, LibraryError, and the errors of lettering.
    """
    from library.formats.pictures import read_picture
    from studio.lettering.places.placement import letter
    from studio.lettering.places.recipe_places import told_by

    picture = library.picture(picture_id)
    told = told_by(picture.facts.recipe, picture.width, picture.height)
    lettered = letter(read_picture(Path(picture.path)), texts, look, pose_model=pose_model, told=told)
    return _kept(library, picture_id, *lettered)


def keep_lettering(library: Library, picture_id: int, record: LetteringRecord) -> Lettering:
    """Set the words of a record that a person has arranged, and keep the new version. Blocks: belongs in a thread."""
    return _kept(library, picture_id, *_lettered(library, picture_id, record))


def read_again(library: Library, picture_id: int, record: LetteringRecord) -> LetteringRecord:
    """The record with what is read on the picture with its words; nothing is kept. Blocks: belongs in a thread.

    Raises ReaderMissing, and the errors of lettering.
    """
    from studio.lettering.batches import verify

    if not verify.installed():
        raise verify.missing()
    return verify.verified(*_lettered(library, picture_id, record))


def troubles_of(library: Library, picture_id: int) -> tuple[Trouble, ...]:
    """What went wrong in a picture of two and more, as far as its pixels, its recipe and its newest lettering tell it.

    Blocks: belongs in a thread. Raises PictureUnreadable, LibraryError, RecipeUnreadable.
    """
    from library.formats.pictures import read_picture
    from studio.pictures.troubles import troubles
    from studio.scenes.recipe import from_json

    picture = library.picture(picture_id)
    records = [lettering.record for lettering in library.letterings(picture_id)]
    pixels = read_picture(Path(picture.path))
    return troubles(pixels, from_json(picture.facts.recipe), records[-1] if records else None)


def credentials_left(library: Library, picture_id: int) -> str:
    """What is to be said of a lettering whose original has Content Credentials (C2PA); empty where it has none.

    Blocks: belongs in a thread. Raises NotInLibrary.
    """
    from library.formats.heads import reading
    from studio.notices import about_credentials

    picture = library.picture(picture_id)
    if (original := library.original_of(picture)) is not None:
        return about_credentials([str(original)])
    with suppress(PictureUnreadable):
        return about_credentials([picture.path] if reading.read(picture.path).head.has_manifest else [])
    return ""


def _lettered(library: Library, picture_id: int, record: LetteringRecord) -> tuple[Pixels, LetteringRecord]:
    from library.formats.pictures import read_picture
    from studio.lettering.setting.ink import set_words

    return set_words(read_picture(Path(library.picture(picture_id).path)), record), record


def _kept(library: Library, picture_id: int, lettered: Pixels, record: LetteringRecord) -> Lettering:
    """Keep a lettered picture, flagged where its words were read back and are not what was set."""
    from library.formats.pictures import write_png
    from studio.lettering.batches import verify

    # The reader is an extra that a person may install.
    read = verify.verified(lettered, record) if verify.installed() else record
    texts = [setting.text for setting in record.settings]
    misread = bool(unread(read))
    return library.save_lettering(picture_id, write_png(lettered), texts, to_json(read), misread=misread)
