"""Exporting pictures of the library: each encoded over the cores, and written whole or not at all. Blocks."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from library.errors import LibraryError, LibraryUnwritable, PictureUnreadable
from library.exchange import source_types
from library.files import disk
from library.formats.heads import reading
from library.formats.heads.parts import Head
from library.records import Lettering, Picture
from studio import cores
from studio.errors import StudioError
from studio.notices import notice_of
from studio.path_completion import is_folder, is_there
from studio.pictures.exporting import encoding, markdown, sheet
from studio.pictures.exporting.records import SHEETS, ExportWrong, Failure, Report, TargetUnwritable, Wanted, stem_of

if TYPE_CHECKING:
    from library.store import Library

SNIPPET = "pictures.md"
_FILE_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,4}")
"""Endings of files, which no folder that is made here gets: `.pdf`, and not the end of `v1.2`."""

OnProgress = Callable[[int, int], object]


class Entry(NamedTuple):
    """A picture, the version that is exported (None: as drawn), its albums, and the file that it was made of, where the
    library keeps that for its Content Credentials."""

    picture: Picture
    lettering: Lettering | None
    albums: tuple[str, ...]
    original: Path | None = None

    @property
    def file(self) -> Path:
        """The file that is exported."""
        return Path(self.lettering.path if self.lettering is not None else self.picture.path)

    @property
    def sayings(self) -> tuple[str, ...]:
        """What stands on it."""
        return self.lettering.sayings if self.lettering is not None else ()


class Made(NamedTuple):
    """The files of one entry, by name, or why there are none; `signed` is the path of its original where that has
    Content Credentials."""

    entry: Entry
    files: tuple[tuple[str, bytes], ...] = ()
    signed: str = ""
    failure: Failure | None = None


def export(
    library: Library,
    ids: Sequence[int],
    wanted: Wanted,
    on_progress: OnProgress = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Report:
    """Export pictures by id, in this order. One that cannot be exported is in the report and stops no other.

    Files that are there already with the same bytes stay; nothing else is written over. Stopped, a folder keeps what
    was written, and a ZIP file or sheet is not made. Raises ExportWrong, TargetUnwritable, DiskFull.
    """
    if not ids:
        raise ExportWrong("There is nothing to export", "", "Choose pictures first")
    encoding.check(SHEETS[wanted.target.suffix.lower()] if wanted.kind == "sheet" else wanted.format)
    if wanted.kind == "folder" and is_there(wanted.target) and not is_folder(wanted.target):
        raise ExportWrong(f"{wanted.target} is a file", "", "Name a folder, a .zip file, or a sheet ending in .png")
    ending = wanted.target.suffix.lower()
    if wanted.kind == "folder" and _FILE_ENDING.fullmatch(ending) and not is_folder(wanted.target):
        raise ExportWrong(
            f"Nothing is exported as {ending}", "", "Name a folder, a .zip file, or a sheet: .png, .jpg, .webp or .avif"
        )
    entries = list(_entries(library, ids, wanted))
    ways = {"sheet": _sheet, "zip": _zip, "folder": _folder}
    try:
        disk.make_folder(wanted.target if wanted.kind == "folder" else wanted.target.parent)
        return ways[wanted.kind](entries, wanted, on_progress, stopped)
    except LibraryUnwritable as error:
        # Nothing is written into the library here.
        raise TargetUnwritable(f"{wanted.target} cannot be written", error.reason, "Name another place") from error


def _entries(library: Library, ids: Sequence[int], wanted: Wanted) -> Iterator[Entry]:
    found = {picture.id: picture for picture in library.pictures(ids)}
    for picture in (found[one] for one in ids if one in found):
        letterings = library.letterings(picture.id) if wanted.lettered and picture.letterings else ()
        newest = max(letterings, key=lambda lettering: lettering.id, default=None)
        albums = library.annotations.albums_of(picture.id) if wanted.metadata else ()
        yield Entry(picture, newest, albums, library.original_of(picture))


def _made(entries: Sequence[Entry], wanted: Wanted, stopped: Callable[[], bool]) -> Iterator[Made]:
    """Each entry encoded, in order; no more are in memory than the cores work on."""
    sizes = wanted.sizes or (0,)

    def one(entry: Entry) -> Made:
        try:
            files = tuple(_file(entry, wanted, size) for size in sizes)
            return Made(entry, files, _signed(entry))
        except (LibraryError, StudioError) as error:
            return Made(entry, failure=Failure(entry.picture.id, notice_of(error)))

    together = max(1, cores.count())
    with ThreadPoolExecutor(together) as pool:
        for start in range(0, len(entries), 2 * together):
            if stopped():
                return
            yield from pool.map(one, entries[start : start + 2 * together])


def _file(entry: Entry, wanted: Wanted, size: int) -> tuple[str, bytes]:
    name = stem_of(entry.file.name) + (f"-{size}" if size else "") + encoding.SUFFIXES[wanted.format]
    said = encoding.Said(entry.picture, entry.albums, entry.sayings)
    return name, encoding.encoded(entry.file, said, wanted.format, size, keep=wanted.metadata, mark=wanted.mark)


class _Book:
    """What is written so far."""

    def __init__(self, wanted: Wanted, total: int, on_progress: OnProgress) -> None:
        self._wanted, self._total, self._tell = wanted, total, on_progress
        self.names: list[str] = []
        self.there = self._done = 0
        self._failures: list[Failure] = []
        self._lines: list[str] = []
        self.credentials: list[str] = []

    def take(self, made: Made, write: Callable[[str, bytes], str]) -> None:
        """Write the files of an entry by `write`, which gives the name that each got."""
        self._done += 1
        if made.failure is not None:
            self._failures.append(made.failure)
        if made.signed:
            self.credentials.append(made.signed)
        alt = markdown.alternative(made.entry.picture, made.entry.sayings)
        for name, content in made.files:
            self.names.append(write(name, content))
            self._lines.append(markdown.snippet(alt, self.names[-1]))
        self._tell(self._done, self._total)

    def fail(self, picture_id: int, error: LibraryError) -> None:
        """Note a picture that could not be read."""
        self._failures.append(Failure(picture_id, notice_of(error)))

    @property
    def snippet(self) -> str:
        """All pictures in Markdown."""
        return "".join(f"{line}\n\n" for line in self._lines)

    def report(self, where: Path, *, stopped: bool = False) -> Report:
        """What became of it all."""
        return Report(
            where=where,
            files=tuple(self.names),
            there=self.there,
            failures=tuple(self._failures),
            markdown=self.snippet if self._wanted.markdown else "",
            stopped=stopped,
            credentials=tuple(self.credentials),
        )


def _folder(entries: Sequence[Entry], wanted: Wanted, on_progress: OnProgress, stopped: Callable[[], bool]) -> Report:
    book = _Book(wanted, len(entries), on_progress)
    taken: set[str] = set()

    def write(name: str, content: bytes) -> tuple[str, bool]:
        """The name that a file got, and whether it was there already."""
        for free in _names(name):
            path = wanted.target / free
            is_there = free not in taken and _has(path, content)
            if is_there:
                break
            if free not in taken and not path.exists():
                path = disk.write_new(path, content)
                break
        taken.add(path.name)
        return path.name, is_there

    def write_picture(name: str, content: bytes) -> str:
        got, is_there = write(name, content)
        book.there += is_there
        return got

    for made in _made(entries, wanted, stopped):
        book.take(made, write_picture)
    if wanted.markdown and book.snippet:
        write(SNIPPET, book.snippet.encode())
    return book.report(wanted.target, stopped=stopped())


def _zip(entries: Sequence[Entry], wanted: Wanted, on_progress: OnProgress, stopped: Callable[[], bool]) -> Report:
    book = _Book(wanted, len(entries), on_progress)
    temporary = disk.temporary_name(wanted.target.parent)
    try:
        with disk.disk_errors(wanted.target, "writing"), zipfile.ZipFile(temporary, "x") as archive:
            taken: set[str] = set()

            def write(name: str, content: bytes) -> str:
                free = next(one for one in _names(name) if one not in taken)
                taken.add(free)
                archive.writestr(zipfile.ZipInfo(free), content)
                return free

            for made in _made(entries, wanted, stopped):
                book.take(made, write)
            if wanted.markdown and book.snippet:
                write(SNIPPET, book.snippet.encode())
        if stopped() or not book.names:
            return book.report(wanted.target, stopped=stopped())
        with disk.disk_errors(wanted.target, "writing"), temporary.open("rb") as whole:
            os.fsync(whole.fileno())
        return book.report(disk.move_new(temporary, wanted.target))
    finally:
        with suppress(LibraryError):
            disk.discard(temporary)


def _sheet(entries: Sequence[Entry], wanted: Wanted, on_progress: OnProgress, stopped: Callable[[], bool]) -> Report:
    if wanted.sizes or wanted.markdown:
        raise ExportWrong(
            "A contact sheet has neither sizes nor a snippet", "", "Name a folder or a .zip file, or leave them away"
        )
    if len(entries) > sheet.MOST:
        raise ExportWrong(
            f"{len(entries):,} pictures are too many for one sheet", "", f"Choose {sheet.MOST} at most, or a folder"
        )
    book = _Book(wanted, len(entries), on_progress)
    told = [sheet.Tile(entry.file, _title(entry), entry.picture.rating, _detail(entry)) for entry in entries]
    place = iter(range(1, len(entries) + 1))

    def done() -> bool:
        on_progress(next(place), len(entries))
        return stopped()

    image = sheet.contact_sheet(told, lambda at, error: book.fail(entries[at].picture.id, error), done)
    if stopped():
        return book.report(wanted.target, stopped=True)
    out = io.BytesIO()
    heads = [_head(entry.file) for entry in entries]
    said = [encoding.source_type_of(entry.picture, head.texts) for entry, head in zip(entries, heads, strict=True)]
    encoding.save(image, out, SHEETS[wanted.target.suffix.lower()], source_types.of_sheet(said) if wanted.mark else "")
    book.credentials += filter(None, map(_signed, entries))
    written = disk.write_new(wanted.target, out.getvalue())
    book.names.append(written.name)
    return book.report(written)


def _signed(entry: Entry) -> str:
    """The path of an entry's original where that has Content Credentials; empty where it has none."""
    if entry.original is not None:
        return str(entry.original)
    return entry.picture.path if _head(Path(entry.picture.path)).has_manifest else ""


def _head(path: Path) -> Head:
    """The head of a file; one of which nothing is known where it cannot be read."""
    with suppress(PictureUnreadable):
        return reading.read(str(path)).head
    return Head("", 0, 0, {})


def _title(entry: Entry) -> str:
    facts = entry.picture.facts
    return " ".join((facts.scene or facts.prompt or entry.file.name).split())[:200]


def _detail(entry: Entry) -> str:
    facts = entry.picture.facts
    seed = "" if facts.seed is None else f"seed {facts.seed}"
    parts = (" / ".join(entry.sayings), seed)
    return " · ".join(part for part in parts if part)[:200]


def _names(name: str) -> Iterator[str]:
    """The name, and others that are used where it is taken."""
    path = Path(name)
    yield name
    for number in range(2, 1_000_000):
        yield f"{path.stem}-{number}{path.suffix}"
    raise LibraryUnwritable(f"{name} is taken a million times", "Choose another folder")


def _has(path: Path, content: bytes) -> bool:
    """Whether a file has these bytes already."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
