"""The library: pictures, letterings, references and jobs, behind one door.

Every method may be called from any thread. The files are the truth; the index can be made again from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from library.digest import sha256_of
from library.errors import LibraryError, NotInLibrary
from library.files import disk
from library.index import jobs, rows
from library.index.database import Index
from library.keeping import saving
from library.places import Places
from library.records import (
    Finding,
    JobRecord,
    Lettering,
    Mark,
    Mended,
    Picture,
    PictureFacts,
    Progress,
    RebuildReport,
    RunRecord,
    Trashed,
)
from library.viewing import Looking

if TYPE_CHECKING:
    from library.importing.imports import Imports
    from library.upkeep.mend import Remake

OnProgress = Callable[[Progress], None]


class Library(Looking):
    """An open library; made by `Library.open`."""

    def __init__(self, places: Places, index: Index) -> None:
        super().__init__(places, index)
        self._sidecars.wake_if_behind()
        self._imports: Imports | None = None

    @classmethod
    def open(cls, folder: Path, *, index: Path | None = None) -> Library:
        """Open the library in `folder`, making what is not there; the index is in `folder/.studio` unless named.

        Raises LibraryUnwritable, DiskFull, IndexUnusable.
        """
        places = Places.of(folder, index)
        disk.make_folder(places.folder)

        def begin(connection: sqlite3.Connection) -> None:
            from library.keeping import keepsakes

            keepsakes.take_in(connection, places)

        opened = Index(places.index, begin)
        try:
            return cls(places, opened)
        except BaseException:
            opened.close()
            raise

    @staticmethod
    def rebuild_at(folder: Path, *, index: Path | None = None, on_progress: OnProgress | None = None) -> RebuildReport:
        """`rebuild` for a library whose index cannot be opened: the damaged index is put aside, never deleted."""
        from library.upkeep.rebuild import rebuild

        return rebuild(Places.of(folder, index), on_progress)

    @staticmethod
    def restore_at(folder: Path, source: Path, *, index: Path | None = None) -> str:
        """Let a copy that `back_up` made be the index of a library that nobody has open; where the one of before is.

        Empty where there was none. Raises IndexUnusable, LibraryUnwritable, DiskFull.
        """
        from library.upkeep.backup import restore

        return restore(Places.of(folder, index), source)

    @property
    def folder(self) -> Path:
        """The folder that a person browses, absolute."""
        return self._places.folder

    @property
    def imports(self) -> Imports:
        """The door for other programs' pictures: folders, thumbnails in bulk, and pictures that look alike."""
        if self._imports is None:
            from library.importing.imports import Imports

            self._imports = Imports(self._index, self._places)
        return self._imports

    def close(self) -> None:
        """Finish what is under way, and the writes that wait, and let go of the index."""
        self._index.finish()
        self._sidecars.close()
        self._index.close()

    def save_picture(self, data: bytes, facts: PictureFacts, *, created: float | None = None, key: str = "") -> Picture:
        """Keep an encoded picture, with its facts and recipe inside the file, and make its thumbnail.

        A PNG keeps all its chunks as they came; another format becomes PNG. `created` is in Unix seconds, now if None.
        `key` is unique for a job and the number of its picture: a second save with a key gives the first picture and
        writes nothing, also when the first was killed half-way.
        Raises PictureUnreadable, DiskFull, LibraryUnwritable, ValueError for a time before 1970 or after 3000.
        """
        with self._index.whole():
            return self.picture(saving.save_picture(self._index, self._places, data, facts, created, key))

    def save_lettering(
        self, picture_id: int, png: bytes, sayings: Sequence[str], record: str, *, misread: bool = False
    ) -> Lettering:
        """Keep a lettered version beside its picture, as `<picture>--<saying>.png`, with `record` inside the file.

        That of an imported picture that lies elsewhere goes into the library, under today's year and month. `misread`
        (a reader was asked to read the words back and could not) is kept in the file too.

        Raises NotInLibrary, PictureUnreadable, DiskFull, LibraryUnwritable.
        """
        with self._index.whole():
            return self.lettering(
                saving.save_lettering(self._index, self._places, picture_id, png, sayings, record, misread)
            )

    def rate(self, picture_id: int, rating: int) -> Picture:
        """Set the rating, 0 (none) to 5. Raises NotInLibrary, ValueError."""
        self.set_ratings({picture_id: rating})
        return self.picture(picture_id)

    def mark(self, picture_id: int, mark: Mark) -> Picture:
        """Pick, reject, or neither. Raises NotInLibrary, ValueError."""
        self.set_marks({picture_id: mark})
        return self.picture(picture_id)

    def trash(self, picture_id: int) -> Picture:
        """Move a picture and its letterings to the trash; an imported one that lies elsewhere is only hidden.

        Raises NotInLibrary, LibraryUnwritable, DiskFull.
        """
        from library.keeping.trash import set_trashed

        with self._index.whole():
            set_trashed(self._index, self._places, picture_id, trashed=True)
        return self.picture(picture_id)

    def restore(self, picture_id: int) -> Picture:
        """Move a picture and its letterings back. Raises NotInLibrary, LibraryUnwritable, DiskFull."""
        from library.keeping.trash import set_trashed

        with self._index.whole():
            set_trashed(self._index, self._places, picture_id, trashed=False)
        return self.picture(picture_id)

    def trash_many(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Move pictures to the trash, all of them or none; the ids of those that were not there. Raises as `trash`."""
        with self._index.whole():
            return self._move_many(ids, trashed=True)

    def restore_many(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Move pictures back, all of them or none; the ids of those that were in the trash. Raises as `restore`."""
        with self._index.whole():
            return self._move_many(ids, trashed=False)

    def _move_many(self, ids: Iterable[int], *, trashed: bool) -> tuple[int, ...]:
        from library.keeping.trash import set_trashed

        there = [picture.id for picture in self.pictures(list(ids)) if picture.trashed is not trashed]
        for number, picture_id in enumerate(there):
            try:
                set_trashed(self._index, self._places, picture_id, trashed=trashed)
            except LibraryError:
                for moved in there[:number]:
                    set_trashed(self._index, self._places, moved, trashed=not trashed)
                raise
        return tuple(there)

    def trashed(self) -> Trashed:
        """What `empty_trash` would delete."""
        from library.importing.forgetting import trashed

        return trashed(self._index, self._places)

    def empty_trash(self) -> Trashed:
        """Delete what lies in the trash for good; imported pictures that lie elsewhere stay hidden, and stay.

        Raises LibraryUnwritable, DiskFull; what was deleted before is gone, and the same again goes on.
        """
        from library.importing.forgetting import empty_trash

        with self._index.whole():
            return empty_trash(self._index, self._places)

    def thumbnail(self, picture_id: int) -> Path:
        """A JPEG of at most 384 px a side, made now if it is not there. Raises NotInLibrary, PictureUnreadable."""
        picture = self.picture(picture_id)
        if not picture.sha256:
            return self.imports.thumbnail(picture_id)
        return self._thumbnail(picture.sha256, Path(picture.path))

    def lettering_thumbnail(self, lettering_id: int) -> Path:
        """The same of a lettering."""
        lettering = self.lettering(lettering_id)
        with self._index.reading() as connection:
            sha256 = rows.one(connection, "lettering", lettering_id, "lettering")["sha256"]
        return self._thumbnail(sha256, Path(lettering.path))

    def add_reference(self, data: bytes) -> str:
        """Keep a reference picture and give its SHA-256 in hex; one that is there stays. Raises PictureUnreadable."""
        from library.formats.pictures import opened

        sha256 = sha256_of(data)
        if self._reference(sha256) is None:
            with opened(data, "The reference picture") as image:
                image.load()
                suffix = {"PNG": ".png", "JPEG": ".jpg"}.get(image.format or "", ".picture")
            disk.write_over(self._places.references / f"{sha256}{suffix}", data)
        return sha256

    def reference(self, sha256: str) -> bytes:
        """The bytes of a reference picture. Raises NotInLibrary."""
        path = self._reference(sha256)
        if path is None:
            raise NotInLibrary(f"The library has no reference picture {sha256[:12]}", "Add the picture again")
        return disk.read_file(path)

    def put_job(self, job: JobRecord) -> None:
        """Insert or change a job; it is on the disk, even after a power cut, when this returns."""
        self.put_jobs([job])

    def put_jobs(self, wanted: Sequence[JobRecord]) -> None:
        """Insert or change jobs, all of them or none; they are on the disk when this returns."""
        self._index.write(lambda connection: jobs.put(connection, wanted), durable=True)

    def change_job(self, job: JobRecord, expected: str) -> bool:
        """Write a job that is in the state `expected`, as durably; False, and nothing, if another studio moved it."""
        return self._index.write(lambda connection: jobs.change(connection, job, expected), durable=True)

    def job(self, job_id: str) -> JobRecord:
        """The job with this id. Raises NotInLibrary."""
        with self._index.reading() as connection:
            return jobs.record(rows.one(connection, "job", job_id, "job"))

    def jobs(self, *, unfinished_only: bool = False, limit: int = 200) -> tuple[JobRecord, ...]:
        """Jobs, newest first; with `unfinished_only` those that are in no state of ENDED_STATES."""
        with self._index.reading() as connection:
            return jobs.latest(connection, unfinished_only=unfinished_only, limit=limit)

    def add_run(self, run: RunRecord) -> None:
        """Remember what a finished job took."""
        self._index.write(lambda connection: jobs.add_run(connection, run))

    def runs(self, engine: str) -> tuple[RunRecord, ...]:
        """What the latest jobs of an engine took, newest first."""
        with self._index.reading() as connection:
            return jobs.runs(connection, engine)

    def rebuild(self, on_progress: OnProgress | None = None) -> RebuildReport:
        """Make the index of pictures and letterings again from the files alone; ratings, marks and jobs are kept.

        Other studios may go on using the library meanwhile.
        """
        from library.upkeep.rebuild import rebuild

        report = rebuild(self._places, on_progress)
        if report.kept:
            # The open connections belong to the damaged file, which has another name now.
            self._sidecars.close()
            self._index.close()
            super().__init__(self._places, Index(self._places.index))
            self._imports = None
        return report

    def check(self, on_progress: OnProgress | None = None) -> tuple[Finding, ...]:
        """Compare every file with the index: what is missing, altered, orphaned, unreadable, or left by a kill."""
        from library.upkeep.check import check

        return check(self._index, self._places, on_progress)

    def mend(self, findings: Sequence[Finding], remake: Remake | None = None) -> tuple[Mended, ...]:
        """Mend what `check` found, as far as it can be: nothing that a person said is lost, and no picture deleted.

        `remake` makes letterings that are gone again, from the picture and the record.
        """
        from library.upkeep.mend import mend

        return mend(self._index, self._places, findings, remake)

    def back_up(self, target: Path) -> int:
        """Copy the index to a file, whole and of one moment, while studios go on; its size in bytes.

        Raises FolderMissing, LibraryUnwritable, DiskFull.
        """
        from library.upkeep.backup import back_up

        return back_up(self._index, target)

    def _thumbnail(self, sha256: str, source: Path) -> Path:
        path = self._places.thumbnail(sha256)
        if not path.exists():
            from library.formats.thumbnails import thumbnail

            disk.write_over(path, thumbnail(disk.read_file(source), str(source)))
        return path

    def _reference(self, sha256: str) -> Path | None:
        if len(sha256) != 64 or not all(letter in "0123456789abcdef" for letter in sha256):
            return None
        for suffix in (".png", ".jpg", ".picture"):
            path = self._places.references / f"{sha256}{suffix}"
            if path.exists():
                return path
        return None
