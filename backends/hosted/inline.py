"""Pictures that stand in an answer as base64: read strictly, bounded, and looked at before they are believed."""

from __future__ import annotations

import base64
import binascii
from typing import Final

from backends.base import DrawnPicture
from backends.errors import MayBeCharged
from backends.picture_files import EXTENSION, is_whole, kind_of

LARGEST_PICTURE: Final = 64 * 2**20
PAID: Final = "It was charged all the same. Before you draw it again, look whether the service is well"


def unreadable(title: str, what: str) -> MayBeCharged:
    """That a picture was drawn and paid for, and what came of it is of no use."""
    return MayBeCharged(f"{title} drew a picture, and {what}", PAID)


def picture_in(text: str, title: str) -> DrawnPicture:
    """The picture that base64 stands for (RFC 4648, section 4), which takes milliseconds for each megabyte.

    Raises MayBeCharged, for its drawing was paid, where it is no whole PNG, JPEG or WebP, or too large.
    """
    if len(text) > LARGEST_PICTURE // 3 * 4:
        raise unreadable(title, f"it is larger than {LARGEST_PICTURE // 2**20} MiB")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise unreadable(title, "it did not arrive whole: its letters are not base64") from error
    kind = kind_of(data)
    if kind is None:
        raise unreadable(title, "what arrived is neither PNG, JPEG nor WebP")
    if not is_whole(data):
        raise unreadable(title, "it did not arrive whole")
    return DrawnPicture(data, f"1.{EXTENSION[kind]}")
