"""What looks after an open library: check, mend, rebuild, back up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from library.index.database import Index
from library.places import Places
from library.records import Finding, Mended, Progress, RebuildReport

if TYPE_CHECKING:
    from library.upkeep.mend import Remake

OnProgress = Callable[[Progress], None]


class Upkeep:
    """What `Library` gives as its `upkeep`; any thread may use it. Each part is imported when it is asked for."""

    def __init__(self, index: Index, places: Places) -> None:
        self._index = index
        self._places = places

    def seems_lost(self) -> bool:
        """Whether the index has no picture though pictures lie in the library, or where it imported some.

        Then the index before this one is gone, and `rebuild` makes it again. Raises IndexUnusable.
        """
        from library.importing.walking import Seen, Walk

        with self._index.reading() as connection:
            if connection.execute("select exists (select 1 from picture)").fetchone()[0]:
                return False
            roots = connection.execute("select path, recursive from import_root where scanned is null").fetchall()
        places = [(str(self._places.folder), True), *((row["path"], bool(row["recursive"])) for row in roots)]
        return any(isinstance(one, Seen) for path, is_deep in places for one in Walk(path, is_deep))

    def rebuild(self, on_progress: OnProgress | None = None) -> RebuildReport:
        """Make the index of pictures and letterings again from the files alone; ratings, marks and jobs are kept.

        Other studios may go on using the library meanwhile.
        """
        from library.upkeep.rebuild import rebuild

        report = rebuild(self._places, on_progress)
        if report.kept:
            self._index.reopen()
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
