"""Every picture of a dataset decoded once, for all that is looked for in its pixels; what was seen is kept by its hash.

`.milo/looked.msgpack` is a help and no truth: without it every picture is decoded again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress

import msgspec

from library.errors import LibraryError, PictureUnreadable
from library.files import disk
from studio.datasets.folder import layout
from studio.datasets.folder.reading import Opened
from studio.datasets.records import Picture
from studio.datasets.reports.records import Ground, Seen, Size

FILE = f"{layout.OWN}/looked.msgpack"
VERSION = 1
"""Grows when something is looked for anew, or otherwise: what was kept before is not used then."""

_AT_ONCE = 4
"""Pictures that are decoded at once, at most: each takes some megabytes."""

OnStep = Callable[[int, int], None]
"""Is told how many pictures of how many were looked at."""


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What was seen of one picture, without its name."""

    size: Size
    ground: Ground
    prints: tuple[bytes, ...]


class _File(msgspec.Struct, frozen=True):
    version: int = VERSION
    seen: dict[str, _Kept] = {}
    """By the SHA-256 of the pictures' files."""


def nobody(done: int, total: int) -> None:
    """Tells nobody."""


def look(opened: Opened, pictures: Sequence[Picture], on_step: OnStep = nobody) -> dict[str, Seen]:
    """What is seen of pictures, by their names, as far as they can be read. Blocks."""
    known = _read(opened)
    hashes = {picture.name: opened.hashes.get(layout.picture_path(picture), "") for picture in pictures}
    found = {name: _named(name, known[sha256]) for name, sha256 in hashes.items() if sha256 in known}
    new = [picture for picture in pictures if picture.name not in found]
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        waiting = {pool.submit(_seen, opened, picture): picture.name for picture in new}
        for done, future in enumerate(as_completed(waiting), 1):
            with suppress(PictureUnreadable):
                found[waiting[future]] = future.result()
            on_step(done, len(waiting))
    if new:
        _write(opened, {hashes[name]: seen for name, seen in found.items() if hashes[name]})
    return {picture.name: found[picture.name] for picture in pictures if picture.name in found}


def _seen(opened: Opened, picture: Picture) -> Seen:
    from library.formats import pictures as formats
    from studio.datasets.reports import alikeness

    data = disk.read_file(opened.file(picture))
    with formats.opened(data, picture.name) as image:
        return alikeness.seen(picture.name, formats.flat(image, formats.PAPER))


def _named(name: str, kept: _Kept) -> Seen:
    return Seen(name, kept.size, kept.ground, kept.prints)


def _read(opened: Opened) -> Mapping[str, _Kept]:
    try:
        kept = msgspec.msgpack.decode(disk.read_file(opened.folder / FILE), type=_File)
    except (PictureUnreadable, msgspec.DecodeError):
        return {}
    return kept.seen if kept.version == VERSION else {}


def _write(opened: Opened, seen: Mapping[str, Seen]) -> None:
    """Keep what was seen, where the folder can be written."""
    kept = {sha256: _Kept(one.size, one.ground, one.prints) for sha256, one in seen.items()}
    with suppress(LibraryError):
        disk.write_over(opened.folder / FILE, msgspec.msgpack.encode(_File(VERSION, kept)))
