"""A lettering made again from the picture and its record, byte for byte."""

from __future__ import annotations

from pathlib import Path

from library.errors import NotRemade
from studio.errors import StudioError


def remade(original: Path, record: str) -> bytes:
    """The lettered picture as PNG, of a picture's file and a record's JSON. Raises NotRemade, PictureUnreadable."""
    from library.formats.pictures import read_picture, write_png
    from studio.lettering.records import from_json
    from studio.lettering.setting.ink import set_words

    try:
        lettering = from_json(record)
        if not lettering.settings:
            raise NotRemade("The record has no words", "Letter the picture again")
        return write_png(set_words(read_picture(original), lettering))
    except StudioError as error:
        raise NotRemade(error.notice.title, error.notice.remedy) from error
