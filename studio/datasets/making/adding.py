"""Files and pictures of the library become sources and pictures of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from library.digest import sha256_of
from library.errors import LibraryError, PictureUnreadable
from library.files import disk
from library.files.transaction import ChangedMeanwhile
from library.files.untrusted import untrusted
from library.formats.heads import reading as heads
from library.formats.heads.kinds import SUFFIXES
from library.records import Picture as LibraryPicture
from studio.datasets.folder import layout, reading, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.making import understanding
from studio.datasets.making.remaking import source_pixels
from studio.datasets.making.understanding import Understood
from studio.datasets.photographs.networks import NO_MODELS, Models
from studio.datasets.photographs.setting_aside import HINT, review
from studio.datasets.records import DatasetWrong, Picture, Sheet, Source
from studio.errors import Notice, StudioError
from studio.notices import notice_of
from studio.plain_text import plain

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

As = Literal["auto", "sheet", "photograph", "picture"]
Progress = Callable[[int, int, str], bool]
"""How many are done, of how many, and the name of the next; False ends the work before it, and what is done is kept."""

_TRIES = 3
"""How often pictures are made where somebody changes the dataset meanwhile."""


class Given(NamedTuple):
    """A file that is to be added; `picture` where it is the library's."""

    path: Path
    picture: LibraryPicture | None = None


class Proposal(NamedTuple):
    """What would be made of a file: pictures with names that are free, each with its caption, which may be empty.

    `sheet` where it is one; its doubts, and others, are in `doubts`.
    """

    given: Given
    source: Source
    pictures: tuple[Picture, ...]
    captions: tuple[str, ...]
    sheet: Sheet | None = None
    doubts: tuple[str, ...] = ()


class Added(NamedTuple):
    """What was made. `waiting` are those whose doubts a person should look at: nothing was made of them.

    `refused` are files of which nothing can be made, by their names, with the reason. `there`: those that were
    passed over because the dataset has them already.
    """

    opened: Opened
    added: tuple[str, ...] = ()
    waiting: tuple[Proposal, ...] = ()
    refused: tuple[tuple[str, Notice], ...] = ()
    there: tuple[str, ...] = ()


def files_in(path: Path) -> tuple[Path, ...]:
    """The pictures in a folder by name, or the file itself. Raises StudioError where nothing is there."""
    if not path.is_dir():
        return (path,)
    try:
        found = [one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and not one.name.startswith(".")]
    except OSError as error:
        raise StudioError(
            f"{plain(str(path))} cannot be read", error.strerror or str(error), "Check its rights"
        ) from error
    if not found:
        raise StudioError(f"There is no picture in {plain(str(path))}", "", "Name another folder, or files")
    return tuple(sorted(found))


class ThereAlready(DatasetWrong):
    """The dataset has this very file already."""


def proposal(opened: Opened, given: Given, kind: As = "auto", models: Models = NO_MODELS) -> Proposal:
    """What would be made of a file, before it is. Blocks.

    Raises PictureUnreadable, ThereAlready, DatasetWrong where nothing can be made of it; what the models raise.
    """
    return _looked_at(opened, given, kind, models, ())[0]


def with_sheet(opened: Opened, proposed: Proposal, sheet: Sheet) -> Proposal:
    """A proposal with a sheet as a person corrected it: what is made of it, and captions, follow. Pure."""
    return _named(opened, proposed.given, proposed.source, understanding.of_sheet(opened.dataset, sheet), ())


def add(
    opened: Opened,
    given: Sequence[Given],
    kind: As = "auto",
    *,
    anyway: bool = False,
    progress: Progress | None = None,
    models: Models = NO_MODELS,
) -> Added:
    """Make pictures of files, as one change; what cannot be read, or is there already, is named, and the rest goes on.

    `anyway`: of sheets that are in doubt, too. Photographs that should not be trained on are set aside with the reason.
    `progress` counts each file twice: it is looked at, and then made. Blocks. Raises DatasetWrong, DiskFull,
    LibraryUnwritable; what the models raise.
    """
    writing.refuse_mistakes(opened)
    found = _Looked([], [], [], [])

    def photographs() -> Iterator[tuple[str, Pixels]]:
        yield from _look(opened, given, kind, models, progress, found, anyway=anyway)
        if any(one.source.kind == "photograph" for one in found.proposals):
            yield from _photographs_there(opened)

    reasons = {
        one.name: one.reason for one in reversed(review(photographs(), opened.dataset.side)) if one.strength >= HINT
    }
    proposals = [_set_aside(one, reasons) for one in found.proposals]
    ready = [one for one in proposals if anyway or not one.doubts]
    waiting = [one for one in proposals if one not in ready]
    added = _made_of_what_is_there(opened, [] if found.ended else ready, progress, len(given))
    refused = (*found.refused, *added.refused)
    return added._replace(waiting=tuple(waiting), refused=refused, there=(*found.there, *added.there))


class _Looked(NamedTuple):
    """What was found when files were looked at, filled as they are; `ended` has something where a person ended it."""

    proposals: list[Proposal]
    refused: list[tuple[str, Notice]]
    there: list[str]
    ended: list[bool]


def _look(
    opened: Opened,
    given: Sequence[Given],
    kind: As,
    models: Models,
    progress: Progress | None,
    found: _Looked,
    *,
    anyway: bool,
) -> Iterator[tuple[str, Pixels]]:
    """Look at files, one after the other; the pixels of photographs, by the names that their pictures will have."""
    for number, one in enumerate(given):
        name = plain(one.path.name)
        if progress is not None and not progress(number, 2 * len(given), name):
            found.ended.append(True)
            return
        # Those of which nothing is made now leave no gap between the names.
        ready = [proposed for proposed in found.proposals if anyway or not proposed.doubts]
        made = [picture for proposed in ready for picture in proposed.pictures]
        try:
            proposed, pixels = _looked_at(opened, one, kind, models, made)
        except ThereAlready:
            found.there.append(name)
        except (DatasetWrong, LibraryError) as error:
            found.refused.append((name, notice_of(error)))
        else:
            if proposed.source.sha256 in {each.source.sha256 for each in found.proposals}:
                found.there.append(name)
                continue
            found.proposals.append(proposed)
            if proposed.source.kind == "photograph":
                yield proposed.pictures[0].name, pixels


def _photographs_there(opened: Opened) -> Iterator[tuple[str, Pixels]]:
    """The photographs that the dataset has already, which new ones may repeat."""
    kinds = {source.sha256: source for source in opened.dataset.sources if source.kind == "photograph"}
    for picture in opened.training():
        if picture.source in kinds:
            with suppress(DatasetWrong, LibraryError):
                yield picture.name, source_pixels(opened, kinds[picture.source])


def _set_aside(proposed: Proposal, reasons: Mapping[str, str]) -> Proposal:
    if proposed.source.kind != "photograph":
        return proposed
    return proposed._replace(
        pictures=tuple(
            msgspec.structs.replace(one, aside=reasons.get(one.name, one.aside)) for one in proposed.pictures
        )
    )


def add_proposed(opened: Opened, proposals: Sequence[Proposal], progress: Progress | None = None) -> Added:
    """Make pictures as proposals say, which a person may have changed, as one change. Blocks. Raises as `add`."""
    return _make(opened, proposals, progress, 0)


def _made_of_what_is_there(
    opened: Opened, proposals: Sequence[Proposal], progress: Progress | None, before: int
) -> Added:
    """Make the pictures of proposals in the dataset as it is by now: looking at files takes minutes, in which another
    studio, or a person at the screen, may have changed it; and making them once more where that happens meanwhile."""
    for _ in range(_TRIES - 1):
        with suppress(ChangedMeanwhile):
            return _make(reading.opened(opened.folder), proposals, progress, before)
    return _make(reading.opened(opened.folder), proposals, progress, before)


def _make(opened: Opened, proposals: Sequence[Proposal], progress: Progress | None, before: int) -> Added:
    """Make the pictures of proposals; `before` is how many files were counted already."""
    made, sources = list[Picture](), list[Source]()
    refused, there = list[tuple[str, Notice]](), list[str]()
    with writing.change(opened) as change:
        for number, one in enumerate(proposals):
            if progress is not None and not progress(before + number, before + len(proposals), one.source.name):
                break
            if one.source.sha256 in {source.sha256 for source in (*opened.dataset.sources, *sources)}:
                there.append(one.source.name)
                continue
            try:
                made += _kept(change, _with_free_names(opened, one, made))
                sources.append(one.source)
            except (DatasetWrong, PictureUnreadable) as error:
                refused.append((one.source.name, notice_of(error)))
        if not made:
            return Added(opened, refused=tuple(refused), there=tuple(there))
        dataset = msgspec.structs.replace(
            opened.dataset,
            sources=(*opened.dataset.sources, *sources),
            pictures=(*opened.dataset.pictures, *made),
        )
        words = f"Added {made[0].name}" if len(made) == 1 else f"Added {len(made)} pictures"
        after = change.commit(dataset, words)
    return Added(after, tuple(one.name for one in made), refused=tuple(refused), there=tuple(there))


def _with_free_names(opened: Opened, proposed: Proposal, made: Sequence[Picture]) -> Proposal:
    """The proposal, with other names where its own were taken since."""
    there = layout.taken_names(opened.dataset, opened.files) | {one.name for one in made}
    if not there & {one.name for one in proposed.pictures}:
        return proposed
    names = layout.new_names(opened.dataset.stem, len(proposed.pictures), there)
    pictures = zip(proposed.pictures, names, strict=True)
    return proposed._replace(pictures=tuple(msgspec.structs.replace(one, name=name) for one, name in pictures))


def _kept(change: writing.Change, proposed: Proposal) -> list[Picture]:
    """The pictures of a proposal, with their files staged. Raises DatasetWrong, PictureUnreadable."""
    from library.formats.pictures import read_picture, write_png
    from studio.datasets.steps.applying import SharedSteps

    data = disk.read_file(proposed.given.path)
    if sha256_of(data) != proposed.source.sha256:
        raise DatasetWrong(f"{proposed.source.name} is another file by now", "", "Look at it again")
    with untrusted(proposed.source.name):
        shared = SharedSteps(read_picture(data, proposed.source.name), [one.steps for one in proposed.pictures])
    # All are made before the first is kept: a file gives all of its pictures or none.
    encoded = [write_png(shared.applied(picture.steps)) for picture in proposed.pictures]
    change.source(proposed.source, data)
    made = []
    for picture, png, caption in zip(proposed.pictures, encoded, proposed.captions, strict=True):
        kept = change.picture(picture, png)
        if caption:
            change.caption(kept, caption)
        made.append(kept)
    return made


def _looked_at(
    opened: Opened, given: Given, kind: As, models: Models, taken: Sequence[Picture]
) -> tuple[Proposal, Pixels]:
    """What would be made of a file, and its pixels. Raises as `proposal`."""
    from library.formats.pictures import read_picture

    name = plain(given.path.name)
    data = disk.read_file(given.path)
    sha256 = sha256_of(data)
    if any(one.sha256 == sha256 for one in opened.dataset.sources):
        raise ThereAlready(f"{name} is in the dataset already", "", "Remove its pictures first, to add it anew")
    with untrusted(name):
        head = heads.read(str(given.path)).head
        pixels = read_picture(data, name)
    height, width = pixels.shape[:2]
    wanted = "picture" if kind == "auto" and given.picture is not None else kind
    found = understanding.understood(opened.dataset, str(given.path), data, head, pixels, wanted, models)
    return _named(opened, given, Source(sha256, name, found.kind, width, height), found, taken), pixels


def _named(opened: Opened, given: Given, source: Source, found: Understood, taken: Sequence[Picture]) -> Proposal:
    """A proposal whose pictures have the next names that are free."""
    there = layout.taken_names(opened.dataset, opened.files) | {one.name for one in taken}
    names = layout.new_names(opened.dataset.stem, len(found.pictures), there)
    pictures = tuple(
        msgspec.structs.replace(picture, name=name, source=source.sha256)
        for picture, name in zip(found.pictures, names, strict=True)
    )
    return Proposal(given, source, pictures, found.captions, found.sheet, found.doubts)
