"""Which pictures `studio letter` is to work on: those named, and those in the folders that are named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from library.errors import PictureUnreadable
from library.files.untrusted import untrusted
from library.formats import png_text
from library.formats.heads.kinds import SUFFIXES
from studio.cli.failure import WrongUse
from studio.cli.lettering import letter_file


def listed(named: Sequence[Path]) -> tuple[Path, ...]:
    """Each file that is named, and for a folder the pictures that lie in it itself, by name, without those that are
    lettered already. Raises WrongUse for a folder without any."""
    sources: list[Path] = []
    for one in named:
        # Unlike Path.is_dir, no error for a name that cannot be looked at.
        sources += _pictures(one) if os.path.isdir(one) else [one]  # noqa: PTH112
    return tuple(dict.fromkeys(sources))


def _pictures(folder: Path) -> list[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    except OSError as error:
        raise WrongUse(f"{folder} cannot be read", error.strerror or "", "Check who may read it") from error
    pictures = [path for path in files if not path.name.startswith(".") and not _is_lettered(path)]
    if not pictures:
        raise WrongUse(
            f"{folder} has no pictures in it", "" if not files else "but lettered ones", "Name another folder"
        )
    return pictures


def _is_lettered(path: Path) -> bool:
    if letter_file.made_from(path):
        return True
    try:
        with untrusted(str(path)):
            return png_text.read_header(path).lettering is not None
    except PictureUnreadable:
        return False
