"""What a person said of their terminals when the studio asked, kept by `Terminal.key` in a file beside the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

from library.files import write_over
from studio import tables
from studio.terminal.records import Protocol

FILE = "terminals.toml"
_HEAD = "# What you said of your terminals when the studio asked. Without its lines a terminal is asked about again.\n"


class Remembered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The way of pictures that looked right, None where it was not asked for; `is_told`: how to get more colours."""

    pictures: Protocol | None = None
    is_told: bool = False


def load(folder: Path) -> dict[str, Remembered]:
    """What is kept in a settings folder. Raises TableUnreadable."""
    file = folder / FILE
    return tables.read(file, dict[str, Remembered]) if file.exists() else {}


def ways(folder: Path) -> dict[str, Protocol]:
    """The ways of pictures that looked right, by terminal. Raises TableUnreadable."""
    return {key: one.pictures for key, one in load(folder).items() if one.pictures is not None}


def keep(folder: Path, key: str, said: Remembered) -> None:
    """Keep what was said of one terminal beside what is kept of others. Raises TableUnreadable, LibraryError."""
    write_over(folder / FILE, written({**load(folder), key: said}).encode())


def written(said: Mapping[str, Remembered]) -> str:
    """The file's text. A JSON string is a basic string of TOML but for DEL (https://toml.io/en/v1.0.0#string)."""
    parts = [_HEAD]
    for key, one in said.items():
        name = json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")
        parts.append(f"\n[{name}]\n")
        if one.pictures is not None:
            parts.append(f'pictures = "{one.pictures}"\n')
        if one.is_told:
            parts.append("is_told = true\n")
    return "".join(parts)
