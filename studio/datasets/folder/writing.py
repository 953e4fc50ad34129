"""One change of a dataset as a whole: its pictures, its captions and `dataset.toml`, all of them or none.

with change(opened) as begun:
    picture = begun.picture(picture, png)
    begun.caption(picture, "a figurine")
    opened = begun.commit(dataset, "Made figurine_01 again")
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from library.files import disk, transaction
from library.files.transaction import ABSENT, Journal, Record, Staged
from studio.datasets.folder import checking, layout, reading, seen, toml_writing
from studio.datasets.folder.caption_files import LONGEST_CAPTION
from studio.datasets.folder.reading import Opened
from studio.datasets.folder.toml_file import Read
from studio.datasets.records import Dataset, DatasetWrong, Picture, Source
from studio.plain_text import plain

MOST_KEPT, MOST_BYTES = 50, 2 << 30
"""Changes that can be taken back, and bytes of what all of them but the last replaced."""


class Change:
    """What is to become of a dataset, kept beside it until `commit`."""

    def __init__(self, opened: Opened, staged: Staged) -> None:
        self.opened = opened
        self._staged = staged
        self._looks: dict[str, seen.Look] = {}

    def picture(self, picture: Picture, data: bytes) -> Picture:
        """A picture that is to have this PNG as its file; the picture with its hash.

        Raises DiskFull, LibraryUnwritable.
        """
        if picture.ending != "png":
            # What another program made a JPEG of is a PNG again.
            self._staged.remove(layout.picture_path(picture))
            picture = msgspec.structs.replace(picture, ending="png")
        path = layout.picture_path(picture)
        sha256 = self._staged.write(path, data)
        if (look := seen.of_png(data)).width:
            self._looks[path] = look
        return msgspec.structs.replace(picture, sha256=sha256)

    def caption(self, picture: Picture, text: str) -> None:
        """What is to stand in the caption's file; one that says the same already is left as it is.

        Raises DatasetWrong for one that is too long to be a caption, DiskFull, LibraryUnwritable.
        """
        data = f"{text.strip()}\n".encode("utf-8", "replace")
        if len(data) > LONGEST_CAPTION:
            reason = f"{len(data):,} bytes, over {LONGEST_CAPTION:,}"
            raise DatasetWrong(f"The caption of {picture.name} is too long", reason, "Write a shorter one")
        if self.opened.captions.get(picture.name) != text.strip() or self._is_new(layout.caption_path(picture)):
            self._staged.write(layout.caption_path(picture), data)

    def source(self, source: Source, data: bytes) -> None:
        """A source that is to be kept."""
        if transaction.hash_of(self.opened.folder / layout.source_path(source)) != source.sha256:
            self._staged.write(layout.source_path(source), data)

    def move(self, before: Picture, after: Picture) -> None:
        """A picture's files are to lie elsewhere, or to be called otherwise."""
        for path in (layout.picture_path, layout.caption_path):
            here, there = path(before), path(after)
            if here != there and here in self.opened.hashes:
                self._staged.take(there, self.opened.folder / here)
                self._staged.remove(here)

    def remove(self, picture: Picture) -> None:
        """A picture's files are to be gone."""
        for path in (layout.picture_path(picture), layout.caption_path(picture)):
            if path in self.opened.hashes:
                self._staged.remove(path)

    def remove_source(self, source: Source) -> None:
        """A source of which nothing is made any more is to be gone."""
        self._staged.remove(layout.source_path(source))

    def commit(self, dataset: Dataset, words: str) -> Opened:
        """Do it, as one change that can be taken back; `words` say what was done. The dataset as it is then.

        Where nothing becomes another, nothing is done.

        Raises DatasetWrong, ChangedMeanwhile where a file is another than it was when it was read, DiskFull,
        LibraryUnwritable; then everything is as it was.
        """
        _check(dataset, self.opened.dataset)
        text = toml_writing.written(self.opened.read, dataset)
        if text != "".join(piece.text for piece in self.opened.read.pieces):
            self._staged.write(layout.TOML, text.encode())
        if not self._staged.is_change(self._expected):
            return self.opened
        folder, room = self.opened.folder, self.opened.folder / layout.UNDO
        with transaction.locked(room):
            transaction.recover(folder, room, layout.is_own)
            if transaction.hash_of(folder / layout.TOML) != self.opened.hashes.get(layout.TOML, ABSENT):
                raise transaction.ChangedMeanwhile(layout.TOML)
            done = transaction.records(room)
            number = max((record.journal.change for record in done), default=0) + 1
            record = self._staged.commit(self._expected, lambda files: Journal(number, files, words))
            kept = {record.folder, *(one.folder for one in _worth_keeping(done))}
            transaction.forget(room, lambda one: one.folder not in kept)
            return read_again(folder, self._looks, self.opened.read)

    def _is_new(self, path: str) -> bool:
        return path not in self.opened.hashes

    def _expected(self, path: str) -> str:
        if path.startswith(f"{layout.SOURCES}/"):
            return transaction.hash_of(self.opened.folder / path)
        return self.opened.hashes.get(path, ABSENT)


def _worth_keeping(done: Sequence[Record]) -> Iterator[Record]:
    """The last of the changes before a new one; what was taken back cannot be done again any more."""
    taken = 0
    for record in reversed([one for one in done if not one.journal.undone][1 - MOST_KEPT :]):
        taken += record.journal.kept
        if taken > MOST_BYTES:
            return
        yield record


def read_again(folder: Path, looks: Mapping[str, seen.Look] = {}, known: Read | None = None) -> Opened:
    """The dataset after a change of ours: what is there now is what the studio knows. The lock is held.

    `looks` are of files that were just written, without the times, `known` is what the TOML said before.
    """
    before = seen.read(folder)
    files = dict(before.files)
    for path, look in looks.items():
        with suppress(OSError):
            status = (folder / path).stat()
            files[path] = msgspec.structs.replace(look, mtime_ns=status.st_mtime_ns, ctime_ns=status.st_ctime_ns)
    seen.write(folder, seen.Seen(files, {}))
    opened = reading.read(folder, known)
    now = seen.read(folder)
    captions = {one.name: opened.hashes.get(layout.caption_path(one), "") for one in opened.dataset.pictures}
    seen.write(folder, seen.Seen(now.files, {name: sha256 for name, sha256 in captions.items() if sha256}))
    return opened


def refuse_mistakes(opened: Opened) -> None:
    """Raise DatasetWrong where `dataset.toml` has mistakes, before work is done that could not be kept."""
    if opened.faults:
        reason = "; ".join(f"{fault.title}: {fault.reason}" for fault in opened.faults[:3])
        raise DatasetWrong("The dataset cannot be changed before its file is right", reason, "Correct these lines")


@contextmanager
def change(opened: Opened) -> Iterator[Change]:
    """Begin a change of a dataset as it was read; what is not committed goes with the block.

    Raises DatasetWrong where `dataset.toml` has mistakes, DiskFull, LibraryUnwritable.
    """
    refuse_mistakes(opened)
    with transaction.staged(opened.folder, opened.folder / layout.UNDO, layout.is_own) as staged:
        yield Change(opened, staged)


def create(folder: Path, dataset: Dataset) -> Opened:
    """Make a dataset of a folder, which is made too; pictures that lie there are taken in.

    Raises DatasetWrong where there is one already, DiskFull, LibraryUnwritable.
    """
    _check(dataset, Dataset(""))
    room = folder / layout.UNDO
    with transaction.locked(room):
        path = folder / layout.TOML
        if path.exists():
            raise DatasetWrong(f"{plain(str(folder))} is a dataset already", "", "Add to it, or choose another name")
        _put_toml(folder, toml_writing.written(Read(Dataset("")), dataset))
        opened = read_again(folder)
        if not opened.dataset.pictures:
            return opened
        _put_toml(folder, toml_writing.written(opened.read, opened.dataset))
        return read_again(folder)


def _put_toml(folder: Path, text: str) -> None:
    begun = disk.temporary_name(folder / layout.OWN)
    disk.write_whole(begun, text.encode())
    disk.put(begun, folder / layout.TOML)


def _check(dataset: Dataset, before: Dataset) -> None:
    known = {id(one) for one in (*before.sources, *before.pictures)}
    for value in (dataset, *(one for one in (*dataset.sources, *dataset.pictures) if id(one) not in known)):
        for slip in checking.slips_of(value):
            raise DatasetWrong(f"The dataset cannot be so: {'.'.join(slip.steps)}", slip.reason, slip.remedy)
    names = [one.name.casefold() for one in dataset.pictures]
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DatasetWrong(f"Two pictures cannot both be called {twice!r}", "", "Choose another name")
