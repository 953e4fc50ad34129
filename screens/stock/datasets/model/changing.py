"""What the screens of datasets change: each call is one change of the folder, which can be taken back.

Each reads the folder as it is by then, so that what other tools did meanwhile stays. All of it blocks, and belongs in a
thread; it raises StudioError and LibraryError, and then nothing was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import msgspec

from studio.datasets.records import Dataset, Square
from studio.errors import StudioError
from studio.plain_text import expanded

if TYPE_CHECKING:
    from studio.cast.members import Character
    from studio.datasets.making.adding import Added, As, Given, Proposal
    from studio.workspace import Workspace

MOST_ADDED = 2_000
"""Pictures that a search of the library may add at once."""

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


def say_about(folder: Path, now: Dataset) -> None:
    """Say other things of a dataset, where they are others."""
    from studio.datasets.captions.pattern import checked
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.changing import dataset_changed

    before = opened(folder)
    if now.pattern:
        now = msgspec.structs.replace(now, pattern=checked(now.pattern, now.trigger))
    names = ("name", *FIELDS)
    fields = {name: value for name in names if (value := getattr(now, name)) != getattr(before.dataset, name)}
    if fields:
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


def by_pattern(folder: Path, names: Collection[str], cast: Sequence[Character]) -> dict[str, str]:
    """Captions of pictures as the pattern has them; descriptions are from recipes, or else from what is known."""
    from studio.datasets.captions.pattern import caption_of, pattern_of
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.captioning import from_labels, from_recipes

    one = opened(folder)
    there = [picture.name for picture in one.dataset.pictures if picture.name in names]
    told = {**from_labels(one, there, cast), **from_recipes(one, there, cast)}
    pattern, trigger = pattern_of(one.dataset), one.dataset.trigger
    return {name: caption_of(pattern, trigger, told.get(name, "")) for name in there}


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


def tag(folder: Path, names: Collection[str], field: str, word: str) -> None:
    """Say what pictures show."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.changing import said_of

    said_of(opened(folder), {name: {field: word} for name in names})


def make_again(folder: Path, names: Collection[str], square: Square) -> str:
    """Make pictures again with another last step; what came of it, in words."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.remaking import steps_changed

    before = opened(folder)
    pictures = [one for one in before.dataset.pictures if one.name in names and one.source]
    steps = {one.name: (*(step for step in one.steps if not isinstance(step, Square)), square) for one in pictures}
    done = steps_changed(before, steps)
    made = f"{len(done.changed):,} made again" if done.changed else "Nothing is other than it was"
    return f"{made}; {done.failed[0][1].line()}" if done.failed else made


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


# Files that are added.


class Wanted(NamedTuple):
    """What is to be added: files and folders, what a search finds, as what (empty: as they look)."""

    paths: tuple[Path, ...]
    query: str = ""
    kind: str = ""


class Done(NamedTuple):
    """What came of it. `waiting` are files whose cuts a person should look at first."""

    added: int
    waiting: tuple[Proposal, ...]
    refused: tuple[str, ...]
    stopped: bool

    def words(self) -> str:
        """It in words."""
        parts = [
            "Stopped" if self.stopped else "",
            f"{self.added:,} added" if self.added or not (self.waiting or self.refused) else "",
            f"{len(self.waiting):,} to be looked at first: Esc leads there" if self.waiting else "",
            f"{len(self.refused):,} could not be taken" if self.refused else "",
        ]
        return "\n".join([". ".join(filter(None, parts)), *self.refused[:5]])


Tell = Callable[[int, int, str], object]


def add(folder: Path, workspace: Workspace, wanted: Wanted, tell: Tell, stopped: Callable[[], bool]) -> Done:
    """Add files to a dataset; what is in doubt waits."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making import adding
    from studio.datasets.photographs.networks import Models

    given = [*_files(wanted.paths), *(_found(workspace, wanted.query) if wanted.query else ())]
    if not given:
        raise StudioError("There is nothing to add", "no picture lies there, or is found", "Name others")

    def progress(done: int, total: int, name: str) -> bool:
        tell(done, total, name)
        return not stopped()

    models = Models(_file(workspace.settings.datasets.face_model), workspace.pose_model)
    kind = cast("As", wanted.kind or "auto")
    return outcome(adding.add(opened(folder), given, kind, progress=progress, models=models), stopped())


def _file(path: str) -> Path | None:
    return expanded(path) if path else None


def outcome(added: Added, is_stopped: bool = False) -> Done:
    """What came of adding, for a person."""
    refused = tuple(f"{name}: {notice.line()}" for name, notice in added.refused)
    return Done(len(added.added), added.waiting, refused, is_stopped)


def _files(paths: Collection[Path]) -> list[Given]:
    """Files, and the pictures in folders. Raises StudioError for what is not there."""
    from studio.datasets.making.adding import Given

    found: list[Path] = []
    for path in paths:
        try:
            if path.is_dir():
                found += sorted(one for one in path.iterdir() if one.suffix.lower() in PICTURES and one.is_file())
            elif path.exists():
                found.append(path)
            else:
                raise StudioError(f"Nothing lies at {path}", "", "Name another file or folder")
        except OSError as error:
            raise StudioError(f"{path} cannot be read", error.strerror or str(error), "Check its rights") from error
    return [Given(path) for path in found]


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"})
"""How files end that are taken of a folder."""


def _found(workspace: Workspace, query: str) -> list[Given]:
    """What a search of the library finds, the oldest first. Raises LibraryError."""
    return library_pictures(workspace, workspace.library.ids(query, limit=MOST_ADDED))


def library_pictures(workspace: Workspace, ids: Collection[int]) -> list[Given]:
    """Pictures of the library, in the order in which they were drawn. Raises LibraryError."""
    from studio.datasets.making.adding import Given

    pictures = workspace.library.pictures(tuple(sorted(ids)))
    return [Given(Path(one.path), one) for one in sorted(pictures, key=lambda one: one.id)]


def add_proposed(folder: Path, proposal: Proposal) -> Done:
    """Make pictures as a proposal says, which a person has looked at."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making.adding import add_proposed

    return outcome(add_proposed(opened(folder), (proposal,)))
