"""What a person said of their terminals when the studio asked, kept by `Terminal.key` in a file beside the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

from library.files.disk import make_folder, write_over
from studio.settings import tables
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


def keep_way(folder: Path, key: str, way: Protocol) -> None:
    """Keep which way of pictures looked right at a terminal. Raises TableUnreadable, LibraryError."""
    said = load(folder)
    _keep(folder, {**said, key: msgspec.structs.replace(said.get(key, Remembered()), pictures=way)})


def keep_told(folder: Path, key: str) -> bool:
    """Keep that a terminal's person was told how to get more colours; False where they had been told before.

    Raises TableUnreadable, LibraryError.
    """
    said = load(folder)
    before = said.get(key, Remembered())
    if not before.is_told:
        _keep(folder, {**said, key: msgspec.structs.replace(before, is_told=True)})
    return not before.is_told


def hand_over(folder: Path, other: Path) -> None:
    """Keep in a settings folder what was said while another was in use. Raises TableUnreadable, LibraryError."""
    before, said = load(folder), load(other)
    if said != before:
        _keep(folder, {**before, **said})


def _keep(folder: Path, said: Mapping[str, Remembered]) -> None:
    make_folder(folder)
    write_over(folder / FILE, written(said).encode())


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
