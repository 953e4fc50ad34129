"""Whether Compose shows a draft of the scene while one writes, as a key set it; kept beside the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from library.files.disk import make_folder, write_over

FILE = "live_draft.json"

LiveChoice = Literal["auto", "on", "off"]
"""Where the window has room for it, always, or never."""


class _Kept(msgspec.Struct, frozen=True):
    live: LiveChoice = "auto"


def kept(folder: Path) -> LiveChoice:
    """What was chosen; "auto" where nothing is kept that this studio can read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=_Kept).live
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return "auto"


def keep(folder: Path, choice: LiveChoice) -> None:
    """Keep what was chosen. Raises LibraryUnwritable, DiskFull."""
    make_folder(folder)
    write_over(folder / FILE, msgspec.json.encode(_Kept(choice)))
