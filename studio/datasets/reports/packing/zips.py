"""Packs on the disk: a ZIP, or a folder. Whole and checked, or not there; never in memory as a whole.

Nothing in a ZIP is compressed (pictures are already), so that how large it will be is known before it is written, and
that any version of zlib makes the same bytes.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from library.files import disk
from library.files.whole_folder import whole_folder
from studio.datasets.records import DatasetWrong
from studio.datasets.reports.packing import checking
from studio.datasets.reports.packing.records import Entry
from studio.datasets.reports.packing.trainers import Trainer

_PIECE = 1 << 20
_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can say: it tells of the dataset, and not of when it was made."""
_LOCAL, _CENTRAL, _END = 30, 46, 22
"""Bytes of a ZIP around each file and at its end, beside the name, which stands there twice (APPNOTE 6.3.10, 4.3)."""

OnStep = Callable[[int, int], None]
"""Is told how many bytes of how many are done."""


def nobody(done: int, total: int) -> None:
    """Tells nobody."""


def size_of(entries: Sequence[Entry]) -> int:
    """Bytes of the ZIP of some entries. Raises DatasetWrong for a file that cannot be read."""
    return _END + sum(_LOCAL + _CENTRAL + 2 * len(entry.path) + _bytes_of(entry) for entry in entries)


def _bytes_of(entry: Entry) -> int:
    if isinstance(entry.data, bytes):
        return len(entry.data)
    return _looked_at(entry.data).st_size


def _looked_at(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error


def _states(entries: Sequence[Entry]) -> list[tuple[int, int, int]]:
    """What the disk says of each file: its size and its times. One that was written anew has another."""
    looks = [_looked_at(entry.data) for entry in entries if isinstance(entry.data, Path)]
    return [(look.st_size, look.st_mtime_ns, look.st_ctime_ns) for look in looks]


def fits(entries: Sequence[Entry], to: Trainer) -> int:
    """Bytes of the ZIP. Raises DatasetWrong where it is more than the service takes, with what to leave out."""
    size = size_of(entries)
    if not to.most_bytes or size <= to.most_bytes:
        return size
    largest = sorted((entry for entry in entries if isinstance(entry.data, Path)), key=lambda one: -_bytes_of(one))
    left, out = size, 0
    for entry in largest:
        if left <= to.most_bytes:
            break
        left, out = left - _bytes_of(entry), out + 1
    first = ", ".join(Path(entry.path).name for entry in largest[:3])
    raise DatasetWrong(
        f"The ZIP would be {megabytes(size)}",
        f"{to.title} takes {megabytes(to.most_bytes)}",
        f"{to.larger}, or set aside the {out} largest pictures ({first}{'…' if out > 3 else ''})",
    )


def write_zip(entries: Sequence[Entry], target: Path, to: Trainer, on_step: OnStep = nobody) -> int:
    """Write a pack as a ZIP, over what may be at `target`, and check it before it gets the name; its bytes. Blocks.

    Raises DatasetWrong (too large, a file that cannot be read or changed meanwhile, a picture that does not decode),
    DiskFull, LibraryUnwritable; nothing is left then, and what was there before is whole.
    """
    ordered = sorted(entries, key=lambda entry: entry.path)
    size, before = fits(ordered, to), _states(ordered)
    disk.make_folder(target.parent)
    temporary = disk.temporary_name(target.parent)
    try:
        with disk.disk_errors(target, "writing"):
            _write(ordered, temporary, size, on_step)
        if _states(ordered) != before:
            raise DatasetWrong("The ZIP was not written", "a picture changed meanwhile", "Try again")
        checking.check(temporary, ordered)
        disk.finish(temporary, target)
    except BaseException:
        disk.discard(temporary)
        raise
    return size


def _write(entries: Sequence[Entry], temporary: Path, size: int, on_step: OnStep) -> None:
    done = 0
    with zipfile.ZipFile(temporary, "x", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.path, _TIME)
            info.external_attr = 0o644 << 16
            info.file_size = _bytes_of(entry)
            with archive.open(info, "w") as file:
                for piece in _pieces(entry):
                    file.write(piece)
                    done += len(piece)
                    on_step(done, size)


def _pieces(entry: Entry) -> Iterator[bytes]:
    """The bytes of a file of a pack. Raises DatasetWrong: what cannot be read is not the fault of where it goes."""
    if isinstance(entry.data, bytes):
        yield entry.data
        return
    try:
        with entry.data.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise _unreadable(entry.data, error) from error


def _unreadable(path: Path, error: OSError) -> DatasetWrong:
    return DatasetWrong(f"{path.name} cannot be read", error.strerror or str(error), "Look whether it is there")


def write_folder(entries: Sequence[Entry], target: Path, on_step: OnStep = nobody) -> int:
    """Write a pack as the folder `target`, which is made here; its bytes. Blocks.

    The first folder of all paths, where there is one, becomes `target` itself. Raises as `write_zip`, and DatasetWrong
    where something is at `target` already; nothing is left then.
    """
    if os.path.lexists(target):
        raise DatasetWrong(f"{target} is there already", "", "Choose another folder, or take it away")
    ordered = sorted(entries, key=lambda entry: entry.path)
    root, size, done = _common_root(ordered), size_of(ordered), 0
    before = _states(ordered)
    with whole_folder(target) as folder:
        for entry in ordered:
            disk.write_new(folder / entry.path.removeprefix(root), _pieces(entry))
            done += _bytes_of(entry)
            on_step(done, size)
        if _states(ordered) != before:
            raise DatasetWrong("The pack was not written", "a picture changed meanwhile", "Try again")
        checking.check_folder(folder, root, ordered)
    return done


def _common_root(entries: Sequence[Entry]) -> str:
    """The folder that all entries are in, with a slash; empty where they lie flat."""
    firsts = {entry.path.partition("/")[0] for entry in entries if "/" in entry.path}
    flat = any("/" not in entry.path for entry in entries)
    return f"{firsts.pop()}/" if len(firsts) == 1 and not flat else ""


def default_target(folder: Path, stem: str, ending: str = ".zip") -> Path:
    """Where a pack goes if nobody says: a name that nothing has yet."""
    number = 1
    while os.path.lexists(path := folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")):
        number += 1
    return path


def megabytes(size: int) -> str:
    """A size as a person reads it: "12.3 MB"; a service's MB are 1,048,576 bytes."""
    return f"{size / (1 << 20):,.1f} MB" if size < 100 << 20 else f"{size / (1 << 20):,.0f} MB"
