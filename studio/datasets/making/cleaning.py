"""What is proposed of a source done again for the pictures that there are: turned, erased, cut, made square."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

import msgspec

from library.errors import LibraryError
from library.files import disk
from library.files.untrusted import untrusted
from library.formats.heads import reading as heads
from studio.datasets.folder import layout, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.making import understanding
from studio.datasets.making.remaking import Progress, Remade, by_source, remade, source_of, source_pixels
from studio.datasets.photographs.networks import NO_MODELS, Models
from studio.datasets.records import Box, Cut, DatasetWrong, Picture, Source, Square, Step
from studio.errors import Notice
from studio.notices import notice_of

SAME_FIGURE = 0.5
"""Of the area that two boxes have together, what they must share to be of one figure."""


class Squaring(NamedTuple):
    """How pictures are to be made square; what is None is as proposed."""

    side: int | None = None
    how: Literal["pad", "crop"] | None = None
    ground: str | None = None


class Cleaned(NamedTuple):
    """What became of it. `missed` says in words what a sheet has that no picture shows, or the reverse."""

    remade: Remade
    missed: tuple[str, ...] = ()


def clean(
    opened: Opened,
    squaring: Squaring,
    names: Collection[str] | None = None,
    progress: Progress | None = None,
    models: Models = NO_MODELS,
) -> Cleaned:
    """Make pictures, all that have a source where no names are given, by the steps that are proposed now; where it is
    said how they are to be square, that alone changes, and cuts that a person corrected stay.

    One change; captions stay. Blocks. Raises DatasetWrong, DiskFull, LibraryUnwritable; what the models raise.
    """
    writing.refuse_mistakes(opened)
    pictures = [opened.picture(name) for name in names] if names is not None else list(opened.dataset.pictures)
    pictures = [one for one in pictures if one.source or names is not None]
    if squaring != Squaring():
        squared = [msgspec.structs.replace(one, steps=_squared(one.steps, squaring)) for one in pictures]
        return Cleaned(remade(opened, squared, "Squared", progress, _side(squaring)))
    wanted, failed, missed = list[Picture](), list[tuple[str, Notice]](), list[str]()
    for ours in by_source(pictures):
        try:
            source = source_of(opened, ours[0])
            proposed = _proposed(opened, source, models)
        except (DatasetWrong, LibraryError) as error:
            failed += [(one.name, notice_of(error)) for one in ours]
            continue
        steps = _matched([one.steps for one in proposed], ours) if source.kind == "sheet" else [proposed[0].steps]
        for picture, found in zip(ours, steps, strict=False):
            if found is None:
                missed.append(f"{picture.name} is on no figure that is found on {source.name} now: it stays as it was")
                found = picture.steps
            wanted.append(msgspec.structs.replace(picture, steps=found))
        if names is None and source.kind == "sheet" and len(proposed) > len(ours):
            missed.append(f"{source.name} has {len(proposed)} figures, and {len(ours)} pictures are of it")
    done = remade(opened, wanted, "Cleaned", progress)
    return Cleaned(done._replace(failed=(*failed, *done.failed)), tuple(missed))


def _proposed(opened: Opened, source: Source, models: Models) -> tuple[Picture, ...]:
    """What would be made of a source now. Raises DatasetWrong, PictureUnreadable."""
    path = opened.folder / layout.source_path(source)
    pixels = source_pixels(opened, source)
    data = disk.read_file(path)
    with untrusted(source.name):
        head = heads.read(str(path)).head
    return understanding.understood(opened.dataset, str(path), data, head, pixels, source.kind, models).pictures


def _matched(found: Sequence[tuple[Step, ...]], pictures: Sequence[Picture]) -> list[tuple[Step, ...] | None]:
    """For each picture of a sheet the steps of the figure that it shows; None where there is none."""
    left = list(found)
    matched: list[tuple[Step, ...] | None] = []
    for picture in pictures:
        best = max(left, key=lambda steps: _shared(_box(steps), _box(picture.steps)), default=None)
        if best is None or _shared(_box(best), _box(picture.steps)) < SAME_FIGURE:
            matched.append(None)
            continue
        left.remove(best)
        matched.append(best)
    return matched


def _box(steps: Sequence[Step]) -> Box:
    return next((step.box for step in steps if isinstance(step, Cut)), Box(0, 0, 0, 0))


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share, of that which they have together."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0, across) * max(0, down)
    return shared / max(1, one.width * one.height + other.width * other.height - shared)


def _side(squaring: Squaring) -> dict[str, int]:
    return {} if squaring.side is None else {"side": squaring.side}


def _squared(steps: tuple[Step, ...], squaring: Squaring) -> tuple[Step, ...]:
    rest = tuple(step for step in steps if not isinstance(step, Square))
    now = next((step for step in steps if isinstance(step, Square)), Square())
    how = squaring.how or now.how
    return (
        *rest,
        Square(squaring.side or now.side, how, squaring.ground or now.ground, now.box if how == "crop" else None),
    )  # fmt: skip
