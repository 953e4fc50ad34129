"""Several files of a folder changed as one: all of them or none, whenever a kill or a full disk ends it.

What is new is staged beside them; what is replaced gets a second name; a journal says which file was and will be what.
Then the files are put in their places, and one rename makes the change a record. Until that rename the next who comes
puts everything back (`recover`). A record keeps what it replaced, so that it can be taken back by another transaction.

    ROOM/lock                 held while files are put in their places, and while they are read
    ROOM/.milo-….tmp/         staged by a process that lives: it holds a `flock` on it
    ROOM/going/               a change that has begun: `journal.json`, `new/N`, `kept/N`
    ROOM/000017/              a record: `journal.json`, `kept/N`

A file that is neither as it was nor as it should become was changed by somebody else, and is left alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from library.digest import sha256_of
from library.errors import LibraryError, LibraryUnwritable, PictureUnreadable
from library.files import disk, scratch

_GOING, _JOURNAL, _NEW, _KEPT, _LOCK = "going", "journal.json", "new", "kept", "lock"
ABSENT = ""
"""In place of a hash: there is no file."""


class Replaced(msgspec.Struct, frozen=True):
    """A file by its path from the root on, and its SHA-256 before and after; ABSENT where there is none."""

    path: str
    before: str
    after: str


class Journal(msgspec.Struct, frozen=True):
    """What a change replaced. `change` is its number among all, `undone` whether it was taken back; `words` say it."""

    change: int
    files: tuple[Replaced, ...]
    words: str = ""
    undone: bool = False
    kept: int = 0
    """Bytes of what was replaced."""


class Record(msgspec.Struct, frozen=True):
    """A change that was made, and where what it replaced is kept."""

    journal: Journal
    folder: Path

    def kept(self, path: str) -> Path:
        """The file that stood at a path before."""
        number = next(number for number, file in enumerate(self.journal.files) if file.path == path)
        return self.folder / _KEPT / str(number)


class ChangedMeanwhile(LibraryError):
    """A file is another than it was when it was read; `path` is its path from the root on."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} was changed by another program meanwhile", "Look at it again, then do the same again")
        self.path = path


def hash_of(path: Path) -> str:
    """The SHA-256 of a file; ABSENT where there is none. Raises PictureUnreadable: no plain file, or over a bound."""
    if not os.path.lexists(path):
        return ABSENT
    return sha256_of(disk.read_file(path))


@contextmanager
def locked(room: Path) -> Iterator[None]:
    """Hold the room's lock in the block: nobody else changes files then. Raises DiskFull, LibraryUnwritable."""
    disk.make_folder(room)
    with disk.alone(room / _LOCK):
        yield


class Staged:
    """Files that are to be put in their places; none of them is until `commit`."""

    def __init__(self, root: Path, room: Path, folder: Path, may: Callable[[str], bool]) -> None:
        self._root, self._room, self._folder, self._may = root, room, folder, may
        self._after: dict[str, str] = {}
        self._number: dict[str, int] = {}

    def write(self, path: str, data: bytes) -> str:
        """A file that is to have this content; its SHA-256. Raises DiskFull, LibraryUnwritable."""
        disk.write_whole(self._new(path), data)
        self._after[path] = sha256_of(data)
        return self._after[path]

    def take(self, path: str, source: Path) -> None:
        """A file that is to be what a kept one is. Raises DiskFull, LibraryUnwritable, PictureUnreadable."""
        new = self._new(path)
        disk.discard(new)
        disk.keep(source, new)
        self._after[path] = hash_of(source)

    def remove(self, path: str) -> None:
        """A file that is to be gone."""
        disk.discard(self._new(path))
        self._after[path] = ABSENT

    def is_change(self, expected: Callable[[str], str]) -> bool:
        """Whether any file is to become another than it is."""
        return any(expected(path) != after for path, after in self._after.items())

    def commit(self, expected: Callable[[str], str], journal: Callable[[tuple[Replaced, ...]], Journal]) -> Record:
        """Put everything in its place, in the order in which it was staged; the room's lock is held.

        `expected` says what hash each file has now. Raises ChangedMeanwhile where it has another, DiskFull,
        LibraryUnwritable, PictureUnreadable; then everything is as it was.
        """
        files = tuple(Replaced(path, expected(path), after) for path, after in self._after.items())
        files = tuple(file for file in files if file.before != file.after)
        disk.make_folder(self._folder / _KEPT)
        for number, file in enumerate(files):
            self._keep(number, file)
        made = msgspec.structs.replace(journal(files), kept=self._kept_bytes())
        disk.write_whole(self._folder / _JOURNAL, msgspec.json.encode(made))
        for folder in (self._folder / _KEPT, self._folder / _NEW, self._folder):
            disk.flush_folder(folder)
        going = self._room / _GOING
        disk.put(self._folder, going)
        try:
            disk.flush_folder(self._room)
            for file in files:
                self._place(going, file)
            for folder in {(self._root / file.path).parent for file in files}:
                disk.flush_folder(folder)
            record = Record(made, self._room / f"{_next_serial(self._room):06d}")
            disk.put(going, record.folder)
        except BaseException:
            # Ended by a signal just behind the last step it is a record already, and done.
            if going.is_dir():
                roll_back(self._root, going, made, self._may)
            raise
        disk.flush_folder(self._room)
        scratch.remove_tree(record.folder / _NEW)
        return record

    def _new(self, path: str) -> Path:
        if not self._may(path):
            raise ValueError(f"no file of this folder: {path!r}")
        if not _lies_in(self._root, path):
            folder = (self._root / path).parent
            raise LibraryUnwritable(f"{folder} is a link to another folder", "Put a folder in its place")
        return self._folder / _NEW / str(self._number.setdefault(path, len(self._number)))

    def _keep(self, number: int, file: Replaced) -> None:
        here = self._root / file.path
        kept = self._folder / _KEPT / str(number)
        if here.is_symlink():
            raise LibraryUnwritable(f"{file.path} is a link, which is not written over", "Put a copy in its place")
        if os.path.lexists(here) and not stat.S_ISREG(here.lstat().st_mode):
            raise ChangedMeanwhile(file.path)
        if file.before != ABSENT:
            with _gone_means_changed(file.path):
                disk.keep(here, kept)
        if (hash_of(kept) if file.before != ABSENT else hash_of(here)) != file.before:
            raise ChangedMeanwhile(file.path)

    def _kept_bytes(self) -> int:
        with disk.disk_errors(self._folder, "reading the folder"):
            return sum(one.stat().st_size for one in (self._folder / _KEPT).iterdir())

    def _place(self, going: Path, file: Replaced) -> None:
        here = self._root / file.path
        if file.after == ABSENT:
            disk.remove(here)
            return
        disk.make_folder(here.parent)
        disk.put(going / _NEW / str(self._number[file.path]), here)


def _lies_in(root: Path, path: str) -> bool:
    """Whether no folder between them is a link, by which a file would come to lie elsewhere."""
    return (root / path).parent.resolve() == (root.resolve() / path).parent


@contextmanager
def _gone_means_changed(path: str) -> Iterator[None]:
    try:
        yield
    except LibraryUnwritable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise ChangedMeanwhile(path) from error
        raise


@contextmanager
def staged(root: Path, room: Path, may: Callable[[str], bool]) -> Iterator[Staged]:
    """Files of the folder `root` to be changed; what is staged and not committed goes with the block.

    `may` says which paths may be changed at all. Raises DiskFull, LibraryUnwritable.
    """
    disk.make_folder(room)
    folder = disk.temporary_name(room)
    disk.make_folder(folder)
    handle = scratch.held(folder)
    try:
        disk.make_folder(folder / _NEW)
        yield Staged(root, room, folder, may)
    finally:
        scratch.remove_tree(folder)
        if handle is not None:
            os.close(handle)


def recover(root: Path, room: Path, may: Callable[[str], bool]) -> str:
    """Put back what a change had done that was cut off, and take away what was staged for none; its words, if any.

    The room's lock is held. Raises DiskFull, LibraryUnwritable.
    """
    words = ""
    going = room / _GOING
    if going.is_dir():
        journal = _journal(going)
        if journal is None:
            remedy = f"Look at what is in {going}, and remove that folder"
            raise LibraryUnwritable(f"A change of {root} was cut off, and its journal cannot be read", remedy)
        roll_back(root, going, journal, may)
        words = journal.words
    for folder in room.iterdir():
        if disk.is_temporary(folder.name) and folder.is_dir() and (handle := scratch.held(folder)) is not None:
            scratch.remove_tree(folder)
            os.close(handle)
        elif disk.is_temporary(folder.name) and folder.is_file():
            disk.discard(folder)
    return words


def needs_recovery(room: Path) -> bool:
    """Whether there is something that `recover` would put back or take away, if nobody is at it now."""
    return room.is_dir() and any(one.name == _GOING or disk.is_temporary(one.name) for one in room.iterdir())


def roll_back(root: Path, going: Path, journal: Journal, may: Callable[[str], bool]) -> None:
    """Put back what was replaced so far. Raises DiskFull, LibraryUnwritable: then the next `recover` goes on."""
    for number, file in enumerate(journal.files):
        here, kept = root / file.path, going / _KEPT / str(number)
        with suppress(PictureUnreadable):
            if not may(file.path) or not _lies_in(root, file.path) or hash_of(here) != file.after:
                continue
            if file.before == ABSENT:
                disk.remove(here)
            elif kept.exists():
                disk.put(kept, here)
    gone = disk.temporary_name(going.parent)
    disk.put(going, gone)
    scratch.remove_tree(gone)


def records(room: Path) -> tuple[Record, ...]:
    """What was changed, each change once: its newest record, in the order of the changes. Raises LibraryUnwritable."""
    newest: dict[int, Record] = {}
    if room.is_dir():
        with disk.disk_errors(room, "reading the folder"):
            folders = sorted(one for one in room.iterdir() if one.name.isdecimal() and one.is_dir())
        for folder in folders:
            if (journal := _journal(folder)) is not None:
                newest[journal.change] = Record(journal, folder)
    return tuple(newest[change] for change in sorted(newest))


def forget(room: Path, gone: Callable[[Record], bool]) -> None:
    """Take away records that are no more needed, and those that a newer one of the same change replaced.

    The room's lock is held. What cannot be taken away stays, and does no harm.
    """
    kept = {record.folder for record in records(room) if not gone(record)}
    for folder in [one for one in room.iterdir() if one.name.isdecimal() and one.is_dir() and one not in kept]:
        # Under its name it would be a record still, of which a part is gone.
        away = disk.temporary_name(room)
        with suppress(LibraryError):
            disk.put(folder, away)
            scratch.remove_tree(away)


def _next_serial(room: Path) -> int:
    return max((int(one.name) for one in room.iterdir() if one.name.isdecimal()), default=0) + 1


def _journal(folder: Path) -> Journal | None:
    try:
        return msgspec.json.decode(disk.read_file(folder / _JOURNAL), type=Journal)
    except (PictureUnreadable, msgspec.DecodeError):
        return None
