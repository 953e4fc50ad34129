"""What the screens of datasets change: each call is one change of the folder, which can be taken back.

Each reads the folder as it is by then, so that what other tools did meanwhile stays. All of it blocks, and belongs in a
thread; it raises StudioError and LibraryError, and then nothing was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from studio.datasets.records import Dataset, Picture, Square, Step
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.cast.members import Character
    from studio.pictures.screen_pixels import Pixels

Progress = Callable[[int, int, str], bool]
"""How many are done, of how many, and the name of the next; False ends the work before it."""

FIELDS = ("kind", "trigger", "pattern", "member", "side", "steps")
"""What a person says of a dataset, besides its name."""


def begin(library_folder: Path, dataset: Dataset) -> Path:
    """Make a dataset; its folder. Raises DatasetWrong where there is one of that name."""
    from studio.datasets.captions.pattern import checked
    from studio.datasets.folder import layout, writing
    from studio.datasets.making import places

    if dataset.pattern:
        dataset = msgspec.structs.replace(dataset, pattern=checked(dataset.pattern, dataset.trigger))
    folder = places.folder_of(library_folder, dataset.name)
    writing.create(folder, msgspec.structs.replace(dataset, name=folder.name, stem=layout.stem_of(folder.name)))
    return folder


def say_about(folder: Path, seen: Dataset, now: Dataset) -> None:
    """Say other things of a dataset, where they are others than those that the person saw; the rest is left alone.

    Another trigger word is in the captions too, wherever the one of before stands in them.
    """
    from studio.datasets.captions.editing import changes, retriggered
    from studio.datasets.captions.pattern import checked
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.captioning import write
    from studio.datasets.making.changing import dataset_changed

    before = opened(folder)
    if now.pattern:
        now = msgspec.structs.replace(now, pattern=checked(now.pattern, now.trigger))
    names = ("name", *FIELDS)
    fields = {name: value for name in names if (value := getattr(now, name)) != getattr(seen, name)}
    old, new = before.dataset.trigger, fields.get("trigger", "")
    if old and new:
        names_of = [one.name for one in before.dataset.pictures]
        done = changes(before.captions, names_of, retriggered(old, new))
        write(before, done, f"The trigger word is {new}", None, **fields)
    elif fields:
        dataset_changed(before, **fields)


def pattern_mistakes(pattern: str, trigger: str) -> str:
    """What is wrong with a pattern, in words; empty where it can be used. Does not block."""
    from studio.datasets.captions.pattern import mistakes

    return "; ".join(mistakes(pattern, trigger))


# Captions.


def write_captions(
    folder: Path, captions: Mapping[str, str], seen: Mapping[str, str], words: str, drafted: str | None = ""
) -> str:
    """Write captions; what is to be known of it. `seen` are those that the person saw, `words` say what is done.

    `drafted` is the model that wrote them, empty: the person did; None: drafts stay drafts. What another program wrote
    meanwhile is written over, and taking it back brings it back.
    """
    from studio.datasets.captions.editing import Change
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.captioning import write

    before = opened(folder)
    there = {one.name for one in before.dataset.pictures}
    wanted = {name: text for name, text in captions.items() if name in there}
    if not wanted:
        raise StudioError("The caption is not kept", "its picture is not in the dataset any more", "")
    changes = [Change(name, before.captions.get(name, ""), text) for name, text in wanted.items()]
    write(before, changes, words, drafted)
    other = [name for name in wanted if before.captions.get(name, "") not in (seen.get(name, "").strip(), wanted[name])]
    if other:
        return f"Another program had written the caption of {other[0]} meanwhile: Ctrl+Z brings that back"
    return ""


def by_pattern(
    folder: Path, names: Collection[str], cast: Sequence[Character], captions: Mapping[str, str] = {}
) -> dict[str, str]:
    """Captions of pictures as the pattern has them. `captions` are those that stand there: their words stay, and the
    pattern is put around them; without one the description is from the recipe, or else from what is known."""
    from studio.datasets.captions.editing import repatterned
    from studio.datasets.captions.pattern import caption_of, pattern_of
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.captioning import from_labels, from_recipes

    one = opened(folder)
    there = [picture.name for picture in one.dataset.pictures if picture.name in names]
    told = {**from_labels(one, there, cast), **from_recipes(one, there, cast)}
    pattern, trigger = pattern_of(one.dataset), one.dataset.trigger
    around = repatterned(pattern, pattern, trigger)
    return {
        name: around(name, captions[name]) if captions.get(name) else caption_of(pattern, trigger, told.get(name, ""))
        for name in there
    }


def replaced(captions: Mapping[str, str], find: str, put: str, *, whole_words: bool) -> dict[str, str]:
    """The captions that change where words give way to others, as they are then; does not block."""
    from studio.datasets.captions.editing import changes, replace

    edit = replace(find, put, whole_words=whole_words)
    return {one.picture: one.after for one in changes(captions, captions, edit)}


# Pictures.


def set_aside(folder: Path, names: Collection[str], reason: str) -> None:
    """Set pictures aside."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making import changing

    changing.set_aside(opened(folder), dict.fromkeys(names, reason))


def bring_back(folder: Path, names: Collection[str]) -> None:
    """Bring pictures back, from aside or from those that are held out."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making import changing

    changing.bring_back(opened(folder), names)


def hold_out(folder: Path, names: Collection[str], *, out: bool) -> None:
    """Hold pictures out, or no more."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making import changing

    (changing.hold_out if out else changing.bring_back)(opened(folder), names)


def name_trouble(name: str) -> str:
    """Why a picture cannot be called so, in words; empty where it can. Does not block."""
    from studio.datasets.folder import layout

    return layout.name_trouble(name)


def give_name(folder: Path, name: str, new: str) -> None:
    """Give a picture, with its caption, another name."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making import changing

    changing.give_name(opened(folder), name, new)


def remove(folder: Path, names: Collection[str]) -> None:
    """Take pictures out of the dataset, with their captions."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making import changing

    changing.remove(opened(folder), names)


def tag(folder: Path, names: Collection[str], field: str, word: str) -> None:
    """Say what pictures show."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.changing import said_of

    said_of(opened(folder), {name: {field: word} for name in names})


def make_again(folder: Path, progress: Progress, names: Collection[str], square: Square) -> str:
    """Make pictures again with another last step; what came of it, in words."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.remaking import steps_changed

    before = opened(folder)
    pictures = [one for one in before.dataset.pictures if one.name in names and one.source]
    steps = {one.name: _squared(one, square) for one in pictures}
    done = steps_changed(before, steps, progress)
    made = f"{len(done.changed):,} made again" if done.changed else "Nothing is other than it was"
    return f"{made}; {done.failed[0][1].line()}" if done.failed else made


def _squared(picture: Picture, square: Square) -> tuple[Step, ...]:
    return (*(step for step in picture.steps if not isinstance(step, Square)), square)


def made_so(folder: Path, name: str, square: Square) -> Pixels:
    """What would become of a picture with another last step: pixels (H, W, 3) uint8 RGB; nothing is written."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.remaking import before_and_after

    one = opened(folder)
    return before_and_after(one, name, _squared(one.picture(name), square))[1]


class _Stopped(Exception):
    """The person wants no more of it."""


def hold_some_out(folder: Path, progress: Progress) -> str:
    """Hold out as many as are usual, so that both sides show what there is; which, in words. Stopped: none."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.changing import split
    from studio.datasets.reports.reporting import held_out
    from studio.datasets.reports.splitting import USUAL_SHARE

    def tell(done: int, total: int) -> None:
        if not progress(done - 1, total, "looking"):
            raise _Stopped

    before = opened(folder)
    try:
        chosen = held_out(before, f"{USUAL_SHARE:.0%}", on_step=tell)
    except _Stopped:
        return "Stopped: nothing was held out"
    split(before, chosen.held_out)
    return ". ".join((f"Held out: {', '.join(chosen.held_out)}", *chosen.remarks))


# The way back.


def undo(folder: Path) -> str:
    """Take the last change back; what it was, in words, empty where there is none."""
    from studio.datasets.folder import undoing

    if all(one.undone for one in undoing.history(folder)):
        return ""
    return undoing.undo(folder).words


def redo(folder: Path) -> str:
    """Do again what was taken back last; what it was, in words, empty where there is nothing."""
    from studio.datasets.folder import undoing

    if not any(one.undone for one in undoing.history(folder)):
        return ""
    return undoing.redo(folder).words
