"""Words that were typed on pictures and not saved, kept beside the settings: leaving Lettering loses none of them."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from library.errors import LibraryError
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
        self._noted: dict[str, str | None] = {}
        self._writes = threading.Lock()

    def of(self, path: str) -> LetteringRecord | None:
        """What was left on a picture; None where there is nothing that this studio can read."""
        text = self._texts.get(path)
        try:
            return from_json(text) if text is not None else None
        except StudioError:
            return None

    def note(self, path: str, record: LetteringRecord | None) -> None:
        """This is on a picture by now, and not saved; None: it is saved, or as it was."""
        text = to_json(record) if record is not None else None
        with self._lock:
            if text != self._texts.get(path):
                self._noted[path] = text
            _put(self._texts, path, text)

    def keep(self) -> None:
        """Write what was noted since, and let stand what another studio wrote. Blocks.

        Raises LibraryUnwritable, DiskFull.
        """
        with self._writes:
            with self._lock:
                noted, self._noted = self._noted, {}
            if not noted:
                return
            texts = _read(self._file)
            for path, text in noted.items():
                _put(texts, path, text)
            try:
                write_over(self._file, msgspec.json.encode(texts))
            except LibraryError:
                with self._lock:
                    self._noted = {**noted, **self._noted}
                raise


def _put(texts: dict[str, str], path: str, text: str | None) -> None:
    texts.pop(path, None)
    if text is not None:
        texts[path] = text
    while len(texts) > MOST:
        del texts[next(iter(texts))]


def _read(file: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
