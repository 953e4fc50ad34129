"""Folders of pictures as other programs leave them, and what the library made of them."""

from __future__ import annotations

import os
from pathlib import Path

from library.records import Picture
from library.store import Library
from tests.library.making import png

SETTINGS = "a raccoon\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: {}"


def add(path: Path, number: int, **texts: str) -> Path:
    path.write_bytes(png(number, **{"parameters": SETTINGS.format(number), **texts}))
    os.utime(path, ns=(0, 1_700_000_000_000_000_000 + number * 1_000_000_000))
    return path


def pictures(library: Library) -> list[Picture]:
    """All pictures that are not missing, the oldest first."""
    return list(reversed(library.page(limit=500).pictures))


def by_name(library: Library) -> dict[str, Picture]:
    return {Path(picture.path).name: picture for picture in pictures(library)}


def refused(library: Library) -> dict[str, str]:
    return {Path(one.path).name: one.reason for one in library.imports.refused()}


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}
