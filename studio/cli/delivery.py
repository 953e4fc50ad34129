"""Files that the command line writes where the person says: whole or not at all, and never over another file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from library.errors import DiskFull, LibraryError
from library.files import disk
from studio.cli.failure import WrongUse
from studio.errors import StudioError
from studio.scenes.limits import MOST_AT_ONCE


class CannotWrite(StudioError):
    """A file could not be written where the person wants it."""


def targets(out: Path, count: int) -> tuple[Path, ...]:
    """The files that `--out` names: itself, or `out-1`, `out-2`… for several pictures. Looked at before drawing.

    Raises WrongUse for a name that is taken or no PNG, and for a folder that is not there; CannotWrite for one that
    takes no file.
    """
    from studio.doctor.doctor import unwritable

    if out.is_dir():
        raise WrongUse(f"{out} is a folder", "", f"Name a file in it: --out {out / 'milo.png'}")
    if out.suffix.casefold() != ".png":
        raise WrongUse(f"{out} is not the name of a PNG file", "", f"Write --out {out.with_suffix('.png')}")
    if not out.parent.is_dir():
        raise WrongUse(f"There is no folder {out.parent}", "", "Make it first, or name another file")
    if why := unwritable(out.parent):
        raise CannotWrite(f"Cannot write {out}", why, "Choose another place with --out")
    numbers = range(1, min(count, MOST_AT_ONCE) + 1)
    named = (out,) if count <= 1 else tuple(out.with_name(f"{out.stem}-{n}{out.suffix}") for n in numbers)
    for path in named:
        if path.exists() or path.is_symlink():
            raise WrongUse(f"{path} is there already", "", "Name another file, or move that one away")
    return named


def deliver(source: Path, target: Path) -> Path:
    """Copy a picture of the library to `target`, whole or not at all; where it went. Raises CannotWrite."""
    with writing(target, f"The picture itself is safe: {source}"):
        return disk.write_new(target, disk.read_file(source))


@contextmanager
def writing(target: Path, safe: str = "") -> Iterator[None]:
    """Turn the library's words about its own folder into words about `target`; `safe` is what the person still has."""
    try:
        yield
    except LibraryError as error:
        remedy = "Free some space" if isinstance(error, DiskFull) else "Choose another place with --out"
        cause = error.__cause__
        reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else error.reason
        raise CannotWrite(f"Cannot write {target}", reason, f"{remedy}. {safe}".strip(". ")) from error
