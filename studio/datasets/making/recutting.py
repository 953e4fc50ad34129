"""The cuts of a sheet, as they are and as a person corrects them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from library.files import disk
from library.files.untrusted import untrusted
from studio.datasets.captions import pattern, words
from studio.datasets.folder import layout, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.making import remaking, understanding
from studio.datasets.making.adding import Proposal
from studio.datasets.records import (
    Box,
    Cut,
    Dataset,
    DatasetWrong,
    Erase,
    Figure,
    Label,
    Picture,
    Sheet,
    Source,
    Square,
    Step,
    Turn,
)
from studio.errors import Notice

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

SAME_FIGURE = 0.2
"""Of the area that two boxes have together, what they share at least where one is the other, corrected."""
SAME_LABEL = 0.3


class Recut(NamedTuple):
    """What became of a sheet's pictures: the names of those that were made anew, that are new, and that are gone."""

    opened: Opened
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def source_called(opened: Opened, sha256: str) -> Source:
    """The source with this hash. Raises DatasetWrong."""
    for source in opened.dataset.sources:
        if source.sha256 == sha256:
            return source
    raise DatasetWrong("The sheet is not in the dataset any more", "", "Add it again")


def cuts_of(opened: Opened, sha256: str) -> tuple[Sheet, Pixels]:
    """A sheet with the figures as its pictures were cut, and its pixels (H, W, 3) uint8 RGB, upright.

    Labels are those that are found on it now, with the words that its pictures have, and what else was erased. Blocks.
    Raises DatasetWrong, PictureUnreadable.
    """
    source = source_called(opened, sha256)
    pixels = remaking.source_pixels(opened, source)
    found = understanding.sheet_of(pixels)
    pictures = [one for one in opened.dataset.pictures if one.source == sha256 and _box(one.steps) is not None]
    if not pictures:
        return found, pixels
    degrees = next((step.degrees for step in pictures[0].steps if isinstance(step, Turn)), 0.0)
    # Where it was turned otherwise, what is found now lies elsewhere.
    labels = found.labels if degrees == found.degrees else ()
    known = found.figures if degrees == found.degrees else ()
    figures = []
    for picture in pictures:
        figure, changes = _as_cut(picture, known)
        labels = tuple(changes.get(label, label) for label in labels)
        figures.append(figure)
    erased = [quad for one in pictures for step in one.steps if isinstance(step, Erase) for quad in step.quads]
    seen = [understanding.around(label.quad) for label in labels]
    for quad in dict.fromkeys(erased):
        if all(_shared(understanding.around(quad), box) < SAME_LABEL for box in seen):
            labels = (*labels, Label("text", quad))
    sheet = msgspec.structs.replace(found, degrees=degrees, figures=tuple(figures), labels=labels)
    return sheet, pixels


def cuts_proposed(proposed: Proposal) -> tuple[Sheet, Pixels]:
    """A sheet that waits to be added, as it was understood, and its pixels (H, W, 3) uint8 RGB, upright. Blocks.

    Raises PictureUnreadable.
    """
    from library.formats.pictures import read_picture

    data = disk.read_file(proposed.given.path)
    with untrusted(proposed.source.name):
        pixels = read_picture(data, proposed.source.name)
    height, width = pixels.shape[:2]
    return proposed.sheet or Sheet(width, height), pixels


def _as_cut(picture: Picture, known: Sequence[Figure]) -> tuple[Figure, dict[Label, Label]]:
    """A figure as its picture was cut; and labels of the sheet, with the words that a person gave them."""
    box = _box(picture.steps)
    assert box is not None
    like = max(known, key=lambda one: _shared(one.box, box), default=None)
    labels = like.labels if like is not None and _shared(like.box, box) >= SAME_FIGURE else ()
    read = [label for label in labels if label.kind == "text" and label.text]
    changes = {}
    if len(read) == len(picture.labels):
        pairs = zip(read, picture.labels, strict=True)
        changes = {label: msgspec.structs.replace(label, text=text) for label, text in pairs if label.text != text}
    labels = tuple(changes.get(label, label) for label in labels)
    return Figure(box, labels, picture.view, picture.framing, picture.expression), changes


def recut(opened: Opened, sha256: str, sheet: Sheet) -> Recut:
    """Make the pictures of a sheet anew by these cuts, as one change.

    A picture whose figure is still there keeps its name, how it is made square, and what was written of it; a caption
    that says no more than the labels did follows them. Blocks. Raises DatasetWrong where no figure is left or a picture
    cannot be made, PictureUnreadable, DiskFull, LibraryUnwritable; then nothing is changed.
    """
    source, dataset = source_called(opened, sha256), opened.dataset
    if not sheet.figures:
        raise DatasetWrong(f"No figure is left on {source.name}", "", "Add one, or remove the pictures")
    found = understanding.of_sheet(dataset, sheet, as_cut=True)
    ours = [one for one in dataset.pictures if one.source == sha256]
    matched = _matched(found.pictures, ours)
    names = layout.new_names(dataset.stem, matched.count(None), layout.taken_names(dataset, opened.files))
    free = iter(names)
    wanted: dict[str, tuple[Picture, str | None]] = {}
    for new, caption, before in zip(found.pictures, found.captions, matched, strict=True):
        if before is None:
            picture = msgspec.structs.replace(new, name=next(free), source=sha256)
            wanted[picture.name] = picture, caption or None
        else:
            follows = opened.captions.get(before.name, "") in ("", _by_labels(dataset, before))
            wanted[before.name] = _corrected(before, new), caption if follows and caption else None
    gone = [one for one in ours if one.name not in wanted]
    with writing.change(opened) as change:
        done: dict[str, Picture] = {}
        for picture, result in remaking.made(opened, [picture for picture, _ in wanted.values()]):
            if isinstance(result, Notice):
                raise DatasetWrong(f"{picture.name} cannot be made", result.line(), result.remedy)
            done[picture.name] = change.picture(picture, result)
            text = wanted[picture.name][1]
            if text is not None:
                change.caption(picture, text)
        for picture in gone:
            change.remove(picture)
        kept = [done.pop(one.name, one) for one in dataset.pictures if one not in gone]
        after = msgspec.structs.replace(dataset, pictures=(*kept, *done.values()))
        count = f"{len(wanted)} pictures" if len(wanted) != 1 else "a picture"
        changed = tuple(name for name in wanted if name not in names)
        result_opened = change.commit(after, f"Cut {count} of {source.name}")
    return Recut(result_opened, changed, names, tuple(one.name for one in gone))


def _corrected(before: Picture, new: Picture) -> Picture:
    """A picture with other cuts; what the sheet does not say stays, and so does how it is made square."""
    squares = [step for step in before.steps if isinstance(step, Square)] or [
        step for step in new.steps if isinstance(step, Square)
    ]
    steps = (*(step for step in new.steps if not isinstance(step, Square)), *squares[-1:])
    return msgspec.structs.replace(
        before,
        steps=steps,
        labels=new.labels,
        view=new.view or before.view,
        framing=new.framing or before.framing,
        expression=new.expression or before.expression,
    )


def _matched(new: Sequence[Picture], ours: Sequence[Picture]) -> list[Picture | None]:
    """For each new picture the one of ours that it is, corrected: those that share most first."""
    pairs = []
    for number, one in enumerate(new):
        for other in ours:
            box, before = _box(one.steps), _box(other.steps)
            if box is not None and before is not None and (share := _shared(box, before)) >= SAME_FIGURE:
                pairs.append((share, number, other))
    matched: list[Picture | None] = [None] * len(new)
    for _, number, other in sorted(pairs, key=lambda pair: -pair[0]):
        if matched[number] is None and other not in matched:
            matched[number] = other
    return matched


def _by_labels(dataset: Dataset, picture: Picture) -> str:
    """The caption that a picture's labels give."""
    known = tuple(filter(None, (dataset.trigger, dataset.member)))
    description = words.from_labels(picture, known)
    return pattern.caption_of(pattern.pattern_of(dataset), dataset.trigger, description) if description else ""


def _box(steps: Sequence[Step]) -> Box | None:
    return next((step.box for step in steps if isinstance(step, Cut)), None)


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share, of that which they have together."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0, across) * max(0, down)
    return shared / max(1, one.width * one.height + other.width * other.height - shared)
