"""The datasets that there are, each with how it stands: what the list shows. No screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from studio.errors import Notice


class Listed(msgspec.Struct, frozen=True):
    """A dataset as the list shows it. `wrong` says why it cannot be read; then nothing else is known but its folder."""

    folder: Path
    name: str
    kind: str = ""
    trigger: str = ""
    pictures: int = 0
    uncaptioned: int = 0
    aside: int = 0
    held_out: int = 0
    doubts: tuple[str, ...] = ()
    """What is not sure of its sheets, in words."""
    first: tuple[Path, ...] = ()
    """The files of its first pictures."""
    wrong: Notice | None = None


class Listing:
    """Tells `changed` when something else is to be seen. `rows` are None until they have been read."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self._changed = changed
        self.rows: tuple[Listed, ...] | None = None
        self._at = 0

    def take(self, rows: Sequence[Listed], go_to: Path | None = None) -> None:
        """These datasets are there; the cursor goes to a folder's, else stays on its own, or where it is."""
        here = go_to or (self.current.folder if self.current is not None else None)
        self.rows = tuple(rows)
        folders = [one.folder for one in rows]
        self._at = folders.index(here) if here in folders else max(0, min(self._at, len(folders) - 1))
        self._changed()

    @property
    def at(self) -> int:
        """The row under the cursor."""
        return self._at

    @property
    def current(self) -> Listed | None:
        """The dataset under the cursor."""
        return self.rows[self._at] if self.rows and self._at < len(self.rows) else None

    def go_to(self, row: int) -> None:
        """Put the cursor on a row."""
        if self.rows and row != self._at and 0 <= row < len(self.rows):
            self._at = row
            self._changed()


def summary(one: Listed) -> str:
    """How a dataset stands, in a few words: "12 pictures · 3 without a caption"."""
    if one.wrong is not None:
        return "cannot be read"
    parts = [
        "1 picture" if one.pictures == 1 else f"{one.pictures:,} pictures",
        f"{one.uncaptioned:,} without a caption" if one.uncaptioned else "",
        f"{one.aside:,} set aside" if one.aside else "",
        f"{one.held_out:,} held out" if one.held_out else "",
        f"{len(one.doubts):,} to look at" if one.doubts else "",
    ]
    return " · ".join(filter(None, parts))
