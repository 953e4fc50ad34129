"""The last change of a person's own cast, taken back: the file is as it was, unless somebody changed it since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from library.files.disk import discard, rewrite
from studio.cast import loading
from studio.errors import StudioError

T = TypeVar("T")


class CastChanged(StudioError):
    """The file was changed since, so that taking back would lose something."""


class Step(NamedTuple):
    """A change: what the file said before, None: there was none, and after it. `what` says what was done."""

    file: Path
    before: bytes | None
    after: bytes | None
    what: str


def noted(folder: Path, change: Callable[[], T], what: str) -> tuple[T, Step]:
    """Do a change of the cast of a settings folder; what it gave, and the step, to be taken back. Blocks."""
    file = folder / loading.FILE
    before = _bytes_of(file)
    given = change()
    return given, Step(file, before, _bytes_of(file), what)


def take_back(step: Step) -> None:
    """Write what the file said before a step. Blocks. Raises CastChanged, LibraryUnwritable, DiskFull."""
    if _bytes_of(step.file) != step.after:
        raise CastChanged(f"{step.what} cannot be taken back", f"{step.file} was changed since", "Change it by hand")
    if step.before is None:
        discard(step.file)
    else:
        rewrite(step.file, step.before)


def _bytes_of(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None
