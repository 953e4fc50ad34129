"""One spoilt file given to every reader: what came out of it, and what came up in the seam or left it."""

from __future__ import annotations

import logging
import sqlite3
import time
import traceback
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal

import msgspec

from library.errors import PictureUnreadable
from library.exchange import copy_metadata, sidecars, xmp
from library.formats.decoding import decode
from library.formats.heads import reading
from library.importing import file_facts
from library.importing.file_facts import Found
from library.importing.walking import Refusal, Seen
from library.index import rows
from library.judgement import Judgement
from library.places import Places
from tests.fuzz.seeds import Seed

DECODED_EVERY = 8
"""Of so many files one is decoded too: that takes as long as all else."""
_SAID = Judgement(rating=4, mark="reject", tags=("a/b", "lamp"), albums=("best of",))

End = Literal["with metadata", "without", "lettering", "refused"]


class Trial(msgspec.Struct):
    """What became of a file: how it ended, the faults that came up in the seam, those that left it, and seconds."""

    number: int
    end: End = "refused"
    inside: list[str] = []
    outside: list[str] = []
    seconds: float = 0.0


class Faults(logging.Handler):
    """Hears what the seam logs."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep where the exception was raised."""
        if record.exc_info and record.exc_info[1] is not None:
            self.heard.append(where(record.exc_info[1]))


def where(error: BaseException) -> str:
    """An exception's type, and the last place of the library's own that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if "/library/" in one.filename] or list(frames)
    place = f"{own[-1].filename.rpartition('/library/')[2]}:{own[-1].lineno} {own[-1].name}" if own else "nowhere"
    return f"{type(error).__name__} in {place}"


class Trier:
    """Tries files in a folder of its own; a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = Places.of(folder / "library", None)
        self._faults = Faults()
        self._log = logging.getLogger("library.files.untrusted")
        self._log.addHandler(self._faults)
        self._log.propagate = False
        self._index = sqlite3.connect(":memory:")

    def __enter__(self) -> Trier:
        return self

    def __exit__(self, *given: object) -> None:
        self._log.removeHandler(self._faults)
        self._log.propagate = True
        self._index.close()

    def try_one(self, number: int, seed: Seed) -> Trial:
        """Give a file, and its sidecar, to all readers."""
        path = self._folder / f"fuzzed{Path(seed.name).suffix}"
        sidecar = self._folder / f"{path.name}.xmp"
        path.write_bytes(seed.data)
        if seed.sidecar:
            sidecar.write_bytes(seed.sidecar)
        self._faults.heard = []
        trial, begun = Trial(number), time.perf_counter()
        try:
            trial.end = self._read(path)
            self._write_sidecar(sidecar)
            if number % DECODED_EVERY == 0:
                decode(str(path))
        except Exception as error:  # noqa: BLE001  what is looked for
            trial.outside.append(where(error))
        trial.seconds = time.perf_counter() - begun
        trial.inside = self._faults.heard
        path.unlink()
        sidecar.unlink(missing_ok=True)
        return trial

    def _read(self, path: Path) -> End:
        status = path.stat()
        one = file_facts.read(Seen(str(path), status.st_size, status.st_mtime_ns), self._places)
        if isinstance(one, Refusal):
            return "refused"
        with suppress(PictureUnreadable):
            texts = reading.read(str(path)).head.texts
            copy_metadata.note_of(texts)
        if one.picture is None:
            return "lettering"
        self._keep(one)
        return "with metadata" if one.picture.facts.engine or one.picture.facts.prompt else "without"

    def _keep(self, one: Found) -> None:
        """See that SQLite takes all that is known."""
        assert one.picture is not None
        values = list(rows.picture_values(one.picture).values())
        values += [one.remark, *(msgspec.to_builtins(one.said.judgement.tags) if one.said else ())]
        with closing(self._index.execute(f"select {', '.join('?' * len(values))}", values)) as cursor:
            cursor.fetchone()

    def _write_sidecar(self, sidecar: Path) -> None:
        if not sidecar.exists():
            return
        with suppress(PictureUnreadable):
            existing, _ = sidecars.existing_at(sidecar)
            written = xmp.write(_SAID, existing, str(sidecar))
            assert xmp.read(written) == _SAID, "what was written is not read again"
            xmp.is_judgement_only(written)
