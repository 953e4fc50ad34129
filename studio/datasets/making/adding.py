"""Files and pictures of the library become sources and pictures of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from library.records import Picture as LibraryPicture
from studio.datasets.folder.reading import Opened
from studio.datasets.records import Picture, Sheet, Source
from studio.errors import Notice

As = Literal["auto", "sheet", "photograph", "picture"]
Progress = Callable[[int, int, str], bool]
"""How many are done, of how many, and the name of the next; False ends the work before it."""


class Given(NamedTuple):
    """A file that is to be added; `picture` where it is the library's, whose recipe says what it shows."""

    path: Path
    picture: LibraryPicture | None = None


class Proposal(NamedTuple):
    """What would be made of a file. `sheet` where it is one; its doubts, and others, are in `doubts`."""

    source: Source
    pictures: tuple[Picture, ...]
    sheet: Sheet | None = None
    doubts: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()


class Added(NamedTuple):
    """What was made. `waiting` are those whose doubts a person should look at: nothing was made of them.

    `refused` are files of which nothing can be made, by their names, with the reason.
    """

    opened: Opened
    added: tuple[str, ...] = ()
    waiting: tuple[Proposal, ...] = ()
    refused: tuple[tuple[str, Notice], ...] = ()


def proposal(opened: Opened, given: Given, kind: As = "auto") -> Proposal:
    """What would be made of a file, before it is. Raises PictureUnreadable, DatasetWrong where it is there already."""
    raise NotImplementedError


def add(
    opened: Opened,
    given: Sequence[Given],
    kind: As = "auto",
    *,
    anyway: bool = False,
    progress: Progress | None = None,
) -> Added:
    """Make pictures of files, as one change; what cannot be read, or is there already, is named, and the rest goes on.

    `anyway`: of sheets that are not sure, too. Raises DatasetWrong, DiskFull, LibraryUnwritable.
    """
    raise NotImplementedError


def add_proposed(opened: Opened, proposals: Sequence[Proposal], progress: Progress | None = None) -> Added:
    """Make pictures as proposals say, which a person may have changed."""
    raise NotImplementedError
