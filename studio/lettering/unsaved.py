"""Words that were typed on pictures and not saved, kept beside the settings: leaving Lettering loses none of them."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from library.files.disk import write_over
from studio.errors import StudioError
from studio.lettering.records import LetteringRecord, from_json, to_json

FILE = "unsaved_letterings.json"
MOST = 100
"""Pictures whose words are kept; those that were left longest ago go first."""


class UnsavedLetterings:
    """Letterings by the paths of their pictures; any thread may use it. Made from what was kept; blocks."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._lock = threading.Lock()
        self._texts = _read(self._file)
        self._kept = dict(self._texts)

    def of(self, path: str) -> LetteringRecord | None:
        """What was left on a picture; None where there is nothing that this studio can read."""
        text = self._texts.get(path)
        try:
            return from_json(text) if text is not None else None
        except StudioError:
            return None

    def note(self, path: str, record: LetteringRecord | None) -> None:
        """This is on a picture by now, and not saved; None: it is saved, or as it was."""
        with self._lock:
            self._texts.pop(path, None)
            if record is not None:
                self._texts[path] = to_json(record)
            while len(self._texts) > MOST:
                del self._texts[next(iter(self._texts))]

    def keep(self) -> None:
        """Write it, if it is other than what was written last. Blocks. Raises LibraryUnwritable, DiskFull."""
        with self._lock:
            texts = dict(self._texts)
        if texts != self._kept:
            write_over(self._file, msgspec.json.encode(texts))
            self._kept = texts


def _read(file: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
