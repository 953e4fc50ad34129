"""A member on its way from one library to another, and why it cannot go."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import msgspec

from studio.cast.members import Character
from studio.errors import StudioError

MOST_PICTURES = 200
"""Reference pictures that one file may bring."""
MOST_LORAS = 8
LARGEST_PICTURE = 64 << 20
"""Bytes of a reference picture."""
LARGEST_LORA = 4 << 30
"""Bytes of a LoRA."""


class PackWrong(StudioError):
    """A member cannot be packed, or a file with a member in it cannot be used."""


class Packed(msgspec.Struct, frozen=True):
    """A member out of a file, as its entry has it. `pictures` has the bytes of each file that its references name.

    `loras` maps each LoRA that lies in the archive at `source`, by the file name of the character's entry, to its name
    there. `remarks` say, a line each, what of the file stayed behind.
    """

    character: Character
    pictures: dict[str, bytes]
    source: Path
    loras: dict[str, str] = {}
    remarks: tuple[str, ...] = ()


def stem_of(name: str) -> str:
    """A file name's stem for a member: letters that every disk takes, "milo", "zoe-obrien"."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare.casefold()).strip("-")[:40] or "member"
