"""Captions: the text files beside pictures, which other tools write too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.files import disk
from studio.datasets.folder import layout, seen
from studio.datasets.folder.told import Told
from studio.datasets.records import Picture
from studio.plain_text import harmless, plain

LONGEST_CAPTION = 1 << 16
"""Bytes; what is longer is no caption."""


def read(
    folder: Path, pictures: list[Picture], captions: dict[str, str], told: list[Told]
) -> tuple[dict[str, str], dict[str, str]]:
    """Captions by pictures' names, and the hashes of their files by paths. `captions` are those that lie there."""
    texts: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for picture in pictures:
        path = layout.caption_path(picture)
        if path not in captions:
            told.append(Told("uncaptioned", picture.name, f"{picture.name} has no caption"))
            continue
        del captions[path]
        try:
            data = disk.read_file(folder / path)
        except PictureUnreadable as error:
            told.append(Told("unreadable", path, f"{plain(path)} cannot be read: {plain(error.reason)}"))
            continue
        hashes[path] = sha256_of(data)
        if len(data) > LONGEST_CAPTION:
            told.append(Told("unreadable", path, f"{plain(path)} is too long for a caption: {len(data):,} bytes"))
            continue
        texts[picture.name] = _text(path, data, told)
        if not texts[picture.name]:
            told.append(Told("uncaptioned", picture.name, f"{picture.name} has an empty caption"))
    told += [Told("orphan", path, f"{plain(path)} is of no picture") for path in captions]
    return texts, hashes


def _text(path: str, data: bytes, told: list[Told]) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        told.append(Told("line", path, f"{plain(path)} is no UTF-8: look whether its letters are right"))
    return harmless(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def changes(pictures: list[Picture], hashes: dict[str, str], before: seen.Seen) -> Iterator[Told]:
    """The captions that are others than the studio last knew."""
    for picture in pictures:
        known, now = before.captions.get(picture.name), hashes.get(layout.caption_path(picture))
        if known is not None and now is not None and known != now:
            yield Told("caption", picture.name, f"the caption of {picture.name} was changed by another program")
