"""What the screens of datasets read of folders. All of it blocks but for what says otherwise, and belongs in a thread.

What costs to import is imported where it is needed first: the screens are drawn before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from screens.stock.datasets.model.listing import Listed
from screens.terminal.frames.frames import Source as Shown
from studio.datasets.folder import layout
from studio.notices import KNOWN_ERRORS, notice_of

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Opened
    from studio.datasets.making import places
    from studio.datasets.records import Dataset, Picture

AMONG_OTHERS = ("same", "alike", "no place", "one place", "trigger missing", "draft")
"""What is wrong with a caption only where others are beside it, by the kinds of `captions.warnings`."""
FIRST = 3
"""Pictures of a dataset that are shown beside the list."""


class Warned(NamedTuple):
    """What is wrong with captions, in words; `pictures` are those that it is about, none: all of them."""

    kind: str
    words: str
    pictures: tuple[str, ...]


class Outcome(NamedTuple):
    """A dataset as it was read, or why it could not be; `stamp` differs where the folder does."""

    opened: Opened | None
    wrong: str
    stamp: object
    warnings: tuple[Warned, ...] = ()


def listed(library_folder: Path) -> tuple[Listed, ...]:
    """The datasets of a library, each as it stands. Raises LibraryError."""
    from studio.datasets.making import places

    return tuple(map(_listed, places.listed(library_folder)))


def _listed(found: places.Listed) -> Listed:
    one, folder = found.opened, found.folder
    if one is None:
        return Listed(folder, found.name, wrong=found.trouble)
    dataset = one.dataset
    used = [picture for picture in dataset.pictures if not picture.aside]
    return Listed(
        folder,
        dataset.name,
        dataset.kind,
        dataset.trigger,
        len(dataset.pictures),
        sum(not one.captions.get(picture.name, "").strip() for picture in used),
        len(dataset.pictures) - len(used),
        sum(picture.held_out for picture in used),
        _doubts(one),
        tuple(one.file(picture) for picture in used[:FIRST]),
        one.faults[0] if one.faults else None,
    )


def _doubts(one: Opened) -> tuple[str, ...]:
    """What a person should look at: files that are not as they should be, and captions, but for those that lack."""
    from studio.datasets.captions.warnings import Looked, warnings
    from studio.datasets.folder.told import OTHERS

    told = [each.words for each in one.told if each.sort not in (*OTHERS, "uncaptioned")]
    found = warnings(Looked(one.dataset, one.captions))
    return (*told, *(each.text for each in found if each.kind != "no caption"))


def attempted(folder: Path) -> Outcome:
    """A dataset as its folder stands, or why it cannot be read."""
    from studio.datasets.folder.reading import opened

    try:
        found = opened(folder)
        wrong, warned = found.faults[0].line() if found.faults else "", _warned(found.dataset, found.captions)
    except KNOWN_ERRORS as error:
        found, wrong, warned = None, notice_of(error).line(), ()
    # The stamp comes after: reading puts back what a kill left half done.
    return Outcome(found, wrong, stamp(folder), warned)


def _warned(dataset: Dataset, captions: Mapping[str, str]) -> tuple[Warned, ...]:
    from studio.datasets.captions.warnings import Looked, warnings

    return tuple(Warned(one.kind, one.text, one.pictures) for one in warnings(Looked(dataset, captions)))


def stamp(folder: Path) -> object:
    """What differs where a program wrote in a dataset; None where the folder is not there."""
    found = []
    try:
        for place in (folder, folder / layout.ASIDE, folder / layout.HELD_OUT):
            if place.is_dir():
                found += [(one.name, *_look(one)) for one in place.iterdir() if not one.name.startswith(".")]
    except OSError:
        return None
    return tuple(sorted(found))


def _look(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def shown(folder: Path, picture: Picture) -> Shown:
    """What a view shows of a picture; does not block."""
    path = folder / layout.picture_path(picture)
    # By its hash: a picture that is made again has another one under the same name.
    return Shown(f"{path} {picture.sha256}" if picture.sha256 else "", path)


def shown_before(folder: Path, dataset: Dataset, picture: Picture) -> Shown | None:
    """What a view shows of what a picture was made of; None where nothing is known. Does not block."""
    source = next((one for one in dataset.sources if one.sha256 == picture.source), None)
    if source is None:
        return None
    path = folder / layout.source_path(source)
    return Shown(f"{path}", path)


def about_caption(
    dataset: Dataset, picture: Picture, caption: str, warnings: Sequence[Warned]
) -> tuple[str, tuple[str, ...]]:
    """How many tokens a caption has, and what is wrong with it alone, then with it among others (`warnings`).

    Does not block where a dataset was read.
    """
    from studio.datasets.captions.tokens import counted

    alone = msgspec.structs.replace(dataset, pictures=(msgspec.structs.replace(picture, aside=""),))
    own = _warned(alone, {picture.name: caption})
    known = {one.kind for one in own}
    others = [one for one in warnings if one.kind in AMONG_OTHERS and one.kind not in known]
    return counted(caption), tuple(
        one.words for one in (*own, *others) if not one.pictures or picture.name in one.pictures
    )
