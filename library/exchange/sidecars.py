"""Which sidecar belongs to a picture, and what it says.

`picture.png.xmp` is the name that darktable and digiKam give theirs, and the studio its own. Lightroom, Bridge and
Capture One have `picture.xmp`: that is read where the other is not there, and written where no other file shares it,
for beside `picture.cr2` it may be what a raw picture is developed by.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from library.errors import LibraryError, PictureUnreadable
from library.files import disk
from library.files.untrusted import untrusted
from library.formats.heads.kinds import SUFFIXES
from library.judgement import Judgement

SIDECAR = ".xmp"
LARGEST = 1 << 20
"""Bytes; a larger file is not read."""


class Beside(NamedTuple):
    """What a sidecar says: its path, its time in ns; `is_silent` where it says nothing of what a person judges.

    `label` is the colour label, None where it says nothing of one.
    """

    judgement: Judgement
    ns: int
    path: str
    is_silent: bool
    label: str | None


def sidecar_of(picture: Path) -> Path:
    """Where a picture's sidecar lies, or is to be written."""
    own = Path(f"{picture}{SIDECAR}")
    base = _base(str(picture))
    if base and not own.exists() and (shared := Path(base)).exists() and _is_alone(picture, shared):
        return shared
    return own


def is_beside(picture: Path) -> bool:
    """Whether a picture has a sidecar."""
    return bool(_found(str(picture)))


def said_beside(picture: str) -> Beside | None:
    """What a picture's sidecar says; None where there is none. Raises PictureUnreadable."""
    path = _found(picture)
    if not path:
        return None
    from library.exchange import xmp

    with untrusted(path):
        existing, ns = existing_at(Path(path))
        if not existing:
            return None
        said, label = xmp.read_with_label(existing, path)
        return Beside(said, ns, path, said == Judgement() and not xmp.says_anything(existing, path), label)


def why(sidecar: Path, error: LibraryError | OSError) -> str:
    """What went wrong with a sidecar, for who has its path already."""
    reason = error.reason if isinstance(error, LibraryError) else f"{sidecar} {error.strerror or error}"
    return f"it {reason.removeprefix(f'{sidecar} ')}" if reason.startswith(f"{sidecar} ") else reason


def existing_at(path: Path) -> tuple[bytes, int]:
    """A sidecar's bytes and its time; none and 0 where it is not there. Raises PictureUnreadable."""
    try:
        status = path.stat()
    except OSError:
        return b"", 0
    if status.st_size > LARGEST:
        raise PictureUnreadable(f"{path} is larger than {LARGEST >> 10} KiB", "Move it away")
    return disk.read_file(path), status.st_mtime_ns


def pictures_of(sidecar: str) -> list[str]:
    """The pictures that a sidecar may belong to, whether they are there or not."""
    stem = sidecar[: -len(SIDECAR)]
    if _suffix(stem) in SUFFIXES:
        return [stem]
    return [stem + written for suffix in SUFFIXES for written in (suffix, suffix.upper())]


def _found(picture: str) -> str:
    """The path of the sidecar that is read for a picture; empty where there is none."""
    own, base = f"{picture}{SIDECAR}", _base(picture)
    if os.path.exists(own):  # noqa: PTH110  a Path costs five times that
        return own
    return base if base and os.path.exists(base) else ""  # noqa: PTH110


def _base(picture: str) -> str:
    """The sidecar that is named without the picture's ending; empty where that is the name of another's own."""
    stem = picture[: -len(suffix)] if (suffix := _suffix(picture)) else ""
    return f"{stem}{SIDECAR}" if stem and _suffix(stem) not in SUFFIXES else ""


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()  # noqa: PTH122  a Path costs 20 times that


def _is_alone(picture: Path, sidecar: Path) -> bool:
    """Whether no other file than a picture shares the sidecar."""
    try:
        with os.scandir(picture.parent) as entries:
            names = [one.name for one in entries if one.name.startswith(f"{sidecar.stem}.")]
    except OSError:
        return False
    return not {name for name in names if Path(name).stem == sidecar.stem} - {picture.name, sidecar.name}
