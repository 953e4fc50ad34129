"""Changes of a dataset taken back and done again: each kept what it replaced, to the byte."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from library.errors import LibraryUnwritable
from library.files import transaction
from library.files.transaction import ChangedMeanwhile, Journal, Record, Replaced
from studio.datasets.folder import layout
from studio.datasets.folder.reading import Opened
from studio.datasets.folder.writing import read_again
from studio.datasets.records import DatasetWrong


class Done(NamedTuple):
    """A change: what was done, in words, and whether it was taken back."""

    words: str
    undone: bool


class TakenBack(NamedTuple):
    """The dataset after undo or redo, and what was undone or redone, in words."""

    opened: Opened
    words: str


def history(folder: Path) -> tuple[Done, ...]:
    """What was done, the oldest first; those that were taken back, and can be done again, stand last."""
    records = transaction.records(folder / layout.UNDO)
    return tuple(Done(one.journal.words, one.journal.undone) for one in records)


def undo(folder: Path) -> TakenBack:
    """Take the last change back. Blocks.

    Raises DatasetWrong where there is none, or another program changed one of its files since; DiskFull,
    LibraryUnwritable. Then everything is as it was.
    """
    return _turn(folder, undone=False)


def redo(folder: Path) -> TakenBack:
    """Do the change again that was taken back last. Blocks. Raises as `undo`."""
    return _turn(folder, undone=True)


def _turn(folder: Path, *, undone: bool) -> TakenBack:
    """Put back what the last change, or the first of those that were undone, replaced."""
    room, what = folder / layout.UNDO, "redo" if undone else "undo"
    if not layout.is_dataset(folder) or not room.is_dir():
        raise DatasetWrong(f"There is nothing to {what}", "this is no dataset of the studio's", "")
    with transaction.staged(folder, room, layout.is_own) as staged, transaction.locked(room):
        transaction.recover(folder, room, layout.is_own)
        records = [one for one in transaction.records(room) if one.journal.undone is undone]
        if not records:
            raise DatasetWrong(f"There is nothing to {what}", "", "")
        record = records[0] if undone else records[-1]
        _stage(staged, record)
        try:
            staged.commit(partial(_expected, folder, record), lambda files: _turned(record, files, undone=not undone))
        except ChangedMeanwhile as error:
            reason = f"{error.path} was changed by another program since"
            raise DatasetWrong(
                f"{record.journal.words}: {what} is not possible", reason, "Change it by hand"
            ) from error
        transaction.forget(room, lambda one: False)
        return TakenBack(read_again(folder), record.journal.words)


def _expected(folder: Path, record: Record, path: str) -> str:
    """How a file was left; one that is as it was before already, by whatever hand, is left so."""
    file = next(file for file in record.journal.files if file.path == path)
    return file.before if transaction.hash_of(folder / path) == file.before else file.after


def _stage(staged: transaction.Staged, record: Record) -> None:
    files = record.journal.files
    # The TOML is the last to come to its place, as in each change.
    for file in sorted(files, key=lambda file: file.path == layout.TOML):
        if not layout.is_own(file.path):
            raise LibraryUnwritable(f"{record.folder} is no record of the studio's", "Remove that folder")
        if file.before == transaction.ABSENT:
            staged.remove(file.path)
        else:
            staged.take(file.path, record.kept(file.path))


def _turned(record: Record, files: tuple[Replaced, ...], *, undone: bool) -> Journal:
    return Journal(record.journal.change, files, record.journal.words, undone)
