"""A dataset as its folder stands now: what other tools added, took away, renamed, painted and wrote is taken in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from library.digest import sha256_of
from library.errors import DiskFull, LibraryUnwritable, PictureUnreadable
from library.files import disk, transaction
from studio.datasets.folder import caption_files, layout, seen, toml_file
from studio.datasets.folder.told import Told as Told
from studio.datasets.records import Dataset, DatasetWrong, Picture
from studio.errors import Notice
from studio.plain_text import plain

BY_HAND = "set aside by hand"


class Opened(msgspec.Struct, frozen=True):
    """A dataset as its folder stands. Nothing was written yet of what was taken in: the next change does that."""

    folder: Path
    dataset: Dataset
    captions: Mapping[str, str]
    """By the pictures' names, without white space at their ends; a picture without a file beside it has none."""
    told: tuple[Told, ...] = ()
    faults: tuple[Notice, ...] = ()
    """Mistakes in `dataset.toml`: while there are some, the dataset is not changed."""
    sizes: Mapping[str, tuple[int, int]] = {}
    """Width and height in px by the pictures' names; one that is unreadable has none."""
    gone: tuple[Picture, ...] = ()
    """Entries whose pictures are no more there: they can be made again until the next change."""
    files: tuple[str, ...] = ()
    """Paths of all pictures and captions that lie there, also of those that are left out: no new one has their name."""
    hashes: Mapping[str, str] = {}
    """SHA-256 of each file that was read, by its path from the folder on."""
    read: toml_file.Read = toml_file.Read(Dataset(""))

    def picture(self, name: str) -> Picture:
        """The picture of this name. Raises DatasetWrong."""
        for one in self.dataset.pictures:
            if one.name == name:
                return one
        raise DatasetWrong(f"No picture is called {name!r}", f"in the dataset {self.dataset.name}", "Look at its list")

    def file(self, picture: Picture) -> Path:
        """Where a picture's file is."""
        return self.folder / layout.picture_path(picture)

    def training(self) -> tuple[Picture, ...]:
        """The pictures that are trained on: neither aside nor held out."""
        return tuple(one for one in self.dataset.pictures if not one.aside and not one.held_out)


def opened(folder: Path) -> Opened:
    """The dataset in a folder. What a kill left half done is put back before. Blocks.

    Raises DatasetWrong: there is none, or it cannot be read; LibraryUnwritable, DiskFull where a change that was cut
    off cannot be put back.
    """
    if not layout.is_dataset(folder):
        remedy = "studio dataset list shows those that there are, studio dataset new makes one"
        raise DatasetWrong(f"There is no dataset in {plain(str(folder))}", "dataset.toml is not there", remedy)
    with lock(folder) as is_held:
        room = folder / layout.UNDO
        cut_off = transaction.recover(folder, room, layout.is_own) if is_held else ""
        for file in (folder / layout.OWN).glob(f"{disk.TEMPORARY_PREFIX}*") if is_held else ():
            disk.discard(file)
        found = read(folder)
    if cut_off:
        told = Told("cut off", "", f"{cut_off}: it was cut off, and everything is as before")
        found = msgspec.structs.replace(found, told=(told, *found.told))
    return found


@contextmanager
def lock(folder: Path) -> Iterator[bool]:
    """Hold the dataset for this process, where that can be written; whether that is so. Blocks while it waits.

    In a folder in which no studio has written yet, nothing is: it may be another program's.
    """
    with ExitStack() as held:
        is_held = (folder / layout.OWN).is_dir()
        if is_held:
            try:
                held.enter_context(transaction.locked(folder / layout.UNDO))
            except (LibraryUnwritable, DiskFull):
                is_held = False
        yield is_held


class _File(NamedTuple):
    """A picture's file: its path from the folder on, and how it is."""

    path: str
    look: seen.Look

    @property
    def name(self) -> str:
        return layout.parts_of(self.path)[1]


def read(folder: Path, known: toml_file.Read | None = None) -> Opened:
    """The dataset in a folder whose lock is held, or that cannot be written. Raises DatasetWrong.

    `known` is what its TOML said when it was last read.
    """
    text, toml_hash = _toml(folder)
    said = toml_file.read(text, plain(folder.name) or "dataset", known=known)
    before = seen.read(folder)
    told: list[Told] = [Told("line", layout.TOML, words) for words in said.remarks]
    paths = _paths(folder)
    names = {one.name for one in said.dataset.pictures}
    # Of two that are one on other systems it is the one that the dataset has.
    in_order = sorted(paths, key=lambda path: layout.parts_of(path)[1] not in names)
    files, captions, looks = _listed(folder, in_order, before, told)
    pictures, gone = _pictures(said.dataset.pictures, files, told)
    texts, hashes = caption_files.read(folder, pictures, captions, told)
    told += caption_files.changes(pictures, hashes, before)
    if looks != before.files:
        seen.write(folder, msgspec.structs.replace(before, files=looks))
    hashes |= {path: look.sha256 for path, look in looks.items()} | {layout.TOML: toml_hash}
    sizes = {one.name: (look.width, look.height) for one in pictures if (look := looks[layout.picture_path(one)]).width}
    dataset = msgspec.structs.replace(said.dataset, pictures=tuple(pictures))
    return Opened(folder, dataset, texts, tuple(told), said.faults, sizes, tuple(gone), paths, hashes, said)


def _toml(folder: Path) -> tuple[str, str]:
    path = folder / layout.TOML
    try:
        data = disk.read_file(path)
        return data.decode("utf-8"), sha256_of(data)
    except (PictureUnreadable, UnicodeDecodeError) as error:
        reason = "it is no UTF-8" if isinstance(error, UnicodeDecodeError) else plain(error.reason)
        raise DatasetWrong(
            f"{layout.TOML} cannot be read", reason, "Check the file's rights, and how it is kept"
        ) from error


def _listed(
    folder: Path, paths: list[str], before: seen.Seen, told: list[Told]
) -> tuple[dict[str, _File], dict[str, str], dict[str, seen.Look]]:
    """Pictures' files by their names in small letters, captions' paths by theirs, and how each picture's file is."""
    files: dict[str, _File] = {}
    captions: dict[str, str] = {}
    looks: dict[str, seen.Look] = {}
    for path in paths:
        _, stem, ending = layout.parts_of(path)
        if ending == layout.CAPTION:
            captions[path] = stem
        elif trouble := layout.name_trouble(stem):
            told.append(Told("unreadable", path, f"{plain(path)} is left out: {trouble}"))
        elif stem.casefold() in files:
            other = plain(files[stem.casefold()].path)
            told.append(Told("double", path, f"{plain(path)} is left out: {other} has the same name"))
        else:
            with suppress(OSError):
                looks[path] = seen.look(folder / path, before.files.get(path))
                files[stem.casefold()] = _File(path, looks[path])
    return files, captions, looks


def _paths(folder: Path) -> tuple[str, ...]:
    """Pictures and captions that lie there, those of training first, and PNG before other pictures of the same name."""
    places = ("", layout.HELD_OUT, layout.ASIDE)
    try:
        found = [path for place in places if (folder / place).is_dir() for path in _in(folder / place, place)]
    except OSError as error:
        raise DatasetWrong("The dataset cannot be read", error.strerror or str(error), "Check the folder") from error
    return tuple(sorted(found, key=_order))


def _in(folder: Path, place: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if _is_taken(name) and not name.startswith(".") and entry.is_file():
                yield f"{place}/{name}" if place else name


def _is_taken(name: str) -> bool:
    stem, _, ending = name.rpartition(".")
    return bool(stem) and (ending == layout.CAPTION or ending.lower() in layout.ENDINGS)


_TAKEN = (*layout.ENDINGS, layout.CAPTION)


def _order(path: str) -> tuple[int, str, int, str]:
    place, stem, ending = layout.parts_of(path)
    order = _TAKEN.index(ending) if ending in _TAKEN else len(_TAKEN)
    return (("", layout.HELD_OUT, layout.ASIDE).index(place), stem, order, path)


def _pictures(
    entries: tuple[Picture, ...], files: dict[str, _File], told: list[Told]
) -> tuple[list[Picture], list[Picture]]:
    """The pictures that are there, those of the entries first; and entries without one."""
    left = dict(files)
    pictures: list[Picture | None] = []
    for entry in entries:
        file = left.pop(entry.name.casefold(), None)
        pictures.append(None if file is None else _as_it_lies(entry, file, told))
    by_hash = {file.look.sha256: file for file in left.values() if file.look.sha256}
    gone = []
    for number, entry in enumerate(entries):
        if pictures[number] is not None:
            continue
        file = by_hash.pop(entry.sha256, None) if entry.sha256 else None
        if file is None:
            gone.append(entry)
            told.append(Told("removed", entry.name, f"{entry.name} was taken away"))
            continue
        del left[file.name.casefold()]
        told.append(Told("renamed", file.name, f"{entry.name} is called {file.name} now"))
        pictures[number] = _as_it_lies(msgspec.structs.replace(entry, name=file.name), file, [])
    there = [one for one in pictures if one is not None]
    for file in left.values():
        if file.look.trouble:
            told.append(Told("unreadable", file.name, f"{plain(file.path)} is left out: {file.look.trouble}"))
        else:
            there.append(_as_it_lies(Picture(file.name, sha256=file.look.sha256), file, []))
            told.append(Told("added", file.name, f"{file.name} was put here"))
    return there, gone


def _as_it_lies(entry: Picture, file: _File, told: list[Told]) -> Picture:
    """An entry as its file is: another tool may have painted in it, or moved it."""
    place = file.path.rpartition("/")[0]
    aside = (entry.aside or BY_HAND) if place == layout.ASIDE else ""
    made = msgspec.structs.replace(
        entry,
        name=file.name,
        ending=layout.parts_of(file.path)[2],
        aside=aside,
        held_out=place == layout.HELD_OUT,
        sha256=file.look.sha256,
    )
    if layout.place_of(made) != layout.place_of(entry):
        told.append(Told("moved", made.name, f"{made.name} was moved {_WHERE[layout.place_of(made)]}"))
    if file.look.trouble:
        told.append(Told("unreadable", made.name, f"{made.name} cannot be read: {file.look.trouble}"))
    elif entry.sha256 not in ("", made.sha256):
        told.append(Told("repainted", made.name, f"{made.name} was changed by another program"))
    return made


_WHERE = {"": "among the pictures", f"{layout.ASIDE}/": "aside", f"{layout.HELD_OUT}/": "to those held out"}
