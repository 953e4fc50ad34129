"""Pictures made from their sources: with other steps, all of them again, one before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from library.digest import sha256_of
from library.errors import LibraryError, PictureUnreadable
from library.files import disk
from studio.datasets.folder import layout, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.records import DatasetWrong, Picture, Source, Step
from studio.errors import Notice, StudioError
from studio.notices import notice_of

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

Progress = Callable[[int, int, str], bool]
"""How many are done, of how many, and the name of the next; False ends the work before it, and what is done is kept."""


class Remade(NamedTuple):
    """What became of pictures that were to be made again. `changed` and `same` (to the byte) are names."""

    opened: Opened
    changed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    failed: tuple[tuple[str, Notice], ...] = ()


def steps_changed(opened: Opened, steps: Mapping[str, tuple[Step, ...]], progress: Progress | None = None) -> Remade:
    """Make pictures, by their names, with other steps, as one change; what cannot be made is as it was, and is told.

    Raises DatasetWrong where there is no such picture; what a change raises.
    """
    wanted = [msgspec.structs.replace(opened.picture(name), steps=tuple(steps[name])) for name in steps]
    return remade(opened, wanted, "Changed the steps of", progress)


def again(opened: Opened, names: Collection[str] | None = None, progress: Progress | None = None) -> Remade:
    """Make pictures again as `dataset.toml` says, all that have a source where no names are given; the gone ones too,
    and not those in which another program painted since the studio last wrote: these are told.

    Raises DatasetWrong where there is no such picture; what a change raises.
    """
    there = {one.name: one for one in (*opened.gone, *opened.dataset.pictures)}
    painted = set[str]()
    if names is None:
        painted = {told.name for told in opened.told if told.sort == "repainted"}
        wanted = [one for one in there.values() if one.source and one.name not in painted]
    else:
        wanted = [there[name] if name in there else opened.picture(name) for name in names]
    done = remade(opened, wanted, "Made again:", progress)
    return done._replace(failed=(*((name, _painted(name)) for name in sorted(painted)), *done.failed))


def _painted(name: str) -> Notice:
    remedy = "Name it to make it again all the same"
    return Notice(f"{name} is as it was", "another program painted in it", remedy)


def before_and_after(opened: Opened, name: str, steps: Sequence[Step] | None = None) -> tuple[Pixels, Pixels]:
    """A picture's source, and what its steps make of it: pixels (H, W, 3) uint8 RGB; `steps` in place of its own.

    Raises DatasetWrong where it has no source, PictureUnreadable.
    """
    from studio.datasets.steps.applying import applied

    picture = opened.picture(name)
    pixels = source_pixels(opened, source_of(opened, picture))
    return pixels, applied(pixels, picture.steps if steps is None else steps)


def source_of(opened: Opened, picture: Picture) -> Source:
    """The source of a picture. Raises DatasetWrong where nothing is known of one."""
    for source in opened.dataset.sources:
        if source.sha256 == picture.source:
            return source
    reason = "nothing is known of where it comes from" if not picture.source else "its source is not in the dataset"
    raise DatasetWrong(f"{picture.name} cannot be made again", reason, "Add the file that it was made from")


def source_pixels(opened: Opened, source: Source) -> Pixels:
    """The pixels of a source, upright. Raises DatasetWrong where the copy is another file by now, PictureUnreadable."""
    from library.files.untrusted import untrusted
    from library.formats.pictures import read_picture

    path = opened.folder / layout.source_path(source)
    try:
        data = disk.read_file(path)
    except PictureUnreadable as error:
        raise DatasetWrong(
            f"The source {source.name} cannot be read", notice_of(error).title, "Add it again"
        ) from error
    if sha256_of(data) != source.sha256:
        reason = f"{layout.source_path(source)} is not the file that was added"
        raise DatasetWrong(f"The source {source.name} was changed", reason, "Add the right file again")
    with untrusted(source.name):
        return read_picture(data, source.name)


def made(opened: Opened, pictures: Sequence[Picture]) -> Iterator[tuple[Picture, bytes | Notice]]:
    """The PNG of each picture as its steps say, or why there is none, those of one source one after the other."""
    from library.formats.pictures import write_png
    from studio.datasets.steps.applying import SharedSteps

    for ours in by_source(pictures):
        shared: SharedSteps | None = None
        for picture in ours:
            try:
                if shared is None:
                    source = source_of(opened, picture)
                    shared = SharedSteps(source_pixels(opened, source), [one.steps for one in ours])
                yield picture, write_png(shared.applied(picture.steps))
            except (StudioError, LibraryError) as error:
                yield picture, notice_of(error)


def by_source(pictures: Sequence[Picture]) -> list[list[Picture]]:
    """The pictures of each source, which is decoded once for them."""
    return [[one for one in pictures if one.source == each] for each in dict.fromkeys(one.source for one in pictures)]


def remade(
    opened: Opened,
    wanted: Sequence[Picture],
    words: str,
    progress: Progress | None = None,
    fields: Mapping[str, Any] = {},
) -> Remade:
    """Make pictures as these say, as one change in which the dataset has these fields, too; `words` lead their names.

    Raises what a change raises.
    """
    changed, same, failed = dict[str, Picture](), list[str](), list[tuple[str, Notice]]()
    before = {one.name: one for one in opened.dataset.pictures}
    wanted = [one for ours in by_source(wanted) for one in ours]
    with writing.change(opened) as change:
        results = made(opened, wanted)
        for number in range(len(wanted)):
            if progress is not None and not progress(number, len(wanted), wanted[number].name):
                break
            picture, result = next(results)
            if isinstance(result, Notice):
                failed.append((picture.name, result))
            elif before.get(picture.name) == picture and sha256_of(result) == picture.sha256:
                same.append(picture.name)
            else:
                changed[picture.name] = change.picture(picture, result)
        if not changed and all(getattr(opened.dataset, name) == value for name, value in fields.items()):
            return Remade(opened, (), tuple(same), tuple(failed))
        pictures = [changed.get(name, one) for name, one in before.items()]
        pictures += [one for name, one in changed.items() if name not in before]
        dataset = msgspec.structs.replace(opened.dataset, pictures=tuple(pictures), **fields)
        told = next(iter(changed)) if len(changed) == 1 else f"{len(changed)} pictures"
        return Remade(change.commit(dataset, f"{words} {told}"), tuple(changed), tuple(same), tuple(failed))
